"""Meeting the same person again: they remember what was agreed and promised, and it shows."""

import pytest
from fastapi import FastAPI

from simulator.domain.rehearsal import Rehearsal
from simulator.library.scenarios import load_scenario, load_voice, scenario_of
from simulator.session.again import remember
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor


def again(visitor: Visitor, earlier: str) -> Rehearsal:
    opened = visitor.post("/rehearsals", data={"scenario": PAULA, "again": earlier, "guardedness": "closed"})
    return visitor.made.store.get(visitor.person, opened.headers["location"].partition("r=")[2])


@pytest.fixture(scope="module")
def met(app: FastAPI) -> tuple[Visitor, str]:
    visitor = Visitor(app)
    return visitor, visitor.sit_down(said=EIGHT_LINES, ended=True)


def test_the_debrief_leads_to_the_brief_of_the_next_meeting(met: tuple[Visitor, str]) -> None:
    visitor, earlier = met
    assert f"/brief/{PAULA}?again={earlier}" in visitor.get(f"/debrief/{earlier}").text
    brief = visitor.get(f"/brief/{PAULA}?again={earlier}").text
    assert "two weeks later" in brief
    assert "Agreed two weeks ago" in brief
    assert "Sit down with Paula again" in brief


def test_what_was_promised_is_remembered_in_the_leaders_words(met: tuple[Visitor, str]) -> None:
    visitor, earlier = met
    memory = again(visitor, earlier).preparation.memory
    assert memory is not None
    assert memory.promise is not None
    assert memory.promise in " ".join(EIGHT_LINES)
    assert memory.plan


def test_it_begins_with_a_line_of_its_own_and_goes_on_from_where_they_stand(met: tuple[Visitor, str]) -> None:
    visitor, earlier = met
    rehearsal = again(visitor, earlier)
    scenario, first = scenario_of(rehearsal), load_scenario(PAULA)
    assert rehearsal.preparation.guardedness == "closed"
    assert scenario.persona.opening != first.persona.opening
    situations = load_voice(PAULA).situations
    written = [line.text for name, lines in situations.items() if name.startswith("back-") for line in lines.any]
    promise = rehearsal.preparation.memory.promise if rehearsal.preparation.memory else None
    said = {text.replace("{promise}", promise or "").replace("{when}", "Thursday") for text in written}
    assert scenario.persona.opening in said
    told = visitor.made.rehearsing.steps(visitor.made.store.get(visitor.person, earlier))[-1].state.told
    opening = visitor.made.rehearsing.taker.opening(scenario, rehearsal)
    assert opening.told == told
    assert {line for line in scenario.shared if line.startswith("Agreed two weeks ago")}


def test_a_third_meeting_follows_the_second(met: tuple[Visitor, str]) -> None:
    visitor, earlier = met
    second = again(visitor, earlier)
    visitor.made.store.end(visitor.person, second.id)
    memory = remember(visitor.made.rehearsing, visitor.made.store.get(visitor.person, second.id))
    assert memory.meeting == 3


def test_somebody_elses_rehearsal_cannot_be_gone_on_from(app: FastAPI, met: tuple[Visitor, str]) -> None:
    _, earlier = met
    stranger = Visitor(app)
    assert stranger.person
    assert stranger.get(f"/brief/{PAULA}?again={earlier}").status_code == 404
    assert stranger.post("/rehearsals", data={"scenario": PAULA, "again": earlier}).status_code == 404
