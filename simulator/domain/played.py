"""A line played again and again from one hidden state: what differed, and what did not."""

from dataclasses import dataclass
from typing import Literal

from simulator.domain.persona_state import Quirk
from simulator.domain.scenario import Tier

Stance = Literal["deflect", "deflate", "hold-back", "answer", "open-up", "agree"]


@dataclass(frozen=True)
class Standing:
    """The employee after a line, as far as a leader may see it after the end."""

    trust: int
    energy: int
    ownership: int
    seesaw: float
    tier: Tier


@dataclass(frozen=True)
class Answered:
    """One reply, and what the engine asked of it."""

    text: str
    told: bool
    """Whether it tells something for the first time."""
    stance: Stance
    quirk: Quirk | None
    """None also for a reply of a model: it was asked for one, and nobody knows whether it is there."""
    codes: tuple[str, ...]
    """Employee codes it carries, as its author labelled it or the reader found them."""
    note: str | None
    """What is honestly to be said of it: a break."""


@dataclass(frozen=True)
class Play:
    """One time."""

    seed: int
    answered: Answered
    after: Standing
    later: Standing | None
    """After the leader's own further lines, said word for word again; None where that was not asked or failed."""


@dataclass(frozen=True)
class Setting:
    """What is the same in every play of a line."""

    rehearsal: str
    label: str
    """What that talk is called."""
    employee: str
    line: int
    text: str
    """The leader's line, verbatim."""
    kept: str
    """The reply in the talk itself, verbatim."""
    further: int
    """How many of the leader's next lines are said again after it."""


@dataclass(frozen=True)
class Played:
    """A line with its plays so far."""

    setting: Setting
    plays: tuple[Play, ...]
    failed: tuple[str, ...]
    """For each play that brought no reply of the voice that was asked: why, as a sentence."""
