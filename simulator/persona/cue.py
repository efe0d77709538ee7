"""From the state to the cue: mood, stance, what may be said, which habit shows. Pure."""

import random
from typing import Literal

from simulator.domain.engine import Engine
from simulator.domain.persona_state import Cue, PersonaState, Quirk
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario

Mood = Literal["flat", "guarded", "wary", "open", "alive"]
Stance = Literal["deflect", "deflate", "hold-back", "answer", "open-up", "agree"]

_REMINDS, _MISHEARS, _TESTS = 0.5, 0.12, 0.35
"""Chances at a turn that leaves room for it."""
_SOON = 2
"""Leader turns before a promise is come back to."""
_LONG_ENOUGH = 8
"""Words of a line that can be taken in two ways."""
_TESTABLE = frozenset({"OFFER", "SPLIT", "SHARE", "OPTIONS", "HOLD"})

_FLAT, _OPEN, _ALIVE = 20, 50, 65
_WORDS = {"deflect": 12, "deflate": 14, "hold-back": 20, "answer": 35, "open-up": 60, "agree": 35}


def make_cue(
    scenario: Scenario,
    state: PersonaState,
    codes: tuple[str, ...],
    subjects: tuple[str, ...],
    telling: tuple[str, ...],
    guess: Literal["right", "wrong"] | None,
    *,
    rubric: Rubric,
    engine: Engine,
) -> Cue:
    """What a voice may and should do after a turn. Facts above the tier, or not told yet, are not in it."""
    ordered = tuple(sorted(codes, key=lambda code: _gravity(code, rubric), reverse=True))
    parenting = [code for code in ordered if rubric.by_code[code].side == "parenting"]
    stance = _stance(state, ordered, parenting, telling, engine)
    open_facts = tuple(
        fact for fact in state.told if fact not in telling and scenario.fact_by_id[fact].tier <= state.tier
    )
    again = sum(heard.code == parenting[0] for heard in state.heard) - 1 if parenting else 0
    return Cue(
        tier=state.tier,
        mood=_mood(state, engine),
        stance=stance,
        moves=ordered,
        subjects=subjects,
        tell=telling,
        may_mention=open_facts,
        guess=guess,
        habit=_habit(scenario, state, stance),
        again=again,
        words=_WORDS[stance],
    )


def with_quirk(cue: Cue, state: PersonaState, text: str) -> tuple[Cue, PersonaState]:
    """The cue with what people do beside answering, where the turn leaves room; the state remembers it.

    Nothing of it while something is being told, agreed, checked or taken badly. Each of the two rarer ones comes once.
    """
    if cue.stance not in {"answer", "hold-back"} or cue.guess:
        return cue, state
    chance = random.Random(f"{state.seed}:{state.turn}:quirk").random()
    due = next((promise for promise in state.promises if state.turn - promise.turn >= _SOON), None)
    quirk: Quirk | None = None
    if due and chance < _REMINDS:
        quirk = "reminded"
    elif "testing" not in state.quirks and _TESTABLE & set(cue.moves) and chance < _TESTS:
        quirk = "testing"
    elif "misunderstood" not in state.quirks and not cue.moves and len(text.split()) >= _LONG_ENOUGH:
        quirk = "misunderstood" if chance < _MISHEARS else None
    if quirk is None:
        return cue, state
    left = tuple(promise for promise in state.promises if promise is not due) if quirk == "reminded" else state.promises
    return (
        cue.model_copy(update={"quirk": quirk, "promise": due if quirk == "reminded" else None}),
        state.model_copy(update={"quirks": (*state.quirks, quirk), "promises": left}),
    )


def _gravity(code: str, rubric: Rubric) -> tuple[int, float, int]:
    """What a turn is answered for: the gravest parenting move, else the weightiest partnering move."""
    move = rubric.by_code[code]
    return (move.severity, abs(move.tilt), move.weight)


def _mood(state: PersonaState, engine: Engine) -> Mood:
    levels = state.levels
    if levels.trust < engine.guardedness[state.guardedness].deflect_below:
        return "wary"
    if levels.energy < _FLAT:
        return "flat"
    if levels.trust >= _OPEN and levels.energy >= _ALIVE:
        return "alive"
    return "open" if levels.trust >= _OPEN else "guarded"


def _stance(
    state: PersonaState, codes: tuple[str, ...], parenting: list[str], telling: tuple[str, ...], engine: Engine
) -> Stance:
    if parenting:
        return "deflate"
    if state.levels.trust < engine.guardedness[state.guardedness].deflect_below:
        return "deflect"
    if telling:
        return "open-up"
    if state.tier >= 2 and {"CLOSE", "SPLIT", "BAR"} & set(codes):  # noqa: PLR2004 - plans are made from tier 2 on
        return "agree"
    return "answer" if state.tier else "hold-back"


def _habit(scenario: Scenario, state: PersonaState, stance: Stance) -> str | None:
    """The bait they fall into: often while little is open, never when they have just opened up."""
    habits = scenario.persona.habits
    if stance in {"open-up", "agree"} or state.tier > 1 or not habits:
        return None
    place = state.turn + state.seed
    return habits[place // 2 % len(habits)] if place % 2 else None
