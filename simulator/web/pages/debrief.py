"""The debrief and its downloads. Only one's own, and only after the end."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup
from starlette.requests import Request

from simulator.domain.marked import MoveNote
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.self_rating import waits_for_marks
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import scenario_of
from simulator.report.account import whose_account
from simulator.report.csv_export import TURN_HEAD, said_rows, to_csv, turn_rows
from simulator.report.curve import TABLE_HEAD, draw_curve, table_rows
from simulator.report.json_export import to_json
from simulator.report.left_role import left_json, left_markdown
from simulator.report.markdown import to_markdown
from simulator.session.debriefing import Debriefed, debrief_of, left_talk_of, shipped_reliability
from simulator.store.self_ratings import SelfRatingStore
from simulator.web.identity import person_of
from simulator.web.layout import draw
from simulator.web.pages.compare import offered
from simulator.web.parts import parts_of
from simulator.web.wishes import wants

router = APIRouter()


@router.get("/debrief/{rehearsal_id}")
def debrief(request: Request, rehearsal_id: str, kept: int = 0) -> Response:
    """What there is to see in the conversation; while it is open, the way back into it.

    Whoever wants to mark their own lines first is asked for that before anything of the reader's is shown.
    """
    rehearsal = _own(request, rehearsal_id)
    scenario = scenario_of(rehearsal)
    if rehearsal.ended_at is None:
        return draw(request, "still-open.html", rehearsal=rehearsal, scenario=scenario)
    if rehearsal.left_role is not None:
        return draw(request, "left-role.html", talk=left_talk_of(rehearsal), rehearsal=rehearsal)
    parts = parts_of(request)
    if waits_for_marks(rehearsal):
        if wants(request, "own-marks"):
            return RedirectResponse(f"/rate/{rehearsal_id}", 303)
        # Once it was read, a view of one's own before it cannot be had any more.
        SelfRatingStore(parts.store.database).finish(rehearsal.person, rehearsal_id, {}, "skipped")
    told = debrief_of(parts.rehearsing, rehearsal).debrief
    notes: dict[str, MoveNote] = {note.id: note for turn in told.turns for note in (*turn.flags, *turn.partnered)}
    reliability = shipped_reliability()
    return draw(
        request,
        "debrief.html",
        debrief=told,
        rehearsal=rehearsal,
        scenario=scenario,
        notes=notes,
        said=bool(rehearsal.exchanges),
        found=bool(notes),
        whose_account=whose_account(told.employee),
        curve=Markup(draw_curve(told.curve)),  # noqa: S704 - the report room escapes what it draws
        curve_head=TABLE_HEAD,
        curve_rows=table_rows(told.curve),
        kept=bool(kept),
        family=parts.branches.family(rehearsal.person, rehearsal_id),
        play=offered(parts),
        second=parts.second_reader.progress(rehearsal),
        second_model=parts.voices.endpoint.model if parts.voices.endpoint else None,
        reliability=[(move, reliability[move.code]) for move in load_rubric().moves if move.code in reliability],
    )


@router.get("/debrief/{rehearsal_id}/debrief.md")
def as_markdown(request: Request, rehearsal_id: str) -> Response:
    """The debrief to take along as Markdown."""
    rehearsal = _own(request, rehearsal_id)
    if rehearsal.left_role is not None:
        return _file(left_markdown(left_talk_of(rehearsal)), "text/markdown", f"{rehearsal.scenario}-talk.md")
    made = _made(request, rehearsal_id)
    return _file(to_markdown(made.debrief), "text/markdown", f"{made.rehearsal.scenario}-debrief.md")


@router.get("/debrief/{rehearsal_id}/debrief.json")
def as_json(request: Request, rehearsal_id: str) -> Response:
    """The debrief, its transcript and its scorecard as JSON."""
    rehearsal = _own(request, rehearsal_id)
    if rehearsal.left_role is not None:
        return _file(left_json(left_talk_of(rehearsal)), "application/json", f"{rehearsal.scenario}-talk.json")
    made = _made(request, rehearsal_id)
    text = to_json(made.debrief, made.scorecard, made.rehearsal)
    return _file(text, "application/json", f"{made.rehearsal.scenario}-debrief.json")


@router.get("/debrief/{rehearsal_id}/debrief.csv")
def as_csv(request: Request, rehearsal_id: str) -> Response:
    """A row for each turn, for a spreadsheet."""
    rehearsal = _own(request, rehearsal_id)
    if rehearsal.left_role is not None:
        text = to_csv(TURN_HEAD, said_rows(left_talk_of(rehearsal).turns))
        return _file(text, "text/csv", f"{rehearsal.scenario}-talk.csv")
    made = _made(request, rehearsal_id)
    return _file(to_csv(TURN_HEAD, turn_rows(made.debrief)), "text/csv", f"{made.rehearsal.scenario}-debrief.csv")


def _own(request: Request, rehearsal_id: str) -> Rehearsal:
    return parts_of(request).store.get(person_of(request), rehearsal_id)


def _made(request: Request, rehearsal_id: str) -> Debriefed:
    return debrief_of(parts_of(request).rehearsing, _own(request, rehearsal_id))


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text.encode("utf-8", "replace"), media_type=f"{kind}; charset=utf-8", headers=headers)
