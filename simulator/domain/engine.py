"""The engine's numbers (scenarios/engine.yaml): what a move does to an employee unless a scenario says otherwise."""

from pydantic import Field

from simulator.domain.scenario import Change, Guardedness
from simulator.domain.value import Value
from simulator.domain.wording import fold, has_stem


class Lapse(Value):
    """A mood that wears off: `change` strikes `after` further leader turns."""

    after: int = Field(ge=1, le=5)
    change: Change


class Guard(Value):
    """What a level of guardedness changes."""

    trust: int
    """Added to the trust they begin with."""
    gain: float = Field(gt=0)
    """Partnering moves give this much of what they give otherwise."""
    turns: int = Field(ge=1)
    """Leader turns that partner and do not parent, since the last opening, before the next depth can open."""
    waived: int = Field(ge=0)
    """So many of an unlock rule's `heard` groups may be missing."""
    deflect_below: int
    """Below this trust the employee goes nowhere, whatever is asked."""


CIRCUMSTANCES = ("", "of strength", "of gap", "right", "wrong", "after disclosure")
"""What can follow a code in `Feeling.weighs`: of a VIEW, of a CONFIRM, of any move just after a disclosure."""


class Feeling(Value):
    """One of the three things an employee speaks of afterwards, 0-10."""

    begin: float = Field(ge=0, le=10)
    """Where it stands if nothing below happened."""
    weighs: dict[str, float]
    """By happening: above 0 it gives, below 0 it takes.

    A happening is a move's code; a code with a circumstance ("VIEW of strength", "CONFIRM right", "TELL after
    disclosure"); or "used", for a line that takes up what the employee has told. What fits twice counts twice.
    """


class Afterwards(Value):
    """How the employee comes to their own account of a talk: 10 * (inertia * begin / 10 + given) / (all weights)."""

    fewest_lines: int = Field(ge=1)
    """Leader lines below which there is nothing to give an account of."""
    inertia: float = Field(gt=0)
    """The weight of `begin`, in the same points as `weighs`."""
    disclosing: tuple[str, ...]
    """Employee codes that count as a disclosure, beside a fact that was told."""
    low_below: float
    """Below this mean of the three the account is low ..."""
    high_from: float
    """... and from this one on it is high."""
    seen: Feeling
    heard: Feeling
    respected: Feeling


class Engine(Value):
    """Starting values, to be tuned by measurement (design/scenarios, 'Engine rules')."""

    version: str
    effects: dict[str, Change]
    """By move code."""
    lapses: dict[str, Lapse] = {}
    """By move code: what follows when a good mood wears off."""
    leader_energy: dict[str, int]
    """By move code: what it gives or costs the leader, in points of 100. Carrying for two is tiring."""
    leader_energy_opening: int
    """What it gives the leader when the other opens up."""
    leader_energy_start: int = Field(ge=0, le=100)
    """Where it begins for a leader who did not say."""
    guess_wrong: Change
    """A CONFIRM that is wrong but checked."""
    view_of_gap: Change
    """A VIEW of a gap; `effects` holds that of a strength."""
    gap_words: tuple[str, ...]
    """Stems by which a VIEW is taken as one of a gap."""
    guardedness: dict[Guardedness, Guard]
    """By level; all three are needed."""
    repeat_factor: float = Field(gt=0, le=1)
    """Each repetition of a partnering move adds this much less: the third good question in a row moves little."""
    opening_moves: tuple[str, ...]
    """Moves on which an unlocked fact may be told."""
    repairs: tuple[str, ...]
    """Moves that take an earlier slip out of play."""
    in_play: int = Field(ge=1)
    """Leader turns for which an unrepaired slip stands between the two."""
    mixed_factor: float = Field(ge=0, le=1)
    """What is left of a partnering move's gain when the same turn parents."""
    heavy_trust: int
    """A loss of this much trust in one turn closes the tier last opened ..."""
    heavy_energy: int
    """... and so does this much energy."""
    afterwards: Afterwards

    def of_a_gap(self, view: str) -> bool:
        """Whether the words of a VIEW are of a gap, not of a strength."""
        words = fold(view)
        return any(has_stem(word, words) for word in self.gap_words)
