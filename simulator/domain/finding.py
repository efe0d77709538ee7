"""What a reader found in one turn."""

from pydantic import Field, model_validator

from simulator.domain.value import Value


class Finding(Value):
    """A code with the exact words that carry it: `turn[start:end] == quote`, offsets in characters."""

    code: str
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int
    confidence: float = Field(ge=0, le=1)
    """Calibrated: of findings with 0.8, about eight in ten are agreed with on the held-out split."""

    @model_validator(mode="after")
    def _span_fits(self) -> "Finding":
        if self.end - self.start != len(self.quote):
            msg = "start and end must span the quote"
            raise ValueError(msg)
        return self


class Reading(Value):
    """All a reader says of one turn. `scored` is False when it could not judge; `findings` is then empty."""

    findings: tuple[Finding, ...]
    scored: bool = True
    why_not: str | None = None
    """For the person: why the turn was not scored."""

    @property
    def codes(self) -> frozenset[str]:
        """The codes found."""
        return frozenset(finding.code for finding in self.findings)
