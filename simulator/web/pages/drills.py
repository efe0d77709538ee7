"""Drills: ten minutes, one card at a time. Each card has an address of its own: a reload shows it as it was."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from simulator.domain.drill import KINDS, NOTHING, AnyCard, Drill, DrillKind, Spot
from simulator.domain.finding import Finding
from simulator.domain.marked import Segment
from simulator.domain.out_of_scope import LeftRole
from simulator.domain.rubric import Move
from simulator.drills.judging import OWN_LINE, RULES
from simulator.drills.schedule import EASES, in_words
from simulator.errors import ConflictError, InputError
from simulator.library.rubrics import load_rubric
from simulator.report.marking import Mark, segments
from simulator.session.drilling import LENGTH, LONGEST, Answered, Drilling, Round
from simulator.store.drills import DrillStore
from simulator.web.identity import known_person, person_of
from simulator.web.layout import draw
from simulator.web.parts import parts_of
from simulator.web.rounds import keep_round, now, read_kinds, round_of
from simulator.web.wishes import keep_wish, wants

router = APIRouter()

NAMES: dict[DrillKind, tuple[str, str]] = {
    "spot": ("Spot the move", "A leader’s line in its place. Which move is it, or is it none?"),
    "rewrite": ("Rewrite it", "A line that took too much. Type a better one."),
    "silence": ("Hold the silence", "An employee hands you the weight. Answer without taking it."),
    "need": ("Say your own need", "Something matters to you and was not said. Say it as yours."),
}
_BRIEF = 110
"""Characters of a card in a list."""
_LONGEST_FORM = 10 * LONGEST
_STATUS = {InputError: 400, ConflictError: 409}

Item = Annotated[str, Form(max_length=160)]
Typed = Annotated[str, Form(max_length=_LONGEST_FORM)]
Number = Annotated[int, Form(ge=0, le=100_000)]


@dataclass(frozen=True)
class Clock:
    """Where a round stands, as the head of a card shows it."""

    done: int
    minutes: int
    length: int
    running: bool


@dataclass(frozen=True)
class Asked:
    """A card as it is shown before its answer, with what was typed and why it was not taken, if it was not."""

    drill: Drill
    answers: int
    given: str = ""
    problem: str | None = None
    left: LeftRole | None = None


@router.get("/drills")
def drills(request: Request, problem: str = "") -> HTMLResponse:
    """What is due, the last days, and one button."""
    return _start(request, none_chosen=problem == "kinds")


@router.post("/drills/start")
def start(
    request: Request,
    kind: Annotated[list[str] | None, Form(max_length=20)] = None,
    own: Annotated[str, Form(max_length=4)] = "",
) -> Response:
    """Begin ten minutes with the chosen kinds."""
    person_of(request)
    kinds = read_kinds(kind or [])
    if not kinds:
        return _start(request, none_chosen=True)
    response = RedirectResponse("/drills/next", 303)
    keep_round(request, response, Round(now(), kinds, own=own == "on"))
    keep_wish(request, response, "own-drills", wanted=own == "on")
    return response


@router.get("/drills/next")
def next_drill(request: Request) -> RedirectResponse:
    """To the card that comes now, or to the end of the round."""
    person, round_ = person_of(request), round_of(request)
    if round_ is None:
        return RedirectResponse("/drills", 303)
    drill = _drilling(request).deal(person, round_, now())
    return RedirectResponse(f"/drills/cards/{drill.card.id}" if drill else "/drills/done", 303)


@router.get("/drills/done")
def done(request: Request) -> Response:
    """What went well, what is met again and when."""
    person, round_ = person_of(request), round_of(request)
    if round_ is None:
        return RedirectResponse("/drills", 303)
    summary = _drilling(request).done(person, round_, now())
    return draw(
        request,
        "drills-done.html",
        done=summary,
        names=NAMES,
        shown=_in_brief,
        moves=load_rubric().by_code,
        next_due=in_words(summary.next_due, now()) if summary.next_due else None,
        on_time=round_.over(now()),
        kinds=round_.kinds,
        own=round_.own,
    )


@router.get("/drills/cards/{item}")
def card(request: Request, item: str, answer: Annotated[int | None, Query(ge=1)] = None) -> HTMLResponse:
    """A card; with `answer` also what was said to that answer."""
    person, drilling = person_of(request), _drilling(request)
    if answer is not None:
        return _verdict(request, drilling.answered(person, item, answer, now()))
    drill, answers = drilling.drill(person, item)
    return _question(request, Asked(drill, answers))


@router.post("/drills/cards/{item}")
def take_answer(
    request: Request, item: str, given: Typed = "", answers: Number = 0, show: Annotated[str, Form(max_length=4)] = ""
) -> Response:
    """Judge and keep an answer. What cannot be judged comes back in the box with the reason."""
    person, drilling = person_of(request), _drilling(request)
    drill, count = drilling.drill(person, item)
    typed = given if drill.card.kind != "spot" else ""
    left = drilling.leaves(typed)
    if left and not show:
        return _question(request, Asked(drill, answers, given, left=left), status=200)
    try:
        if show:
            kept = drilling.give_up(person, item, answers, now())
        else:
            kept = drilling.answer(person, item, given, answers, now())
    except InputError as error:
        again = count if isinstance(error, ConflictError) else answers
        return _question(request, Asked(drill, again, typed, problem=str(error)), status=_STATUS[type(error)])
    return RedirectResponse(f"/drills/cards/{item}?answer={kept.id}", 303)


@router.post("/drills/answers/{answer}/ease")
def rate(request: Request, answer: int, ease: Annotated[str, Form(max_length=8)]) -> RedirectResponse:
    """Say that a right answer was hard or easy, and go on."""
    chosen = next((word for word in EASES if word == ease), None)
    if chosen:
        _drilling(request).rate(person_of(request), answer, chosen)
    return RedirectResponse("/drills/next", 303)


def _drilling(request: Request) -> Drilling:
    parts = parts_of(request)
    return Drilling(parts.store, DrillStore(parts.store.database), parts.rehearsing.taker)


def _start(request: Request, *, none_chosen: bool) -> HTMLResponse:
    person, moment, latest = known_person(request), now(), round_of(request)
    own = wants(request, "own-drills")
    outlook = _drilling(request).outlook(person or "", moment, own=own)
    running = latest is not None and not latest.over(moment)
    return draw(
        request,
        "drills.html",
        400 if none_chosen else 200,
        outlook=outlook,
        most=max(cards for _, cards in outlook.days),
        next_due=in_words(outlook.next_due, moment) if outlook.next_due else None,
        weakest=[load_rubric().by_code[code] for code in outlook.weakest],
        kinds=[(kind, *NAMES[kind]) for kind in KINDS],
        chosen=latest.kinds if latest else KINDS,
        own=own,
        running=running,
        none_chosen=none_chosen,
    )


def _question(request: Request, asked: Asked, status: int = 200) -> HTMLResponse:
    card = asked.drill.card
    return draw(
        request,
        "drill-card.html",
        status,
        drill=asked.drill,
        card=card,
        names=NAMES,
        clock=_clock(request),
        choices=_choices(card),
        nothing=NOTHING,
        asked=asked,
        rule=RULES[card.kind],
        longest=LONGEST,
        told=None,
    )


def _verdict(request: Request, told: Answered) -> HTMLResponse:
    card, moves = told.drill.card, load_rubric().by_code
    line, quote, code = (getattr(card, name, None) for name in ("line", "quote", "code"))
    start = line.find(quote) if line and quote else -1
    marks = [Mark(code, start, start + len(quote))] if code and quote and start >= 0 else []
    return draw(
        request,
        "drill-card.html",
        drill=told.drill,
        card=card,
        names=NAMES,
        clock=_clock(request),
        told=told,
        line=_drawn(line or "", marks),
        yours=_drawn(told.answer.given, _marks(told.verdict.findings)),
        found=[(moves[one.code], one) for one in told.verdict.findings],
        doubts=[moves[one] for one in told.verdict.doubts],
        move=moves[code] if code else None,
        chosen=moves.get(told.answer.given),
        rule=OWN_LINE if told.drill.rehearsal and card.kind == "spot" else RULES[card.kind],
    )


def _choices(card: AnyCard) -> list[Move]:
    return [load_rubric().by_code[code] for code in card.choices] if isinstance(card, Spot) else []


def _marks(findings: tuple[Finding, ...]) -> list[Mark]:
    return [Mark(one.code, one.start, one.end) for one in findings]


def _drawn(text: str, marks: list[Mark]) -> list[tuple[Segment, str | None]]:
    """The pieces of a text, each with the tag of the first move whose words it is."""
    moves = load_rubric().by_code
    return [(piece, moves[piece.marks[0]].tag.lower() if piece.marks else None) for piece in segments(text, marks)]


def _clock(request: Request) -> Clock:
    person, round_, moment = person_of(request), round_of(request), now()
    length = int(LENGTH.total_seconds() // 60)
    if round_ is None:
        return Clock(done=0, minutes=0, length=length, running=False)
    minutes = int((moment - round_.started).total_seconds() // 60)
    return Clock(
        done=_drilling(request).count(person, round_),
        minutes=max(0, min(minutes, length)),
        length=length,
        running=not round_.over(moment),
    )


def _in_brief(drill: Drill) -> str:
    """A card in one line."""
    card = drill.card
    said = getattr(card, "line", None) or getattr(card, "need", None) or card.history[-1].text
    return said if len(said) <= _BRIEF else said[:_BRIEF].rsplit(" ", 1)[0] + " …"
