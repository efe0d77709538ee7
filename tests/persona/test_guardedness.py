"""The same person on another day: how many good moves it takes to be told more."""

import pytest

from simulator.domain.finding import Finding, Reading
from simulator.domain.scenario import Guardedness
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_scenario, scenario_ids
from simulator.persona.step import open_state, step

GOOD = ("ASK", "REFLECT", "SHARE", "VIEW", "CONFIRM", "TENSION", "OPTIONS", "HOLD", "SPLIT", "CLOSE")


def lines_to_the_top(name: str, guardedness: Guardedness, first: int) -> int:
    """Good lines until the deepest layer is open, each with two moves and the words an unlock rule may want.

    `first` is the move with which the leader begins.
    """
    scenario, engine, rubric = load_scenario(name), load_engine(), load_rubric()
    signs = [sign for rule in scenario.unlocks for sign in (*rule.now, *(s for group in rule.heard for s in group))]
    wanted = {scenario.need_subject, *(sign.about for sign in signs if sign.about)}
    words = {subject.id: subject.words[0] for subject in scenario.subjects}
    text = " ".join(words[about] for about in sorted(wanted))
    state = open_state(scenario, 1, 60, engine, guardedness)
    for number in range(1, 61):
        codes = (GOOD[(first + number) % len(GOOD)], GOOD[(first + number + 3) % len(GOOD)])
        found = tuple(Finding(code=code, quote=text, start=0, end=len(text), confidence=0.9) for code in codes)
        state = step(scenario, state, text, Reading(findings=found), rubric=rubric, engine=engine).state
        if state.tier == 3:
            return number
    return 99


@pytest.mark.parametrize("name", scenario_ids())
def test_a_closed_person_takes_longer_and_can_be_reached(name: str) -> None:
    levels: tuple[Guardedness, ...] = ("open", "guarded", "closed")
    needed = [[lines_to_the_top(name, level, first) for first in range(len(GOOD))] for level in levels]
    opened, usual, closed = map(sum, needed)
    assert opened <= usual < closed
    assert max(needed[2]) <= 60


@pytest.mark.parametrize("name", scenario_ids())
def test_trust_begins_by_the_day(name: str) -> None:
    levels: tuple[Guardedness, ...] = ("open", "guarded", "closed")
    begins = [open_state(load_scenario(name), 1, 60, load_engine(), level).levels.trust for level in levels]
    assert begins[0] > begins[1] > begins[2]
    assert begins[1] == load_scenario(name).persona.start.trust
