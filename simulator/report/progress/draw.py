"""A picture over weeks as one inline `<svg>`: nothing from outside, and no colour that carries meaning alone.

Colours are CSS variables with fallbacks (`--progress-with`, `-for`, `-away`, `-own`, `-seesaw`, `-level`, `-paper`);
letters and lines take the page's text colour. A point's shape says how guarded they were, its strip what is counted.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from simulator.domain.scenario import Guardedness
from simulator.report.phrases import counted, in_words
from simulator.report.progress.picture import Dot, Picture, Strip
from simulator.report.progress.talks import GUARDED, SHORT, day, monday

# All lengths in SVG units; on a screen of 390 px one unit is nine tenths of a pixel.
_WIDTH, _LEFT, _RIGHT, _INSET = 340, 4, 4, 8
_BESIDE = 38
"""Room at the right for the names of ticks."""
_SHORT = 5
"""Letters of a tick's name that fit in there; a longer one stands above its line or below it."""
_NAME, _FOOT, _GAP, _DAYS, _ROW = 26, 18, 10, 18, 21
_HEIGHTS = {1: 132, 2: 84, 3: 58}
_SMALL = 13
_LETTER = 7.4
"""Width of a letter of the small size, on average and generously."""
_BETWEEN_DAYS = 68
_MANY, _VERY_MANY = 40, 120
_END = _WIDTH - _RIGHT - _BESIDE
"""Where the points end."""
_FALLBACKS = {
    "with": "#0e8a80",
    "for": "#c2600f",
    "away": "#39598c",
    "own": "#8a5a0b",
    "seesaw": "#6d63e0",
    "level": "#9ca3af",
    "paper": "#ffffff",
}


def draw_picture(picture: Picture) -> str:
    """The picture as SVG. Its text says what it shows; the numbers stand in the tables."""
    height = _HEIGHTS.get(len(picture.strips), min(_HEIGHTS.values()))
    every = len(picture.days)
    parts: list[str] = []
    y = 0.0
    for strip in picture.strips:
        parts += _strip(strip, every, y + _NAME, height)
        y += _NAME + height + _FOOT + _GAP
    y += _DAYS - _GAP
    parts += _days(picture.days, y - _DAYS - _FOOT, y)
    legend = list(_legend(picture))
    rows = 1 + max(row for row, _ in legend)
    parts += [f'<g transform="translate(0 {y + _ROW * (row + 1) + 2:.0f})">{drawn}</g>' for row, drawn in legend]
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + _ROW * (rows + 0.6):.0f}" '
                f'width="100%" role="img" aria-labelledby="{picture.id}-title {picture.id}-desc" '
                'font-family="inherit" font-size="14" fill="currentColor">'
            ),
            f'<title id="{picture.id}-title">{escape(picture.title)}, talk by talk</title>',
            f'<desc id="{picture.id}-desc">{escape(_told(picture))}</desc>',
            *parts,
            "</svg>",
        )
    )


def _strip(strip: Strip, every: int, top: float, height: float) -> list[str]:
    def at(value: float) -> float:
        return top + height * (strip.high - value) / (strip.high - strip.low)

    colour = _colour(strip.colour)
    return [
        f'<text x="{_LEFT}" y="{top - 8:.1f}" font-weight="600">{escape(strip.name)}</text>',
        *_ticks(strip, at(strip.high), at(strip.low)),
        f'<g fill="{colour}" stroke="{colour}">{_dots(strip, every, top, height)}</g>',
        _trend([(_x(place, every), at(value)) for place, value in strip.trend.points], colour) if strip.trend else "",
    ]


def _ticks(strip: Strip, top: float, bottom: float) -> Iterator[str]:
    """Lines with their names at the right."""

    def at(value: float) -> float:
        return top + (bottom - top) * (strip.high - value) / (strip.high - strip.low)

    if strip.level:
        low, high = at(strip.level[0]), at(strip.level[1])
        yield (
            f'<rect x="{_LEFT}" y="{high:.1f}" width="{_END - _LEFT}" height="{low - high:.1f}" '
            f'fill="{_colour("level")}" fill-opacity="0.25"/>'
        )
    for value, name in strip.ticks:
        y, outer = at(value), value in {strip.low, strip.high}
        if outer or not strip.level:
            dash = "" if outer else ' stroke-dasharray="2 3"'
            yield (
                f'<line x1="{_LEFT}" x2="{_END}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" '
                f'stroke-opacity="0.35" stroke-width="1"{dash}/>'
            )
        if len(name) <= _SHORT:
            yield f'<text x="{_END + 5}" y="{y + 4:.1f}" font-size="{_SMALL}">{escape(name)}</text>'
        else:
            aside = y + 15 if value == strip.low else y - 6
            yield (
                f'<text x="{_WIDTH - _RIGHT}" y="{aside:.1f}" text-anchor="end" font-size="{_SMALL}">'
                f"{escape(name)}</text>"
            )


def _dots(strip: Strip, every: int, top: float, height: float) -> str:
    """The points as one path for each shape: five hundred talks are still a small page."""

    def at(value: float) -> float:
        return top + height * (strip.high - value) / (strip.high - strip.low)

    size = 4.5 if every <= _MANY else 3.2 if every <= _VERY_MANY else 2.2
    faint = f' fill-opacity="{0.55 if every <= _MANY else 0.4}"' if strip.trend else ""
    parts = []
    moved = "".join(
        f"M{_x(dot.place, every):.1f} {at(dot.start):.1f}V{at(dot.value):.1f}"
        for dot in strip.dots
        if dot.start is not None
    )
    if moved:
        parts.append(f'<path d="{moved}" fill="none" stroke-width="{size / 2:.1f}"/>')
    for kind in GUARDED:
        drawn = "".join(_shape(dot, _x(dot.place, every), at(dot.value), size) for dot in _of(strip.dots, kind))
        if drawn:
            parts.append(f'<path d="{drawn}" stroke="none"{faint}/>')
    return "".join(parts)


def _of(dots: Sequence[Dot], kind: Guardedness) -> Iterator[Dot]:
    return (dot for dot in dots if dot.guardedness == kind)


def _shape(dot: Dot, x: float, y: float, size: float) -> str:
    return _shape_of(dot.guardedness, x, y, size)


def _shape_of(kind: Guardedness, x: float, y: float, size: float) -> str:
    """A disc for the more open, a square for the usual, a triangle for the hard to reach."""
    if kind == "open":
        return f"M{x - size:.1f} {y:.1f}a{size} {size} 0 1 0 {2 * size:.1f} 0a{size} {size} 0 1 0 {-2 * size:.1f} 0z"
    if kind == "guarded":
        half = size * 0.9
        return f"M{x - half:.1f} {y - half:.1f}h{2 * half:.1f}v{2 * half:.1f}h{-2 * half:.1f}z"
    return f"M{x:.1f} {y - 1.2 * size:.1f}l{1.2 * size:.1f} {2.1 * size:.1f}h{-2.4 * size:.1f}z"


def _trend(places: Sequence[tuple[float, float]], colour: str) -> str:
    """A line on a wider one of the paper's colour, so that it is seen across the points."""
    if not places:
        return ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    line = f'<polyline points="{path}" fill="none" stroke-linejoin="round" stroke-linecap="round"'
    return f'{line} stroke="{_colour("paper")}" stroke-width="5"/>{line} stroke="{colour}" stroke-width="2.5"/>'


def _days(days: Sequence[date], mark: float, y: float) -> list[str]:
    """A small mark where a week begins; the date of the first and the last talk, and of weeks that have room."""
    year = days[0].year != days[-1].year
    first: dict[date, int] = {}
    for place, on in enumerate(days):
        first.setdefault(monday(on), place)
    marks = "".join(f"M{_x(place, len(days)):.1f} {mark:.1f}v5" for place in first.values())
    named: dict[int, str] = {0: "middle"} if days[0] == days[-1] else {0: "start", len(days) - 1: "end"}
    if len(days) == 1 or len(named) == 1:
        named = {0: "middle" if len(days) == 1 else "start"}
    last, end = _x(0, len(days)) + _BETWEEN_DAYS / 2, _x(len(days) - 1, len(days)) - _BETWEEN_DAYS * 1.5
    for place in first.values():
        if last + _BETWEEN_DAYS / 2 <= (x := _x(place, len(days))) <= end:
            named[place], last = "middle", x + _BETWEEN_DAYS / 2
    return [
        f'<path d="{marks}" stroke="currentColor" stroke-opacity="0.5" fill="none"/>',
        *(
            f'<text x="{_x(place, len(days)) + {"start": -_INSET, "end": _INSET}.get(anchor, 0):.1f}" y="{y:.1f}" '
            f'text-anchor="{anchor}" font-size="{_SMALL}">{_day(days[place], year=year)}</text>'
            for place, anchor in named.items()
        ),
    ]


def _day(on: date, *, year: bool) -> str:
    return day(on, year=False) + (f" {on:%y}" if year else "")


def _legend(picture: Picture) -> Iterator[tuple[int, str]]:
    """What the signs mean, each with its row."""
    there = {dot.guardedness for strip in picture.strips for dot in strip.dots}
    items = [
        (f'<path d="{_shape_of(kind, 7, -4, 4.5)}" stroke="none"/>', words)
        for kind, words in SHORT.items()
        if kind in there
    ]
    if picture.trend:
        line = '<path d="M0 -4h16" stroke="currentColor" stroke-width="2.5"/>'
        items.append((line, f"middle of the last {in_words(picture.trend.size)}, {SHORT[picture.trend.of]}"))
    x, row = 0.0, 0
    for sign, words in items:
        width = 22 + _LETTER * len(words)
        if x and x + width > _WIDTH - _LEFT - _RIGHT:
            x, row = 0.0, row + 1
        text = f'<text x="22" font-size="{_SMALL}">{escape(words)}</text>'
        yield row, f'<g transform="translate({_LEFT + x:.0f} 0)">{sign}{text}</g>'
        x += width + 14


def _told(picture: Picture) -> str:
    talks = counted(len(picture.days), "talk")
    first, last = day(picture.days[0]), day(picture.days[-1])
    span = f"on {first}" if first == last else f"from {first} to {last}"
    names = "; ".join(strip.name for strip in picture.strips)
    return f"{names}. One point for each of {talks} {span}. {picture.sentence} The figures stand in the tables below."


def _x(place: int, every: int) -> float:
    first, last = _LEFT + _INSET, _END - _INSET
    return first + (last - first) * place / (every - 1) if every > 1 else (first + last) / 2


def _colour(name: str) -> str:
    return f"var(--progress-{name}, {_FALLBACKS[name]})"
