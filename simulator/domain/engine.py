"""The engine's numbers (scenarios/engine.yaml): what a move does to an employee unless a scenario says otherwise."""

from pydantic import Field

from simulator.domain.scenario import Change
from simulator.domain.value import Value


class Lapse(Value):
    """A mood that wears off: `change` strikes `after` further leader turns."""

    after: int = Field(ge=1, le=5)
    change: Change


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
    deflect_below: int
    """Below this trust the employee goes nowhere, whatever is asked."""
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
