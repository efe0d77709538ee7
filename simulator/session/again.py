"""Meeting the same person again: what both remember of the last time, and how it begins."""

import random

from simulator.domain.memory import Agreed, Memory
from simulator.domain.persona_state import PersonaState
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Levels, Scenario, Tier
from simulator.domain.scorecard import Scorecard
from simulator.domain.seesaw import side
from simulator.domain.voice import Situation
from simulator.errors import InputError
from simulator.library.scenarios import first_scenario, scenario_of, voice_for
from simulator.persona.promises import promises_in
from simulator.session.rehearsing import Rehearsing

_FADED = 0.5
"""What is left, after two weeks, of how far trust, energy and ownership had moved."""


def remember(rehearsing: Rehearsing, rehearsal: Rehearsal) -> Memory:
    """What both carry into the next meeting; InputError after a talk that left what can be rehearsed."""
    if rehearsal.left_role is not None:
        raise InputError("That talk came to something that cannot be rehearsed, so it is not gone on from. Begin anew.")
    scenario = scenario_of(rehearsal)
    steps = rehearsing.steps(rehearsal)
    end = steps[-1].state if steps else rehearsing.taker.opening(scenario, rehearsal)
    scorecard = rehearsing.scorecard(rehearsal)
    plan = tuple(
        Agreed(who=entry.owner, what=entry.text, when=entry.date)
        for entry in scorecard.ledgers.commitments
        if entry.taken_back is None and not (entry.kind == "employee-core" and entry.owner == "leader")
    )
    promise = _promise(rehearsal)
    kind = _how_it_was_left(scorecard, end, rehearsing, plan, promise)
    earlier = rehearsal.preparation.memory
    return Memory(
        rehearsal=rehearsal.id,
        plan=plan,
        promise=promise,
        opening=_opening(rehearsal, kind, promise),
        levels=_faded(first_scenario(rehearsal), end),
        tier=_a_step_back(end.tier),
        told=end.told,
        meeting=earlier.meeting + 1 if earlier else 2,
    )


def _promise(rehearsal: Rehearsal) -> str | None:
    """The last promise of the leader that a person would remember."""
    found = [
        promise
        for exchange in rehearsal.exchanges
        if exchange.reading is not None
        for promise in promises_in(exchange.leader, exchange.reading.codes, exchange.number)
    ]
    return found[-1].words if found else None


def _how_it_was_left(
    scorecard: Scorecard, end: PersonaState, rehearsing: Rehearsing, plan: tuple[Agreed, ...], promise: str | None
) -> Situation:
    carried = side(end.seesaw, rehearsing.taker.rubric) != "balanced"
    if scorecard.parenting_moves > scorecard.partnering_moves or (carried and not plan):
        return "back-after-parenting"
    if promise and end.seed % 2:
        return "back-promise"
    if plan:
        return "back-with-plan"
    return "back-promise" if promise else "back-no-plan"


def _opening(rehearsal: Rehearsal, kind: Situation, promise: str | None) -> str:
    lines = voice_for(rehearsal).situations[kind].any
    line = random.Random(f"{rehearsal.seed}:again").choice(lines)
    return line.text.replace("{promise}", promise or "").replace("{when}", line.when)


def _faded(scenario: Scenario, end: PersonaState) -> Levels:
    start = scenario.persona.start

    def part(before: int, after: int) -> int:
        return round(before + (after - before) * _FADED)

    return Levels(
        trust=part(start.trust, end.levels.trust),
        energy=part(start.energy, end.levels.energy),
        ownership=part(start.ownership, end.levels.ownership),
    )


def _a_step_back(tier: Tier) -> Tier:
    """People are a little more careful at the beginning than they were at the end."""
    lower: tuple[Tier, ...] = (0, 0, 1, 2)
    return lower[tier]
