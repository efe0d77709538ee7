"""A rehearsal as it is kept: who, which scenario, the answers before it, and its exchanges."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from simulator.domain.finding import Reading
from simulator.domain.memory import Memory, continued
from simulator.domain.own import Own
from simulator.domain.scenario import Guardedness, Scenario
from simulator.domain.second_reading import SecondReading
from simulator.domain.transcript import Transcript, Turn
from simulator.domain.value import Value

VoiceName = Literal["authored", "llm"]
ReplyStatus = Literal["pending", "complete", "interrupted"]


class Preparation(Value):
    """What the leader noted before sitting down."""

    answers: tuple[int, int, int] | None
    """The three questions of how much partnering this needs, 0-3 each; None if skipped."""
    energy: int | None = Field(default=None, ge=0, le=10)
    """The leader's own energy, 0-10."""
    guardedness: Guardedness = "guarded"
    memory: Memory | None = None
    """What both remember of an earlier meeting; None when they meet for the first time."""
    own: Own | None = Field(default=None, repr=False)
    """What a situation of the leader's own is played from; None for one on the shelf. It holds what is not told yet:
    whatever shows or exports a preparation leaves it out."""


class Exchange(Value):
    """One leader turn and the reply to it: one row, so that neither can be doubled without the other."""

    number: int = Field(ge=1)
    leader: str
    reading: Reading | None
    """None until the turn was coded, and for good where the turn left what can be rehearsed."""
    reply: str
    """Empty while pending."""
    status: ReplyStatus
    voice: VoiceName
    note: str | None
    """What the page says honestly about this reply: a fallback, a break."""
    second: SecondReading | None = None
    """What a second reader said of the leader's line, if one was asked."""
    self_rating: str | None = None
    """What the leader said of their own line before they saw any reading of it."""
    reply_reading: Reading | None = None
    """What the reader found in the reply; None until somebody needed it."""


class Rehearsal(Value):
    """Everything kept of one conversation."""

    id: str
    person: str
    scenario: str
    scenario_version: int
    seed: int
    preparation: Preparation
    opened_at: datetime
    ended_at: datetime | None
    energy_after: int | None
    hold_me_to: str | None
    """The one thing the leader wants to be held to."""
    hints: bool
    second_reader: bool = False
    """Whether a second reader is asked about each line as it is said."""
    left_role: str | None = None
    """The kind of talk that ended it, where the last line left what can be rehearsed: then nothing of it is judged."""
    draft: str
    """What stands in the box, not sent yet."""
    name: str | None = None
    """What the leader calls it, if they gave it a name."""
    parent: str | None = None
    """The rehearsal this one branched off; None also where that one was deleted."""
    parent_line: int | None = None
    """The leader's line, counted from 1, in whose place a branch tries another; None for what is no branch."""
    self_rated: Literal["done", "skipped"] | None = None
    """Whether the leader marked their own lines; None before they were asked."""
    situation: str | None = None
    """The leader's own situation that is rehearsed, if it is one."""
    exchanges: tuple[Exchange, ...]

    @property
    def pending(self) -> Exchange | None:
        """The exchange that still waits for its reply, if any: only ever the last."""
        last = self.exchanges[-1] if self.exchanges else None
        return last if last and last.status == "pending" else None

    def played(self, scenario: Scenario) -> Scenario:
        """The scenario as it stands in this meeting; `scenario` is the one of this rehearsal's id."""
        memory = self.preparation.memory
        return continued(scenario, memory) if memory else scenario

    def turns(self, opening: str) -> tuple[Turn, ...]:
        """The conversation as turns, beginning with the employee's opening line."""
        said = [Turn(speaker="employee", text=opening)]
        for exchange in self.exchanges:
            said.append(Turn(speaker="leader", text=exchange.leader))
            if exchange.reply:
                said.append(Turn(speaker="employee", text=exchange.reply))
        return tuple(said)

    def transcript(self, opening: str) -> Transcript:
        """The conversation as a transcript that can be scored anywhere."""
        return Transcript(scenario=self.scenario, turns=self.turns(opening))

    def readings(self, transcript: Transcript) -> dict[int, Reading]:
        """The readings that were kept, by their place in this rehearsal's own transcript."""
        places = [index for index, turn in enumerate(transcript.turns) if turn.speaker == "leader"]
        found: dict[int, Reading] = {}
        for place, exchange in zip(places, self.exchanges, strict=True):
            if exchange.reading is not None:
                found[place] = exchange.reading
            if exchange.reply and exchange.reply_reading is not None:
                found[place + 1] = exchange.reply_reading
        return found
