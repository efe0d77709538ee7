"""Rehearsing an own situation: its brief, sitting down, and beginning anew."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request

from simulator.domain.rehearsal import Preparation
from simulator.errors import NotFoundError
from simulator.library.own_drafting import draft_own, shown_scenario
from simulator.session.rehearsing import new_seed
from simulator.web.identity import person_of
from simulator.web.pages.brief import Answer, Place, Word, draw_brief
from simulator.web.pages.rehearsal import Short, prepared, sit_down
from simulator.web.pages.situations import own_situation
from simulator.web.parts import parts_of

router = APIRouter()


@router.get("/situations/{situation_id}/brief")
def brief(
    request: Request,
    situation_id: str,
    q1: Answer = "",
    q2: Answer = "",
    q3: Answer = "",
    energy: Answer = "",
    guardedness: Word = "",
) -> HTMLResponse:
    """What the leader noted, as a brief. What the employee will hold is drawn only when they sit down."""
    kept = own_situation(request, situation_id)
    return draw_brief(
        request,
        shown_scenario(kept.described, kept.id),
        (q1, q2, q3),
        energy,
        guardedness or kept.described.guardedness,
        Place(f"/situations/{kept.id}/rehearse", f"/situations/{kept.id}/brief", own=kept),
    )


@router.post("/situations/{situation_id}/rehearse")
def rehearse(
    request: Request,
    situation_id: str,
    q1: Short = "",
    q2: Short = "",
    q3: Short = "",
    energy: Short = "",
    guardedness: Annotated[str, Form(max_length=40)] = "",
) -> RedirectResponse:
    """Sit down; the employee is drafted now and kept in the rehearsal, so that later edits do not reach it."""
    kept = own_situation(request, situation_id)
    seed = new_seed()
    own = draft_own(kept.described, kept.id, seed)
    preparation = prepared((q1, q2, q3), energy, guardedness or kept.described.guardedness, own)
    return sit_down(request, own.scenario, preparation, situation=kept.id, seed=seed)


@router.post("/rehearsals/{rehearsal_id}/afresh")
def afresh(request: Request, rehearsal_id: str) -> RedirectResponse:
    """Begin anew with the same person as in a rehearsal of an own situation, also where that was changed since."""
    known = parts_of(request).store.get(person_of(request), rehearsal_id)
    own = known.preparation.own
    if own is None:
        raise NotFoundError("There is no own situation in this rehearsal.")
    preparation = Preparation(answers=None, guardedness=known.preparation.guardedness, own=own)
    return sit_down(request, own.scenario, preparation, situation=known.situation)
