"""How the employee ends a talk that left what can be rehearsed."""

import pytest

from simulator.domain.out_of_scope import left_role
from simulator.domain.voice import Line, TierLines, Voice
from simulator.library.scenarios import load_engine, load_out_of_scope, load_scenario, load_voice, scenario_ids
from simulator.persona.gate import faults
from simulator.persona.step import open_state
from simulator.persona.stepping_out import step_out

PAULA = load_scenario("paula-first-meeting")
SCOPE = load_out_of_scope()
STATE = open_state(PAULA, 3, 60, load_engine())


def voice(*lines: Line) -> Voice:
    return Voice(scenario=PAULA.id, reactions={}, situations={"steps-out": TierLines(any=lines)} if lines else {})


def test_the_voices_own_line_comes_first_and_stays_the_same() -> None:
    own = voice(Line(text="I'll go now."), Line(text="No. [stands]"))
    said = {step_out(own, SCOPE, STATE.model_copy(update={"seed": seed})).text for seed in range(20)}
    assert said == {"I'll go now.", "No. [stands]"}
    assert step_out(own, SCOPE, STATE) == step_out(own, SCOPE, STATE)
    assert step_out(own, SCOPE, STATE).voice == "authored"


def test_a_line_with_a_fact_or_a_place_to_fill_is_not_said() -> None:
    spent = voice(Line(text="It is the pricing.", facts=("bored",)), Line(text="Not before {when}."))
    assert step_out(spent, SCOPE, STATE).text in SCOPE.steps_out


@pytest.mark.parametrize("name", scenario_ids())
def test_whoever_it_is_steps_out_without_giving_anything_away(name: str) -> None:
    scenario = load_scenario(name)
    state = open_state(scenario, 1, 60, load_engine())
    for seed in range(8):
        line = step_out(load_voice(name), SCOPE, state.model_copy(update={"seed": seed})).text
        assert line
        assert faults(line, scenario, ()) == ()
        assert left_role(line, SCOPE) is None
