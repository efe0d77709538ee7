"""Which card comes next. Pure: the clock and the chance are passed in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from random import Random

from simulator.domain.drill import Drill, DrillKind
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.rubric import Rubric


def next_card(
    deck: Sequence[Drill],
    due: Mapping[str, datetime],
    met: Sequence[Drill],
    missed: Mapping[str, int],
    *,
    now: datetime,
    chance: Random,
) -> Drill | None:
    """What to meet next; None if nothing is due and nothing new is left.

    What is due comes first, the longest overdue before the rest; then what was never met. `due` is by item, for cards
    met before; `met` are the cards of this round in order; `missed` counts misses by code. Two cards of one setting do
    not follow each other unless nothing else is left.
    """
    waiting = sorted((drill for drill in deck if _due(drill, due, now)), key=lambda drill: due[drill.card.id])
    fresh = _new_in_order([drill for drill in deck if drill.card.id not in due], met, missed, chance)
    line = (*waiting, *fresh)
    last = met[-1].card.setting if met else None
    return next((drill for drill in line if drill.card.setting != last), next(iter(line), None))


def count_misses(answers: Iterable[tuple[Drill, bool]], talks: Iterable[Rehearsal], rubric: Rubric) -> Counter[str]:
    """How often each code was missed: by drills answered wrong, and by parenting moves in one's own talks."""
    counted: Counter[str] = Counter()
    for drill, right in answers:
        if not right:
            counted.update(drill.card.codes[:1])
    for talk in talks:
        # What stands before a branch's own line was said, and is counted, in the talk it branched off.
        for exchange in talk.exchanges[(talk.parent_line or 1) - 1 :]:
            counted.update(
                code
                for code in (exchange.reading.codes if exchange.reading else ())
                if rubric.by_code[code].side == "parenting"
            )
    return counted


def _due(drill: Drill, due: Mapping[str, datetime], now: datetime) -> bool:
    return drill.card.id in due and due[drill.card.id] <= now


def _new_in_order(
    fresh: Sequence[Drill], met: Sequence[Drill], missed: Mapping[str, int], chance: Random
) -> list[Drill]:
    """New cards, those first whose code was missed most for each card of it that this round had already.

    So the weakest code opens the round and does not fill it; what kind came last waits behind the others.
    """
    had = Counter(code for drill in met for code in drill.card.codes[:1])
    last: DrillKind | None = met[-1].card.kind if met else None
    shuffled = chance.sample(fresh, len(fresh))

    def place(drill: Drill) -> tuple[float, bool, bool]:
        share = max((1 + missed.get(code, 0)) / (1 + had[code]) for code in drill.card.codes[:1])
        return (-share, drill.card.kind == last, drill.rehearsal is None)

    return sorted(shuffled, key=place)
