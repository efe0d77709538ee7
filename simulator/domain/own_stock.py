"""What an own situation is filled up with: manners, concerns nobody typed, needs. Content: scenarios/new/own.yaml."""

from typing import Literal, Self

from pydantic import Field, model_validator

from simulator.domain.scenario import ID_PATTERN, Kind, Levels, Need
from simulator.domain.starter import Mask
from simulator.domain.value import Value
from simulator.domain.voice import Line, Situation, TierLines

Beside = Literal["report", "peer", "customer"]
Depth = Literal[1, 2, 3]


def beside(kind: Kind) -> Beside:
    """Who the other is to the leader, by what the talk is about."""
    if kind == "peer":
        return "peer"
    return "customer" if kind in {"sales", "service"} else "report"


class Manner(Value):
    """How somebody usually meets the leader."""

    id: str = Field(pattern=ID_PATTERN)
    says: str
    """For the form: what the leader would say of them."""
    habits: tuple[str, ...] = Field(min_length=1)
    """Employee codes."""
    mask: str
    manner: str
    start: Levels
    openings: tuple[str, ...] = Field(min_length=2)
    """First lines; chance picks one."""
    reactions: dict[str, TierLines] = {}
    situations: dict[Situation, TierLines] = {}

    @property
    def as_mask(self) -> Mask:
        """The part of it that a scenario calls mask."""
        return Mask(habits=self.habits, mask=self.mask)


class Concern(Value):
    """Something a person could well hold, whatever the leader guessed."""

    id: str = Field(pattern=ID_PATTERN)
    tier: Depth
    beside: tuple[Beside, ...] = ("report", "peer", "customer")
    kinds: tuple[Kind, ...] = ()
    """Only in talks about these; empty: in any."""
    need: Need | None = None
    """The need under it; at depth 3 only, and there always."""
    text: str
    """`$name` and the pronouns stand for the employee's."""
    says: tuple[Line, ...] = Field(min_length=2)
    """As they would say it; each is complete in itself."""
    recalls: tuple[Line, ...] = Field(min_length=1)
    """As they would come back to it."""
    tells: tuple[tuple[str, ...], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _need_at_the_bottom(self) -> Self:
        if (self.tier == 3) != (self.need is not None):  # noqa: PLR2004 - the deepest of three
            msg = "need belongs to depth 3, and there it must stand"
            raise ValueError(msg)
        return self

    def fits(self, kind: Kind) -> bool:
        """Whether it can be held in a talk of this kind."""
        return beside(kind) in self.beside and (not self.kinds or kind in self.kinds)


class NeedWords(Value):
    """A need as a leader would name it."""

    says: str
    words: tuple[str, ...] = Field(min_length=2)


class OwnStock(Value):
    """All of it."""

    manners: tuple[Manner, ...] = Field(min_length=1)
    lead_ins: dict[Literal["1", "2", "3"], tuple[str, ...]]
    """By depth: what stands before a guess of the leader's when it is told for the first time."""
    recalls: tuple[str, ...] = Field(min_length=3)
    """What stands before it when it is come back to."""
    needs: dict[Need, NeedWords]
    concerns: tuple[Concern, ...]
    plain_words: tuple[str, ...] = ()
    """Words in which anybody says what is behind something: they tell no guess from another."""

    @model_validator(mode="after")
    def _ids_are_single(self) -> Self:
        for ids in ([one.id for one in self.manners], [one.id for one in self.concerns]):
            if len(set(ids)) != len(ids):
                msg = "two entries have the same id"
                raise ValueError(msg)
        return self
