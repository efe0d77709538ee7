"""Who says what by when: the promises in the words of one turn.

The reader says whether a turn makes a plan; here its clauses are told apart by who acts in them. A clause is seen from
its speaker: `me`, `you` or `us`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from simulator.domain.dates import deadlines, named_deadline
from simulator.domain.transcript import Speaker
from simulator.domain.wording import fold

Person = Literal["me", "you", "us"]

_SENTENCE = re.compile(r"\[[^\]]*\]|[^.!?;\[]+(?:\.(?=\w)[^.!?;\[]*)*[.!?;]*")
_NEW_SUBJECT = re.compile(
    r",?\s+(?<!you )(?:and|while|but|then)\s+(?:then\s+)?"
    r"(?=(?:i|you|we|shall|let's|my|your|mine|yours|the two of us|both of us|from (?:me|you))\b)"
    r"|,\s+(?=(?:i|you|we)(?:'ll|'d|'m| will| would| can| could| get| bring| send| tell)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(r",?\s+and\s+|,\s+(?!(?:that|it|this|they|so|to|in|at|by|before|after)\b)", re.IGNORECASE)
_IN_TURN = re.compile(r",\s+(?=(?:i|you)\s+\w)", re.IGNORECASE)
"""Where "you do this, I do that" turns from one to the other."""
_REASON = re.compile(r"\b(?:because|since|than|which|although|though|unless|if)\b[^,;]*", re.IGNORECASE)
"""A day inside these says why, not when."""
_OPEN_QUESTION = re.compile(
    r"(?:^|[,:]\s)(?:\W|and |so |then |but |well |okay |or |from (?:you|me),? |by )*"
    r"(?:what|when|which|who|how(?! about)|where|why)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|did|didn't|came|went|said|told|been|missed|slipped|passed|needed|wanted)\b")
_FUTURE = re.compile(r"'(?:ll|d)\b|\b(?:will|shall|would|going to|could|can|let's)\b")
_MEETING = (
    r"(?:see (?:how|where|whether|if|what)|look (?:at|back|over|again)|compare|meet|sit|talk|speak|go (?:over|through)"
    r"|turn (?:it|them) over|check|review|catch up|touch base|come back to|hold it (?:up|against))"
)
_MEETS = re.compile(rf"\b{_MEETING}\b")
_MEETS_WITH = re.compile(rf"\b{_MEETING}\b.*\bwith (?:you|me)\b")
_SHOWN = re.compile(r"\byou(?:'ll| can| could| may)? (?:see|look at|judge) (?:it|them|that)\b")
_LASTS = re.compile(r"\b(?:half an hour|an hour|quarter of an hour|\w+ minutes)\b|\bo'clock\b")
_HOUR = re.compile(r"\b(?:at|half past|quarter)\b|o'clock", re.IGNORECASE)
_US = re.compile(
    r"\b(?:we|let's|us both|(?:both|the two) of us|you and (?:i|me)|together|(?:between|for) us)\b", re.IGNORECASE
)
_MINE = re.compile(
    r"\b(?:from|by|on) me\b|\bthat's me\b|\bmy part\b|\bmine (?:is|are)\b|\b(?:over|under|in) my name\b"
    r"|\b(?:is|are|be|stays?) (?:mine|up to me)\b|\b(?:in|on|into) your (?:hands|inbox|desk|calendar)\b"
    r"|\bwith you (?:by|on|before)\b|(?:^|, )me(?=,|$)|(?:'s|\b(?:is|are)) (?:mine\b|my \w)"
    r"|\bleave \w.*\b(?:to|with) me\b"
)
_YOURS = re.compile(
    r"\bfrom you\b|\bthat's you\b|\byour part\b|\byours (?:is|are)\b|\b(?:in|on|into) my (?:hands|inbox|desk)\b"
    r"|\b(?:is|are|be|stays?|remains?) (?:yours|up to you|with you(?! by| on| before))\b|\bwith me (?:by|on|before)\b"
    r"|\bi(?:'ll|'d)? (?:hear|receive|learn)\b|(?:^|, )you(?=,|$)|(?:'s|\b(?:is|are)) (?:yours\b|your \w)"
)
_GETS = re.compile(r"\byou(?:'ll|'d| will| would| can)? (?:get|have|hear|know|receive|find)\b(?! me\b| us\b| to\b)")
_GETS_DONE = re.compile(r"\b(?:get|have)\b.{0,60}\b(?:ready|done|finished|\w+ed|for me|to (?:me|us|her|him|them))\b")
_SUBORDINATE = frozenset(
    """
    what which that how if when where because before whether as than who until everything all till to for with from by
    on at of about
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""After one of these a pronoun is not the subject of the main clause."""
_SUBJECT = re.compile(r"(?:\b(\w+)\s+)?\b(i|you)(?='|\s+(?!(?:and|or|by|on|for|at|before|in|with|to|from|of)\b))")
_TALK = (
    r"be (?:glad|happy|honest|plain|sorry|able)|like|rather|sooner|love|want|need|have to|say|tell|see|think|try|know"
    r"|hate|prefer|bet|guess|admit|wait|manage|hope|live|never|miss|mind|put (?:it|that)|be|stop|understand|find|feel"
    r"|remember"
)
_WILL = rf"(?:'ll| will| am going to|'m going to|'re going to)\s+(?!(?:{_TALK})\b)\w"
_BOUND = re.compile(rf"\b(?:i|you|we){_WILL}")
_BOUND_THAT_DAY = re.compile(r"\b(?:i|you|we)(?:'ll| will)\s+(?!(?:be (?:glad|honest|plain|sorry)|want|need)\b)\w")
_DIVIDED = re.compile(
    rf"\b(?:i|you|we)(?:'d| would)\s+(?!(?:{_TALK})\b)\w|\b(?:is|are) (?:mine|yours)\b|\b(?:mine|yours) (?:is|are)\b"
)
_NEEDED = re.compile(r"\bi(?:'d| would)? (?:need|want|expect|like)\b")
_NOTHING = re.compile(r"\b(?:no|not|nothing|never|won't|don't)\b")
_NOUN_BEFORE = re.compile(r"(?:^|[,:]\s*)(?:a|an|one|some|two|three)\s+(?:[\w-]+\s+){1,3}$")
_ABOUT_A_DATE = re.compile(r"^\s*(?:'s|is|was|works?|suits?|would|will|might|sounds?)\b")
_HABIT = re.compile(
    r"\b(?:every|each|always|never|whenever|any ?time|from now on|as soon as|the moment|next time|no longer|any more"
    r"|won't|not|stop|keep|stays?|remains?)\b|^(?:\W|and |so |then )*if\b"
)


_OPENING = 12
"""Characters within which a sentence of the kind "you do this, I do that" names its first subject."""
_CARRIED_ON = re.compile(r"^(?:and )?(?:it|they|that|this)\b")


@dataclass(frozen=True)
class Said:
    """A clause that names a day or binds somebody."""

    text: str
    person: Person | None
    """Who acts; None where only a day and a thing are named."""
    date: str | None
    check_in: bool
    """Both look at something again."""
    asked: bool
    """In a question that a yes can answer."""
    binds: bool
    """Somebody will do it, day or no day."""
    divides: bool
    """Somebody would do it: a proposal of who carries what."""
    remark: bool
    """Says something of a day ("the 20th works") and promises nothing of its own."""
    wish: bool
    """The speaker needs or wants it by then: the other's part, where they agree."""


def clauses_of(text: str, question: str = "") -> Iterator[Said]:
    """The clauses of a turn that may promise something. `question` is what the other side said just before."""
    for sentence in _SENTENCE.findall(text):
        if sentence.startswith("["):
            continue
        asked, actor = sentence.rstrip().endswith("?"), None
        for clause in _clauses(sentence):
            words = fold(clause)
            date = named_deadline(_REASON.sub(" ", clause))
            actor = _actor(words, date) or actor
            past = _PAST.search(words) and not _FUTURE.search(words)
            if past or (asked and _OPEN_QUESTION.search(words)):
                continue
            binds, divides = _BOUND.search(words) is not None, _DIVIDED.search(words) is not None
            if date:
                binds = (binds or bool(_BOUND_THAT_DAY.search(words) or _GETS.search(words))) and not (
                    _NOTHING.search(words)
                )
            if date or binds or divides:
                check_in = date is not None and _meets(words, date, fold(question))
                wish = _NEEDED.search(words) is not None
                person = "us" if check_in else _actor(words, date)
                if person is None and _CARRIED_ON.search(words):
                    person = actor
                yield Said(
                    text=clause,
                    person="you" if wish and person == "me" else person,
                    date=date,
                    check_in=check_in,
                    asked=asked,
                    binds=binds,
                    divides=divides,
                    remark=date is not None and _remark(words, fold(date)),
                    wish=wish,
                )


def owner_of(person: Person | None, speaker: Speaker) -> Literal["leader", "employee", "both"]:
    """Who of the two a person is, as the speaker sees it; the speaker where nobody is named."""
    if person == "us":
        return "both"
    other: Speaker = "employee" if speaker == "leader" else "leader"
    return other if person == "you" else speaker


def standing_habit(text: str) -> bool:
    """Whether a promise is kept again and again, or whenever something happens, so that it has no day of its own."""
    return _HABIT.search(fold(text)) is not None


def _clauses(sentence: str) -> Iterator[str]:
    """Pieces of a sentence with a subject of their own, or with a day of their own."""
    for piece in _NEW_SUBJECT.split(sentence):
        for turn in _IN_TURN.split(piece) if _subject(fold(piece)[:_OPENING]) else [piece]:
            start = 0
            for match in _BREAK.finditer(turn):
                if deadlines(turn[start : match.start()]) and _new_day(
                    turn[start : match.start()], turn[match.end() :]
                ):
                    yield turn[start : match.start()].strip(" ,.!?;:")
                    start = match.end()
            if rest := turn[start:].strip(" ,.!?;:"):
                yield rest


def _new_day(before: str, after: str) -> bool:
    """Whether another day is named after a break, and the words up to the break do not cut a day from its hour."""
    days = deadlines(after)
    return bool(days) and len(deadlines(f"{before}, {after}")) > len(deadlines(before))


def _actor(words: str, date: str | None) -> Person | None:
    if _MINE.search(words):
        return "me"
    if _YOURS.search(words):
        return "you"
    if _US.search(words):
        return "us"
    if _GETS.search(words) and not _GETS_DONE.search(words):
        return "me"
    subject = _subject(words.replace(fold(date), " ") if date else words)
    return None if subject is None else "me" if subject == "i" else "you"


def _subject(words: str) -> str | None:
    """The pronoun that acts in the main clause."""
    found = _SUBJECT.finditer(words)
    return next(
        (m[2] for m in found if m[1] not in _SUBORDINATE and not _NOUN_BEFORE.search(words[: m.start(2)].lstrip(" ,"))),
        None,
    )


def _meets(words: str, date: str, question: str) -> bool:
    """Whether both look at something again that day: they meet, or one shows and the other sees."""
    if _MEETS_WITH.search(words) or _SHOWN.search(words):
        return True
    joint = _US.search(words) is not None
    if _subject(words) is not None and not joint:
        return False
    if _MEETS.search(words) or _LASTS.search(words) or (joint and _HOUR.search(date)):
        return True
    # "When do we compare?" - "Figures on Monday. Compare on Tuesday."
    asked_of_both = " ".join(part for part in re.split(r"[.!?;,]|\band\b", question) if _US.search(part))
    return bool(_telling(words.replace(fold(date), " ")) & _telling(asked_of_both))


def _telling(words: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]{5,}", words) if word not in {"would", "could", "should"})


def _remark(words: str, date: str) -> bool:
    before, _, after = words.partition(date)
    return before.strip() in {"", "the", "so", "then", "but", "well"} and _ABOUT_A_DATE.search(after) is not None
