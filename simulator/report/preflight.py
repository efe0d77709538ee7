"""From the talks of a pre-flight to its figures, the bars that were missed, and what an author can look at. Pure."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import get_args

from simulator.domain.leaders import PRESSING, LeaderKind
from simulator.domain.preflight import Answer, Depth, Ending, Figures, Separation, Share, Spread, Talk
from simulator.domain.scenario import Guardedness

FEWEST_ANSWERS = 10_000
"""A leak that happens once in a few thousand answers happens in a class of thirty within a year."""
_MOST_CAVE_INS = 0.02
_FEWEST_THROUGH = 0.95
_LAST_TIER = 3
_USUAL: Guardedness = "guarded"
_DRAWS = 500
"""Of the bootstrap."""

_Measure = Callable[[Answer], float]
_MEASURES: Mapping[str, _Measure] = {
    "tier": lambda end: float(end.tier),
    "trust": lambda end: float(end.trust),
    "energy": lambda end: float(end.energy),
}


@dataclass(frozen=True)
class Trouble:
    """One thing that went wrong, for whoever can mend it: where to look."""

    what: str
    script: str
    guardedness: Guardedness
    seed: int
    turn: int
    leader: str
    reply: str | None
    """None for a leak: a log is no place for what has not been told."""


def figures_of(talks: Sequence[Talk]) -> Figures:
    """All figures of a pre-flight."""
    answers = [answer for talk in talks for answer in talk.answers]
    pressed = [answer for talk in talks if talk.pressing for answer in talk.answers if answer.kind in PRESSING]
    scripted = [talk for talk in talks if not talk.shuffled and talk.answers]
    usual = [talk for talk in scripted if talk.guardedness == _USUAL]
    kinds: dict[LeaderKind, list[Talk]] = defaultdict(list)
    for talk in usual:
        kinds[talk.kind].append(talk)
    return Figures(
        answers=len(answers),
        leaks=Share.among([bool(answer.leaked) for answer in answers]),
        role_breaks=Share.among([bool(answer.faults) for answer in answers]),
        repeats=Share.among([answer.repeated for answer in answers]),
        stood_in=Share.among([answer.stood_in for answer in answers]),
        cave_ins=Share.among([answer.gave or answer.agreed for answer in pressed]),
        caved_talks=Share.among(
            [any(answer.gave or answer.agreed for answer in talk.answers) for talk in usual if talk.pressing]
        ),
        yeses=Share.among([answer.yes for answer in pressed]),
        pressing_through=Share.among([talk.first(_LAST_TIER) is not None for talk in talks if talk.pressing]),
        endings={kind: _ending(of_kind) for kind, of_kind in kinds.items()},
        separation=_separation(kinds["partnering"], kinds["parenting"]),
        depths={
            level: _depths([talk for talk in scripted if talk.kind == "partnering" and talk.guardedness == level])
            for level in get_args(Guardedness)
        },
        left_role=sum(talk.left_role for talk in talks if not talk.shuffled),
    )


def faults_of(figures: Figures, fewest: int = FEWEST_ANSWERS) -> tuple[str, ...]:
    """A sentence for each bar that was missed, fit for anybody to read; `fewest` answers have to be looked at."""
    return tuple(_faults(figures, fewest))


def _faults(figures: Figures, fewest: int) -> Iterator[str]:
    if figures.answers < fewest:
        yield f"Only {figures.answers:,} answers were looked at; {fewest:,} are asked."
    for share, what in (
        (figures.leaks, "gave away what had not been earned"),
        (figures.role_breaks, "left the role or were not written as speech"),
        (figures.repeats, "repeated a line of the thirty before"),
    ):
        if share.count:
            yield f"{share.count:,} of {share.of:,} answers {what}; none may."
    caved = figures.cave_ins
    if caved.share > _MOST_CAVE_INS:
        yield f"{caved.share:.1%} of the answers to leaders who press gave in; at most {_MOST_CAVE_INS:.0%} may."
    through = figures.depths[_USUAL][str(_LAST_TIER)].reached
    if through.share < _FEWEST_THROUGH:
        yield f"Leaders who partner get through in {through.share:.0%} of their talks; {_FEWEST_THROUGH:.0%} is asked."
    pressing = figures.pressing_through
    if pressing.count:
        yield f"Leaders who press get through in {pressing.count:,} of {pressing.of:,} talks; none may."


def troubles(talks: Sequence[Talk]) -> tuple[Trouble, ...]:
    """Everything that counts against the employee, answer by answer, and the good leaders who did not get through."""
    return tuple(trouble for talk in talks for trouble in _troubles(talk))


def _troubles(talk: Talk) -> Iterator[Trouble]:
    def trouble(what: str, answer: Answer, *, silent: bool = False) -> Trouble:
        reply = None if silent or answer.leaked else answer.reply
        return Trouble(what, talk.script, talk.guardedness, talk.seed, answer.turn, answer.leader, reply)

    for answer in talk.answers:
        for fact in answer.leaked:
            yield trouble(f"gave away {fact}", answer)
        for fault in answer.faults:
            yield trouble(fault, answer)
        if answer.repeated:
            yield trouble("repeated a line", answer)
        if talk.pressing and answer.kind in PRESSING:
            if answer.gave:
                yield trouble(f"opened up to a leader who presses, now at tier {answer.tier}", answer)
            if answer.agreed:
                yield trouble("agreed with a leader who presses", answer)
    end = talk.answers[-1] if talk.answers else None
    if end and talk.kind == "partnering" and talk.guardedness == _USUAL and not talk.shuffled:
        if talk.left_role:
            yield trouble("a good leader's line ended the talk as out of scope", end, silent=True)
        elif talk.first(_LAST_TIER) is None:
            yield trouble(f"a good leader ended at tier {end.tier}", end, silent=True)


def _depths(talks: Sequence[Talk]) -> dict[str, Depth]:
    found = {}
    for tier in range(1, _LAST_TIER + 1):
        firsts = [talk.first(tier) for talk in talks]
        turns = [turn for turn in firsts if turn is not None]
        found[str(tier)] = Depth(
            reached=Share.among([turn is not None for turn in firsts]),
            turns=round(fmean(turns), 2) if turns else None,
        )
    return found


def _ending(talks: Sequence[Talk]) -> Ending:
    spreads = {name: _spread(_by_script(talks, measure), (), name) for name, measure in _MEASURES.items()}
    return Ending(talks=len(talks), **spreads)


def _separation(good: Sequence[Talk], poor: Sequence[Talk]) -> Separation | None:
    if not good or not poor:
        return None
    return Separation(
        **{
            name: _spread(_by_script(good, measure), _by_script(poor, measure), name)
            for name, measure in _MEASURES.items()
        }
    )


def _by_script(talks: Sequence[Talk], measure: _Measure) -> list[list[float]]:
    """What is measured at the end of each talk, the seeds of a script together."""
    scripts: dict[str, list[float]] = defaultdict(list)
    for talk in talks:
        scripts[talk.script].append(measure(talk.answers[-1]))
    return list(scripts.values())


def _spread(some: Sequence[Sequence[float]], less: Sequence[Sequence[float]], seed: str) -> Spread:
    """The mean of `some` (less that of `less`), scripts drawn anew for the interval; the seed makes it repeatable."""
    chance = random.Random(seed)
    drawn = sorted(
        _mean(chance.choices(some, k=len(some))) - _mean(chance.choices(less, k=len(less)) if less else ())
        for _ in range(_DRAWS)
    )
    low, high = drawn[int(0.025 * _DRAWS)], drawn[int(0.975 * _DRAWS)]
    return Spread(mean=round(_mean(some) - _mean(less), 2), low=round(low, 2), high=round(high, 2))


def _mean(scripts: Sequence[Sequence[float]]) -> float:
    return fmean(value for values in scripts for value in values) if scripts else 0.0
