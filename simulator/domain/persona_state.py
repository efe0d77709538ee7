"""The employee's inner state, what changed it, and the cue a voice acts on."""

from typing import Literal

from pydantic import Field

from simulator.domain.scenario import Change, Guardedness, Levels, Tier
from simulator.domain.value import Value


class Pending(Value):
    """A mood that wears off: `change` strikes after `turns` further leader turns."""

    turns: int = Field(ge=1)
    change: Change
    code: str
    """The move that caused it."""


class Heard(Value):
    """A move that was heard, with the subjects its turn touched: what unlock rules look back on."""

    turn: int
    code: str
    about: tuple[str, ...]


class Promise(Value):
    """Something the leader said they would do."""

    turn: int = Field(ge=0)
    """0 for a promise of an earlier meeting."""
    words: str
    """A sentence of the leader's, verbatim."""
    when: str | None
    """The day named in it."""


Quirk = Literal["reminded", "misunderstood", "testing"]
"""What people do beside answering: come back to a promise, take words in another sense, test whether it is meant."""


class PersonaState(Value):
    """State after some leader turn. The whole of it: a session is replayed from turns alone."""

    turn: int = Field(ge=0)
    """Leader turns so far."""
    levels: Levels
    leader_energy: int = Field(ge=0, le=100)
    """The leader's own energy, from what they noted before and what their moves give or cost them."""
    tier: Tier
    seesaw: float
    told: tuple[str, ...]
    """Fact ids told so far, in order."""
    heard: tuple[Heard, ...]
    unrepaired: tuple[Heard, ...]
    """Parenting moves still in play: not repaired, and not long ago."""
    pending: tuple[Pending, ...]
    seed: int
    guardedness: Guardedness = "guarded"
    earned: int = Field(default=0, ge=0)
    """Leader turns that partnered and did not parent, since the last opening."""
    promises: tuple[Promise, ...] = ()
    """What the leader said they would do and was not reminded of yet, oldest first."""
    quirks: tuple[Quirk, ...] = ()
    """Those shown so far."""


class Receipt(Value):
    """Why something opened or closed: the promise that nothing is given for free."""

    kind: Literal["opened", "told", "closed", "withheld", "wore-off"]
    """opened: a tier; told: a fact; closed: a tier lost again; withheld: trust too low; wore-off: a mood."""
    tier: Tier
    fact: str | None = None
    """The fact id, only for `told`."""
    text: str
    """A sentence for the leader; names no locked fact."""
    code: str | None = None
    quote: str | None = None
    """The leader's words that did it."""


class Cue(Value):
    """What a voice may and should do now. Holds no locked fact."""

    tier: Tier
    mood: Literal["flat", "guarded", "wary", "open", "alive"]
    stance: Literal["deflect", "deflate", "hold-back", "answer", "open-up", "agree"]
    moves: tuple[str, ...]
    """Codes found in the leader's turn, weightiest first."""
    subjects: tuple[str, ...]
    """Subjects the turn touches, best match first."""
    tell: tuple[str, ...] = ()
    """Fact ids to tell now."""
    may_mention: tuple[str, ...] = ()
    """Fact ids told before and still open."""
    guess: Literal["right", "wrong"] | None = None
    """Verdict on a checked guess of the leader."""
    habit: str | None = None
    """Employee code of the bait to fall into, if any."""
    again: int = 0
    """How often the weightiest parenting move has been heard before."""
    words: int = 40
    """About how long the reply should be."""
    quirk: Quirk | None = None
    promise: Promise | None = None
    """What to come back to, with the quirk `reminded`."""
