"""Options told apart: one turn may put several forward, and some words only ask leave to put one."""

import re
from collections.abc import Iterator

from simulator.domain.wording import fold, sentences, spoken
from simulator.scoring.content import SMALL_WORDS, content_words

_SAME = 0.6
_ANOTHER = re.compile(
    r"(?:^|[,;.!?]\s+)(?=or\b(?! (?:not|otherwise|else|so|no|is|was)\b)|alternatively\b|another\b"
    r"|secondly\b|thirdly\b|two, |three, )"
    r"|(?<=[.!?])\s+(?=and (?:the|a|an|my|our)\b)|(?<=[.!?])\s+(?=\w+ (?:could|might|can) also\b)",
    re.IGNORECASE,
)
_STEP = re.compile(r"[,;]\s+(?:and\s+)?(?:then\s+)?|\s+and\s+(?:then\s+)?", re.IGNORECASE)
_COMMANDED = re.compile(
    r"^(?:and |then |so |now |first |please )*(?:you(?:'ll| will| need to| should| have to| must)|we'll) \w+"
)
_NO_COMMAND = SMALL_WORDS | frozenset(
    """
    that which because so if when while where who whose as since though but or after before until under over into out
    off down between not no nobody nothing never always maybe perhaps first last then there here all both each every
    some any it's that's there's you're i'm we're don't doesn't didn't isn't aren't won't can't
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""No command begins with one of these."""
_LEAVE = re.compile(
    r"\b(?:can|could|may|might|shall|should) i\b|\b(?:would|do) you (?:care|like|want|mind)\b|\bwant to (?:hear|see)\b"
)
_PROPOSES = re.compile(r"\b(?:could|might|maybe|perhaps|what if|instead)\b|(?:^|[.!?] )or\b")
_FEWEST_WORDS = 4
"""Of substance, beside a question for leave: fewer say nothing yet."""


def put_forward(turn: str, quote: str) -> Iterator[str]:
    """The options of a turn whose words `quote` put one forward: that one, and what is set beside it with "or"."""
    yield from _alternatives(quote)
    beyond = turn[turn.find(quote) + len(quote) :] if quote in turn else ""
    yield from (part for part in _cut(". " + spoken(beyond))[1:] if len(part.split()) > 1)


def proposes(answer: str) -> bool:
    """Whether the answer to a question for ideas holds one."""
    return _PROPOSES.search(fold(spoken(answer))) is not None


def steps_told(quote: str) -> Iterator[str]:
    """What a command tells somebody to do, step by step."""
    found = False
    for sentence in sentences(spoken(quote)):
        for part in _STEP.split(sentence):
            words = fold(part).split()
            bare = len(words) > 1 and words[0].strip(",.") not in _NO_COMMAND
            if _COMMANDED.search(fold(part)) or (found and bare):
                found = True
                yield part.strip(" ,.!?;")
    if not found:
        yield quote


def asks_leave_only(turn: str) -> bool:
    """Whether a turn asks if an idea is wanted and does not say it yet."""
    parts = sentences(spoken(turn))
    rest = [part for part in parts if not (part.endswith("?") and _LEAVE.search(fold(part)))]
    return len(rest) < len(parts) and len(content_words(" ".join(rest))) < _FEWEST_WORDS


def same_option(one: str, other: str) -> bool:
    """Whether two wordings mean one option: most of their words of substance are the same."""
    left, right = content_words(one), content_words(other)
    return bool(left and right) and len(left & right) / len(left | right) >= _SAME


def _alternatives(text: str) -> list[str]:
    return [part for part in _cut(spoken(text)) if part] or [text]


def _cut(text: str) -> list[str]:
    return [part.strip(" ,;.") for part in _ANOTHER.split(text)]
