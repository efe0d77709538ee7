"""Speaking and listening by an endpoint: what of a rehearsal may go there as sound, and what may not."""

import asyncio
from dataclasses import dataclass

from simulator.domain.rehearsal import Rehearsal
from simulator.domain.sound import Sound
from simulator.domain.wording import spoken
from simulator.errors import InputError, NotFoundError
from simulator.library.scenarios import scenario_of
from simulator.session.voices import Voices
from simulator.store.rehearsals import RehearsalStore

_LEFT = "Nothing more of this talk is sent to a model, also not as sound."
_MASKED = (
    "You named words that must not leave this computer. They can be taken out of text, but not out of sound, so the "
    "model of the settings neither hears nor reads aloud in this talk."
)
_ENDED = "This conversation has ended: there is nothing more to say in it."
_CANNOT_HEAR = "No model that turns speech into text is named in the settings."
_CANNOT_SPEAK = "No model that reads aloud is named in the settings."


@dataclass(frozen=True)
class Offered:
    """What the endpoint in use does in one rehearsal."""

    hears: bool
    speaks: bool
    why_not: str = ""
    """Why it may do neither here, though it could."""


@dataclass(frozen=True)
class Aloud:
    """Hears a leader's line and reads an employee's one. Every call names the person."""

    store: RehearsalStore
    voices: Voices

    async def offered(self, person: str, rehearsal: str) -> Offered:
        """What there is for this rehearsal; NotFoundError if it is not there or not theirs."""
        why_not = _why_not(await asyncio.to_thread(self.store.get, person, rehearsal))
        speech = self.voices.speech()
        if speech is None or why_not:
            return Offered(hears=False, speaks=False, why_not=why_not)
        named = speech.endpoint.speech
        return Offered(hears=bool(named.hears), speaks=bool(named.speaks))

    async def hear(self, person: str, rehearsal: str, sound: Sound, language: str) -> str:
        """The text of a recording, which nobody has sent yet; empty if nothing was understood.

        Raises InputError where it may not be heard, ModelError where it cannot.
        """
        held = await asyncio.to_thread(self.store.get, person, rehearsal)
        if why_not := _why_not(held):
            raise InputError(why_not)
        if held.ended_at is not None:
            raise InputError(_ENDED)
        speech = self.voices.speech()
        if speech is None or not speech.endpoint.speech.hears:
            raise InputError(_CANNOT_HEAR)
        return await speech.hear(sound, language)

    async def speak(self, person: str, rehearsal: str, number: int) -> Sound | None:
        """The sound of the reply to a line, counted from 1, or of the opening, 0; None if it is body language alone.

        Raises InputError where it may not be read aloud, ModelError where it cannot.
        """
        held = await asyncio.to_thread(self.store.get, person, rehearsal)
        if why_not := _why_not(held):
            raise InputError(why_not)
        speech = self.voices.speech()
        if speech is None or not speech.endpoint.speech.speaks:
            raise InputError(_CANNOT_SPEAK)
        text = spoken(_line(held, number))
        return await speech.speak(text) if any(letter.isalnum() for letter in text) else None


def _why_not(rehearsal: Rehearsal) -> str:
    if rehearsal.left_role is not None:
        return _LEFT
    own = rehearsal.preparation.own
    return _MASKED if own is not None and own.unsent else ""


def _line(rehearsal: Rehearsal, number: int) -> str:
    if number == 0:
        return scenario_of(rehearsal).persona.opening
    for exchange in rehearsal.exchanges:
        if exchange.number == number and exchange.status != "pending":
            return exchange.reply
    raise NotFoundError("There is no such reply in this rehearsal.")
