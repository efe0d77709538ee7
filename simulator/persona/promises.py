"""What the leader said they would do, in their own words: what an employee comes back to."""

import re

from simulator.domain.dates import named_date
from simulator.domain.persona_state import Promise
from simulator.domain.wording import fold, sentences

_OWN = re.compile(r"\b(i'?ll|i will|i'm going to|i promise|my part is)\b")
_IN_A_PLAN = re.compile(
    r"\bi (tell|send|bring|take|ask|write|call|book|talk|speak|check|give|come|get|set|make|keep|stay|step)\b"
)
"""How the leader's part is said where a plan is made: "You draft it, I tell the board"."""
_NOT_A_PROMISE = re.compile(r"\bi'?ll (be honest|admit|say|bet|guess|wait|think|try|see|leave you|stop|start)\b")
_LONGEST = 26
"""Words; a longer sentence is not quoted back."""
_PLANS = frozenset({"SPLIT", "CLOSE", "HOLD"})


def promises_in(text: str, codes: frozenset[str], turn: int) -> tuple[Promise, ...]:
    """The promises of one leader turn that does not parent: with a day, or as part of a plan."""
    found = []
    for sentence in sentences(text):
        said = fold(sentence)
        plans = bool(codes & _PLANS)
        if (
            not (_OWN.search(said) or (plans and _IN_A_PLAN.search(said)))
            or _NOT_A_PROMISE.search(said)
            or sentence.endswith("?")
        ):
            continue
        when = named_date(sentence)
        if (when or plans) and len(sentence.split()) <= _LONGEST:
            found.append(Promise(turn=turn, words=sentence, when=when))
    return tuple(found)
