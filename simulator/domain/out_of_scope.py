"""What cannot be rehearsed here, recognised by a leader's words. Content lives in scenarios/out-of-scope.yaml.

When a line touches it the employee steps out of the role, the talk ends, and the page says which help fits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from simulator.domain.value import Value
from simulator.domain.wording import fold, sentences

OutOfScopeKind = Literal["self-harm", "harassment", "discrimination", "medical", "legal"]
Stem = Annotated[str, Field(min_length=2, pattern=r"^[^A-Z]*[^A-Z\s]$")]
"""Lower-case beginning of a word or words; `|` at its end: the word ends there; `{name}`: any word of that class."""

_CLASS = re.compile(r"\{([a-z]+)\}")


class Ground(Value):
    """One kind of talk that belongs elsewhere."""

    help: tuple[str, ...] = Field(min_length=2, max_length=3)
    """Which help fits, in calm sentences. No number to call: it would be right in one country only."""
    tells: tuple[Annotated[tuple[Stem, ...], Field(min_length=1)], ...] = Field(min_length=1)
    """Groups of stems. A sentence that holds every stem of a group is of this kind."""


class LeftRole(Value):
    """What is said to a leader whose talk was ended."""

    lead: str
    help: tuple[str, ...]
    kept: tuple[str, ...]
    """What became of the talk: who can open it, that it is not scored."""


class OutOfScope(Value):
    """All of it. Precision comes before recall: a talk that is ended without reason is a talk lost."""

    lead: str
    kept: tuple[str, ...]
    """Where the talk is kept, in the browser."""
    kept_nowhere: tuple[str, ...]
    """The same where it is not, in a terminal."""
    not_scored: str
    """Why the scorecard carries no verdict."""
    steps_out: tuple[str, ...] = Field(min_length=1)
    """What the employee says whose own voice has no line for it."""
    classes: dict[str, tuple[str, ...]]
    """Words that stand for each other in a stem."""
    innocent: tuple[Stem, ...]
    """Phrases that sound like a kind and are ordinary talk: taken out of a sentence before it is looked at."""
    kinds: dict[OutOfScopeKind, Ground]
    """In the order of their weight: where a line is of two kinds, the first counts."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = sorted(set(get_args(OutOfScopeKind)) - set(self.kinds))
        if missing:
            msg = f"kinds must hold each kind once; missing: {', '.join(missing)}"
            raise ValueError(msg)
        stems = chain(self.innocent, *(group for ground in self.kinds.values() for group in ground.tells))
        unknown = sorted({name for stem in stems for name in _CLASS.findall(stem)} - set(self.classes))
        if unknown:
            msg = f"names a class that is not listed under classes: {', '.join(unknown)}"
            raise ValueError(msg)
        return self

    def told(self, kind: str, *, kept: bool = True) -> LeftRole:
        """What to say after a talk ended by `kind`, a key of `kinds`; `kept` tells the browser from a terminal."""
        ground = next((ground for name, ground in self.kinds.items() if name == kind), None)
        return LeftRole(
            lead=self.lead, help=ground.help if ground else (), kept=self.kept if kept else self.kept_nowhere
        )

    @cached_property
    def groups(self) -> tuple[tuple[OutOfScopeKind, tuple["Sought", ...]], ...]:
        """Every group with its kind, the weightiest kind first, ready to be looked for."""
        return tuple(
            (kind, tuple(Sought.of(stem, self.classes) for stem in group))
            for kind, ground in self.kinds.items()
            for group in ground.tells
        )

    @cached_property
    def phrases(self) -> tuple["Sought", ...]:
        """The innocent phrases, ready to be looked for."""
        return tuple(Sought.of(phrase, self.classes) for phrase in self.innocent)


@dataclass(frozen=True)
class Sought:
    """A stem as it is looked for in a folded sentence."""

    pieces: tuple[tuple[str, ...], ...]
    """One of each must stand there somewhere: a plain search for them turns nearly every line away."""
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, stem: str, classes: Mapping[str, tuple[str, ...]]) -> Self:
        """Make a stem ready; every class it names must be in `classes`."""
        ends = stem.endswith("|")
        parts = _CLASS.split(stem.removesuffix("|"))  # literal, class, literal, class, ..., literal
        words = [classes[part] if place % 2 else (part,) for place, part in enumerate(parts)]
        drawn = "".join(f"(?:{'|'.join(map(re.escape, either))})" for either in words)
        pieces = [either for either in words if all(word.strip() for word in either)]
        return cls(
            pieces=tuple(sorted(pieces, key=len)),
            pattern=re.compile(rf"(?<![a-z0-9]){drawn}{'(?![a-z0-9])' if ends else ''}"),
        )

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth a closer look."""
        return all(any(word in text for word in either) for either in self.pieces)

    def stands_in(self, sentence: str) -> bool:
        """Whether the sentence holds it."""
        return self.may_stand_in(sentence) and self.pattern.search(sentence) is not None


def left_role(leader: str, scope: OutOfScope) -> OutOfScopeKind | None:
    """The kind by which a leader's line leaves what can be rehearsed, or None. Each sentence stands for itself."""
    whole = _folded(leader)
    likely = [(kind, group) for kind, group in scope.groups if all(sought.may_stand_in(whole) for sought in group)]
    said = tuple(_looked_at(sentence, scope) for sentence in sentences(leader)) if likely else ()
    for kind, group in likely:
        if any(all(sought.stands_in(sentence) for sought in group) for sentence in said):
            return kind
    return None


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def _looked_at(sentence: str, scope: OutOfScope) -> str:
    sentence = _folded(sentence)
    for phrase in scope.phrases:
        if phrase.stands_in(sentence):
            # A mark and not a space: what stood on either side must not become one phrase.
            sentence = phrase.pattern.sub(";", sentence)
    return sentence
