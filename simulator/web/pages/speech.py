"""Speaking and listening: how a person wants it in this browser, and sound to and from the model of the settings.

Sound passes through: nothing of it is written to a disk or a log, and the key stays on the server.
"""

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from simulator.domain.sound import ENDINGS, LONGEST, MOST_BYTES, Sound
from simulator.errors import InputError
from simulator.session.aloud import Aloud
from simulator.web.identity import person_of
from simulator.web.parts import parts_of
from simulator.web.wishes import Way, Ways, keep_ways, ways

router = APIRouter()

_NOT_KEPT = {"cache-control": "no-store"}
_LANGUAGE = re.compile(r"([a-z]{2})(-[A-Za-z0-9-]{1,20})?")


@router.post("/settings/speech")
def set_speech(
    request: Request, speak: Annotated[Way, Form()] = "off", listen: Annotated[Way, Form()] = "off"
) -> RedirectResponse:
    """Who hears the leader and who reads the employee; a wish of this browser, allowed on every server."""
    person_of(request)
    response = RedirectResponse("/settings?kept=speech", 303)
    keep_ways(request, response, Ways(speak, listen))
    return response


@router.get("/api/rehearsals/{rehearsal_id}/speech")
async def offered(request: Request, rehearsal_id: str) -> JSONResponse:
    """What this browser wants and this rehearsal can have: who hears, who reads, where sound goes, and why not."""
    person, parts, wanted = person_of(request), parts_of(request), ways(request)
    can = await _aloud(request).offered(person, rehearsal_id)
    endpoint = parts.voices.endpoint
    by_endpoint = "endpoint" in {wanted.speak, wanted.listen}
    return JSONResponse(
        {
            "speak": _had(wanted.speak, can=can.hears),
            "listen": _had(wanted.listen, can=can.speaks),
            "wanted": {"speak": wanted.speak, "listen": wanted.listen},
            "where": endpoint.host if endpoint and by_endpoint and parts.settings.loopback else "",
            "why_not": can.why_not if by_endpoint else "",
            "longest": LONGEST,
            "most": MOST_BYTES,
        },
        headers=_NOT_KEPT,
    )


@router.post("/api/rehearsals/{rehearsal_id}/heard")
async def hear(request: Request, rehearsal_id: str, language: str = "") -> JSONResponse:
    """The text of a recording, which is the body of the request; it is for the box, and nothing is said by it."""
    person = person_of(request)
    # Who may not be heard is told before anything is taken in.
    await run_in_threadpool(parts_of(request).store.get, person, rehearsal_id)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ENDINGS:
        raise InputError("Your browser records in a way that is not known here. Type instead.")
    sound = Sound(await _body(request), kind)
    spoken_in = _LANGUAGE.fullmatch(language)
    text = await _aloud(request).hear(person, rehearsal_id, sound, spoken_in.group(1) if spoken_in else "")
    return JSONResponse({"text": text}, headers=_NOT_KEPT)


@router.post("/api/rehearsals/{rehearsal_id}/replies/{number}/sound")
async def read_aloud(request: Request, rehearsal_id: str, number: int) -> Response:
    """The sound of a reply that is kept, 0 for the opening; 204 if it is body language alone."""
    sound = await _aloud(request).speak(person_of(request), rehearsal_id, number)
    if sound is None:
        return Response(status_code=204, headers=_NOT_KEPT)
    return Response(sound.octets, media_type=sound.kind, headers=_NOT_KEPT)


def _aloud(request: Request) -> Aloud:
    parts = parts_of(request)
    return Aloud(parts.store, parts.voices)


def _had(wanted: Way, *, can: bool) -> Literal["off", "browser", "endpoint"]:
    return "off" if wanted == "endpoint" and not can else wanted


async def _body(request: Request) -> bytes:
    """A recording, read with a limit and into memory alone: a form would be put on the disk."""
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > MOST_BYTES:
            raise HTTPException(
                413,
                f"That recording is too large: at most {LONGEST // 60} minutes and {MOST_BYTES // 1_000_000} MB "
                "are taken at a time. Say it in two turns.",
            )
    if not raw:
        raise InputError("Nothing was recorded. Try again, or type.")
    return bytes(raw)
