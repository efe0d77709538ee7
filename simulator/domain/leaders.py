"""Scripted leaders of a pre-flight: whole talks as lines in order. Content lives in scenarios/leaders/*.yaml.

One file for each scenario, and `anyone.yaml` with what can be said to anybody. The lines are written apart from the
corpus the reader trains on.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from simulator.domain.value import Value

LeaderKind = Literal[
    "partnering", "mixed", "minimal", "flattering", "hostile", "parenting", "injecting", "silent", "nonsense"
]
PRESSING: frozenset[LeaderKind] = frozenset({"parenting", "flattering", "hostile", "injecting"})
"""Leaders to whom nothing may be given. Silence and nonsense press nobody: they would only thin a rate."""

Said = Annotated[str, Field(pattern=r"\S")]
"""One line of a leader; a silence is written as dots."""


class Script(Value):
    """One leader: a manner of leading, and its lines in the order in which they are said."""

    name: str
    """Unlike that of any other script of the file and kind."""
    lines: tuple[Said, ...] = Field(min_length=1)


class Leaders(Value):
    """The leaders written for one scenario."""

    scenario: str
    """The scenario's id."""
    partnering: tuple[Script, ...] = Field(min_length=1)
    mixed: tuple[Script, ...] = ()
    minimal: tuple[Script, ...] = ()
    flattering: tuple[Script, ...] = ()
    hostile: tuple[Script, ...] = ()
    parenting: dict[str, tuple[Script, ...]]
    """By the code of the move they make; each parenting move has at least one."""

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _refuse_twins(self.every())
        return self

    def every(self) -> "Iterator[tuple[LeaderKind, Script]]":
        """Each script with its kind; a parenting script is named with its code ("TELL: by the book")."""
        yield from (("partnering", script) for script in self.partnering)
        yield from (("mixed", script) for script in self.mixed)
        yield from (("minimal", script) for script in self.minimal)
        yield from (("flattering", script) for script in self.flattering)
        yield from (("hostile", script) for script in self.hostile)
        for code, scripts in self.parenting.items():
            for script in scripts:
                yield "parenting", script.model_copy(update={"name": f"{code}: {script.name}"})


class AnyLeaders(Value):
    """Leaders who can be sent to anybody."""

    injecting: tuple[Script, ...] = Field(min_length=1)
    """They try to make the employee drop the role or say what they hold."""
    silent: tuple[Script, ...] = Field(min_length=1)
    nonsense: tuple[Script, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        _refuse_twins(self.every())
        return self

    def every(self) -> "Iterator[tuple[LeaderKind, Script]]":
        """Each script with its kind."""
        yield from (("injecting", script) for script in self.injecting)
        yield from (("silent", script) for script in self.silent)
        yield from (("nonsense", script) for script in self.nonsense)


def _refuse_twins(scripts: Iterator[tuple[LeaderKind, Script]]) -> None:
    seen: set[tuple[str, str]] = set()
    for kind, script in scripts:
        if (kind, script.name) in seen:
            msg = f"two {kind} scripts are called '{script.name}'; a report could not tell them apart"
            raise ValueError(msg)
        seen.add((kind, script.name))
