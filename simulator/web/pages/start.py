"""The start page: go on where you were, choose somebody, look back."""

from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Kind, Scenario
from simulator.errors import NotFoundError
from simulator.library.certificates import standing
from simulator.library.scenarios import load_scenario, scenario_ids, scenario_of
from simulator.web.identity import known_person
from simulator.web.layout import draw
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


@dataclass(frozen=True)
class KeptRehearsal:
    """A line in the list of rehearsals."""

    id: str
    title: str
    name: str | None
    """The employee's; None where the scenario is no longer shipped."""
    turn: int
    """The leader's next line while it is open, else the number of lines said."""
    open: bool
    draft: bool
    last: str | None
    """What the employee said last."""
    on: str
    """The day it began."""

    @property
    def href(self) -> str:
        """Where it is read or continued."""
        return f"/rehearse/?r={self.id}" if self.open else f"/debrief/{self.id}"


@router.get("/")
def start(request: Request) -> HTMLResponse:
    """What is open, whom one can sit down with, what was."""
    person = known_person(request)
    kept = [_kept(rehearsal) for rehearsal in parts_of(request).store.all_of(person)] if person else []
    going_on = next((one for one in kept if one.open and one.name), None)
    reader = parts_of(request).rehearsing.taker.scorer.reader.version
    found = [(load_scenario(name), *standing(name, reader)) for name in scenario_ids()]
    offered = sorted((scenario for scenario, word, _ in found if word != "failed"), key=_place)
    return draw(
        request,
        "start.html",
        going_on=going_on,
        kinds=[(_KINDS[kind], list(people)) for kind, people in groupby(offered, key=lambda s: s.kind)],
        unchecked={scenario.id for scenario, word, _ in found if word == "unchecked"},
        left_out=[(scenario.title, why) for scenario, word, why in found if word == "failed"],
        kept=[one for one in kept if one is not going_on],
    )


def _place(scenario: Scenario) -> int:
    return list(_KINDS).index(scenario.kind)


def _kept(rehearsal: Rehearsal) -> KeptRehearsal:
    try:
        scenario = scenario_of(rehearsal)
    except NotFoundError:
        scenario = None
    said = len(rehearsal.exchanges)
    is_open = rehearsal.ended_at is None
    opening = scenario.persona.opening if scenario else None
    return KeptRehearsal(
        id=rehearsal.id,
        title=scenario.title if scenario else "A situation that is no longer here",
        name=scenario.persona.name if scenario else None,
        turn=said + 1 if is_open and rehearsal.pending is None else said,
        open=is_open,
        draft=bool(rehearsal.draft.strip()),
        last=next((one.reply for one in reversed(rehearsal.exchanges) if one.reply), opening),
        on=f"{rehearsal.opened_at.day} {rehearsal.opened_at:%B %Y}",
    )
