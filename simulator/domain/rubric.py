"""The rubric as values: moves, employee codes, criteria, see-saw, score. Content lives in rubrics/partnering.yaml."""

from functools import cached_property
from typing import Literal

from pydantic import Field

from simulator.domain.value import Value

Side = Literal["parenting", "partnering"]
Tag = Literal["FOR", "TO", "AWAY", "WITH"]
Cost = Literal["power", "ownership", "resentment", "career"]
Step = Literal[1, 2, 3]


class NearMiss(Value):
    """A line that looks like the move and is not."""

    text: str
    code: str
    """The code it carries instead, or `neutral`."""
    why: str


class Move(Value):
    """One of the 22 leader moves (rubric sections 4.2 and 4.3)."""

    code: str = Field(pattern=r"^[A-Z]+$")
    name: str
    side: Side
    step: Step
    """Which of the three steps it belongs to, or stands in place of."""
    tag: Tag
    """Default preposition; ASSUME turns from TO to FOR when a kindness hangs on it (see `kind_tag`)."""
    kind_tag: Tag | None = None
    """The preposition when the same turn also carries a FOR move."""
    severity: int = Field(ge=0, le=3)
    """0 for partnering moves."""
    weight: int = Field(ge=0, le=3)
    """0 for parenting moves."""
    tilt: float = 0.0
    """Added to the see-saw; positive means the leader carries it."""
    pull: float = Field(default=1.0, gt=0, le=1)
    """The see-saw is multiplied by this: below 1 draws it to the middle."""
    cost: Cost | None = None
    definition: str
    rule: str
    positives: tuple[str, ...]
    positives_context: str | None = None
    """What the employee said just before, where the positives need it."""
    near_misses: tuple[NearMiss, ...]
    meant: str
    """What the leader was probably trying to do: said first, without shame. Parenting moves only."""
    effect: str
    """What it does to the see-saw, one sentence."""
    advice: str
    """How to say it better, or how to deepen a partnering move."""


class EmployeeCode(Value):
    """A code of an employee turn (section 4.4)."""

    code: str = Field(pattern=r"^[A-Z_]+$")
    kind: Literal["bait", "ownership"]
    meaning: str
    example: str


class Criterion(Value):
    """One of the nine session criteria (section 4.6)."""

    code: str = Field(pattern=r"^S[1-9]$")
    name: str
    test: str
    points: int = Field(gt=0)
    met: str
    """The sentence shown when it is met."""
    missed: str
    """The sentence shown when it is not."""


class SeeSaw(Value):
    """Limits of the moment see-saw (section 4.6). Positive: the leader carries; negative: the employee does."""

    limit: float
    balanced: float
    """|T| up to and including this is balanced."""


class Caps(Value):
    """Highest score a session can reach with the named fault."""

    need_not_confirmed: int
    plan_out_of_balance: int
    nothing_shared: int
    boundary_broken: int


class Band(Value):
    """A range of the score, both ends included."""

    low: int
    high: int
    name: str
    sentence: str


class Scoring(Value):
    """The arithmetic of section 4.6: starting guesses, kept in data so that they can be set on labelled sessions."""

    criteria_share: float
    moves_share: float
    severity_factor: int
    """The 2 in M = 100 P / (P + 2N)."""
    repeat_limit: int
    """Each partnering code counts at most this often."""
    repaired_factor: float
    repair_window: int
    """Leader turns within which a repair counts."""
    redo_words: tuple[str, ...]
    """Stems by which a turn says that it begins again."""
    fewest_leader_turns: int
    caps: Caps
    bands: tuple[Band, ...]


class LeaderOwes(Value):
    """One of the seven things a leader owes (concept C35)."""

    id: str
    name: str
    words: tuple[str, ...]
    """Lower-case word stems by which a commitment is recognised as this kind of support."""


class Rubric(Value):
    """The whole rubric. `version` is bumped whenever a change can move a score."""

    id: str
    version: str
    title: str
    credit: str
    moves: tuple[Move, ...]
    employee_codes: tuple[EmployeeCode, ...]
    criteria: tuple[Criterion, ...]
    seesaw: SeeSaw
    scoring: Scoring
    leader_owes: tuple[LeaderOwes, ...]

    @cached_property
    def by_code(self) -> dict[str, Move]:
        """Move for each of the 22 codes."""
        return {move.code: move for move in self.moves}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The 22 codes in file order: the order of every table and of the reader's outputs."""
        return tuple(move.code for move in self.moves)
