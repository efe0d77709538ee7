"""What the settings page's test button says: which parts of an endpoint work, one sentence each."""

import io
import math
import struct
import time
import wave
from dataclasses import dataclass, replace
from typing import Literal

from simulator.domain.chat import Message
from simulator.domain.sound import Sound
from simulator.domain.value import Value
from simulator.errors import ModelError, ModelInterrupted
from simulator.llm.openai_chat import OpenAIChat
from simulator.llm.refusals import kind_of
from simulator.llm.speech import OpenAISpeech

Part = Literal["reachable", "key", "model", "streaming", "json", "speaks", "hears"]

_QUESTION = (Message(role="user", content="Say in one short sentence that you are ready."),)
_FORM_QUESTION = (Message(role="user", content="Is seven larger than three?"),)
_READ_OUT = "One, two, three."
_BESIDES: frozenset[Part] = frozenset({"json", "speaks", "hears"})
"""What the employee does without."""
_MOST_TOKENS = 60
_RATE = 16_000
"""Samples of our own sound in a second."""
_BLAME: dict[str, Part] = {
    "connection": "reachable",
    "certificate": "reachable",
    "slow": "reachable",
    "address": "reachable",
    "key": "key",
    "forbidden": "key",
    "quota": "key",
    "model": "model",
}
_ORDER: tuple[Part, ...] = ("reachable", "key", "model", "streaming", "json")


class _YesOrNo(Value):
    """The smallest form."""

    answer: Literal["yes", "no"]


@dataclass(frozen=True)
class Step:
    """One part of the test; `works` is None if it could not be tried."""

    part: Part
    works: bool | None
    says: str


@dataclass(frozen=True)
class Probe:
    """The outcome. `first_text` is in seconds."""

    steps: tuple[Step, ...]
    first_text: float | None

    @property
    def usable(self) -> bool:
        """Whether the employee can be played by it. Forms are for the second reader alone, speech is a choice."""
        return all(step.works for step in self.steps if step.part not in _BESIDES)


async def probe(model: OpenAIChat, speech: OpenAISpeech | None = None) -> Probe:
    """Ask the endpoint two small things, and what speech it is to do; never raises for what the endpoint does."""
    found = await _probe_chat(model)
    if speech is None:
        return found
    if any(step.works is not True for step in found.steps if step.part in {"reachable", "key"}):
        untried = (Step("speaks", works=None, says="Not tried."), Step("hears", works=None, says="Not tried."))
        return replace(found, steps=(*found.steps, *untried))
    return replace(found, steps=(*found.steps, *await _speech(speech)))


async def _probe_chat(model: OpenAIChat) -> Probe:
    begun = time.monotonic()
    first_text: float | None = None
    pieces = 0
    try:
        async for _ in model.stream(_QUESTION, most_tokens=_MOST_TOKENS):
            first_text = first_text or time.monotonic() - begun
            pieces += 1
    except ModelError as error:
        return Probe(_failed(model, error), first_text)
    streaming = f"It streams; the first words came after {first_text or 0.0:.1f} seconds."
    if pieces == 1:
        streaming = "It answers, though in one piece: replies will appear all at once."
    steps = [
        Step("reachable", works=True, says="The endpoint answers."),
        Step("key", works=True, says="The key is accepted, or none is needed."),
        Step("model", works=True, says=f"It answers as '{model.name}'."),
        Step("streaming", works=True, says=streaming),
        await _form(model),
    ]
    return Probe(tuple(steps), first_text)


async def _form(model: OpenAIChat) -> Step:
    try:
        await model.fill(_FORM_QUESTION, _YesOrNo, most_tokens=_MOST_TOKENS)
    except ModelError as error:
        return Step("json", works=False, says=f"{error} The conversation works without; a second reading does not.")
    return Step("json", works=True, says="It fills in forms.")


async def _speech(speech: OpenAISpeech) -> tuple[Step, ...]:
    """Have a few words read aloud, and those heard; a tone in their place where nothing is read aloud."""
    sound = _tone()
    speaks = Step("speaks", works=None, says="No model for reading aloud is named.")
    if speech.endpoint.speech.speaks:
        try:
            sound = await speech.speak(_READ_OUT)
            speaks = Step("speaks", works=True, says="It reads aloud.")
        except ModelError as error:
            speaks = Step("speaks", works=False, says=f"{error} The conversation works without.")
    if not speech.endpoint.speech.hears:
        return speaks, Step("hears", works=None, says="No model for listening is named.")
    try:
        heard = await speech.hear(sound)
    except ModelError as error:
        return speaks, Step("hears", works=False, says=f"{error} The conversation works without.")
    told = f"It turns speech into text: “{heard}” is what it heard of its own voice." if speaks.works and heard else ""
    return speaks, Step("hears", works=True, says=told or "It takes recordings and answers with text.")


def _tone() -> Sound:
    """A second of sound in which nobody says anything."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        waves = (int(6000 * math.sin(2 * math.pi * 220 * place / _RATE)) for place in range(_RATE))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in waves))
    return Sound(held.getvalue(), "audio/wav")


def _failed(model: OpenAIChat, error: ModelError) -> tuple[Step, ...]:
    """The steps after a failed stream: what came before the part to blame worked, what comes after was not tried."""
    blamed = "streaming" if isinstance(error, ModelInterrupted) else _BLAME.get(kind_of(error.__cause__), "streaming")
    before = {
        "reachable": "The endpoint answers.",
        "key": "The key is accepted, or none is needed.",
        "model": f"It knows '{model.name}'.",
    }
    place = _ORDER.index(blamed)
    return tuple(
        Step(part, works=True, says=before[part])
        if index < place
        else Step(part, works=False, says=str(error))
        if index == place
        else Step(part, works=None, says="Not tried.")
        for index, part in enumerate(_ORDER)
    )
