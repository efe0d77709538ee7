"""Conversations whose readings are given: the arithmetic is tested apart from the reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.domain.finding import Finding, Reading
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard
from simulator.domain.transcript import CodingRequest, Transcript, Turn
from simulator.library.rubrics import load_employee_cues, load_rubric
from simulator.scoring.conversation import Scorer
from simulator.scoring.employee import EmployeeReader

Line = tuple[str, dict[str, str]] | str
"""A leader line with its codes (code -> quote), or an employee line."""


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


def scored(lines: Sequence[Line], scenario: Scenario | None = None) -> Scorecard:
    """Score a conversation whose leader lines hold what they say they hold."""
    known = {line[0]: line[1] for line in lines if isinstance(line, tuple)}
    turns = tuple(
        Turn(speaker="leader", text=line[0]) if isinstance(line, tuple) else Turn(speaker="employee", text=line)
        for line in lines
    )
    scorer = Scorer(load_rubric(), GivenReader(known), EmployeeReader(load_employee_cues()))
    return scorer.score(Transcript(scenario=scenario.id if scenario else None, turns=turns), scenario)


def line(text: str, *codes: str) -> tuple[str, dict[str, str]]:
    """A leader line whose codes are each carried by the whole of it."""
    return text, dict.fromkeys(codes, text)


def rounds(count: int, *talk: Line) -> list[Line]:
    """The same few lines again and again; without any, a quiet line and a murmur."""
    quiet: tuple[Line, ...] = (("Right. Next point, then.", {}), "Mm.")
    return list(talk or quiet) * count
