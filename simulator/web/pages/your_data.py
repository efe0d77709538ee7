"""One's own data: how much there is, all of it to take along, and all of it deleted."""

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.requests import Request

from simulator.session.export import export_all
from simulator.store.everything import Amount
from simulator.web.identity import known_person, meet_anew, person_of
from simulator.web.layout import draw
from simulator.web.pages.talks import TRACES
from simulator.web.parts import parts_of
from simulator.web.rounds import forget_round
from simulator.web.wishes import forget_wishes

router = APIRouter()

CONFIRMATION = "delete"
"""The word to type."""


@router.get("/your-data/everything.zip")
def take_everything(request: Request) -> Response:
    """All that is kept, as one file."""
    person, parts = person_of(request), parts_of(request)
    name = f"partnering-practice-{datetime.now(UTC):%Y-%m-%d}.zip"
    return StreamingResponse(
        export_all(parts.rehearsing, parts.everything, person),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


@router.get("/your-data/delete")
def confirm_deletion(request: Request) -> HTMLResponse:
    """What would go, and the word to type."""
    return _confirm(request)


@router.post("/your-data/delete")
def delete_everything(request: Request, word: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Delete the person and all of theirs once the word is typed; the browser is somebody new after it."""
    person = person_of(request)
    if word.strip().casefold() != CONFIRMATION:
        return _confirm(request, typed=word, status=400)
    traces = parts_of(request).everything.delete(person)
    parts_of(request).counterfactuals.forget_all(person)
    meet_anew(request)
    answer = RedirectResponse(f"/your-data/gone?{urlencode({'traces': traces})}", 303)
    forget_wishes(answer)
    forget_round(answer)
    # Pages the browser may still hold, and what it kept of an unsent line.
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


@router.get("/your-data/gone")
def gone(request: Request, traces: str = "") -> HTMLResponse:
    """A plain sentence that it is gone."""
    return draw(request, "gone.html", traces=TRACES.get(traces, ""))


def amount_of(request: Request) -> Amount:
    """How much is kept of whoever asks."""
    person = known_person(request)
    return parts_of(request).everything.amount(person) if person else Amount()


def _confirm(request: Request, typed: str | None = None, status: int = 200) -> HTMLResponse:
    parts = parts_of(request)
    return draw(
        request,
        "delete-everything.html",
        status,
        amount=amount_of(request),
        word=CONFIRMATION,
        typed=typed,
        model_kept=parts.settings.loopback and parts.endpoint_file.read() is not None,
    )
