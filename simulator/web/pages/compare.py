"""Two ways of one talk side by side, and a line played many times. Only one's own."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from simulator.errors import InputError, NotFoundError
from simulator.library.scenarios import scenario_of
from simulator.report.spread import spread
from simulator.session.branching import begin_alike, may_be_debriefed, shared_lines, side_by_side
from simulator.session.counterfactual import FEWEST, FURTHER, MOST, Run, Start, start_of
from simulator.web.identity import person_of
from simulator.web.layout import draw
from simulator.web.parts import Parts, parts_of

router = APIRouter()

_PLAYS, _PLAYS_OF_A_MODEL = 10, 5
_SOON = 2.0
"""Seconds an answer waits for the plays: most are done by then, and nobody has to look at a progress that is over."""

Id = Annotated[str, Form(max_length=64)]


def offered(parts: Parts) -> dict[str, object]:
    """What a form that plays a line is drawn with: how often at least and at most, how often by itself, who speaks."""
    model = parts.voices.endpoint.model if parts.voices.endpoint else None
    usual = _PLAYS_OF_A_MODEL if model else _PLAYS
    return {"fewest": FEWEST, "most": MOST, "usual": usual, "model": model, "further": FURTHER}


@router.get("/compare")
def compare(request: Request, a: str = "", b: str = "") -> HTMLResponse:
    """Two talks with one beginning, line by line from where they part."""
    parts, person = parts_of(request), person_of(request)
    families = (parts.branches.family(person, a), parts.branches.family(person, b))
    talks = (parts.store.get(person, a), parts.store.get(person, b))
    comparison = side_by_side(parts.rehearsing, (talks[0], families[0].me), (talks[1], families[1].me))
    near = [one for family in families for one in (family.parent, *family.siblings, *family.children) if one]
    others = {one.id: one for one in near if one.id not in {a, b} and not one.left}
    parted = comparison.parted
    return draw(
        request,
        "compare.html",
        comparison=comparison,
        title=scenario_of(talks[0]).title,
        others=list(others.values()),
        playable=parted is not None and all(may_be_debriefed(talk) and parted <= len(talk.exchanges) for talk in talks),
        play=offered(parts),
    )


@router.post("/plays")
async def begin_plays(
    request: Request,
    a: Id,
    line: Annotated[int, Form()],
    b: Id = "",
    plays: Annotated[int, Form()] = 0,
    further: Annotated[str, Form(max_length=4)] = "",
) -> RedirectResponse:
    """Play a line of a talk again and again; with `b` the line in its place in the other talk as well."""
    parts, person = parts_of(request), person_of(request)
    starts = await run_in_threadpool(_starts, parts, person, (a, b), line, FURTHER if further else 0)
    given = offered(parts)
    model, usual = given["model"], given["usual"]
    run = parts.counterfactuals.start(
        person,
        starts,
        plays or (usual if isinstance(usual, int) else _PLAYS),
        model if isinstance(model, str) else None,
    )
    if run.task is not None:
        await asyncio.wait({run.task}, timeout=_SOON)
    return RedirectResponse(f"/plays/{run.id}", 303)


@router.get("/plays/{run_id}")
def plays(request: Request, run_id: str) -> HTMLResponse:
    """How far it has come, and what came of it."""
    parts, person = parts_of(request), person_of(request)
    run = _own(parts, person, run_id)
    settings = [start.setting for start in run.starts]
    return draw(
        request,
        "plays.html",
        run=run,
        settings=settings,
        spread=spread(run.lines, parts.rehearsing.taker.rubric),
        title=run.starts[0].scenario.title,
        play=offered(parts),
    )


@router.post("/plays/{run_id}/stop")
def stop(request: Request, run_id: str) -> RedirectResponse:
    """Stop it; what it found stays."""
    parts_of(request).counterfactuals.stop(person_of(request), run_id)
    return RedirectResponse(f"/plays/{run_id}", 303)


def _own(parts: Parts, person: str, run_id: str) -> Run:
    """A run of one's own whose talks are still there: what was deleted stays nowhere."""
    run = parts.counterfactuals.get(person, run_id)
    try:
        for start in run.starts:
            parts.store.get(person, start.setting.rehearsal)
    except NotFoundError:
        parts.counterfactuals.forget(person, run_id)
        raise
    return run


def _starts(parts: Parts, person: str, ids: tuple[str, str], line: int, further: int) -> tuple[Start, ...]:
    """The line in one talk or in both; InputError where two do not share all that comes before it."""
    chosen = [name for name in ids if name]
    talks = [parts.store.get(person, name) for name in chosen]
    labels = [parts.branches.family(person, name).me.label for name in chosen]
    if len(talks) > 1 and not (begin_alike(*talks) and shared_lines(*talks) >= line - 1):
        raise InputError("These two lines were not said at the same moment of the same talk, so chance is not all.")
    taker = parts.rehearsing.taker
    return tuple(start_of(taker, talk, line, label, further=further) for talk, label in zip(talks, labels, strict=True))
