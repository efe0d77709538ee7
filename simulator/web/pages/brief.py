"""The brief: what the leader knows, how much partnering this deserves, and one button."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from starlette.requests import Request

from simulator.domain.memory import continued
from simulator.domain.own import OwnSituation
from simulator.domain.scenario import Guardedness, Scenario
from simulator.library.certificates import refuse_failed
from simulator.library.scenarios import first_scenario, load_scenario
from simulator.session.again import remember
from simulator.web.identity import person_of
from simulator.web.layout import draw
from simulator.web.parts import parts_of

router = APIRouter()

MOST_ENERGY = 10
HIGHEST = 3
_LIGHT, _KEY_POINT = 2, 5
"""Totals up to which the first and the second answer hold."""

_NOT_YET = {
    "none": "The three answers add up to a suggestion. You can also leave them.",
    "some": "Answer all three to see what they add up to, or none.",
}

Answer = Annotated[str, Query(max_length=2)]
Word = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True)
class Question:
    """One of the three questions."""

    name: str
    text: str
    chosen: int | None


@dataclass(frozen=True)
class Place:
    """Where a brief stands."""

    open_at: str
    """Address that sits down."""
    weigh_at: str
    """Its own address, which adds the three answers up."""
    again: str = ""
    """The rehearsal after which they meet again."""
    own: OwnSituation | None = None


_QUESTIONS = (
    ("q1", "Does the result depend on their commitment, not just on their doing it?"),
    ("q2", "Do the two of you need different things here, perhaps things that pull apart?"),
    ("q3", "Will you go on working together after this?"),
)


@router.get("/brief/{scenario_id}")
def brief(
    request: Request,
    scenario_id: str,
    q1: Answer = "",
    q2: Answer = "",
    q3: Answer = "",
    energy: Answer = "",
    guardedness: Word = "guarded",
    again: Word = "",
) -> HTMLResponse:
    """What the leader knows. With the answers in the address, also what they add up to.

    `again` is an ended rehearsal of one's own: then it is the brief of the next meeting with the same person.
    """
    parts = parts_of(request)
    earlier = parts.store.get(person_of(request), again) if again else None
    if earlier is None or earlier.preparation.own is None:
        scenario = load_scenario(scenario_id)
        refuse_failed(scenario_id, parts.rehearsing.taker.scorer.reader.version)
    if earlier is not None:
        scenario = continued(first_scenario(earlier), remember(parts.rehearsing, earlier))
    place = Place("/rehearsals", f"/brief/{scenario_id}", again)
    return draw_brief(request, scenario, (q1, q2, q3), energy, guardedness, place)


def draw_brief(
    request: Request,
    scenario: Scenario,
    answers: tuple[str, str, str],
    energy: str,
    guardedness: str,
    place: Place | None = None,
) -> HTMLResponse:
    """The brief of a scenario with the answers as a browser sent them."""
    place = place or Place("/rehearsals", f"/brief/{scenario.id}")
    chosen = tuple(read_level(answer, HIGHEST) for answer in answers)
    return draw(
        request,
        "brief.html",
        scenario=scenario,
        again=place.again,
        open_at=place.open_at,
        weigh_at=place.weigh_at,
        own=place.own,
        guardedness=read_guardedness(guardedness),
        questions=[Question(name, text, level) for (name, text), level in zip(_QUESTIONS, chosen, strict=True)],
        own_energy=read_level(energy, MOST_ENERGY),
        sum=_words(chosen),
        words={**_NOT_YET, "totals": [weigh((total,)) for total in range(3 * HIGHEST + 1)]},
    )


def _words(answers: tuple[int | None, ...]) -> str:
    weight = weigh(answers)
    return weight or _NOT_YET["none" if not any(answer is not None for answer in answers) else "some"]


def read_level(answer: str, highest: int) -> int | None:
    """A level from a form, 0 to `highest`; None for a skipped or unreadable answer."""
    level = int(answer) if answer.isascii() and answer.isdigit() and len(answer) <= len(str(highest)) else None
    return level if level is not None and level <= highest else None


def read_guardedness(word: str) -> Guardedness:
    """A level from a form; as usual for whatever is no level."""
    levels: dict[str, Guardedness] = {"open": "open", "closed": "closed"}
    return levels.get(word, "guarded")


def weigh(answers: tuple[int | None, ...]) -> str | None:
    """What three answers say about how much partnering is called for; None while one is missing."""
    given = [answer for answer in answers if answer is not None]
    if len(given) < len(answers):
        return None
    total = sum(given)
    if total <= _LIGHT:
        return f"{total} of 9: a light touch will do. Say what is needed, kindly, and leave it at that."
    if total <= _KEY_POINT:
        return f"{total} of 9: partner on the point that matters most, and be brief about the rest."
    return f"{total} of 9: bring all of it. What matters to both, what is possible, and a path you make together."
