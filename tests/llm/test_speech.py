"""Sound to text and text to sound against an endpoint that can, cannot, or does it wrong."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from simulator.domain.endpoint import SpeechModels
from simulator.domain.sound import MOST_BYTES, Sound
from simulator.errors import ModelError, ModelRefused, ModelUnavailable, ModelUnreadable
from simulator.llm.openai_chat import OpenAIChat
from simulator.llm.probe import Probe, probe
from simulator.llm.speech import OpenAISpeech, SpeechPatience
from tests.llm.fake_endpoint import KEY, Behaviour, FakeEndpoint, completion, error, hang_up, refuse, stream

SAID = Sound(b"\x1aE\xdf\xa3 a line that was recorded", "audio/webm")
BOTH = SpeechModels(hears="whisper-1", speaks="tts-1", voice="sage")
PATIENT = SpeechPatience(connect=10.0, hear=20.0, speak=20.0)
TEXT = refuse(200, {"text": "  What matters\n most to you? "})
MP3 = b"ID3 sound of a voice"
SOUND = refuse(200, MP3, "audio/mpeg")
VERDICT = completion('{"answer": "yes"}')


async def _no_pause(_seconds: float) -> None:
    return


def against(
    *script: Behaviour,
    use: Callable[[OpenAISpeech], Awaitable[Any]],
    named: SpeechModels = BOTH,
    patience: SpeechPatience = PATIENT,
) -> tuple[FakeEndpoint, Any]:
    """Run `use` against the script; the endpoint, and what it returned or the ModelError it raised."""

    async def go() -> tuple[FakeEndpoint, Any]:
        async with FakeEndpoint(*script) as fake:
            speech = OpenAISpeech(replace(fake.endpoint, speech=named), patience, pause=_no_pause)
            try:
                return fake, await use(speech)
            except ModelError as caught:
                return fake, caught

    return asyncio.run(go())


def hear(speech: OpenAISpeech) -> Awaitable[str]:
    return speech.hear(SAID, "en")


def speak(speech: OpenAISpeech) -> Awaitable[Sound]:
    return speech.speak("It has been a long week.")


def test_a_recording_is_sent_as_it_is_and_comes_back_as_text() -> None:
    fake, text = against(TEXT, use=hear)
    assert text == "What matters most to you?"
    assert fake.heads[0].startswith("POST /v1/audio/transcriptions ")
    assert f"authorization: bearer {KEY}" in fake.heads[0].lower()
    form = fake.octets[0]
    assert SAID.octets in form
    assert b'filename="line.webm"' in form
    for field, value in (("model", "whisper-1"), ("response_format", "json"), ("language", "en")):
        assert f'name="{field}"\r\n\r\n{value}\r\n'.encode() in form


def test_a_language_that_is_not_known_is_not_sent() -> None:
    fake, _ = against(TEXT, use=lambda speech: speech.hear(SAID))
    assert b'name="language"' not in fake.octets[0]


def test_a_line_comes_back_as_sound() -> None:
    fake, sound = against(SOUND, use=speak)
    assert sound == Sound(MP3, "audio/mpeg")
    assert fake.heads[0].startswith("POST /v1/audio/speech ")
    assert fake.bodies[0] == {
        "input": "It has been a long week.",
        "model": "tts-1",
        "voice": "sage",
        "response_format": "mp3",
    }


def test_where_no_voice_is_named_the_one_that_most_know_is_asked_for() -> None:
    fake, _ = against(SOUND, use=speak, named=replace(BOTH, voice=""))
    assert fake.bodies[0]["voice"] == "alloy"


@pytest.mark.parametrize(
    ("use", "answer", "kind", "says"),
    [
        (hear, refuse(404, {"detail": "Not Found"}), ModelRefused, "cannot turn speech into text"),
        (hear, refuse(501, {"error": {"message": "not supported"}}), ModelRefused, "cannot turn speech into text"),
        (hear, error(404, "The model `whisper-1` does not exist"), ModelRefused, "knows no model 'whisper-1'"),
        (hear, error(401, "no"), ModelRefused, "did not accept the key"),
        (hear, error(400, "Invalid file format."), ModelRefused, "Invalid file format. Check that 'whisper-1' turns"),
        (hear, refuse(200, "<html>Hello</html>", "text/html"), ModelUnreadable, "is no text of a recording"),
        (hear, refuse(200, {"text": None}), ModelUnreadable, "is no text of a recording"),
        (hear, refuse(200, "{", "application/json"), ModelUnreadable, "is no text of a recording"),
        (speak, refuse(404, {"detail": "Not Found"}), ModelRefused, "cannot read aloud"),
        (speak, error(400, "Unknown voice 'sage'."), ModelRefused, "Unknown voice 'sage'. Check that 'tts-1' turns"),
        (speak, refuse(200, {"ok": True}), ModelUnreadable, "is no sound"),
        (speak, refuse(200, b"", "audio/mpeg"), ModelUnreadable, "is no sound"),
        (speak, refuse(200, b"x" * (MOST_BYTES + 1), "audio/mpeg"), ModelUnreadable, "is no sound"),
    ],
)
def test_what_an_endpoint_does_wrong_is_a_sentence(
    use: Callable[[OpenAISpeech], Awaitable[Any]], answer: Behaviour, kind: type[ModelError], says: str
) -> None:
    _, caught = against(answer, use=use)
    assert type(caught) is kind
    assert says in str(caught)


def test_what_may_pass_is_tried_again() -> None:
    fake, text = against(error(503, "overloaded"), hang_up, TEXT, use=hear)
    assert text == "What matters most to you?"
    assert len(fake.octets) == 3
    assert all(SAID.octets in form for form in fake.octets)


@pytest.mark.parametrize("use", [hear, speak])
def test_an_endpoint_that_takes_too_long_is_not_waited_for(use: Callable[[OpenAISpeech], Awaitable[Any]]) -> None:
    async def sleep(_connection: Any) -> None:
        await asyncio.sleep(60)

    _, caught = against(sleep, use=use, patience=SpeechPatience(connect=5.0, hear=0.3, speak=0.3))
    assert type(caught) is ModelUnavailable
    assert "took too long" in str(caught)


def test_neither_the_key_nor_the_recording_is_in_a_traceback() -> None:
    for use in (hear, speak):
        _, caught = against(error(400, f"key {KEY} may not"), use=use)
        shown = "".join(traceback.format_exception(caught))
        assert KEY not in shown
        assert "a line that was recorded" not in shown
    assert "recorded" not in repr(SAID)


# --- the test button


def probed(*script: Behaviour, named: SpeechModels) -> tuple[FakeEndpoint, Probe]:
    async def go() -> tuple[FakeEndpoint, Probe]:
        async with FakeEndpoint(*script) as fake:
            endpoint = replace(fake.endpoint, speech=named)
            speech = OpenAISpeech(endpoint, PATIENT, pause=_no_pause)
            return fake, await probe(OpenAIChat(endpoint, pause=_no_pause), speech)

    return asyncio.run(go())


def outcome(found: Probe) -> dict[str, tuple[bool | None, str]]:
    return {step.part: (step.works, step.says) for step in found.steps}


def test_the_probe_has_its_own_voice_heard() -> None:
    fake, found = probed(stream("Ready."), VERDICT, SOUND, refuse(200, {"text": "One, two, three."}), named=BOTH)
    assert found.usable
    assert outcome(found)["speaks"][0] is True
    assert outcome(found)["hears"] == (
        True,
        "It turns speech into text: “One, two, three.” is what it heard of its own voice.",
    )
    assert MP3 in fake.octets[-1]


def test_an_endpoint_that_only_chats_is_usable_and_said_to_do_no_more() -> None:
    cannot = refuse(404, {"detail": "Not Found"})
    fake, found = probed(stream("Ready."), VERDICT, cannot, cannot, named=BOTH)
    assert found.usable
    assert outcome(found)["speaks"][0] is False
    assert outcome(found)["hears"][0] is False
    assert "cannot turn speech into text" in outcome(found)["hears"][1]
    assert b"RIFF" in fake.octets[-1], "without a voice of its own it is given a tone"


def test_what_is_not_named_is_not_tried() -> None:
    fake, found = probed(stream("Ready."), VERDICT, TEXT, named=SpeechModels(hears="whisper-1"))
    assert len(fake.octets) == 3
    assert outcome(found)["speaks"] == (None, "No model for reading aloud is named.")
    assert outcome(found)["hears"][0] is True


def test_where_the_key_is_refused_speech_is_not_tried() -> None:
    fake, found = probed(error(401, "no"), named=BOTH)
    assert len(fake.octets) == 1
    assert outcome(found)["hears"] == (None, "Not tried.")
    assert not found.usable
