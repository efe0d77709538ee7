"""How well a reader does against labelled turns: pure arithmetic on what was found and what is true."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    disputed: Collection[str] = ()
    """Codes on which the coders differ: they count neither way."""

    def settled(self) -> "Judged":
        """Without what is disputed."""
        keep = frozenset(self.disputed)
        return replace(
            self,
            gold={code: span for code, span in self.gold.items() if code not in keep},
            found={code: span for code, span in self.found.items() if code not in keep},
            confidences={code: sure for code, sure in self.confidences.items() if code not in keep},
        )


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
    f1_interval: "Interval | None" = None
    kappa_interval: "Interval | None" = None


class Interval(Value):
    """95 % percentile bootstrap interval over groups."""

    low: float
    high: float


class Bin(Value):
    """One bar of a reliability diagram: judgements of like confidence."""

    count: int
    confidence: float
    """Mean of the bin."""
    frequency: float
    """How often the code was really there."""


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
    quotes_overlapping: float | None = None
    """Share of those quotes that overlap the labelled ones at all."""
    reliability: tuple[Bin, ...] = ()
    """Ten bins of equal width over all codes and turns; empty bins are left out."""
    confusions: tuple[tuple[str, str, int], ...]
    """(missed code, code given in its place, turns), most frequent first."""
    intervals: dict[str, Interval] = Field(default_factory=dict)


def evaluate(turns: Sequence[Judged], codes: Sequence[str], parenting: Collection[str]) -> Figures:
    """All figures but the intervals. Raises ValueError on an empty set."""
    if not turns:
        msg = "nothing to evaluate"
        raise ValueError(msg)
    doubtful = [bool(set(turn.disputed) & set(parenting)) for turn in turns]
    unsettled = [bool(turn.disputed) for turn in turns]
    turns = [turn.settled() for turn in turns]
    table = {code: code_figures(turns, code) for code in codes}
    right = sum(len(turn.gold.keys() & turn.found.keys()) for turn in turns)
    said, there = sum(len(turn.found) for turn in turns), sum(len(turn.gold) for turn in turns)
    carrying = [turn for turn in turns if turn.gold.keys() & set(parenting)]
    # Where coders differ whether a turn parents, a flag is neither right nor wrong.
    flagged = [
        turn
        for turn, doubt in zip(turns, doubtful, strict=True)
        if turn.found.keys() & set(parenting) and (turn.gold.keys() & set(parenting) or not doubt)
    ]
    both = sum(bool(turn.gold.keys() & set(parenting)) for turn in flagged)
    quiet = [turn for turn, doubt in zip(turns, unsettled, strict=True) if not turn.gold and not doubt]
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
        quote_overlap=_mean(quote_overlaps(turns)),
        quotes_overlapping=_mean([share > 0 for share in quote_overlaps(turns)]),
        reliability=reliability(turns, codes),
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
    drawn: dict[str, list[float]] = {}
    for _ in range(draws):
        sample = [turn for i in rng.integers(len(names), size=len(names)) for turn in groups[names[int(i)]]]
        figures = evaluate(sample, codes, parenting)
        for name, measure in measures.items():
            value = measure(figures)
            if value is not None:
                drawn.setdefault(name, []).append(value)
        for code, own in figures.codes.items():
            drawn.setdefault(f"{code} f1", []).append(own.f1)
            drawn.setdefault(f"{code} kappa", []).append(own.kappa)
    ends = {name: _interval(values) for name, values in drawn.items()}
    whole = evaluate(turns, codes, parenting)
    table = {
        code: own.model_copy(update={"f1_interval": ends[f"{code} f1"], "kappa_interval": ends[f"{code} kappa"]})
        for code, own in whole.codes.items()
    }
    intervals = {name: ends[name] for name in measures if name in ends}
    return whole.model_copy(update={"intervals": intervals, "codes": table})


def _interval(values: Sequence[float]) -> Interval:
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(low=float(low), high=float(high))


def code_figures(turns: Sequence[Judged], code: str) -> CodeFigures:
    """Counts and rates of one code, over the turns on which the coders agree about it."""
    turns = [turn for turn in turns if code not in turn.disputed]
    both = sum(code in turn.gold and code in turn.found for turn in turns)
    n, found = sum(code in turn.gold for turn in turns), sum(code in turn.found for turn in turns)
    total = len(turns)
    if not total:
        return CodeFigures(n=0, found=0, precision=None, recall=None, f1=0.0, kappa=0.0)
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
    bins = reliability(turns, codes)
    total = sum(bin_.count for bin_ in bins)
    return sum(bin_.count * abs(bin_.confidence - bin_.frequency) for bin_ in bins) / total if total else 0.0


def reliability(turns: Sequence[Judged], codes: Sequence[str]) -> tuple[Bin, ...]:
    """The bins of a reliability diagram (Guo et al. 2017)."""
    pairs = [
        (turn.confidences[code], code in turn.gold) for turn in turns for code in codes if code in turn.confidences
    ]
    sure, true = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs], dtype=float)
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    inside = [place == i for i in range(BINS)]
    return tuple(
        Bin(count=int(mine.sum()), confidence=float(sure[mine].mean()), frequency=float(true[mine].mean()))
        for mine in inside
        if mine.any()
    )


def quote_overlaps(turns: Sequence[Judged]) -> list[float]:
    """Intersection over union, in characters, of each found and labelled quote of a code that is right."""
    shares: list[float] = []
    for turn in turns:
        for code, (start, end) in turn.found.items():
            gold = turn.gold.get(code)
            if gold is not None:
                common = max(0, min(end, gold[1]) - max(start, gold[0]))
                shares.append(common / (end - start + gold[1] - gold[0] - common))
    return shares


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


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
