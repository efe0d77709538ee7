"""A talk on paper: the whole debrief, and the one page to look at before the real meeting. Only one's own.

Typesetting is computed in a thread, as every plain `def` route is, and takes a fraction of a second for the longest
talk: a direct download, without a sign of progress.
"""

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.requests import Request

from simulator.domain.rehearsal import Rehearsal
from simulator.library.scenarios import scenario_of
from simulator.report.pdf.before import before_pdf
from simulator.report.pdf.full import debrief_pdf, left_pdf
from simulator.session.debriefing import debrief_of, left_talk_of
from simulator.web.identity import person_of
from simulator.web.pages.situations import situations_of
from simulator.web.parts import parts_of

router = APIRouter()


@router.get("/debrief/{rehearsal_id}/debrief.pdf")
def as_pdf(request: Request, rehearsal_id: str) -> Response:
    """The debrief on paper; the plain talk where it left what can be rehearsed."""
    rehearsal = _own(request, rehearsal_id)
    if rehearsal.left_role is not None:
        return _paper(left_pdf(left_talk_of(rehearsal)), f"{rehearsal.scenario}-talk.pdf")
    made = debrief_of(parts_of(request).rehearsing, rehearsal)
    pdf = debrief_pdf(made.debrief, rehearsal.ended_at or rehearsal.opened_at)
    return _paper(pdf, f"{rehearsal.scenario}-debrief.pdf")


@router.get("/debrief/{rehearsal_id}/before.pdf")
def before(request: Request, rehearsal_id: str) -> Response:
    """One page before the real meeting; InputError for a talk that left the role: nothing is drawn from that."""
    rehearsal = _own(request, rehearsal_id)
    made = debrief_of(parts_of(request).rehearsing, rehearsal)
    card = None
    if rehearsal.situation is not None:
        card = situations_of(request).get(person_of(request), rehearsal.situation).card
    pdf = before_pdf(made.debrief, scenario_of(rehearsal).brief, rehearsal.ended_at or rehearsal.opened_at, card)
    return _paper(pdf, f"{rehearsal.scenario}-before.pdf")


def _own(request: Request, rehearsal_id: str) -> Rehearsal:
    return parts_of(request).store.get(person_of(request), rehearsal_id)


def _paper(pdf: bytes, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)
