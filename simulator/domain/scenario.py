"""A scenario: one conversation to rehearse. Content lives in scenarios/*.yaml; scenarios/README.md is the contract."""

from functools import cached_property
from itertools import chain, product
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from simulator.domain.value import Value

Kind = Literal["coaching", "performance", "project", "workload", "flexibility", "peer", "scope", "sales", "service"]
Need = Literal["belonging", "security", "freedom", "significance", "meaning"]
Tier = Literal[0, 1, 2, 3]
Guardedness = Literal["open", "guarded", "closed"]
"""How hard somebody is to reach on the day: the same person, less or more wary."""
Identifier = str
"""Lower-case words joined by hyphens."""
ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class Brief(Value):
    """What the leader knows. It never states the cause."""

    you_are: str
    situation: str
    visible: tuple[str, ...]
    """What can be seen, without explanation."""
    own_needs: tuple[str, ...]
    fixed: tuple[str, ...]
    strength: str
    """One true strength that the leader could voice."""
    gap: str
    """One true gap that the leader could voice."""


class Levels(Value):
    """Trust, energy and ownership of the employee, each 0-100."""

    trust: int = Field(ge=0, le=100)
    energy: int = Field(ge=0, le=100)
    ownership: int = Field(ge=0, le=100)


class Change(Value):
    """A change of the levels, in points; `tier` -1 closes the tier last opened."""

    trust: int = 0
    energy: int = 0
    ownership: int = 0
    tier: Literal[-1, 0] = 0


class HiddenNeed(Value):
    """A need the employee does not say at first. Never shown before it is earned."""

    need: Need
    rank: int = Field(ge=1)


class Fact(Value):
    """Something the employee holds. Told only from its tier on."""

    id: str = Field(pattern=ID_PATTERN)
    tier: Literal[1, 2, 3]
    text: str
    """Third person, one sentence: what the receipt says once it has been told."""
    need: Need | None = None
    """The hidden need that telling this voices, if it does."""
    tells: tuple[tuple[str, ...], ...] = Field(min_length=1)
    """Groups of lower-case word stems. A sentence that holds every stem of a group gives the fact away.

    `loaf|bread` stands for either.
    """

    @field_validator("tells")
    @classmethod
    def _written_out(cls, tells: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        """Every group without a '|': one for each way to choose."""
        ways = [[[one.strip() for one in stem.split("|")] for stem in group] for group in tells]
        if not all(ways) or any("" in either for group in ways for either in group):
            msg = "each group must hold a word, and a word must stand on each side of every '|'"
            raise ValueError(msg)
        return tuple(dict.fromkeys(chain.from_iterable(product(*group) for group in ways)))


class Subject(Value):
    """Something the conversation can be about, recognised by its words."""

    id: str = Field(pattern=ID_PATTERN)
    words: tuple[str, ...] = Field(min_length=1)
    """Lower-case word stems or phrases; a stem matches the beginning of a word."""


class Sign(Value):
    """A move, optionally about a subject: the unit of unlock rules and deflators."""

    move: str
    about: str | None = None
    """A subject id; the turn must touch it."""


class Unlock(Value):
    """How a tier opens: one of `now` in this turn, and each group of `heard` so far (this turn included)."""

    tier: Literal[1, 2, 3]
    now: tuple[Sign, ...] = Field(min_length=1)
    heard: tuple[tuple[Sign, ...], ...] = ()
    without_unrepaired: tuple[str, ...] = ()
    """Parenting codes that must not stand unrepaired."""
    without_fix: bool = False
    """The turn itself may carry no parenting move and no OFFER or SPLIT."""
    jump: bool = False
    """May open from any lower tier at once (the second meeting with Paula)."""


class Deflator(Value):
    """What a move does to this employee, in place of the default effect."""

    when: Sign
    change: Change
    later: Change | None = None
    """What follows when the mood wears off."""
    after: int = Field(default=0, ge=0, le=5)
    """Leader turns until `later` strikes."""


class Rewrite(Value):
    """A better line for a slip in this very conversation, in the leader's mouth. Gives no fact away."""

    move: str
    """The parenting code it answers, or the criterion (S1 to S9) it would help to meet."""
    about: str | None = None
    """A subject id: preferred when the slip touches it."""
    line: str


class Pronouns(Value):
    """How the page speaks of the employee."""

    subject: str
    object: str
    possessive: str


class Persona(Value):
    """The employee: public side, hidden needs and habits."""

    name: str
    pronouns: Pronouns
    role: str
    public: str
    """What anybody at work knows."""
    manner: str
    """How they talk: tempo, words, humour, body. For the llm voice and for authors."""
    mask: str
    """How they present while nothing has been earned."""
    start: Levels
    needs: tuple[HiddenNeed, ...] = Field(min_length=1)
    drivers: tuple[str, ...] = ()
    habits: tuple[str, ...]
    """Employee codes of the baits they fall into."""
    opening: str
    """Their first line, body language in square brackets."""


class Tension(Value):
    """Two needs that pull apart."""

    leader: str
    employee: str


class Endings(Value):
    """The closing scene, told to the leader."""

    partnering: str
    parenting: str


class Scenario(Value):
    """One conversation to rehearse."""

    id: str = Field(pattern=ID_PATTERN)
    version: int = Field(ge=1)
    title: str
    kind: Kind
    summary: str
    """One sentence for the card; states no cause."""
    minutes: int = Field(ge=3, le=60)
    leader_name: str
    brief: Brief
    shared: tuple[str, ...]
    """Facts both sides know; the scorer sees them."""
    employee_owned: tuple[str, ...] = Field(min_length=1)
    """Work and decisions that are the employee's; the scorer sees them."""
    tension: Tension | None
    persona: Persona
    facts: tuple[Fact, ...] = Field(min_length=1)
    subjects: tuple[Subject, ...]
    need_subject: str
    """The subject that names the true need: a CONFIRM that touches it is right."""
    unlocks: tuple[Unlock, ...]
    deflators: tuple[Deflator, ...] = ()
    boundaries: tuple[Subject, ...] = ()
    """What must not be asked or diagnosed here; touching one in an ASSUME, ASK or CONFIRM caps the score."""
    rewrites: tuple[Rewrite, ...] = ()
    endings: Endings
    hints: tuple[str, ...] = Field(min_length=3)
    """Questions for the leader, never answers."""

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        subjects = {subject.id for subject in self.subjects}
        asked = [sign.about for unlock in self.unlocks for sign in (*unlock.now, *(s for g in unlock.heard for s in g))]
        asked += [deflator.when.about for deflator in self.deflators]
        asked += [rewrite.about for rewrite in self.rewrites]
        asked.append(self.need_subject)
        missing = sorted({about for about in asked if about is not None and about not in subjects})
        if missing:
            msg = f"names a subject that is not listed under subjects: {', '.join(missing)}"
            raise ValueError(msg)
        if sorted({unlock.tier for unlock in self.unlocks}) != [1, 2, 3]:
            msg = "unlocks must hold at least one rule for each of the tiers 1, 2 and 3"
            raise ValueError(msg)
        if sorted({fact.tier for fact in self.facts}) != [1, 2, 3]:
            msg = "facts must hold at least one fact for each of the tiers 1, 2 and 3"
            raise ValueError(msg)
        ids = [fact.id for fact in self.facts]
        if len(set(ids)) != len(ids):
            msg = "two facts have the same id"
            raise ValueError(msg)
        return self

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Fact for each fact id."""
        return {fact.id: fact for fact in self.facts}
