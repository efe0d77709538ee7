"""Conversations whose readings are given: the arithmetic is tested apart from the reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.domain.finding import Finding, Reading
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard
from simulator.domain.transcript import CodingRequest, Transcript, Turn
from simulator.domain.wording import fold
from simulator.library.rubrics import load_rubric
from simulator.scoring.conversation import Scorer

Line = tuple[str, dict[str, str]] | str
"""A leader line with its codes (code -> quote), or an employee line."""


CUES = {
    "BAIT_UPWARD": r"what do you want me to do",
    "BAIT_MASK": r"\bi'?m fine\b|been busy",
    "OWN": r"\bi should have",
    "NEED_VOICE": r"\bi want\b",
    "OPTION": r"\bi could\b",
    "PUSHBACK": r"that'?s not (really )?it",
    "COMMIT": r"\bi'?ll .*\bby\b|to you by ",
}
"""Plain words by which these tests mean an employee code; the shipped reader has learnt better."""


@dataclass
class GivenReader:
    """Reads what it was told each text holds: code -> quote."""

    known: dict[str, dict[str, str]]
    version: str = "given"
    asked: list[CodingRequest] = field(default_factory=list)

    def code(self, request: CodingRequest) -> Reading:
        self.asked.append(request)
        codes = self.known.get(request.turn, {})
        findings = []
        for code, quote in codes.items():
            start = request.turn.index(quote)
            findings.append(Finding(code=code, quote=quote, start=start, end=start + len(quote), confidence=0.9))
        return Reading(findings=tuple(findings))

    def code_employee(self, request: CodingRequest) -> Reading:
        found: dict[str, Finding] = {}
        masked = re.sub(r"\[[^\]]*\]", lambda match: " " * len(match.group(0)), request.turn)
        for sentence in re.finditer(r"[^.!?]+[.!?]*", masked):
            quote = sentence.group(0).strip()
            for code, cue in CUES.items():
                if quote and code not in found and re.search(cue, fold(quote)):
                    start = masked.index(quote, sentence.start())
                    found[code] = Finding(code=code, quote=quote, start=start, end=start + len(quote), confidence=0.5)
        return Reading(findings=tuple(found.values()))


def scored(lines: Sequence[Line], scenario: Scenario | None = None) -> Scorecard:
    """Score a conversation whose leader lines hold what they say they hold."""
    known = {line[0]: line[1] for line in lines if isinstance(line, tuple)}
    turns = tuple(
        Turn(speaker="leader", text=line[0]) if isinstance(line, tuple) else Turn(speaker="employee", text=line)
        for line in lines
    )
    scorer = Scorer(load_rubric(), GivenReader(known))
    return scorer.score(Transcript(scenario=scenario.id if scenario else None, turns=turns), scenario)


def line(text: str, *codes: str) -> tuple[str, dict[str, str]]:
    """A leader line whose codes are each carried by the whole of it."""
    return text, dict.fromkeys(codes, text)


def rounds(count: int, *talk: Line) -> list[Line]:
    """The same few lines again and again; without any, a quiet line and a murmur."""
    quiet: tuple[Line, ...] = (("Right. Next point, then.", {}), "Mm.")
    return list(talk or quiet) * count
