"""Who said what. A transcript may come from a session, a file, or another tool."""

from typing import Literal

from simulator.domain.value import Value

Speaker = Literal["leader", "employee"]


class Turn(Value):
    """One thing said by one side."""

    speaker: Speaker
    text: str


class Transcript(Value):
    """Turns in order. `scenario` is the scenario's id where there is one."""

    scenario: str | None
    turns: tuple[Turn, ...]


class CodingRequest(Value):
    """One leader turn with all that the reader may see: never the hidden needs."""

    turn: str
    history: tuple[Turn, ...] = ()
    shared: tuple[str, ...] = ()
    employee_owned: tuple[str, ...] = ()
    setting: str | None = None
