"""Drills as values: four kinds of card. The shipped ones live in rubrics/drills.yaml."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import Field, model_validator

from simulator.domain.transcript import CodingRequest, Turn
from simulator.domain.value import Value

DrillKind = Literal["spot", "rewrite", "silence", "need"]
KINDS: tuple[DrillKind, ...] = get_args(DrillKind)
NOTHING = "NOTHING"
"""What is chosen, and counted, where a line carries no move."""
_CHOICES = 4

Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, Field(pattern=r"^[A-Z]+$")]


class Scene(Value):
    """What both know and what was said before the line in question: all that the reader sees of it."""

    kind: ClassVar[DrillKind]
    id: str = Field(pattern=r"^[a-z]+:[a-z0-9:-]{1,140}$")
    """The kind, a colon, a name that stays: answers are kept by it."""
    source: str | None = None
    """The line of the labelled corpus it was made from; none for a scene written for the drill, or one's own talk."""
    setting: Text
    shared: tuple[Text, ...] = ()
    """Facts both sides know."""
    employee_owned: tuple[Text, ...] = Field(min_length=1)
    """What is the employee's to do or decide."""
    history: tuple[Turn, ...] = Field(min_length=1)
    """What was said before, the employee last."""

    @model_validator(mode="after")
    def _employee_spoke_last(self) -> Self:
        if self.history[-1].speaker != "employee":
            msg = "history must end with the employee: the leader's line answers it"
            raise ValueError(msg)
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes it trains, the main one first."""
        raise NotImplementedError

    def request(self, line: str) -> CodingRequest:
        """A leader's line said here, as the reader sees it."""
        return CodingRequest(
            turn=line,
            history=self.history,
            shared=self.shared,
            employee_owned=self.employee_owned,
            setting=self.setting,
        )


class Spot(Scene):
    """A leader's line, and which move it is."""

    kind = "spot"
    line: Text
    code: Code | None = None
    """The move it carries; left out where it carries none."""
    quote: Text | None = None
    """The words that carry it, exactly as in the line."""
    also: tuple[Code, ...] = ()
    """Further moves in the line: choosing one of them is right as well."""
    choices: tuple[Code, ...] = Field(min_length=_CHOICES, max_length=_CHOICES)
    """Moves to choose from, the right one among them; "nothing here" is always offered beside them."""
    why: Text

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.code is None) != (self.quote is None):
            msg = "code and quote go together: write both, or neither where the line carries no move"
            raise ValueError(msg)
        if self.quote is not None and self.quote not in self.line:
            msg = "quote must be an exact part of the line"
            raise ValueError(msg)
        if self.code is not None and self.code not in self.choices:
            msg = "choices must hold the move of the line"
            raise ValueError(msg)
        if len(set(self.choices)) != len(self.choices):
            msg = "choices must not hold a move twice"
            raise ValueError(msg)
        return self

    @property
    def right(self) -> frozenset[str]:
        """What may be chosen."""
        return frozenset((self.code or NOTHING, *self.also))

    @property
    def codes(self) -> tuple[str, ...]:
        """The move of the line, or NOTHING."""
        return (self.code or NOTHING, *self.also)


class Rewrite(Scene):
    """A parenting line: say it better."""

    kind = "rewrite"
    line: Text
    code: Code
    quote: Text
    why: Text
    """What the line did."""
    sample: Text | None
    """A better line; none where nobody has written one."""

    @model_validator(mode="after")
    def _quoted(self) -> Self:
        if self.quote not in self.line:
            msg = "quote must be an exact part of the line"
            raise ValueError(msg)
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """The move of the line."""
        return (self.code,)


class Silence(Scene):
    """An employee's bait: answer without taking it."""

    kind = "silence"
    bait: Text
    """What it is, in a few words: "blame", "a shrug that hands the choice up"."""
    tempts: tuple[Code, ...] = Field(min_length=1)
    """The parenting moves it pulls for, the nearest first."""
    why: Text
    sample: Text

    @property
    def codes(self) -> tuple[str, ...]:
        """The moves that the bait pulls for."""
        return self.tempts


class Need(Scene):
    """A situation in which the leader's own need was not said: say it."""

    kind = "need"
    need: Text
    """What is true for the leader, told to the person: "You promised ..."."""
    why: Text
    sample: Text

    @property
    def codes(self) -> tuple[str, ...]:
        """The move by which a leader says their own need."""
        return ("SHARE",)


AnyCard = Spot | Rewrite | Silence | Need


class Drills(Value):
    """The shipped cards by kind."""

    spot: tuple[Spot, ...] = Field(min_length=1)
    rewrite: tuple[Rewrite, ...] = Field(min_length=1)
    silence: tuple[Silence, ...] = Field(min_length=1)
    need: tuple[Need, ...] = Field(min_length=1)

    @property
    def cards(self) -> tuple[AnyCard, ...]:
        """All of them, in the order of the file."""
        return (*self.spot, *self.rewrite, *self.silence, *self.need)


@dataclass(frozen=True)
class Drill:
    """A card as it is dealt to somebody."""

    card: AnyCard
    rehearsal: str | None = None
    """The talk of their own that it was made from."""
    talk: str | None = None
    """That talk as the page calls it: "your talk with Paula on 3 November"."""
