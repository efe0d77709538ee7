"""Rate yourself: one's own lines, one tap each, before anything the reader found is shown. Skipping is as good."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from simulator.domain.rehearsal import Rehearsal
from simulator.domain.self_rating import lines_to_mark, waits_for_marks
from simulator.errors import InputError
from simulator.library.scenarios import scenario_of
from simulator.library.self_rating import load_self_words
from simulator.store.self_ratings import SelfRatingStore
from simulator.web.identity import person_of
from simulator.web.layout import draw
from simulator.web.parts import parts_of

router = APIRouter()

_FIELD = "line-"


@dataclass(frozen=True)
class ShownLine:
    """One line of the talk as the page shows it: what was said, and nothing that anybody found in it."""

    speaker: Literal["leader", "employee"]
    text: str
    number: int
    """The leader's line from 1; of a reply the line it answers."""
    word: str | None = None
    """The word tapped so far."""


@router.get("/rate/{rehearsal_id}")
def rate(request: Request, rehearsal_id: str) -> Response:
    """The lines to mark; where there is nothing to mark any more, the way on."""
    rehearsal = parts_of(request).store.get(person_of(request), rehearsal_id)
    if not waits_for_marks(rehearsal):
        return RedirectResponse(f"/debrief/{rehearsal_id}", 303)
    return _page(request, rehearsal)


@router.post("/rate/{rehearsal_id}")
async def finish_rating(request: Request, rehearsal_id: str) -> RedirectResponse:
    """Keep the form's marks, `line-N` = a word's id or empty; with `then` = skip as well. Then the debrief opens."""
    person, store = person_of(request), _store(request)
    async with request.form(max_files=0) as form:
        marks = {_line(name): _word(value) for name, value in form.items() if name.startswith(_FIELD)}
        how: Literal["done", "skipped"] = "skipped" if form.get("then") == "skip" else "done"
    await run_in_threadpool(store.finish, person, rehearsal_id, marks, how)
    return RedirectResponse(f"/debrief/{rehearsal_id}", 303)


@router.post("/api/rehearsals/{rehearsal_id}/mark")
def keep_mark(
    request: Request,
    rehearsal_id: str,
    line: Annotated[int, Form(ge=1)],
    word: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keep one tap at once; an empty word takes it back."""
    _store(request).mark(person_of(request), rehearsal_id, line, _word(word))
    return Response(status_code=204)


def _page(request: Request, rehearsal: Rehearsal) -> HTMLResponse:
    scenario, words = scenario_of(rehearsal), load_self_words()
    lines = _shown(rehearsal, scenario.persona.opening)
    mine = [line for line in lines if line.speaker == "leader"]
    return draw(
        request,
        "rate.html",
        rehearsal=rehearsal,
        scenario=scenario,
        words=words.words,
        lines=lines,
        total=len(mine),
        marked=sum(line.word is not None for line in mine),
    )


def _shown(rehearsal: Rehearsal, opening: str) -> tuple[ShownLine, ...]:
    """The lines to mark with what was said around them, from what came just before the first."""
    words, mine = load_self_words(), lines_to_mark(rehearsal)
    first = mine[0].number
    before = next((one.reply for one in rehearsal.exchanges if one.number == first - 1), opening)
    shown = [ShownLine("employee", before, first - 1)] if before else []
    for one in mine:
        known = words.word(one.self_rating)
        shown.append(ShownLine("leader", one.leader, one.number, known.id if known else None))
        if one.reply:
            shown.append(ShownLine("employee", one.reply, one.number))
    return tuple(shown)


def _line(field: str) -> int:
    number = field.removeprefix(_FIELD)
    if not (number.isascii() and number.isdigit() and len(number) < 6):  # noqa: PLR2004 - no talk has as many lines
        raise InputError("That form did not arrive whole. Reload the page; what you tapped is kept.")
    return int(number)


def _word(given: object) -> str | None:
    if given == "":
        return None
    if not isinstance(given, str) or load_self_words().word(given) is None:
        raise InputError("That is none of the words of this page. Reload it; what you tapped is kept.")
    return given


def _store(request: Request) -> SelfRatingStore:
    return SelfRatingStore(parts_of(request).store.database)
