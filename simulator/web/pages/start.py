"""The start page: go on where you were, choose somebody, look back."""

from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from simulator.domain.scenario import Kind, Scenario
from simulator.library.certificates import standing
from simulator.library.scenarios import load_scenario, scenario_ids
from simulator.session.past import Newest, newest_talks
from simulator.web.identity import known_person
from simulator.web.layout import draw
from simulator.web.pages.situations import listed, today
from simulator.web.parts import parts_of

router = APIRouter()

_KINDS: dict[Kind, str] = {
    "coaching": "Somebody who has gone quiet",
    "performance": "Work that is not good enough",
    "project": "A promise that did not hold",
    "workload": "Too much to do",
    "flexibility": "Where and when we work",
    "peer": "Somebody beside you",
    "scope": "Who does what",
    "sales": "A customer who wants something else",
    "service": "A customer who is let down",
}


_LISTED = 5
"""Past talks; the rest are a page away."""


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """What is open, whom one can sit down with, what was."""
    person = known_person(request)
    newest = newest_talks(parts_of(request).talks, person, _LISTED) if person else Newest()
    reader = parts_of(request).rehearsing.taker.scorer.reader.version
    situations = listed(request)
    found = [(load_scenario(name), *standing(name, reader)) for name in scenario_ids()]
    offered = sorted((scenario for scenario, word, _ in found if word != "failed"), key=_place)
    return draw(
        request,
        "start.html",
        newest=newest,
        situations=situations,
        waiting=next((one for one in situations if one.situation.awaits_word(today())), None),
        kinds=[(_KINDS[kind], list(people)) for kind, people in groupby(offered, key=lambda s: s.kind)],
        unchecked={scenario.id for scenario, word, _ in found if word == "unchecked"},
        left_out=[(scenario.title, why) for scenario, word, why in found if word == "failed"],
    )


def _place(scenario: Scenario) -> int:
    return list(_KINDS).index(scenario.kind)
