"""What forms and scripts do to a rehearsal: open, keep a draft, end, look back, delete. Always one's own."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from simulator.domain.own import Own
from simulator.domain.rehearsal import Preparation
from simulator.domain.scenario import Scenario
from simulator.errors import SimulatorError
from simulator.library.certificates import refuse_failed
from simulator.library.scenarios import first_scenario, load_scenario
from simulator.session.again import remember
from simulator.web.identity import person_of
from simulator.web.pages.brief import HIGHEST, MOST_ENERGY, read_guardedness, read_level
from simulator.web.parts import Parts, parts_of
from simulator.web.wishes import wants

router = APIRouter()

_LONGEST_DRAFT = 60_000
"""Characters. Longer than a line may be: nothing typed is lost, also what is yet to be cut."""
_LONGEST_PROMISE = 1_000
_WAIT_FOR_REPLY = 10
"""Seconds an ending waits for a reply on its way; it goes on being made after that."""

Short = Annotated[str, Form(max_length=2)]


@router.post("/rehearsals")
def open_rehearsal(
    request: Request,
    scenario: Annotated[str, Form(max_length=120)],
    q1: Short = "",
    q2: Short = "",
    q3: Short = "",
    energy: Short = "",
    guardedness: Annotated[str, Form(max_length=40)] = "",
    again: Annotated[str, Form(max_length=40)] = "",
) -> RedirectResponse:
    """Sit down with somebody, or with the same person `again`. Whatever was skipped is kept as not answered."""
    person, parts = person_of(request), parts_of(request)
    known = parts.store.get(person, again) if again else None
    own = known.preparation.own if known else None
    chosen = own.scenario if own else load_scenario(scenario)
    if own is None:
        refuse_failed(scenario, parts.rehearsing.taker.scorer.reader.version)
    preparation = prepared((q1, q2, q3), energy, guardedness, own)
    if known:
        chosen = first_scenario(known)
        preparation = preparation.model_copy(update={"memory": remember(parts.rehearsing, known)})
    return sit_down(request, chosen, preparation, situation=known.situation if known and own else None)


def prepared(typed: tuple[str, str, str], energy: str, guardedness: str, own: Own | None) -> Preparation:
    """What the leader noted on a brief, as a browser sent it."""
    match tuple(read_level(answer, HIGHEST) for answer in typed):
        case (int(first), int(second), int(third)):
            whole: tuple[int, int, int] | None = (first, second, third)
        case _:
            whole = None
    return Preparation(
        answers=whole,
        energy=read_level(energy, MOST_ENERGY),
        guardedness=read_guardedness(guardedness),
        own=own,
    )


def sit_down(
    request: Request,
    chosen: Scenario,
    preparation: Preparation,
    *,
    situation: str | None = None,
    seed: int | None = None,
) -> RedirectResponse:
    """Open a rehearsal with what this browser wishes for, and lead to it."""
    person, parts = person_of(request), parts_of(request)
    # A button pressed twice, or a page opened and left: nothing was said in it, so nothing is lost.
    parts.talks.drop_untouched(person, chosen.id)
    opened = parts.rehearsing.open(person, chosen, preparation, seed, situation)
    if wants(request, "hints"):
        parts.store.set_hints(person, opened.id, shown=True)
    if wants(request, "second-reader"):
        parts.store.ask_second(person, opened.id)
    return RedirectResponse(f"/rehearse/?r={opened.id}", 303)


@router.post("/rehearsals/{rehearsal_id}/end")
async def end_rehearsal(request: Request, rehearsal_id: str) -> RedirectResponse:
    """End it; a reply on its way is waited for, so that the debrief has it."""
    person, parts = person_of(request), parts_of(request)
    await run_in_threadpool(parts.store.end, person, rehearsal_id)
    try:
        async with asyncio.timeout(_WAIT_FOR_REPLY):
            await _finish(parts, person, rehearsal_id)
    except (TimeoutError, SimulatorError):
        # The ending holds all the same; the debrief says of the last line that it was not answered.
        pass
    parts.digesting.prepare(person, rehearsal_id)
    if (await run_in_threadpool(parts.store.get, person, rehearsal_id)).second_reader:
        parts.second_reader.start(person, rehearsal_id)
    return RedirectResponse(f"/debrief/{rehearsal_id}", 303)


@router.post("/rehearsals/{rehearsal_id}/second-reading")
async def read_again(request: Request, rehearsal_id: str) -> RedirectResponse:
    """Have the model in use read the lines too; the debrief shows it line by line as it comes."""
    person, parts = person_of(request), parts_of(request)
    await run_in_threadpool(parts.store.ask_second, person, rehearsal_id)
    parts.second_reader.start(person, rehearsal_id)
    return RedirectResponse(f"/debrief/{rehearsal_id}#second", 303)


@router.post("/rehearsals/{rehearsal_id}/second-reading/stop")
async def stop_reading(request: Request, rehearsal_id: str) -> RedirectResponse:
    """Have the model read no more of it; what it has read stays."""
    person, parts = person_of(request), parts_of(request)
    await run_in_threadpool(parts.store.get, person, rehearsal_id)
    await parts.second_reader.stop(rehearsal_id)
    return RedirectResponse(f"/debrief/{rehearsal_id}#second", 303)


async def _finish(parts: Parts, person: str, rehearsal_id: str) -> None:
    async for _ in parts.rehearsing.finish(person, rehearsal_id):
        pass


@router.post("/rehearsals/{rehearsal_id}/look-back")
def look_back(
    request: Request,
    rehearsal_id: str,
    energy_after: Short = "",
    hold_me_to: Annotated[str, Form(max_length=_LONGEST_PROMISE)] = "",
) -> RedirectResponse:
    """Keep the leader's own energy and the one thing to be held to; an empty field takes it back."""
    parts_of(request).store.look_back(
        person_of(request), rehearsal_id, read_level(energy_after, MOST_ENERGY), hold_me_to.strip() or None
    )
    return RedirectResponse(f"/debrief/{rehearsal_id}?kept=1#after", 303)


@router.post("/rehearsals/{rehearsal_id}/delete")
def delete_rehearsal(request: Request, rehearsal_id: str) -> RedirectResponse:
    """Delete it for good."""
    parts, person = parts_of(request), person_of(request)
    parts.store.delete(person, rehearsal_id)
    parts.counterfactuals.forget_all(person)
    return RedirectResponse("/", 303)


@router.post("/api/rehearsals/{rehearsal_id}/draft")
async def keep_draft(request: Request, rehearsal_id: str, turn: int | None = None) -> Response:
    """Keep what stands in the box: plain text, or a form's field `text`.

    `turn` is the number of the line being written. A beacon that arrives after that line was sent is passed over: it
    would put the sent words back into the box.
    """
    person, parts = person_of(request), parts_of(request)
    text = await _body_text(request)
    if turn is not None:
        kept = await run_in_threadpool(parts.store.get, person, rehearsal_id)
        if turn != len(kept.exchanges) + 1:
            return Response(status_code=204)
    await run_in_threadpool(parts.store.keep_draft, person, rehearsal_id, text)
    return Response(status_code=204)


async def _body_text(request: Request) -> str:
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > 4 * _LONGEST_DRAFT:
            raise HTTPException(413)
    request._body = bytes(raw)  # noqa: SLF001 - lets Starlette parse the form from what was read with a limit
    if request.headers.get("content-type", "").startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        async with request.form(max_files=0) as form:
            text = form.get("text", "")
    else:
        text = bytes(raw).decode("utf-8", errors="replace")
    if not isinstance(text, str) or len(text) > _LONGEST_DRAFT:
        raise HTTPException(413)
    return text
