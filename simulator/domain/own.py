"""A person's own situation: a real talk that lies before them, the card they take into it, and how it went."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from simulator.domain.card import Card
from simulator.domain.scenario import Guardedness, Kind, Scenario
from simulator.domain.value import Value
from simulator.domain.voice import Voice

PronounWord = Literal["she", "he", "they"]
LONGEST_NAME, LONGEST_LINE, MOST_LINES, MOST_WORDS_KEPT = 40, 400, 12, 40
"""Letters of a name and of a line; lines of a list; words that must not leave the machine."""


class Afterwards(Value):
    """How the real talk went, as the leader noted it."""

    on: date | None = None
    """The day it took place."""
    how: str = ""
    mattered: str = ""
    """What the other said matters to them."""
    agreed: tuple[str, ...] = ()
    energy: int | None = Field(default=None, ge=0, le=10)
    """The leader's own, after it."""
    surprised: str = ""


class Described(Value):
    """What the leader typed. Nobody's real name is asked for."""

    called: str = Field(min_length=1, max_length=LONGEST_NAME)
    """A stand-in for the other's name."""
    me: str = Field(default="Alex", min_length=1, max_length=LONGEST_NAME)
    """A stand-in for the leader's own."""
    pronouns: PronounWord = "they"
    role: str = ""
    kind: Kind = "performance"
    visible: tuple[str, ...] = Field(min_length=1)
    """What anyone could see: facts, not reasons."""
    needs: tuple[str, ...] = Field(min_length=1)
    """What the leader needs."""
    fixed: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    """What is the other's to decide."""
    strength: str = ""
    """One thing they did well, with its occasion."""
    manner: str
    """How they usually meet the leader: an id of the manners in scenarios/new/own.yaml."""
    guesses: tuple[str, str, str] = ("", "", "")
    """What may be behind it, near the surface, beneath that, deepest; each as they might say it, or empty."""
    on: date | None = None
    """When the talk is."""
    guardedness: Guardedness = "guarded"
    unsent: tuple[str, ...] = ()
    """Names and words that must not leave this machine."""
    follows: str | None = None
    """The situation this one goes on from."""
    earlier: Afterwards | None = None
    """How the talk before went, as it stood when this one was written."""


class OwnSituation(Value):
    """A situation as it is kept."""

    id: str
    person: str
    created_at: datetime
    described: Described
    card: Card | None
    afterwards: Afterwards | None

    @property
    def title(self) -> str:
        """What a list calls it."""
        return f"Your talk with {self.described.called}"

    def awaits_word(self, today: date) -> bool:
        """Whether its day has come and gone and nothing was noted."""
        return self.afterwards is None and self.described.on is not None and self.described.on < today


class Own(Value):
    """What a rehearsal of an own situation is played from, kept inside the rehearsal: later edits do not reach it."""

    scenario: Scenario = Field(repr=False)
    voice: Voice = Field(repr=False)
    """The lines that are the situation's own; the stock voice has the rest."""
    unsent: tuple[str, ...] = Field(default=(), repr=False)
    """Words that are taken out of whatever is sent to a model."""
