"""`evaluate`: labelled leader turns in, how well the shipped reader does on them out; or whole labelled sessions."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from simulator.commands.code import CodeLine, parse_lines
from simulator.commands.given import text_of
from simulator.commands.sessions import evaluate_sessions, holds_sessions
from simulator.domain.rubric import Rubric
from simulator.errors import InputError
from simulator.library.rubrics import load_rubric
from simulator.scoring.evaluation import Figures, Interval, Judged, with_intervals
from simulator.scoring.reader import Reader, shipped_reader
from simulator.scoring.swaps import SWAPS, rewritten

_SO = "Nothing was evaluated."
_WORST = 10


class Quoted(BaseModel):
    """A code with its words, as the corpus has it."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    code: str
    quote: str | None = None


class LabelledLine(CodeLine):
    """A line of the `code` format with its labels. A corpus line, with `codes` in place of `agreed`, will do."""

    agreed: tuple[str, ...] | None = None
    disputed: tuple[str, ...] = ()
    quotes: dict[str, str | tuple[str, ...]] | tuple[Quoted, ...] = {}
    codes: tuple[Quoted | str, ...] | None = None


class SecondLine(BaseModel):
    """A line of a second coding."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    id: str | int
    codes: tuple[Quoted | str, ...]


@dataclass(frozen=True)
class Flips:
    """How often a swap that leaves the codes true changed a finding."""

    changed: int
    """Turns whose words the swap changed."""
    flipped: int

    @property
    def rate(self) -> float:
        """Share, 0-1."""
        return self.flipped / self.changed if self.changed else 0.0


def evaluate(name: str, *, second: str | None, as_json: bool) -> int:
    """Print the figures of the shipped reader on a labelled file of turns or of sessions."""
    text = text_of(name)
    if holds_sessions(text):
        if second:
            raise InputError(f"A second coding belongs to single turns; sessions take none. Leave out --second. {_SO}")
        return evaluate_sessions(text, as_json=as_json)
    rubric = load_rubric()
    lines = parse_lines(text, LabelledLine, _SO)
    if not lines:
        raise InputError("There are no lines to evaluate.")
    others = {line.id: line for line in _second(second)} if second else None
    reader = shipped_reader()
    turns = [_judged(number, line, others, reader, rubric) for number, line in enumerate(lines, 1)]
    parenting = {move.code for move in rubric.moves if move.side == "parenting"}
    figures = with_intervals(turns, rubric.codes, parenting)
    flips = {swap: _flips(swap, lines, turns, reader) for swap in SWAPS}
    print(_as_json(figures, flips, reader.version) if as_json else _as_text(figures, flips, reader.version))
    return 0


def _second(name: str) -> Iterator[SecondLine]:
    for number, raw in enumerate(text_of(name).splitlines(), 1):
        try:
            yield SecondLine.model_validate_json(raw)
        except ValueError as error:
            raise InputError(f"Line {number} of {name} is no coding (id, codes). {_SO}") from error


def _judged(
    number: int, line: LabelledLine, others: Mapping[str | int, SecondLine] | None, reader: Reader, rubric: Rubric
) -> Judged:
    if line.agreed is None and line.codes is None:
        raise InputError(f"Line {number}: it has no labels; give `agreed`, a list of codes. {_SO}")
    quotes = dict(_quotes(line))
    agreed = set(line.agreed if line.agreed is not None else _names(line.codes or ()))
    disputed = set(line.disputed)
    if others is not None:
        other = others.get(line.id)
        if other is None:
            raise InputError(f"Line {number}: the second coding has no line with the id {line.id!r}. {_SO}")
        disputed |= agreed ^ set(_names(other.codes))
    unknown = ", ".join(sorted((agreed | disputed) - set(rubric.codes)))
    if unknown:
        raise InputError(f"Line {number}: {unknown}: no code of the rubric. {_SO}")
    gold = {code: _span(line.turn, quotes.get(code)) for code in agreed - disputed}
    request = line.request()
    found = {finding.code: (finding.start, finding.end) for finding in reader.code(request).findings}
    return Judged(str(line.setting or line.id), gold, found, reader.confidences(request), disputed=frozenset(disputed))


def _names(codes: Sequence[Quoted | str]) -> Iterator[str]:
    yield from (code if isinstance(code, str) else code.code for code in codes)


def _quotes(line: LabelledLine) -> Iterator[tuple[str, str]]:
    for coded in line.codes or ():
        if isinstance(coded, Quoted) and coded.quote:
            yield coded.code, coded.quote
    if isinstance(line.quotes, dict):
        for code, quote in line.quotes.items():
            words = quote if isinstance(quote, str) else next(iter(quote), "")
            yield code, words
    else:
        yield from ((coded.code, coded.quote) for coded in line.quotes if coded.quote)


def _span(turn: str, quote: str | None) -> tuple[int, int] | None:
    at = turn.find(quote) if quote else -1
    return (at, at + len(quote)) if quote and at >= 0 else None


def _flips(swap: str, lines: Sequence[LabelledLine], turns: Sequence[Judged], reader: Reader) -> Flips:
    rng = random.Random(swap)
    changed = flipped = 0
    for line, turn in zip(lines, turns, strict=True):
        request = line.request()
        other, _ = rewritten(request, {}, SWAPS[swap](request, rng))
        if other != request:
            changed += 1
            flipped += {finding.code for finding in reader.code(other).findings} != turn.found.keys()
    return Flips(changed, flipped)


def _as_json(figures: Figures, flips: Mapping[str, Flips], version: str) -> str:
    swaps = {name: {"changed": f.changed, "flipped": f.flipped, "rate": f.rate} for name, f in flips.items()}
    return json.dumps({"reader": version, **figures.model_dump(), "flips": swaps}, indent=1)


def _as_text(figures: Figures, flips: Mapping[str, Flips], version: str) -> str:
    rows = [
        f"{figures.turns} turns, reader {version}. In brackets: 95 % bootstrap interval over settings.",
        "",
        f"{'code':10}{'n':>5}{'found':>7}{'P':>7}{'R':>7}{'F1':>7}{'':16}{'kappa':>7}",
    ]
    rows += [
        f"{code:10}{own.n:5}{own.found:7}{_rate(own.precision):>7}{_rate(own.recall):>7}{own.f1:7.2f}"
        f"{_between(own.f1_interval):16}{own.kappa:7.2f}{_between(own.kappa_interval)}"
        for code, own in figures.codes.items()
    ]
    headline = {
        "macro F1": (figures.macro_f1, "macro_f1"),
        "micro F1": (figures.micro_f1, "micro_f1"),
        "any parenting move: precision": (figures.parenting_precision, "parenting_precision"),
        "any parenting move: recall": (figures.parenting_recall, "parenting_recall"),
        "parenting flags with exactly that code right": (figures.same_code_precision, ""),
        "turns that carry nothing, given a code": (figures.quiet_flagged, "quiet_flagged"),
        "quotes that overlap the labelled ones": (figures.quotes_overlapping, ""),
        "quotes: intersection over union": (figures.quote_overlap, ""),
        "expected calibration error": (figures.calibration_error, ""),
    }
    rows.append("")
    rows += [
        f"{name:46}{_rate(value):>7}{_between(figures.intervals.get(key))}" for name, (value, key) in headline.items()
    ]
    rows += ["", "Reliability: of judgements with this confidence, so many were true"]
    rows += [f"{b.confidence:7.2f} {b.frequency:7.2f}  ({b.count})" for b in figures.reliability]
    rows += ["", "Most frequent confusions"]
    rows += [f"  {missed} read as {given}: {count}" for missed, given, count in figures.confusions[:_WORST]]
    rows += ["", "Flip rate: turns whose codes change when only this is swapped"]
    rows += [f"  {name:12}{_rate(f.rate):>6}  ({f.flipped} of {f.changed})" for name, f in flips.items()]
    return "\n".join(rows)


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _between(interval: Interval | None) -> str:
    return f" [{interval.low:.2f}, {interval.high:.2f}]" if interval else ""
