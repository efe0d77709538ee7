"""What the scorer says of a whole conversation."""

from typing import Literal

from pydantic import Field

from simulator.domain.finding import Finding
from simulator.domain.rubric import Tag
from simulator.domain.value import Value


class ScoredFinding(Value):
    """A finding in its conversation: severity after raises, and whether it was repaired."""

    finding: Finding
    severity: float
    """Parenting: 1-3, halved when repaired; 0 for partnering moves and URGENT help."""
    repaired_by: int | None = None
    """Turn index of the repair."""
    tag: Tag
    bait: str | None = None
    """Employee code of the bait that preceded a parenting move, if one did."""


class ScoredTurn(Value):
    """One turn of the transcript; leader turns carry findings, employee turns carry employee codes."""

    index: int = Field(ge=0)
    """Place in the transcript, from 0."""
    speaker: Literal["leader", "employee"]
    text: str
    scored: bool
    why_not: str | None = None
    findings: tuple[ScoredFinding, ...] = ()
    employee_codes: tuple[Finding, ...] = ()
    tags: tuple[Tag, ...] = ()
    seesaw: float
    """After this turn."""
    repair: bool = False
    """This leader turn repairs an earlier slip."""


class NeedEntry(Value):
    """A line of the need ledger."""

    whose: Literal["leader", "employee"]
    text: str
    source: Literal["voiced", "confirmed", "assumed"]
    turn: int


class OptionEntry(Value):
    """A distinct option and who voiced it first."""

    text: str
    by: Literal["leader", "employee"]
    turn: int


class CommitmentEntry(Value):
    """A promise in the plan."""

    text: str
    owner: Literal["leader", "employee", "both"]
    date: str | None
    check_in: bool
    assent_turn: int | None
    """Turn index at which the other side agreed; None while nobody has."""
    kind: Literal["employee-core", "leader-owes", "other"]
    owes: str | None = None
    """Which of the seven things a leader owes."""
    taken_back: int | None = None
    """Turn index at which a leader who had taken over gave it back: the promise no longer stands."""
    turn: int


class Ledgers(Value):
    """Needs, options and commitments, each with the turn it comes from."""

    needs: tuple[NeedEntry, ...]
    options: tuple[OptionEntry, ...]
    commitments: tuple[CommitmentEntry, ...]


class CriterionResult(Value):
    """How a session did on one criterion. `share` is the part of the points earned, 0-1."""

    code: str
    met: bool
    share: float = Field(ge=0, le=1)
    points: float
    of: int
    turns: tuple[int, ...] = ()
    """Turn indices that are the evidence."""
    sentence: str
    applies: bool = True
    """False where the scenario declares no tension (S9) or there is no scenario to judge against."""


class Scorecard(Value):
    """The verdict on one transcript. `score` is None when the session is not scored."""

    rubric_version: str
    reader_version: str
    scenario: str | None
    scored: bool
    why_not: str | None
    turns: tuple[ScoredTurn, ...]
    parenting_moves: int
    partnering_moves: int
    seesaw: tuple[float, ...]
    """After each leader turn."""
    ledgers: Ledgers
    criteria: tuple[CriterionResult, ...]
    score: int | None
    score_before_caps: int | None
    caps: tuple[str, ...]
    """A sentence for each cap that applied."""
    band: str | None
    moves_score: float | None
    """M of section 4.6, 0-100."""
