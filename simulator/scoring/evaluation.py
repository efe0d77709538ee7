"""How well a reader does against labelled turns: pure arithmetic on what was found and what is true."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from pydantic import Field

from simulator.domain.value import Value

Span = tuple[int, int]
BINS = 10
"""Equal-width bins of the expected calibration error (Guo et al. 2017)."""


@dataclass(frozen=True)
class Judged:
    """One turn: what is true and what the reader said."""

    group: str
    """Turns of one group are drawn together by the bootstrap."""
    gold: Mapping[str, Span | None]
    """Span of the quote by code."""
    found: Mapping[str, Span]
    confidences: Mapping[str, float] = field(default_factory=dict)
    """Of every code, found or not."""


class CodeFigures(Value):
    """One code. Precision is None where nothing was found, recall where nothing was there."""

    n: int
    """Turns that carry the code."""
    found: int
    precision: float | None
    recall: float | None
    f1: float
    kappa: float
    """Cohen's kappa of reader and label (Cohen 1960)."""


class Interval(Value):
    """95 % percentile bootstrap interval over groups."""

    low: float
    high: float


class Figures(Value):
    """A reader on a set of turns. Rates lie between 0 and 1."""

    turns: int
    codes: dict[str, CodeFigures]
    macro_f1: float
    micro_f1: float
    parenting_precision: float | None
    """Of the turns flagged with any parenting code, the share that carry one."""
    parenting_recall: float | None
    same_code_precision: float | None
    """Of single parenting flags, the share with exactly that code."""
    quiet_flagged: float | None
    """Of the turns that carry nothing, the share given any code."""
    quiet_flagged_parenting: float | None
    """Of the turns that carry nothing, the share given a parenting code."""
    calibration_error: float
    """Expected calibration error over all codes and turns."""
    quote_overlap: float | None
    """Mean intersection over union, in characters, of found and labelled quotes where the code is right."""
    confusions: tuple[tuple[str, str, int], ...]
    """(missed code, code given in its place, turns), most frequent first."""
    intervals: dict[str, Interval] = Field(default_factory=dict)


def evaluate(turns: Sequence[Judged], codes: Sequence[str], parenting: Collection[str]) -> Figures:
    """All figures but the intervals. Raises ValueError on an empty set."""
    if not turns:
        msg = "nothing to evaluate"
        raise ValueError(msg)
    table = {code: code_figures(turns, code) for code in codes}
    right = sum(len(turn.gold.keys() & turn.found.keys()) for turn in turns)
    said, there = sum(len(turn.found) for turn in turns), sum(len(turn.gold) for turn in turns)
    flagged = [turn for turn in turns if turn.found.keys() & set(parenting)]
    carrying = [turn for turn in turns if turn.gold.keys() & set(parenting)]
    both = sum(bool(turn.gold.keys() & set(parenting)) for turn in flagged)
    quiet = [turn for turn in turns if not turn.gold]
    flags = [code in turn.gold for turn in turns for code in turn.found if code in parenting]
    return Figures(
        turns=len(turns),
        codes=table,
        macro_f1=sum(figures.f1 for figures in table.values()) / len(table),
        micro_f1=_share(2 * right, said + there) or 0.0,
        parenting_precision=_share(both, len(flagged)),
        parenting_recall=_share(both, len(carrying)),
        same_code_precision=_share(sum(flags), len(flags)),
        quiet_flagged=_share(sum(bool(turn.found) for turn in quiet), len(quiet)),
        quiet_flagged_parenting=_share(sum(bool(turn.found.keys() & set(parenting)) for turn in quiet), len(quiet)),
        calibration_error=calibration_error(turns, codes),
        quote_overlap=quote_overlap(turns),
        confusions=confusions(turns),
    )


def with_intervals(
    turns: Sequence[Judged], codes: Sequence[str], parenting: Collection[str], *, draws: int = 300, seed: int = 1
) -> Figures:
    """`evaluate`, with bootstrap intervals for the headline figures."""
    measures: dict[str, Callable[[Figures], float | None]] = {
        "macro_f1": lambda f: f.macro_f1,
        "micro_f1": lambda f: f.micro_f1,
        "parenting_precision": lambda f: f.parenting_precision,
        "parenting_recall": lambda f: f.parenting_recall,
        "quiet_flagged": lambda f: f.quiet_flagged,
    }
    groups: dict[str, list[Judged]] = {}
    for turn in turns:
        groups.setdefault(turn.group, []).append(turn)
    names, rng = sorted(groups), np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(draws):
        sample = [turn for i in rng.integers(len(names), size=len(names)) for turn in groups[names[int(i)]]]
        figures = evaluate(sample, codes, parenting)
        for name, measure in measures.items():
            value = measure(figures)
            if value is not None:
                drawn[name].append(value)
    ends = {name: np.percentile(values, [2.5, 97.5]) for name, values in drawn.items() if values}
    intervals = {name: Interval(low=float(low), high=float(high)) for name, (low, high) in ends.items()}
    return evaluate(turns, codes, parenting).model_copy(update={"intervals": intervals})


def code_figures(turns: Sequence[Judged], code: str) -> CodeFigures:
    """Counts and rates of one code."""
    both = sum(code in turn.gold and code in turn.found for turn in turns)
    n, found = sum(code in turn.gold for turn in turns), sum(code in turn.found for turn in turns)
    total = len(turns)
    agreed = (both + total - n - found + both) / total
    chance = (n * found + (total - n) * (total - found)) / total**2
    return CodeFigures(
        n=n,
        found=found,
        precision=_share(both, found),
        recall=_share(both, n),
        f1=_share(2 * both, n + found) or 0.0,
        kappa=(agreed - chance) / (1 - chance) if chance < 1 else 1.0,
    )


def calibration_error(turns: Sequence[Judged], codes: Sequence[str]) -> float:
    """Expected calibration error: mean gap between confidence and frequency, weighted by bin size."""
    pairs = [
        (turn.confidences[code], code in turn.gold) for turn in turns for code in codes if code in turn.confidences
    ]
    if not pairs:
        return 0.0
    sure, true = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs], dtype=float)
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(float((sure - true)[place == i].sum())) for i in range(BINS)]
    return sum(gaps) / len(pairs)


def quote_overlap(turns: Sequence[Judged]) -> float | None:
    """Mean intersection over union of the quotes of codes that are both found and true."""
    shares: list[float] = []
    for turn in turns:
        for code, (start, end) in turn.found.items():
            gold = turn.gold.get(code)
            if gold is not None:
                common = max(0, min(end, gold[1]) - max(start, gold[0]))
                shares.append(common / (end - start + gold[1] - gold[0] - common))
    return sum(shares) / len(shares) if shares else None


def confusions(turns: Sequence[Judged], most: int = 12) -> tuple[tuple[str, str, int], ...]:
    """Codes missed while another was wrongly given in the same turn."""
    pairs: Counter[tuple[str, str]] = Counter()
    for turn in turns:
        for missed in turn.gold.keys() - turn.found.keys():
            for given in turn.found.keys() - turn.gold.keys():
                pairs[missed, given] += 1
    return tuple((missed, given, count) for (missed, given), count in sorted(pairs.items(), key=_rank)[:most])


def _rank(item: tuple[tuple[str, str], int]) -> tuple[int, tuple[str, str]]:
    return -item[1], item[0]


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
