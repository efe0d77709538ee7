"""Past talks as a list shows them: in order, with their branches beneath them, and looked through for words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Persona, Scenario
from simulator.domain.search import Piece, excerpt, fold, terms_in, terms_of
from simulator.errors import NotFoundError
from simulator.library.scenarios import scenario_of
from simulator.store.talks import Entry, Said, Summary, TalkStore

State = Literal["all", "open", "ended"]
ON_A_PAGE = 25
"""Talks, not counting the branches beneath them."""
_GONE = "A situation that is no longer here"
_MOST_HITS = 2
_LONG_PREPARATION = 5_000
"""Characters. What is longer holds a scenario of the person's own, which takes a while to read."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for."""

    words: str = ""
    """As typed: all of them have to occur in a talk. What stands in double quotes is one."""
    about: str = ""
    """A key of `Found.situations`; empty for all."""
    state: State = "all"
    branches: bool = True
    page: int = 1

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return not self.words.strip() and not self.about and self.state == "all" and self.branches


@dataclass(frozen=True)
class Hit:
    """Where words were found in a talk."""

    speaker: str
    line: int
    """The leader's line, from 1, that was said or answered; 0 for the opening."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class PastTalk:
    """A row."""

    id: str
    name: str | None
    """What the person calls it."""
    title: str
    """What the situation is called."""
    employee: str | None
    """None where the scenario is no longer there."""
    opening: str | None
    """Their first line; None likewise."""
    opened_at: datetime
    lines: int
    turn: int
    """The leader's next line while it is open, else the number of lines said."""
    open: bool
    draft: bool
    """Whether words wait in the box."""
    parent_line: int | None
    """The line in whose place another was tried; None for what is no branch."""
    hold_me_to: str | None
    hits: tuple[Hit, ...] = ()
    branches: tuple["PastTalk", ...] = ()

    @property
    def label(self) -> str:
        """What it is called: its own name, else what it is."""
        if self.name:
            return self.name
        return self.title if self.parent_line is None else f"{self.title}: line {self.parent_line}, another way"

    @property
    def href(self) -> str:
        """Where it is gone on with while it is open, else read."""
        return f"/rehearse/?r={self.id}" if self.open else f"/debrief/{self.id}"

    @property
    def on(self) -> str:
        """The day it began."""
        return f"{self.opened_at.day} {self.opened_at:%B %Y}"


@dataclass(frozen=True)
class Newest:
    """What there is to go on with, and what was done last."""

    going_on: PastTalk | None = None
    """The newest open talk whose scenario is still there."""
    last: str | None = None
    """What the employee said last in it."""
    others: tuple[PastTalk, ...] = ()
    kept: int = 0
    """All that are kept."""


@dataclass(frozen=True)
class Found:
    """A page of talks."""

    talks: tuple[PastTalk, ...] = ()
    number: int = 0
    """Talks that fit, branches among them."""
    kept: int = 0
    """All that are kept."""
    page: int = 1
    pages: int = 1
    terms: tuple[str, ...] = ()
    """What was looked for, as it is compared."""
    situations: Mapping[str, str] = field(default_factory=dict)
    """What there is to choose from: key and title."""


def find_talks(store: TalkStore, person: str, asked: Asked) -> Found:
    """The page of a person's talks that fit, the newest first.

    A branch stands under the talk it branched off, if that fits as well; a family is as new as the newest in it.
    """
    entries = store.entries(person)
    fitting = [entry for entry in entries if _fits(entry, asked)]
    terms = terms_of(asked.words)
    said = _look_through(store, person, terms) if terms else {}
    if terms:
        fitting = [entry for entry in fitting if entry.id in said]
    families = _families(fitting)
    pages = max(1, -(-len(families) // ON_A_PAGE))
    page = min(max(1, asked.page), pages)
    shown = families[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    summaries = store.summaries(person, (entry.id for family in shown for entry in family))
    rows = {id_: _row(summary, terms, said.get(id_, ())) for id_, summary in summaries.items()}
    return Found(
        talks=tuple(_with_branches(rows, family) for family in shown if family[0].id in rows),
        number=len(fitting),
        kept=len(entries),
        page=page,
        pages=pages,
        terms=terms,
        situations=_situations(store, person),
    )


def newest_talks(store: TalkStore, person: str, most: int) -> Newest:
    """What the start page shows: no more of the others than `most`."""
    entries = store.entries(person)
    ids = [entry.id for entry in entries[: most + 1]]
    still_open = [entry.id for entry in entries if entry.open][: most + 1]
    rows = {id_: _row(summary) for id_, summary in store.summaries(person, {*ids, *still_open}).items()}
    going_on = next((rows[id_] for id_ in still_open if id_ in rows and rows[id_].employee), None)
    others = tuple(rows[id_] for id_ in ids if id_ in rows and (going_on is None or id_ != going_on.id))[:most]
    last = (store.last_reply(person, going_on.id) or going_on.opening) if going_on else None
    return Newest(going_on, last, others, len(entries))


def past_talk(store: TalkStore, person: str, talk: str) -> PastTalk:
    """One row; NotFoundError if it is not there or not theirs."""
    summary = store.summaries(person, [talk]).get(talk)
    if summary is None:
        raise NotFoundError("There is no such rehearsal here.")
    return _row(summary)


def _fits(entry: Entry, asked: Asked) -> bool:
    return (
        (not asked.about or entry.about == asked.about)
        and (asked.state == "all" or entry.open == (asked.state == "open"))
        and (asked.branches or not entry.branch)
    )


def _families(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Each talk with its branches after it in the order in which they were begun, the newest family first."""
    known = {entry.id: entry for entry in entries}
    families: dict[str, list[Entry]] = {}
    for entry in entries:
        first = entry
        while first.parent in known:
            first = known[first.parent]
        families.setdefault(first.id, []).append(entry)
    # The entries come newest first, and so do the families by their newest member; in each the first comes first.
    return [[known[first], *reversed([one for one in family if one.id != first])] for first, family in families.items()]


def _with_branches(rows: Mapping[str, PastTalk], family: Sequence[Entry]) -> PastTalk:
    first, *branches = (rows[entry.id] for entry in family if entry.id in rows)
    return replace(first, branches=tuple(branches))


def _row(summary: Summary, terms: Sequence[str] = (), said: Iterable[Said] = ()) -> PastTalk:
    head, scenario = summary.head, _scenario(summary.head)
    is_open = head.ended_at is None
    persona = scenario.persona if scenario else None
    # A talk that left the role can be found, but what was said there is not held out to whoever looks on.
    spoken = _spoken(persona, said) if terms and head.left_role is None else ()
    return PastTalk(
        id=head.id,
        name=head.name,
        title=scenario.title if scenario else _GONE,
        employee=persona.name if persona else None,
        opening=persona.opening if persona else None,
        opened_at=head.opened_at,
        lines=summary.lines,
        turn=summary.lines + 1 if is_open and not summary.waiting else summary.lines,
        open=is_open,
        draft=bool(head.draft.strip()),
        parent_line=head.parent_line,
        hold_me_to=head.hold_me_to,
        hits=_hits(spoken, terms),
    )


def _scenario(head: Rehearsal) -> Scenario | None:
    try:
        return scenario_of(head)
    except NotFoundError:
        return None


def _situations(store: TalkStore, person: str) -> dict[str, str]:
    """What a person talked about, by its key, in order of the title."""
    titles: dict[str, str] = {}
    for about, head in store.one_of_each(person).items():
        # A second meeting has a title of its own, and all meetings are one situation.
        first_meeting = head.preparation.model_copy(update={"memory": None})
        scenario = _scenario(head.model_copy(update={"preparation": first_meeting}))
        titles[about] = scenario.title if scenario else _GONE
    return dict(sorted(titles.items(), key=lambda one: fold(one[1])))


def _look_through(store: TalkStore, person: str, terms: Sequence[str]) -> dict[str, list[Said]]:
    """The talks in which every term occurs, each with the exchanges in which one does."""
    said: dict[str, list[Said]] = {}
    found: dict[str, frozenset[str]] = {}
    for line in store.said(person):
        here = terms_in(f"{line.leader}\n{line.reply}", terms)
        if here:
            found[line.rehearsal] = found.get(line.rehearsal, frozenset()) | here
            said.setdefault(line.rehearsal, []).append(line)

    def may_hold(beside: str) -> bool:
        return len(beside) <= _LONG_PREPARATION or bool(terms_in(beside, terms))

    for head in store.heads(person, may_hold):
        scenario = _scenario(head)
        of_it = (scenario.title, scenario.persona.opening) if scenario else (_GONE,)
        beside = [terms_in(text, terms) for text in (head.name, head.hold_me_to, *of_it) if text]
        found[head.id] = found.get(head.id, frozenset()).union(*beside)
    return {id_: said.get(id_, []) for id_, here in found.items() if len(here) == len(terms)}


def _spoken(persona: Persona | None, said: Iterable[Said]) -> Iterable[tuple[str, int, str]]:
    """Who spoke, in or after which line, and what."""
    name = persona.name if persona else "They"
    if persona:
        yield name, 0, persona.opening
    for line in said:
        yield "You", line.number, line.leader
        yield name, line.number, line.reply


def _hits(spoken: Iterable[tuple[str, int, str]], terms: Sequence[str]) -> tuple[Hit, ...]:
    """A line or two that show as many of the terms as can be shown."""
    left = [(speaker, line, text, terms_in(text, terms)) for speaker, line, text in spoken]
    chosen: list[tuple[str, int, str, frozenset[str]]] = []
    missing = frozenset(terms)
    while left and missing and len(chosen) < _MOST_HITS:
        best = max(left, key=lambda one: len(one[3] & missing))
        if not best[3] & missing:
            break
        left.remove(best)
        chosen.append(best)
        missing -= best[3]
    return tuple(
        Hit(speaker, line, excerpt(text, terms)) for speaker, line, text, _ in sorted(chosen, key=lambda one: one[1])
    )
