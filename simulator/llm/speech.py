"""Sound to text and text to sound, at the endpoint that is also asked to chat. Nothing of either is kept or logged."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from openai import AsyncOpenAI, omit

from simulator.domain.endpoint import Endpoint
from simulator.domain.sound import ENDINGS, MOST_BYTES, Sound
from simulator.llm.refusals import Kind, translate
from simulator.llm.retries import Pause, retrying
from simulator.llm.wire import FAILURES, check_key, client_for

USUAL_VOICE = "alloy"
"""Sent where none is named: the protocol asks for one, and most endpoints know this."""
_LONGEST_TEXT = 6000
"""Characters of what was heard, as of a line; more than two minutes of speech ever are."""

_HEARING: dict[Kind, str] = {
    "address": "{host} cannot turn speech into text: it has nothing for that at its address.",
    "request": "{host} did not take the recording: {detail} Check that '{model}' turns speech into text.",
    "context": "The recording is longer than '{model}' can take in. Make it shorter.",
    "slow": "{host} took too long to turn the recording into text. Try a shorter one, or type.",
    "unreadable": "{host} answered with something that is no text of a recording. Check '{model}' in the settings.",
}
_SPEAKING: dict[Kind, str] = {
    "address": "{host} cannot read aloud: it has nothing for that at its address.",
    "request": "{host} did not read the line aloud: {detail} Check that '{model}' turns text into speech.",
    "context": "The line is longer than '{model}' can read aloud.",
    "slow": "{host} took too long to read the line aloud.",
    "unreadable": "{host} answered with something that is no sound. Check '{model}' in the settings.",
}

Got = TypeVar("Got")


@dataclass(frozen=True)
class SpeechPatience:
    """Seconds to wait: for a connection, for the text of a recording, for the sound of a line."""

    connect: float = 5.0
    hear: float = 60.0
    speak: float = 45.0


@dataclass(frozen=True)
class OpenAISpeech:
    """Hears and speaks by the models that the endpoint's owner named for it; raises ModelError where it cannot."""

    endpoint: Endpoint
    patience: SpeechPatience = field(default_factory=SpeechPatience)
    pause: Pause = field(default=asyncio.sleep, repr=False)
    _trust: ssl.SSLContext = field(default_factory=ssl.create_default_context, init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that cannot be sent."""
        check_key(self.endpoint)

    async def hear(self, sound: Sound, language: str = "") -> str:
        """The text of a recording, empty if nothing was understood; `language` is two letters, empty if not known."""

        async def attempt(client: AsyncOpenAI) -> str:
            answer = await client.audio.transcriptions.create(
                file=(f"line.{ENDINGS.get(sound.kind, 'webm')}", sound.octets, sound.kind),
                model=self.endpoint.speech.hears,
                response_format="json",
                language=language or omit,
            )
            text = getattr(answer, "text", None)
            if not isinstance(text, str):
                raise ValueError("no text")  # noqa: TRY004 - what an endpoint sent, not what we passed
            return " ".join(text.split())[:_LONGEST_TEXT]

        return await self._asked(attempt, self.endpoint.speech.hears, self.patience.hear, _HEARING)

    async def speak(self, text: str) -> Sound:
        """The sound of a text, whole."""

        async def attempt(client: AsyncOpenAI) -> Sound:
            async with client.audio.speech.with_streaming_response.create(
                input=text,
                model=self.endpoint.speech.speaks,
                voice=self.endpoint.speech.voice or USUAL_VOICE,
                response_format="mp3",
            ) as answer:
                kind = _sound_kind(answer.headers.get("content-type", ""))
                octets = bytearray()
                async for piece in answer.iter_bytes():
                    octets += piece
                    if len(octets) > MOST_BYTES:
                        raise ValueError("too much sound")
            if not octets:
                raise ValueError("no sound")
            return Sound(bytes(octets), kind)

        return await self._asked(attempt, self.endpoint.speech.speaks, self.patience.speak, _SPEAKING)

    async def _asked(
        self,
        attempt: Callable[[AsyncOpenAI], Awaitable[Got]],
        model: str,
        seconds: float,
        sentences: Mapping[Kind, str],
    ) -> Got:
        """Ask, again where that may help, all within `seconds`: somebody waits for it."""

        async def once() -> Got:
            async with client_for(self.endpoint, self._trust, seconds=seconds, connect=self.patience.connect) as client:
                return await attempt(client)

        try:
            async with asyncio.timeout(seconds):
                got: Got = await retrying(self.pause)(once)
                return got
        except FAILURES as error:
            raise translate(error, replace(self.endpoint, model=model), sentences) from error


def _sound_kind(header: str) -> str:
    kind = header.partition(";")[0].strip().lower()
    if kind.startswith("audio/"):
        return kind
    if kind in {"", "application/octet-stream"}:
        return "audio/mpeg"
    raise ValueError("not a kind of sound")
