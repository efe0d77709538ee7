"""What forms do to branches: begin one at a line of one's own, and give a talk a name. Always one's own."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from starlette.requests import Request

from simulator.web.identity import person_of
from simulator.web.parts import parts_of

router = APIRouter()

_LONGEST_LINE = 60_000
"""Characters, as of a draft."""
_LONGEST_NAME = 1_000
"""Longer than a name may be: what is too long is answered with a sentence, not with a malformed form."""


@router.post("/rehearsals/{rehearsal_id}/branch")
def begin_branch(
    request: Request,
    rehearsal_id: str,
    line: Annotated[int, Form()],
    instead: Annotated[str, Form(max_length=_LONGEST_LINE)] = "",
) -> RedirectResponse:
    """Go back to just before a line, with that line in the box, or with `instead`. The old talk stays as it is."""
    parts = parts_of(request)
    made = parts.branches.branch(person_of(request), rehearsal_id, line, instead.strip() or None)
    return RedirectResponse(f"/rehearse/?r={made}", 303)


@router.post("/rehearsals/{rehearsal_id}/name")
def rename(
    request: Request, rehearsal_id: str, name: Annotated[str, Form(max_length=_LONGEST_NAME)] = ""
) -> RedirectResponse:
    """Call it something; back to where it is read or gone on with."""
    parts, person = parts_of(request), person_of(request)
    parts.branches.rename(person, rehearsal_id, name)
    return RedirectResponse(parts.branches.family(person, rehearsal_id).me.href, 303)
