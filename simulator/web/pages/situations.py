"""Own situations: the list, the form, one situation with what to do next, names that were found, and deleting."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from simulator.domain.names import likely_names
from simulator.domain.own import MOST_WORDS_KEPT, Described, OwnSituation
from simulator.errors import InputError, NotFoundError
from simulator.library.drafting import load_questions
from simulator.library.own_drafting import load_own_stock, manner_of
from simulator.store.situations import SituationStore
from simulator.web.identity import known_person, person_of
from simulator.web.layout import draw
from simulator.web.parts import parts_of
from simulator.web.situation_form import Problems, Typed, follow_up, read_form, shown_of, typed_of

router = APIRouter()

_DONE = {
    "new": "Kept. Only you can see it.",
    "changed": "Kept. Talks you rehearsed before stay as they were.",
    "unsent": "Kept. These words are not sent to any model any more, also not from talks you rehearsed before.",
    "noted": "Your note is kept.",
}


@dataclass(frozen=True)
class Step:
    """What to do next."""

    words: str
    href: str
    why: str


@dataclass(frozen=True)
class Listed:
    """A situation in the list."""

    situation: OwnSituation
    about: str
    when: str
    rehearsed: int
    step: Step
    followed: str | None
    """The situation that goes on from it."""


def situations_of(request: Request) -> SituationStore:
    """The store of own situations."""
    return SituationStore(parts_of(request).store.database)


def own_situation(request: Request, situation_id: str) -> OwnSituation:
    """A situation of whoever asks; NotFoundError if it is not theirs."""
    return situations_of(request).get(person_of(request), situation_id)


def listed(request: Request) -> tuple[Listed, ...]:
    """All situations of whoever asks, those that wait for a word on how it went first."""
    person = known_person(request)
    if person is None:
        return ()
    store, day = situations_of(request), today()
    rehearsed, every = store.rehearsed(person), store.all_of(person)
    followed = {one.described.follows: one.id for one in every if one.described.follows}
    found = [
        Listed(
            situation=one,
            about=about(one.described),
            when=when(one, day),
            rehearsed=rehearsed.get(one.id, 0),
            step=next_step(one, rehearsed.get(one.id, 0), followed.get(one.id), day),
            followed=followed.get(one.id),
        )
        for one in every
    ]
    return tuple(sorted(found, key=lambda one: not one.situation.awaits_word(day)))


def next_step(situation: OwnSituation, rehearsed: int, followed: str | None, day: date) -> Step:
    """The one thing to do now."""
    name, at = situation.described.called, f"/situations/{situation.id}"
    if situation.awaits_word(day):
        return Step(f"How did it go with {name}?", f"{at}/afterwards", "Its day has come. A few words will do.")
    if situation.afterwards is not None and followed:
        return Step("Open the follow-up", f"/situations/{followed}", "This talk was held; the next one is planned.")
    if situation.afterwards is not None:
        return Step("Practise the follow-up", f"/situations/new?after={situation.id}", "It begins with what you noted.")
    if not rehearsed:
        return Step(f"Rehearse with {name}", f"{at}/brief", "First the brief, then the talk. You can stop at any line.")
    if situation.card is None:
        return Step("Plan the real talk on a card", f"{at}/card", "What matters, what you ask, your first line.")
    return Step(f"Rehearse with {name} again", f"{at}/brief", "Each time they hold something other than you guessed.")


def about(described: Described) -> str:
    """What it is about, in the words of the form."""
    kinds = load_questions().by_id()["kind"].choices
    return next(choice.says for choice in kinds if choice.id == described.kind)


def when(situation: OwnSituation, day: date) -> str:
    """The day of the talk in words; empty where none was noted."""
    noted = situation.afterwards.on if situation.afterwards else None
    on = noted or situation.described.on
    if on is None:
        return "held" if situation.afterwards else ""
    words = f"{on.day} {on:%B}" if on.year == day.year else f"{on.day} {on:%B %Y}"
    if situation.afterwards is not None:
        return f"held on {words}"
    return f"planned for {'today' if on == day else words}" if on >= day else f"was planned for {words}"


def today() -> date:
    """The day where this program runs."""
    return datetime.now().astimezone().date()


@router.get("/situations")
def show_all(request: Request, done: str = "") -> HTMLResponse:
    """The list, or what this is for."""
    said = "Deleted." if done == "deleted" else None
    return draw(request, "situations.html", situations=listed(request), done=said)


@router.get("/situations/new")
def new(request: Request, after: str = "") -> HTMLResponse:
    """An empty form; `after` is a situation whose talk was held: then what happened stands in it."""
    if not after:
        return _form(request, Typed())
    before = own_situation(request, after)
    if before.afterwards is None:
        raise InputError("Note first how that talk went: the follow-up begins with it.")
    return _form(request, follow_up(before.described, before.afterwards, before.id))


@router.post("/situations")
async def create(request: Request) -> Response:
    """Keep a new one; what will not do comes back in the form."""
    return await run_in_threadpool(_create, request, person_of(request), await _sent(request))


def _create(request: Request, person: str, typed: Typed) -> Response:
    before = _earlier(request, typed.follows)
    typed = replace(typed, follows=before.id if before else "")
    described, problems = read_form(typed, before.afterwards if before else None)
    if described is None:
        return _form(request, typed, problems=problems)
    kept = situations_of(request).add(person, described)
    return RedirectResponse(f"/situations/{kept.id}?done=new", 303)


@router.get("/situations/{situation_id}")
def show(request: Request, situation_id: str, done: str = "") -> HTMLResponse:
    """One situation: what to do next, what was described, its talks."""
    own_situation(request, situation_id)
    one = next(one for one in listed(request) if one.situation.id == situation_id)
    described = one.situation.described
    return draw(
        request,
        "situation.html",
        one=one,
        described=described,
        manner=manner_of(described).says,
        names=_names_in(described),
        talks=parts_of(request).store.all_of(person_of(request), situation_id),
        done=_DONE.get(done),
    )


@router.get("/situations/{situation_id}/situation.json")
def as_file(request: Request, situation_id: str) -> Response:
    """What was typed, for `rehearse` in a terminal."""
    text = own_situation(request, situation_id).described.model_dump_json(indent=2) + "\n"
    headers = {"content-disposition": 'attachment; filename="situation.json"', "cache-control": "no-store"}
    return Response(text, media_type="application/json; charset=utf-8", headers=headers)


@router.get("/situations/{situation_id}/edit")
def edit(request: Request, situation_id: str) -> HTMLResponse:
    """The form as it was kept."""
    return _form(request, shown_of(own_situation(request, situation_id).described), situation=situation_id)


@router.post("/situations/{situation_id}")
async def save(request: Request, situation_id: str) -> Response:
    """Describe it anew; talks rehearsed before stay as they were."""
    return await run_in_threadpool(_save, request, situation_id, await _sent(request))


def _save(request: Request, situation_id: str, typed: Typed) -> Response:
    before = own_situation(request, situation_id).described
    described, problems = read_form(typed, before.earlier)
    if described is None:
        return _form(request, typed, problems=problems, situation=situation_id)
    kept = described.model_copy(update={"follows": before.follows})
    situations_of(request).describe(person_of(request), situation_id, kept)
    return RedirectResponse(f"/situations/{situation_id}?done=changed", 303)


@router.post("/situations/{situation_id}/unsent")
def keep_unsent(
    request: Request, situation_id: str, word: Annotated[list[str] | None, Form()] = None
) -> RedirectResponse:
    """Add found names to the words that must not leave this machine."""
    described = own_situation(request, situation_id).described
    offered = frozenset(_names_in(described))
    words = (*described.unsent, *(one for one in word or () if one in offered))
    kept = described.model_copy(update={"unsent": words[:MOST_WORDS_KEPT]})
    situations_of(request).describe(person_of(request), situation_id, kept)
    return RedirectResponse(f"/situations/{situation_id}?done=unsent", 303)


@router.post("/situations/{situation_id}/delete")
def delete(request: Request, situation_id: str, talks: Annotated[str, Form(max_length=8)] = "keep") -> RedirectResponse:
    """Delete it for good, and with `talks` = delete its rehearsals too."""
    person = person_of(request)
    situations_of(request).delete(person, situation_id, with_rehearsals=talks == "delete")
    parts_of(request).counterfactuals.forget_all(person)
    return RedirectResponse("/situations?done=deleted", 303)


async def _sent(request: Request) -> Typed:
    async with request.form(max_files=0) as form:
        return typed_of(form)


def _earlier(request: Request, follows: str) -> OwnSituation | None:
    """The situation that one goes on from; None where there is none, or it was deleted while the form was open."""
    try:
        return own_situation(request, follows) if follows else None
    except NotFoundError:
        return None


def _names_in(described: Described) -> tuple[str, ...]:
    """What looks like a name in it and may still be sent."""
    texts = (
        described.role,
        *described.visible,
        *described.needs,
        *described.fixed,
        *described.theirs,
        described.strength,
        *described.guesses,
    )
    return likely_names(texts, (*described.unsent, described.called, described.me))


def _form(
    request: Request, typed: Typed, *, problems: Problems | None = None, situation: str | None = None
) -> HTMLResponse:
    return draw(
        request,
        "situation-form.html",
        400 if problems else 200,
        typed=typed,
        problems=problems.by_field if problems else {},
        situation=situation,
        kinds=[(choice.id, choice.says) for choice in load_questions().by_id()["kind"].choices],
        manners=[(manner.id, manner.says) for manner in load_own_stock().manners],
    )
