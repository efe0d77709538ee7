"""Past talks: find one, open it again, call it something, delete it. Works by forms alone; always one's own."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from simulator.domain.search import marked
from simulator.errors import InputError
from simulator.session.past import Asked, Found, State, find_talks, past_talk
from simulator.web.identity import known_person, person_of
from simulator.web.layout import draw
from simulator.web.parts import parts_of

router = APIRouter()

TRACES: Mapping[str, str] = {
    "none": "",
    "until the end": "Somebody was reading or writing at that moment, so traces may lie in the database’s files until "
    "the program is stopped.",
    "not ours": "What logs and backups of the database server still hold is up to whoever runs it.",
}
_STATES: dict[str, State] = {"open": "open", "ended": "ended"}
_MOST_DIGITS = 6
_LONGEST_NAME = 1_000
"""Longer than a name may be: what is too long comes back with a sentence, and is not lost."""

Word = Annotated[str, Query(max_length=2_000)]


def read_asked(q: Word = "", about: Word = "", state: Word = "", branches: Word = "", page: Word = "") -> Asked:
    """What is looked for, as it stands in the address; what cannot be read there is taken as not asked."""
    readable = page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS
    return Asked(
        words=q.strip(),
        about=about,
        state=_STATES.get(state, "all"),
        branches=branches != "off",
        page=max(1, int(page)) if readable else 1,
    )


Sought = Annotated[Asked, Depends(read_asked)]


@router.get("/talks")
def past_talks(request: Request, asked: Sought, gone: Word = "", traces: Word = "") -> HTMLResponse:
    """The list. `gone` and `traces` are what a deletion left to say."""
    done = None
    if gone.isascii() and gone.isdigit():
        done = "It is deleted." if gone == "1" else f"{gone[:_MOST_DIGITS]} talks are deleted."
        done = f"{done} {TRACES.get(traces, '')}".strip()
    return _page(request, asked, done=done)


@router.post("/talks/{rehearsal_id}/name")
def name_talk(
    request: Request, rehearsal_id: str, asked: Sought, name: Annotated[str, Form(max_length=_LONGEST_NAME)] = ""
) -> Response:
    """Call it something, or take the name back; then to its place in the list."""
    readable = "".join(letter for letter in name if letter.isspace() or unicodedata.category(letter) != "Cc")
    try:
        parts_of(request).branches.rename(person_of(request), rehearsal_id, readable)
    except InputError:
        sentence = f"That name has {len(readable)} characters; 120 is the most. Make it shorter and keep it again."
        return _page(request, asked, naming=(rehearsal_id, name, sentence), status=400)
    return RedirectResponse(f"{address(asked)}#talk-{rehearsal_id}", 303)


@router.get("/talks/{rehearsal_id}/delete")
def confirm_deletion(request: Request, rehearsal_id: str, asked: Sought) -> HTMLResponse:
    """What would go and what would stay, and the button."""
    parts, person = parts_of(request), person_of(request)
    return draw(
        request,
        "delete-talk.html",
        talk=past_talk(parts.talks, person, rehearsal_id),
        stake=parts.talks.stake(person, rehearsal_id),
        query=_query(asked),
        back=address(asked),
    )


@router.post("/talks/{rehearsal_id}/delete")
def delete_talk(
    request: Request, rehearsal_id: str, asked: Sought, what: Annotated[str, Form(max_length=10)] = "one"
) -> RedirectResponse:
    """Delete it for good; with `what` = all also what came from it."""
    parts, person = parts_of(request), person_of(request)
    gone, traces = parts.talks.delete(person, rehearsal_id, with_all=what == "all")
    parts.counterfactuals.forget_all(person)
    said = {"gone": gone} if traces == "none" else {"gone": gone, "traces": traces}
    query = _query(asked)
    return RedirectResponse(f"/talks?{query}{'&' if query else ''}{urlencode(said)}", 303)


def address(asked: Asked) -> str:
    """Where a list is."""
    query = _query(asked)
    return f"/talks?{query}" if query else "/talks"


def _query(asked: Asked) -> str:
    """What is asked for as the query of an address, without what is not."""
    said = {
        "q": asked.words,
        "about": asked.about,
        "state": "" if asked.state == "all" else asked.state,
        "branches": "" if asked.branches else "off",
        "page": "" if asked.page == 1 else str(asked.page),
    }
    return urlencode({name: value for name, value in said.items() if value})


def _page(
    request: Request,
    asked: Asked,
    *,
    done: str | None = None,
    naming: tuple[str, str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """`naming` is a name that could not be kept: whose, as typed, and why."""
    person = known_person(request)
    found = find_talks(parts_of(request).talks, person, asked) if person else Found()
    here = replace(asked, page=found.page)
    return draw(
        request,
        "talks.html",
        status,
        asked=here,
        found=found,
        done=done,
        naming=naming,
        query=_query(here),
        mark=lambda text: marked(text, found.terms),
        at_page=lambda page: address(replace(asked, page=page)),
    )
