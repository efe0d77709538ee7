"""What a language model as second reader says of a leader turn: kept beside the first reading, never mixed."""

from pydantic import Field

from simulator.domain.value import Value


class SecondFinding(Value):
    """A code the second reader gave, with words that really stand in the turn: `turn[start:end] == quote`."""

    code: str
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int
    reason: str
    """Its own sentence, as it wrote it."""


class SecondReading(Value):
    """All it says of one turn. `scored` is False when nothing readable came; `findings` is then empty."""

    model: str
    findings: tuple[SecondFinding, ...] = ()
    dropped: int = Field(default=0, ge=0)
    """Findings thrown away: words that do not stand in the turn, or a code that does not exist."""
    scored: bool = True
    why_not: str | None = None
    better: str | None = None
    """What the leader could have said instead, in the matter at hand; only where a parenting code was found."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes found."""
        return frozenset(finding.code for finding in self.findings)
