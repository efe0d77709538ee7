"""See-saw, energy and trust over the turns: as an inline SVG, and as rows of a table.

The SVG needs no script, font or file from outside. Its colours are CSS variables with fallbacks (`--curve-seesaw`,
`--curve-energy`, `--curve-trust`, `--curve-level`, `--curve-flag`; lines and letters take the page's text colour), and
no meaning hangs on colour alone: the three lines differ in dash and in the shape of their points, and are named.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from simulator.domain.debrief import Curve, CurvePoint
from simulator.report.phrases import listed

TABLE_HEAD = ("Line", "See-saw", "Energy", "Trust", "What happened")

# All lengths in SVG units; at 390 px of screen one unit is about one pixel.
_WIDTH, _LEFT, _RIGHT = 370, 12, 12
_TOP, _SEESAW_HEIGHT, _LEVELS_TOP, _LEVELS_HEIGHT = 48, 120, 232, 110
_HEIGHT = 430
_SMALL = 12
_MOST_LABELS = 10
_INK = "#1f2320"
_Place = Callable[[CurvePoint], tuple[float, float]]


@dataclass(frozen=True)
class _Line:
    name: str
    colour: str
    dash: str
    place: _Place
    point: Callable[[float, float], str]


def table_rows(curve: Curve) -> tuple[tuple[str, ...], ...]:
    """The curve as rows under `TABLE_HEAD`, the opening first."""
    return tuple(
        (
            "opening" if point.line == 0 else str(point.line),
            f"{_signed(point.seesaw)} ({where(curve, point.seesaw)})",
            str(point.energy),
            str(point.trust),
            _happened(point),
        )
        for point in curve.points
    )


def where(curve: Curve, seesaw: float) -> str:
    """Who carries it, in words."""
    if abs(seesaw) <= curve.balanced:
        return "level"
    return "you carry it" if seesaw > 0 else f"{curve.who} alone"


def draw_curve(curve: Curve, name: str = "curve") -> str:
    """The curve as one inline `<svg>`. `name` begins its ids, for pages that hold several."""
    name = "".join(character for character in name if character.isalnum() or character in "-_") or "curve"
    who = _text(curve.who)
    lines = (
        _Line(f"{who}: energy", _colour("energy", "#c2600f"), "", _at(curve, _energy), _dot),
        _Line(f"{who}: trust", _colour("trust", "#0e8a80"), "6 4", _at(curve, _trust), _square),
    )
    seesaw = _Line("See-saw", _colour("seesaw", "#6d63e0"), "", _at(curve, _seesaw), _diamond)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img" '
            f'aria-labelledby="{name}-title {name}-desc" font-family="inherit" font-size="13" fill="currentColor">'
        ),
        f'<title id="{name}-title">See-saw, energy and trust over the conversation</title>',
        f'<desc id="{name}-desc">{_text(_description(curve))}</desc>',
        *_seesaw_frame(curve, who),
        _drawn(curve, seesaw),
        *(_flag(curve, point) for point in curve.points if point.flags),
        *_levels_frame(),
        *(_drawn(curve, line) for line in lines),
        *(_turning(curve, point) for point in curve.points if point.opened or point.closed),
        *_axis(curve),
        *_legend(lines),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def printed(svg: str) -> str:
    """A drawing of `draw_curve` for paper: fixed dark colours in place of the page's, no type of its own."""
    fixed = re.sub(r'="var\(--[a-z-]+, (#[0-9a-f]{6})\)"', r'="\1"', svg)
    return fixed.replace('="currentColor"', f'="{_INK}"').replace(' font-family="inherit"', ' font-family="Noto Sans"')


def _seesaw_frame(curve: Curve, who: str) -> list[str]:
    top, low = _y_seesaw(curve, curve.balanced), _y_seesaw(curve, -curve.balanced)
    width = _WIDTH - _LEFT - _RIGHT
    return [
        f'<text x="{_LEFT}" y="16" font-weight="600">See-saw</text>',
        f'<text x="{_LEFT}" y="{_TOP - 8}">\u2191 you carry it</text>',
        (
            f'<rect x="{_LEFT}" y="{top:.1f}" width="{width}" height="{low - top:.1f}" '
            f'fill="{_colour("level", "#9ca3af")}" fill-opacity="0.25"/>'
        ),
        *(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" '
            'stroke-opacity="0.45" stroke-width="1" stroke-dasharray="2 3"/>'
            for y in (top, low)
        ),
        f'<text x="{_WIDTH - _RIGHT - 4}" y="{low + 14:.1f}" text-anchor="end" font-size="{_SMALL}">level</text>',
        f'<text x="{_LEFT}" y="{_TOP + _SEESAW_HEIGHT + 17}">\u2193 {who} carries it alone</text>',
    ]


def _levels_frame() -> list[str]:
    bottom = _LEVELS_TOP + _LEVELS_HEIGHT
    return [
        f'<text x="{_LEFT}" y="{_LEVELS_TOP - 14}" font-weight="600">Energy and trust, 0 to 100</text>',
        *(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="currentColor" '
            'stroke-opacity="0.3" stroke-width="1"/>'
            for y in (_LEVELS_TOP, bottom)
        ),
    ]


def _drawn(curve: Curve, line: _Line) -> str:
    places = [line.place(point) for point in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    return (
        f'<g stroke="{line.colour}" fill="{line.colour}">'
        f'<polyline points="{path}" fill="none" stroke-width="2.5" stroke-linejoin="round"{dash}/>'
        f"{''.join(line.point(x, y) for x, y in places)}</g>"
    )


def _flag(curve: Curve, point: CurvePoint) -> str:
    """A flag on a pole over the see-saw."""
    x, y = _at(curve, _seesaw)(point)
    top = _TOP - 4
    return (
        f'<g stroke="{_colour("flag", "#d8365a")}" fill="{_colour("flag", "#d8365a")}">'
        f"<title>Line {point.line}: {_text(listed(point.flags))}</title>"
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{y:.1f}" stroke-width="1.5"/>'
        f'<path d="M{x:.1f} {top} l9 4 l-9 4 z"/></g>'
    )


def _turning(curve: Curve, point: CurvePoint) -> str:
    """An open ring where something opened, a cross where it closed."""
    x, y = _x(curve, point.line), _LEVELS_TOP + _LEVELS_HEIGHT + 9
    if point.closed:
        return (
            f'<path d="M{x - 4:.1f} {y - 4} l8 8 m0 -8 l-8 8" stroke="currentColor" stroke-width="2" fill="none">'
            f"<title>Line {point.line}: closed again</title></path>"
        )
    return (
        f'<circle cx="{x:.1f}" cy="{y}" r="4" stroke="currentColor" stroke-width="2" fill="none">'
        f"<title>Line {point.line}: opened</title></circle>"
    )


def _axis(curve: Curve) -> list[str]:
    last = curve.points[-1].line
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if last / step <= _MOST_LABELS or step == 1000)  # noqa: PLR2004
    y = _LEVELS_TOP + _LEVELS_HEIGHT + 28
    return [
        f'<text x="{_x(curve, line):.1f}" y="{y}" text-anchor="middle" font-size="{_SMALL}">{line}</text>'
        for line in range(0, last + 1, step)
    ]


def _legend(lines: Sequence[_Line]) -> list[str]:
    y, half = _HEIGHT - 42, _WIDTH / 2
    parts = []
    for place, line in enumerate(lines):
        x = _LEFT + place * half
        dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
        parts.append(
            f'<g stroke="{line.colour}" fill="{line.colour}">'
            f'<line x1="{x}" x2="{x + 26}" y1="{y - 4}" y2="{y - 4}" stroke-width="2.5"{dash}/>'
            f"{line.point(x + 13, y - 4)}</g>"
            f'<text x="{x + 32}" y="{y}" font-size="{_SMALL}">{line.name}</text>'
        )
    keys = (
        "number: your line \u00b7 flag: a slip in it",
        "ring: something opened \u00b7 cross: something closed again",
    )
    parts += [
        f'<text x="{_LEFT}" y="{y + 20 + 17 * place}" font-size="{_SMALL}">{words}</text>'
        for place, words in enumerate(keys)
    ]
    return parts


def _x(curve: Curve, line: int) -> float:
    last = max(1, curve.points[-1].line)
    inner = _WIDTH - _LEFT - _RIGHT - 16
    return _LEFT + 8 + inner * line / last


def _y_seesaw(curve: Curve, value: float) -> float:
    return _TOP + _SEESAW_HEIGHT * (curve.limit - value) / (2 * curve.limit)


def _at(curve: Curve, height: Callable[[Curve, CurvePoint], float]) -> _Place:
    return lambda point: (_x(curve, point.line), height(curve, point))


def _seesaw(curve: Curve, point: CurvePoint) -> float:
    return _y_seesaw(curve, point.seesaw)


def _energy(_: Curve, point: CurvePoint) -> float:
    return _LEVELS_TOP + _LEVELS_HEIGHT * (100 - point.energy) / 100


def _trust(_: Curve, point: CurvePoint) -> float:
    return _LEVELS_TOP + _LEVELS_HEIGHT * (100 - point.trust) / 100


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" stroke="none"/>'


def _square(x: float, y: float) -> str:
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" stroke="none"/>'


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 4.5:.1f} l4.5 4.5 l-4.5 4.5 l-4.5 -4.5 z" stroke="none"/>'


def _colour(name: str, fallback: str) -> str:
    return f"var(--curve-{name}, {fallback})"


def _signed(value: float) -> str:
    shown = round(value, 1)
    return f"{shown:+.1f}" if shown else "0.0"


def _text(words: str) -> str:
    return escape("".join(character for character in words if character.isprintable()))


def _happened(point: CurvePoint) -> str:
    parts = [*point.flags]
    if point.opened:
        parts.append("something opened")
    if point.closed:
        parts.append("something closed again")
    return "; ".join(parts)


def _description(curve: Curve) -> str:
    lines = [
        f"{'Opening' if point.line == 0 else f'Line {point.line}'}: see-saw {where(curve, point.seesaw)}, "
        f"energy {point.energy}, trust {point.trust}{f', {_happened(point)}' if _happened(point) else ''}."
        for point in curve.points
    ]
    return " ".join((curve.sentence, *lines))
