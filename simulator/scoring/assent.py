"""Whether the employee agreed: what turns a proposal into a plan."""

import re

from simulator.domain.wording import fold

_ASSENT = re.compile(
    r"\b(yes|yeah|yep|okay|ok|sure|agreed|deal|fine by me|that works|works for me|sounds (good|fair|right)"
    r"|i can do that"
    r"|i'?ll (do|have|send|bring|take)|happy with that|right, (so|then)|good[,.]|fair( enough)?"
    r"|that'?s (it|right)"
    r"|you'?re close|close enough|exactly|more or less|i'?d like that|let'?s)\b"
)


def assents(text: str, codes: frozenset[str]) -> bool:
    """Whether an employee turn agrees to what was just said: a yes, or a promise, and no pushback."""
    return "PUSHBACK" not in codes and ("COMMIT" in codes or _ASSENT.search(fold(text)) is not None)
