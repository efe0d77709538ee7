"""What a voice hands back, and what every voice can do."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.rehearsal import VoiceName
from simulator.domain.transcript import Turn


@dataclass(frozen=True)
class Spoken:
    """A finished reply."""

    text: str
    voice: VoiceName
    note: str | None = None
    """What the page says honestly about it: a fallback, a break."""
    says: tuple[str, ...] | None = None
    """Employee codes it carries; None where nobody has labelled it."""


class Voice(Protocol):
    """Speaks from a cue. Whatever goes wrong inside, the last thing it yields is a good reply."""

    def speak(self, cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]) -> AsyncIterator[str | Spoken]:
        """Yield ever longer text that may be shown, then one Spoken. `history` is the conversation before `leader`."""
