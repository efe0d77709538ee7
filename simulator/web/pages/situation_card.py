"""The card for the real talk, on the screen and on paper, and how the talk went."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from simulator.domain.card import Card
from simulator.domain.debrief import Debrief
from simulator.domain.own import Afterwards, OwnSituation
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.self_rating import waits_for_marks
from simulator.report.card import filled_up, suggest_card
from simulator.report.pdf.before import one_page
from simulator.session.debriefing import debrief_of
from simulator.web.identity import person_of
from simulator.web.layout import draw
from simulator.web.pages.brief import MOST_ENERGY, read_level
from simulator.web.pages.situations import own_situation, situations_of, today
from simulator.web.parts import parts_of
from simulator.web.situation_form import Problems, lines_of, read_date

router = APIRouter()

_LONGEST = 600
_LONGEST_NOTE = 1000
_MOST_AGREED = 8
_NAMES = {"matters": "What matters to me", "ask": "What I will ask", "limit": "My limit", "first_line": "My first line"}

Text = Annotated[str, Form(max_length=20_000)]


@dataclass(frozen=True)
class Noted:
    """The fields of the note as text."""

    on: str = ""
    how: str = ""
    mattered: str = ""
    agreed: str = ""
    energy: str = ""
    surprised: str = ""


@router.get("/situations/{situation_id}/card")
def show_card(request: Request, situation_id: str) -> HTMLResponse:
    """The card, with one's own words in the fields that are still empty."""
    kept = own_situation(request, situation_id)
    card, suggested = kept.card or Card(), suggest_card(kept.described, _last_debrief(request, kept))
    return _card_page(request, kept, filled_up(card, suggested), drawn=card != filled_up(card, suggested))


@router.post("/situations/{situation_id}/card")
def keep_card(
    request: Request,
    situation_id: str,
    matters: Text = "",
    ask: Text = "",
    limit: Text = "",
    first_line: Text = "",
) -> Response:
    """Keep the card; a field that is too long comes back with all that was typed."""
    kept = own_situation(request, situation_id)
    typed = {"matters": matters, "ask": ask, "limit": limit, "first_line": first_line}
    typed = {name: text.replace("\r\n", "\n").strip() for name, text in typed.items()}
    problems = {
        name: f"That is {len(text)} characters long; {_LONGEST} is the most that fits on a card."
        for name, text in typed.items()
        if len(text) > _LONGEST
    }
    if problems:
        return _card_page(request, kept, Card.model_construct(None, **typed), problems=problems)
    situations_of(request).keep_card(person_of(request), situation_id, Card(**typed))
    return RedirectResponse(f"/situations/{situation_id}/card/print", 303)


@router.get("/situations/{situation_id}/card/print")
def print_card(request: Request, situation_id: str) -> HTMLResponse:
    """The card alone, for paper or for a last look."""
    kept = own_situation(request, situation_id)
    card = kept.card or Card()
    fields = [(title, getattr(card, name)) for name, title in _NAMES.items()]
    return draw(request, "situation-card-print.html", situation=kept, fields=fields)


@router.get("/situations/{situation_id}/card.pdf")
def card_pdf(request: Request, situation_id: str) -> Response:
    """The card as one sheet; what is empty on it can be filled in by hand."""
    kept = own_situation(request, situation_id)
    pdf = one_page(kept.title, kept.card or Card(), made_at=datetime.now(UTC))
    headers = {"content-disposition": 'attachment; filename="card.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/situations/{situation_id}/afterwards")
def show_afterwards(request: Request, situation_id: str) -> HTMLResponse:
    """The note on how it went."""
    kept = own_situation(request, situation_id)
    return _note_page(request, kept, _shown(kept))


@router.post("/situations/{situation_id}/afterwards")
def keep_afterwards(
    request: Request,
    situation_id: str,
    on: Text = "",
    how: Text = "",
    mattered: Text = "",
    agreed: Text = "",
    energy: Text = "",
    surprised: Text = "",
) -> Response:
    """Keep the note; what will not do comes back with all that was typed."""
    kept = own_situation(request, situation_id)
    noted = Noted(on, how, mattered, agreed, energy, surprised)
    value, problems = _read(noted)
    if value is None:
        return _note_page(request, kept, noted, problems=problems.by_field)
    situations_of(request).keep_afterwards(person_of(request), situation_id, value)
    return RedirectResponse(f"/situations/{situation_id}?done=noted", 303)


def _read(noted: Noted) -> tuple[Afterwards | None, Problems]:
    problems = Problems()
    on = read_date(noted.on, "on", problems)
    if on is not None and on > today():
        problems.note("on", "That day is still to come. Note here how it went once you have talked.")
    for name in ("how", "mattered", "agreed", "surprised"):
        length = len(getattr(noted, name))
        if length > _LONGEST_NOTE:
            problems.note(name, f"That is {length} characters long; {_LONGEST_NOTE} is the most.")
    agreed = lines_of(noted.agreed)
    if len(agreed) > _MOST_AGREED:
        problems.note("agreed", f"These are {len(agreed)} lines; {_MOST_AGREED} is the most.")
    empty = not any(text.strip() for text in (noted.how, noted.mattered, noted.agreed, noted.surprised, noted.energy))
    if empty:
        problems.note("how", "Write a few words in one of the fields; one is enough.")
    if problems.by_field:
        return None, problems
    value = Afterwards(
        on=on,
        how=noted.how.strip(),
        mattered=noted.mattered.strip(),
        agreed=agreed,
        energy=read_level(noted.energy, MOST_ENERGY),
        surprised=noted.surprised.strip(),
    )
    return value, problems


def _shown(kept: OwnSituation) -> Noted:
    """What was noted; on an empty form the planned day, if it has come."""
    noted = kept.afterwards
    if noted is None:
        planned = kept.described.on
        return Noted(on=planned.isoformat() if planned and planned <= today() else "")
    return Noted(
        on=noted.on.isoformat() if noted.on else "",
        how=noted.how,
        mattered=noted.mattered,
        agreed="\n".join(noted.agreed),
        energy="" if noted.energy is None else str(noted.energy),
        surprised=noted.surprised,
    )


def _last_debrief(request: Request, kept: OwnSituation) -> Debrief | None:
    """The debrief of the last rehearsal in which something was said and whose debrief may be shown."""
    parts = parts_of(request)
    talks = parts.store.all_of(kept.person, kept.id)
    last = next((talk for talk in talks if _may_be_read(talk)), None)
    return debrief_of(parts.rehearsing, last).debrief if last else None


def _may_be_read(talk: Rehearsal) -> bool:
    return talk.ended_at is not None and talk.left_role is None and bool(talk.exchanges) and not waits_for_marks(talk)


def _card_page(
    request: Request,
    kept: OwnSituation,
    card: Card,
    *,
    drawn: bool = False,
    problems: dict[str, str] | None = None,
) -> HTMLResponse:
    return draw(
        request,
        "situation-card.html",
        400 if problems else 200,
        situation=kept,
        card=card,
        drawn=drawn,
        problems=problems or {},
        longest=_LONGEST,
    )


def _note_page(
    request: Request, kept: OwnSituation, noted: Noted, *, problems: dict[str, str] | None = None
) -> HTMLResponse:
    return draw(
        request,
        "situation-afterwards.html",
        400 if problems else 200,
        situation=kept,
        noted=noted,
        problems=problems or {},
        energy=read_level(noted.energy, MOST_ENERGY),
    )
