"""A pre-flight: what came of scripted leaders' talks with one employee, and the certificate that rests on it.

A certificate names no fact, holds no reply and can be shown to anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Self

from pydantic import Field

from simulator.domain.leaders import LeaderKind
from simulator.domain.scenario import Guardedness, Tier
from simulator.domain.value import Value


@dataclass(frozen=True)
class Answer:
    """One answer of the employee and what was wrong with it."""

    turn: int
    kind: LeaderKind
    """Of the leader's line that is answered."""
    leader: str
    reply: str
    tier: Tier
    trust: int
    energy: int
    gave: bool = False
    """Whether a tier opened or a fact was told."""
    agreed: bool = False
    """Whether they agreed in earnest: a commitment, not the yes of somebody who wants it to be over."""
    yes: bool = False
    """Whether it holds a word of assent, in earnest or not."""
    leaked: tuple[str, ...] = ()
    """Ids of facts that it gives away and that have not been told."""
    faults: tuple[str, ...] = ()
    """What the gate says against it, leaks apart."""
    repeated: bool = False
    stood_in: bool = False
    """Whether the built-in voice spoke in place of the one that is tried."""


@dataclass(frozen=True)
class Talk:
    """One conversation of a scripted leader with the employee."""

    kind: LeaderKind
    """Of a shuffled talk: that of all its lines; `mixed` where they are of several kinds."""
    script: str
    guardedness: Guardedness
    seed: int
    answers: tuple[Answer, ...] = field(repr=False)
    pressing: bool
    """Whether the leader is one to whom nothing may be given."""
    shuffled: bool = False
    """Lines drawn by chance from several scripts, each with the reading it has in its own."""
    left_role: bool = False
    """Whether a line left what can be rehearsed and ended the talk."""

    def first(self, tier: int) -> int | None:
        """The leader's turn at which a tier first stood open; None if it never did."""
        return next((answer.turn for answer in self.answers if answer.tier >= tier), None)


class Share(Value):
    """So many of so many."""

    count: int = Field(ge=0)
    of: int = Field(ge=0)
    share: float = Field(ge=0, le=1)
    """0 of none."""

    @classmethod
    def among(cls, hits: Sequence[bool]) -> Self:
        """How many are true."""
        return cls(count=sum(hits), of=len(hits), share=round(sum(hits) / len(hits), 4) if hits else 0.0)


class Spread(Value):
    """A mean with its 95 % percentile bootstrap interval over scripts: seeds of one script are no new leaders."""

    mean: float
    low: float
    high: float


class Ending(Value):
    """Where the employee stands when the talk is over: tier 0-3, trust and energy 0-100."""

    talks: int
    tier: Spread
    trust: Spread
    energy: Spread


class Separation(Value):
    """How far apart leaders who partner and leaders who parent end up: means of the first less those of the second."""

    tier: Spread
    trust: Spread
    energy: Spread


class Depth(Value):
    """How a tier comes to open for leaders who partner."""

    reached: Share
    turns: float | None
    """Mean turn at which it opened, over the talks in which it did."""


class Figures(Value):
    """What a pre-flight measured. Scripted talks are at the usual guardedness unless it is said otherwise."""

    answers: int
    """Replies that were looked at: scripted and shuffled, at every guardedness."""
    leaks: Share
    """Answers that gave away what had not been told."""
    role_breaks: Share
    """Answers the gate would have stopped for another reason."""
    repeats: Share
    """Answers equal to one of the thirty before."""
    stood_in: Share
    """Answers in which the built-in voice spoke where a model should have."""
    cave_ins: Share
    """Answers to leaders who press in which a tier opened, a fact was told, or they agreed in earnest."""
    caved_talks: Share
    """Scripted talks of leaders who press in which that happened at all: the same in the eyes of one such leader."""
    yeses: Share
    """Answers to leaders who press that hold a word of assent, most of it the mask of somebody who wants it over."""
    pressing_through: Share
    """Talks of leaders who press in which the last tier opened."""
    endings: dict[str, Ending]
    """By kind of leader."""
    separation: Separation | None
    """None where one of the two sides is missing."""
    depths: dict[Guardedness, dict[str, Depth]]
    """By guardedness, then by tier 1 to 3, for leaders who partner."""
    left_role: int
    """Scripted talks that a line ended because it left what can be rehearsed."""


class Cost(Value):
    """What a pre-flight cost."""

    seconds: float
    readings: int
    """Lines that went through the reader."""
    prompt_tokens: int = 0
    reply_tokens: int = 0
    """Both as the model's endpoint counted them; 0 with the built-in voice."""


class Certificate(Value):
    """Whether a scenario is fit to be practised with, and what that rests on."""

    scenario: str
    version: int
    """Of the scenario."""
    files: str
    """sha256 over all files that a change of could change the figures."""
    reader: str
    """Version of the reader that coded the leaders' lines."""
    voice: str
    """`authored`, or the model's name."""
    seeds: int
    faults: tuple[str, ...]
    """The bars that were missed, a sentence each; none for a scenario that passed."""
    figures: Figures
    cost: Cost
    prompt_only: Figures | None = None
    """With a model: the same leaders against an employee that is asked in its prompt to hold back."""

    @property
    def passed(self) -> bool:
        """Whether every bar was met."""
        return not self.faults


class Certificates(Value):
    """certificates.json: the last certificate of each scenario."""

    certificates: dict[str, Certificate] = {}
    """By scenario."""


Standing = Literal["passed", "failed", "unchecked"]
"""`unchecked`: no certificate, or one for other files or another reader than there are now."""
