"""The debrief as values: what a page, a Markdown file and a JSON file are drawn from.

All text is verbatim and unescaped: whoever draws it escapes it. What the employee never told is in none of these
values. To be read in the order of `Debrief`'s fields: the number comes last.
"""

from dataclasses import dataclass
from typing import Literal

from simulator.domain.marked import DebriefTurn, Flag, Place
from simulator.domain.seesaw import Side
from simulator.domain.self_rating import Gap


@dataclass(frozen=True)
class Strength:
    """The one thing that went well."""

    sentence: str
    quote: str | None = None
    """The learner's own words; None when no partnering move was found, which `sentence` says plainly."""
    place: Place | None = None
    move: str | None = None
    """Id of the `Partnered` it speaks of."""
    opened: str | None = None
    """What it opened, as a sentence."""


@dataclass(frozen=True)
class NextMove:
    """The one thing to try now."""

    title: str
    """What to do, in a few words."""
    why: str
    better: str | None
    """A line to try at once; None where the scenario has none."""
    advice: str
    place: Place | None = None
    """The leader line to go back to; None where no one line is the place."""
    flag: str | None = None
    """Id of the `Flag` it answers."""
    criterion: str | None = None
    better_by: str | None = None
    """The model that wrote the line; None for the scenario's own."""


@dataclass(frozen=True)
class Praise:
    """A slip that the leader noticed and mended."""

    place: Place
    """Where it was mended."""
    slip: Place
    quote: str
    """The words that mended it, or the beginning of the turn."""
    flags: tuple[str, ...]
    """Ids of the flags it halves."""
    sentence: str


@dataclass(frozen=True)
class Card:
    """One thing the employee held. A closed card carries nothing but that it is closed."""

    state: Literal["open", "closed-again", "closed"]
    text: str | None = None
    place: Place | None = None
    """The line that turned it."""
    quote: str | None = None
    move: str | None = None
    """Name of the move that turned it."""
    closed_by: Place | None = None
    """For `closed-again`."""
    closing_quote: str | None = None


@dataclass(frozen=True)
class Disclosures:
    """What the employee held, reached cards first in the order they were told."""

    sentence: str
    """"Paula held 6 things, you reached 2."."""
    held: int
    reached: int
    cards: tuple[Card, ...]
    sentences: tuple[str, ...] = ()
    """What opened, closed and was held back, line by line."""


@dataclass(frozen=True)
class NeedLine:
    """A line of the need ledger."""

    who: str
    text: str
    source: Literal["voiced", "confirmed", "assumed"]
    place: Place


@dataclass(frozen=True)
class OptionLine:
    """An option and who voiced it first."""

    who: str
    text: str
    place: Place


@dataclass(frozen=True)
class PlanLine:
    """A promise: who does what by when."""

    who: str
    """A name, or "both of you"."""
    what: str
    when: str | None
    check_in: bool
    agreed: Place | None
    """Where the other side said yes."""
    owes: str | None
    """Which of the seven things a leader owes it is: "guidance"."""
    theirs: bool
    """It is work or a decision that belongs to the employee."""
    taken_back: Place | None
    """Where a leader who had taken over gave it back: the promise no longer stands."""
    place: Place


@dataclass(frozen=True)
class Plan:
    """The plan as it stands."""

    sentence: str
    lines: tuple[PlanLine, ...]
    given: tuple[str, ...]
    """Of the seven things a leader owes: those in the plan."""
    not_given: tuple[str, ...]


@dataclass(frozen=True)
class CriterionLine:
    """One of the nine criteria."""

    code: str
    name: str
    state: Literal["met", "partly", "missed", "does not apply"]
    sentence: str
    evidence: tuple[Place, ...]
    points: float
    of: int


@dataclass(frozen=True)
class CurvePoint:
    """The employee after a leader line; line 0 is before a word was said."""

    line: int
    seesaw: float
    """Positive: the leader carries it; negative: the employee carries it alone."""
    energy: int
    """0-100, as `trust` and `ownership`."""
    trust: int
    ownership: int
    tier: int
    flags: tuple[str, ...] = ()
    """Names of the parenting moves in this line."""
    opened: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Curve:
    """See-saw and levels over the conversation."""

    who: str
    """The employee's name."""
    points: tuple[CurvePoint, ...]
    limit: float
    """The see-saw lies within plus and minus this."""
    balanced: float
    """Within plus and minus this it is level."""
    sentence: str
    """What the picture amounts to."""


@dataclass(frozen=True)
class OwnEnergy:
    """The leader's own energy, 0-10, as noted before and after."""

    before: int | None
    after: int | None
    sentence: str


@dataclass(frozen=True)
class Talk:
    """Shown, not scored."""

    leader_words: int
    employee_words: int
    share: float | None
    """The leader's part of all words, 0-1; None where nobody said a word."""
    questions: int
    """Questions in the leader's lines."""
    sentence: str


@dataclass(frozen=True)
class Scene:
    """How it ended."""

    kind: Literal["partnering", "parenting"]
    text: str


@dataclass(frozen=True)
class Felt:
    """How seen, heard or respected the employee felt."""

    name: Literal["seen", "heard", "respected"]
    value: int
    """0-10."""
    words: str
    """The same in a word or two: "in part"."""
    gave: tuple[Place, ...]
    """The few lines that gave most, in their order."""
    took: tuple[Place, ...]
    """The few that took most from it."""


@dataclass(frozen=True)
class Account:
    """How the talk was for the employee of the rehearsal, by their own account. No verdict, and in no score."""

    sentence: str | None
    """In their words; None where the voice has none."""
    felt: tuple[Felt, ...]
    """Seen, heard, respected."""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, and the lines it speaks of."""

    words: str
    """Without a full stop, and without the lines."""
    places: tuple[Place, ...]


@dataclass(frozen=True)
class SelfRated:
    """The leader's own marks beside the reader's findings. Neither is the yardstick of the other."""

    sentence: str
    """What the marks amount to, with the lines."""
    clauses: tuple[Clause, ...]
    """The same in its parts, for a page that links the lines."""
    kinds: str | None
    """How often both named the same kind; None where there is no line in which both saw parenting."""
    differ: str | None
    """What it means that the two differ, where they do."""
    gap: Gap


@dataclass(frozen=True)
class Verdict:
    """The number, shown last and small."""

    scored: bool
    why_not: str | None
    """A sentence, where it is not scored."""
    score: int | None
    band: str | None
    sentence: str
    """The band's, or what "not scored" means."""
    caps: tuple[str, ...]
    """A sentence for each cap that applied."""
    before_caps: int | None
    """The score without caps, where one applied."""


@dataclass(frozen=True)
class Debrief:
    """All of it, in the order it is to be read."""

    title: str
    employee: str
    leader: str
    strength: Strength
    next_move: NextMove
    praise: tuple[Praise, ...]
    ending: Scene | None
    """None while there is too little to end; `no_ending` says so."""
    no_ending: str | None
    account: Account | None
    """None after too few lines."""
    self_rated: SelfRated | None
    """None where no line was marked."""
    turns: tuple[DebriefTurn, ...]
    disclosures: Disclosures
    needs: tuple[NeedLine, ...]
    options: tuple[OptionLine, ...]
    plan: Plan
    curve: Curve
    seesaw: Side
    """Where the see-saw stands at the end."""
    own_energy: OwnEnergy
    hold_me_to: str | None
    """What the leader wants to be held to."""
    talk: Talk
    criteria: tuple[CriterionLine, ...]
    verdict: Verdict
    rubric_version: str
    reader_version: str
    credit: str

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags in the order they were said."""
        return tuple(flag for turn in self.turns for flag in turn.flags)
