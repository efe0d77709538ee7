"""The transcript of a debrief: turns with the exact words of each move marked.

Places: `turn` is the index in the transcript, from 0; `line` counts the leader's lines, from 1. An employee turn has
the `line` it answers, 0 for the opening. All text is verbatim and unescaped: whoever draws it escapes it.
"""

from dataclasses import dataclass
from typing import Literal

from simulator.domain.rubric import Cost, Tag
from simulator.domain.self_rating import Beside
from simulator.domain.transcript import Speaker


@dataclass(frozen=True)
class Reliability:
    """How far a code can be trusted, measured on labelled turns the reader has not learnt from."""

    precision: float | None
    """Of the turns given the code, the share that carry it, 0-1; None where it was never given."""
    recall: float | None
    """Of the turns that carry it, the share found, 0-1; None where none did."""
    turns: int
    """Turns that carry the code."""


@dataclass(frozen=True)
class Place:
    """Somewhere in the conversation."""

    turn: int
    line: int
    words: str
    """As in "line 4", "Paula's answer to line 4", "Paula's opening"."""


@dataclass(frozen=True)
class Segment:
    """A piece of a turn's text. Joined in order, the pieces are the text."""

    text: str
    marks: tuple[str, ...] = ()
    """Ids of the moves whose words these are; several where moves share words."""
    aside: bool = False
    """Body language of the employee, brackets included."""


@dataclass(frozen=True)
class Bait:
    """What the employee said just before a slip, as a code."""

    code: str
    meaning: str
    """"hides the need"."""


@dataclass(frozen=True)
class MoveNote:
    """A move found in a leader turn, of either side."""

    id: str
    """Unique in a debrief and fit for an HTML id: "line-3-rescue"."""
    place: Place
    code: str
    name: str
    tag: Tag
    quote: str
    start: int
    """Of the quote in the turn's text, in characters."""
    end: int
    confidence: float
    """0-1."""
    sure: str
    """The confidence in words: "fairly sure"."""
    reliability: str | None
    """How far this code can be trusted, as a sentence; None where it is not known."""
    effect: str
    """What it does to the see-saw."""
    advice: str
    """The rubric's: how to say it better, or how to go deeper."""


@dataclass(frozen=True)
class Flag(MoveNote):
    """A parenting move. `meant` is to be read first."""

    meant: str
    better: str | None
    """A line for this conversation; None where the scenario has none left: show `advice` alone."""
    better_by: str | None
    """The model that wrote it; None for the scenario's own."""
    cost: Cost | None
    cost_sentence: str | None
    bait: Bait | None
    severity: float
    """1-3, halved when repaired."""
    repaired: Place | None
    """Where the leader took it back."""


@dataclass(frozen=True)
class Partnered(MoveNote):
    """A partnering move."""

    opened: bool
    """It opened the next depth, or was what a fact was told on."""


@dataclass(frozen=True)
class Said:
    """What an employee turn carried, as far as cues can tell."""

    code: str
    kind: Literal["bait", "ownership"]
    meaning: str
    quote: str


@dataclass(frozen=True)
class Event:
    """A receipt in the transcript: something opened, was told, closed, was held back, or wore off."""

    kind: Literal["opened", "told", "closed", "withheld", "wore-off"]
    text: str


@dataclass(frozen=True)
class SecondMove:
    """A move that a second reader found in a line."""

    code: str
    name: str
    tag: Tag
    quote: str
    reason: str
    """As the model wrote it: unescaped, and not the project's word."""
    shared: bool
    """Whether the first reader found it too."""


@dataclass(frozen=True)
class SecondOpinion:
    """What a second reader said of a leader line, beside the first."""

    model: str
    moves: tuple[SecondMove, ...]
    missing: tuple[str, ...]
    """Names of moves that only the first reader found."""
    dropped: int
    """Findings that could not be verified and were thrown away."""
    unread: str | None
    """Why there is none, as a sentence."""

    @property
    def agrees(self) -> bool:
        """Whether both found the same moves."""
        return self.unread is None and not self.missing and all(move.shared for move in self.moves)


@dataclass(frozen=True)
class OwnMark:
    """What the leader said of their own line before they saw the reader's view of it, beside that view."""

    word: str
    """Id of the `Word`."""
    says: str
    """As it stood on the page: "I told"."""
    beside: Beside | None
    """None where the reader could not score the line."""
    sentence: str
    """The two side by side, neither called right."""


@dataclass(frozen=True)
class DebriefTurn:
    """One turn of the transcript, ready to draw."""

    place: Place
    speaker: Speaker
    name: str
    """Who speaks, as the page calls them."""
    text: str
    segments: tuple[Segment, ...]
    tags: tuple[Tag, ...] = ()
    """The ribbon of a leader turn; empty where nothing was found."""
    flags: tuple[Flag, ...] = ()
    partnered: tuple[Partnered, ...] = ()
    said: tuple[Said, ...] = ()
    """Employee turns only."""
    events: tuple[Event, ...] = ()
    """Leader turns only: what the line did."""
    unread: str | None = None
    """Why a leader turn was not scored, as a sentence; None when it was."""
    note: str | None = None
    """What is honestly to be said of a reply: a fallback, a break."""
    second: SecondOpinion | None = None
    """Leader turns that a second reader has read."""
    own: OwnMark | None = None
    """Leader turns that the leader marked."""
