"""What `new-scenario` asks and what it fills in where nobody said. Content lives in scenarios/new/*.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import Field, model_validator

from simulator.domain.scenario import Endings, Kind, Levels, Need, Pronouns, Rewrite, Subject, Unlock
from simulator.domain.value import Value

STRENGTH, TRUE_NEED = "strength", "true-need"
"""Subjects of the defaults that take up words of the author's own answers."""


class Choice(Value):
    """One of several answers."""

    id: str
    says: str


class Question(Value):
    """Something asked of an author."""

    id: str
    asks: str
    form: Literal["line", "list", "words", "choice", "pronouns"] = "line"
    """line: one line; list: one a line, an empty line ends; words: parted by commas; choice: one of `choices`."""
    example: str | None = None
    default: str | None = None
    """What an empty line stands for; None: it has to be answered. A choice's default is its id."""
    choices: tuple[Choice, ...] = ()
    least: int = Field(default=1, ge=0)
    """Fewest entries of a list or of words."""

    @model_validator(mode="after")
    def _choosable(self) -> Self:
        ids = [choice.id for choice in self.choices]
        if (self.form == "choice") != bool(ids):
            msg = "choices belong to the form 'choice', which needs them"
            raise ValueError(msg)
        if ids and self.default is not None and self.default not in ids:
            msg = f"default must be one of the choices: {', '.join(ids)}"
            raise ValueError(msg)
        return self


class Depth(Value):
    """How the questions on what they hold begin."""

    tier: Literal[1, 2, 3]
    says: str


class Questions(Value):
    """All questions in the order they are asked: `before`, then `fact` for each depth, then `after`."""

    welcome: str
    before: tuple[Question, ...]
    depths: tuple[Depth, ...] = Field(min_length=3, max_length=3)
    fact: tuple[Question, ...] = Field(min_length=3, max_length=3)
    """What they hold, their own sentence for it, its telling words; the first may be left empty for 'no more'."""
    after: tuple[Question, ...]

    def by_id(self) -> dict[str, Question]:
        """Each question outside the depths."""
        return {question.id: question for question in (*self.before, *self.after)}


class Mask(Value):
    """A way of keeping others at a distance."""

    habits: tuple[str, ...] = Field(min_length=1)
    """Employee codes."""
    mask: str


class Starter(Value):
    """Defaults of a new scenario. `$name`, `$subject`, `$object` and `$possessive` stand for the employee's."""

    minutes: int
    start: Levels
    manner: str
    masks: dict[str, Mask]
    """By choice of the question `mask`."""
    pronouns: dict[str, Pronouns]
    """By subject pronoun."""
    subjects: tuple[Subject, ...]
    need_subject: str
    boundaries: tuple[Subject, ...]
    unlocks: tuple[Unlock, ...]
    hints: tuple[str, ...] = Field(min_length=3)
    rewrites: tuple[Rewrite, ...]
    endings: Endings
    plain_words: tuple[str, ...]
    """Words that do not tell one strength from another."""
    notes: dict[str, str]
    """A comment for the author by field of the scenario, written above it."""
    voice_note: str
    """What stands at the head of the voice file."""


@dataclass(frozen=True)
class Held:
    """Something the employee holds, as an author put it."""

    tier: Literal[1, 2, 3]
    text: str
    own_words: str
    tells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Answers:
    """What an author said."""

    id: str
    kind: Kind
    need: Need
    lines: Mapping[str, str]
    """By question: answers of one line."""
    lists: Mapping[str, tuple[str, ...]]
    """By question: answers of several."""
    pronouns: Pronouns
    facts: tuple[Held, ...]
