"""Whether an answer to a card is right, and the sentence that says so. A typed line is judged by its reading."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.domain.drill import NOTHING, AnyCard, DrillKind, Need, Rewrite, Silence, Spot
from simulator.domain.finding import Finding, Reading
from simulator.domain.rubric import Rubric

RULES: dict[DrillKind, str] = {
    "spot": "The line was labelled by hand, by the rubric.",
    "rewrite": "It passes when the reader finds no parenting move in it and at least one partnering move, or else an "
    "open question that leaves the work with them. Whether it fits the person, only you can say.",
    "silence": "It passes when the reader finds no parenting move in it. A pause passes, and so does asking.",
    "need": "It passes when the reader finds your own need in it and no parenting move, and no expectation either: "
    "a demand is good in its place, but it is not the need.",
}
OWN_LINE = "This is what the reader found in your line. It can be wrong; what you meant, only you know."
_MANY_WORDS = 40
_HALF_HEARD = 0.4
"""Of short answers to the shipped baits this hears three in four that parent, and one in forty that do not."""
_OPEN_QUESTION = re.compile(r"\b(?:what|how|which|where|when|who|whose)\b[^.!?]*\?", re.IGNORECASE)
_NO_WORDS = "There are no words in that for the reader. Write the line as you would say it."


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer."""

    right: bool
    sentence: str
    findings: tuple[Finding, ...] = ()
    """What the reader found in a typed line."""
    doubts: tuple[str, ...] = ()
    """Parenting moves it half heard in a line that passed: there the person decides."""


def judge_choice(card: Spot, chosen: str, rubric: Rubric) -> Verdict:
    """Judge a chosen move, or NOTHING."""
    names = _names((code for code in (card.code, *card.also) if code), rubric)
    if chosen in card.right:
        return Verdict(right=True, sentence=f"Yes: {names or 'nothing here'}.")
    found = f"It is {names}" if names else "There is nothing here"
    return Verdict(right=False, sentence=f"{found}. You chose {_chosen(chosen, rubric)}.")


def judge_line(
    card: Rewrite | Silence | Need,
    line: str,
    reading: Reading,
    rubric: Rubric,
    confidences: Mapping[str, float] | None = None,
) -> Verdict:
    """Judge a typed line by the reading of it in the card's context.

    `confidences` are the reader's, 0-1, for every code. It speaks up only when it is sure, and a short line seldom
    makes it sure: what it half hears in a line that passes is named, and fails nothing.
    """
    match card:
        case Rewrite():
            right, sentence = _rewritten(line, reading, rubric)
        case Silence():
            right, sentence = _held(line, reading, rubric)
        case Need():
            right, sentence = _said(reading, rubric)
    doubts = _doubts(card, reading, rubric, confidences or {}) if right else ()
    if doubts:
        sentence = (
            f"Perhaps. The reader is sure of no parenting move, and half hears {_names(doubts, rubric)}. You decide."
        )
    return Verdict(right, sentence, reading.findings, doubts)


def refusal(card: AnyCard, line: str) -> str | None:
    """Why a typed line cannot be judged, as a sentence for the person; None if it can."""
    if not line.strip():
        if card.kind == "silence":
            return "The box is empty. If you would say nothing, write three dots: ..."
        return "The box is empty. Write the line as you would say it, or have one shown."
    if card.kind != "silence" and not any(letter.isalpha() for letter in line):
        return _NO_WORDS
    return None


def _rewritten(line: str, reading: Reading, rubric: Rubric) -> tuple[bool, str]:
    if not reading.scored:
        return False, reading.why_not or _NO_WORDS
    parenting, partnering = _sides(reading, rubric)
    if parenting:
        return False, f"Not yet: the reader finds {_names(parenting, rubric)} in it."
    if partnering:
        return True, f"That holds: the reader finds {_names(partnering, rubric)}, and no parenting move."
    if _OPEN_QUESTION.search(line):
        return True, "That holds: no parenting move, and an open question that leaves the work with them."
    return False, "Nothing is taken over any more, but nothing is handed back either. Try one open question."


def _held(line: str, reading: Reading, rubric: Rubric) -> tuple[bool, str]:
    parenting, _ = _sides(reading, rubric)
    if parenting:
        return False, f"It caught you a little: the reader finds {_names(parenting, rubric)} in it."
    words = len(line.split())
    if not any(letter.isalpha() for letter in line):
        return True, "You held it. The weight stayed where it was, and there is room to go on."
    if not reading.scored:
        return False, reading.why_not or _NO_WORDS
    if words > _MANY_WORDS:
        return True, f"You did not take it. It took {words} words, though; fewer would leave more room."
    if "?" in line:
        return True, "You asked, and left the answer with them."
    return True, "You stayed, and did not take it."


def _said(reading: Reading, rubric: Rubric) -> tuple[bool, str]:
    if not reading.scored:
        return False, reading.why_not or _NO_WORDS
    parenting, _ = _sides(reading, rubric)
    beside = [*parenting, *(code for code in ("BAR",) if code in reading.codes)]
    if "SHARE" not in reading.codes:
        also = f" What it finds is {_names(beside, rubric)}." if beside else ""
        return (
            False,
            f"The reader does not find your own need in it.{also} Begin with I, and say why it matters to you.",
        )
    if beside:
        return False, f"Your need is in it, and so is {_names(beside, rubric)}. Try the need alone."
    return True, "You said it as yours, and nothing hangs on it that they must do."


def _doubts(card: AnyCard, reading: Reading, rubric: Rubric, confidences: Mapping[str, float]) -> tuple[str, ...]:
    # To say little is what a bait is best answered with; it only looks like leaving them to it.
    meant = {"ABDICATE"} if isinstance(card, Silence) else set()
    return tuple(
        code
        for code, confidence in confidences.items()
        if confidence >= _HALF_HEARD
        and rubric.by_code[code].side == "parenting"
        and code not in reading.codes
        and code not in meant
    )


def _sides(reading: Reading, rubric: Rubric) -> tuple[list[str], list[str]]:
    """Codes found, parenting ones and partnering ones, in the order of the words."""
    found = list(dict.fromkeys(finding.code for finding in reading.findings))
    parenting = [code for code in found if rubric.by_code[code].side == "parenting"]
    return parenting, [code for code in found if code not in parenting]


def _names(codes: Iterable[str], rubric: Rubric) -> str:
    """As in: “Tell the fix” and “Take it over”."""
    names = [f"“{rubric.by_code[code].name}”" for code in codes]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _chosen(code: str, rubric: Rubric) -> str:
    return "“Nothing here”" if code == NOTHING else _names([code], rubric)
