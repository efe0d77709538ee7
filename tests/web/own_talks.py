"""A situation of one's own as a visitor types it."""

import asyncio

from simulator.domain.own import Own
from simulator.domain.rehearsal import Rehearsal
from tests.web.visitors import Visitor

FORM = {
    "called": "Kim",
    "me": "Alex",
    "pronouns": "she",
    "role": "shift lead",
    "kind": "project",
    "visible": "Three reports came after the 5th.\nOn Tuesday the call with Zeltron ended early.",
    "needs": "Reports by the 5th.",
    "fixed": "The 5th stands.",
    "theirs": "how the report is written",
    "strength": "In March she calmed the auditor down in ten minutes.",
    "manner": "prickly",
    "guess1": "I never know which of the two lists counts",
    "guess2": "I was promised the Basel account and then it went to somebody else.",
    "guess3": "I am afraid that the new tool makes me superfluous.",
    "on": "",
    "guardedness": "guarded",
    "unsent": "Zeltron",
}


def describe(visitor: Visitor, **other: str) -> str:
    """Send the form; return the id of what was kept."""
    assert visitor.person
    answer = visitor.post("/situations", data=FORM | other)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/")[2].split("?")[0]


def sit_down(visitor: Visitor, situation: str, **form: str) -> str:
    """Begin to rehearse it; return the rehearsal's id."""
    answer = visitor.post(f"/situations/{situation}/rehearse", data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/rehearse/?r=")


def kept(visitor: Visitor, rehearsal: str) -> Rehearsal:
    """A rehearsal as it is kept."""
    return visitor.made.store.get(visitor.person, rehearsal)


def own_of(visitor: Visitor, rehearsal: str) -> Own:
    """What it is played from."""
    own = kept(visitor, rehearsal).preparation.own
    assert own is not None
    return own


def talk(visitor: Visitor, rehearsal: str, lines: tuple[str, ...], *, end: bool = True) -> None:
    """Say lines and end it."""

    rehearsing, person = visitor.made.rehearsing, visitor.person

    async def say() -> None:
        for number, line in enumerate(lines, 1):
            async for _ in rehearsing.say(person, rehearsal, line, f"press-{number}", number):
                pass

    asyncio.run(say())
    if end:
        visitor.made.store.end(person, rehearsal)
        visitor.skip(rehearsal)
