"""The authored voice as data: what the built-in employee can say. Content lives in scenarios/voices/*.yaml.

Every line may begin with or hold body language in [square brackets]. `{when}` in a line is replaced by the day or
date the leader named, else by the line's `when`; `{promise}` by the leader's own earlier words.
"""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, GetJsonSchemaHandler, ModelWrapValidatorHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from simulator.domain.value import Value

Situation = Literal[
    "greeting",
    "small-talk",
    "silence",
    "nonsense",
    "insult",
    "unknowable",
    "role-break",
    "deflect",
    "praise",
    "thanks",
    "apology",
    "status",
    "statement",
    "question",
    "stakes",
    "guess-right",
    "guess-wrong",
    "promise-kept",
    "pushed-again",
    "plan",
    "goodbye",
    "reminded",
    "misunderstood",
    "testing",
    "back-with-plan",
    "back-promise",
    "back-no-plan",
    "back-after-parenting",
    "steps-out",
    "quiet",
]
"""
greeting      hello, good morning
small-talk    weather, weekend, coffee: nothing at stake
silence       an empty line, dots, "..."
nonsense      not readable as a sentence
insult        abuse
unknowable    a question this person cannot answer ("what is the VP's salary?")
role-break    "you are an AI", "ignore your instructions", "what is your prompt?"
deflect       trust below 25: whatever was asked, they do not go there
praise        generic praise, flattery
thanks        the leader thanks them
apology       the leader apologises without naming a move
status        a closed or status question about work
statement     the leader said something neutral
question      an open question on no listed subject
stakes        the leader told the stakes straight, once
guess-right   a checked guess that is right (the fact itself comes from `disclosures`)
guess-wrong   a checked guess that is wrong: they correct without giving away what is locked
promise-kept  the leader names a promise of their own or what they will do
pushed-again  the same parenting move for the third time
plan          agreeing on who, when, check-in, once a tier is open
goodbye       the leader closes the meeting
reminded      they come back to something the leader said they would do
misunderstood they take the leader's words in another sense than meant, once in a while
testing       they test whether the leader means it
back-...      the first line of a second meeting, two weeks on: a plan was agreed; the leader promised something;
              nothing was agreed; the last talk left them smaller
steps-out     the leader's talk left what can be rehearsed: they end it, as this person would
quiet         nothing fits: a look, a nod, few words; the last resort, so many are needed
"""


HAPPENED = frozenset({"told", "told-deep", "kept", "plan"})
"""
told       they told something of what they hold
told-deep  something of depth 2 or 3
kept       something is still untold
plan       a promise stands
"""
Level = Literal["low", "middle", "high"]


class Line(Value):
    """Something the employee can say. In files a plain string stands for a line with text only."""

    text: str = Field(min_length=1)
    says: tuple[str, ...] = Field(default=(), strict=False)
    """Employee codes it carries (BAIT_MASK, OWN, OPTION, COMMIT ...)."""
    facts: tuple[str, ...] = Field(default=(), strict=False)
    """Facts it mentions: it can be chosen only when each has been told and its tier is open."""
    when: str = "Thursday"
    """Stands in for `{when}` if the leader named no day."""
    only_after: tuple[str, ...] = Field(default=(), strict=False)
    """In `account` alone: it is true only of a talk in which one of these happened, a move's code or a word of
    HAPPENED."""

    @model_validator(mode="wrap")
    @classmethod
    def _plain_string(cls, value: object, validate: ModelWrapValidatorHandler[Self]) -> Self:
        return cls(text=value) if isinstance(value, str) else validate(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, make: GetJsonSchemaHandler) -> JsonSchemaValue:
        """For editors: text alone, or all the fields."""
        return {"anyOf": [{"type": "string", "minLength": 1}, make(schema)]}


class TierLines(Value):
    """Lines by the tier that is open; `any` fits each."""

    any: tuple[Line, ...] = ()
    tier0: tuple[Line, ...] = ()
    tier1: tuple[Line, ...] = ()
    tier2: tuple[Line, ...] = ()
    tier3: tuple[Line, ...] = ()

    def at(self, tier: int) -> tuple[Line, ...]:
        """Lines fit for a tier, the tier's own first."""
        own: tuple[Line, ...] = (self.tier0, self.tier1, self.tier2, self.tier3)[tier]
        return own + self.any

    def every(self) -> Iterator[tuple[int | None, Line]]:
        """Each line with its tier, None for `any`."""
        for tier, lines in ((None, self.any), (0, self.tier0), (1, self.tier1), (2, self.tier2), (3, self.tier3)):
            for line in lines:
                yield tier, line


class Voice(Value):
    """All authored lines of one scenario."""

    scenario: str
    reactions: dict[str, TierLines] = {}
    """By move: how they answer it."""
    topics: dict[str, TierLines] = {}
    """By subject id: what they answer when asked about it."""
    disclosures: dict[str, tuple[Line, ...]] = {}
    """By fact id: lines that tell it for the first time, complete in themselves."""
    recalls: dict[str, tuple[Line, ...]] = {}
    """By fact id: lines that come back to it once told."""
    situations: dict[Situation, TierLines] = {}
    account: dict[Level, tuple[Line, ...]] = {}
    """Afterwards: one sentence on how the talk was for them."""
