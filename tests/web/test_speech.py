"""Speaking and listening by routes: sound passes through for one's own rehearsal alone, and nothing of it stays."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from simulator.domain.endpoint import Endpoint, SpeechModels
from simulator.domain.sound import MOST_BYTES
from simulator.library.scenarios import load_scenario
from simulator.store.endpoint_file import EndpointFile
from tests.llm.fake_endpoint import KEY, Behaviour, FakeEndpoint, completion, error, refuse, stream
from tests.web import own_talks
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor, open_app

RECORDED = b"\x1aE\xdf\xa3 my voice, which nobody may keep"
WEBM = {"content-type": "audio/webm;codecs=opus"}
TEXT = refuse(200, {"text": "What matters most to you?"})
MP3 = b"ID3 sound of a voice"
SOUND = refuse(200, MP3, "audio/mpeg")
BOTH = SpeechModels("whisper-1", "tts-1")
SELF_HARM = "Are you thinking about suicide?"


@pytest.fixture(autouse=True)
def forgotten(visitor: Visitor) -> Iterator[None]:
    yield
    visitor.made.voices.use(None)


def with_endpoint(
    visitor: Visitor, *script: Behaviour, do: Callable[[], Any], named: SpeechModels = BOTH
) -> tuple[FakeEndpoint, Any]:
    """What `do` returns while the app's endpoint behaves as scripted, and that endpoint."""

    async def go() -> tuple[FakeEndpoint, Any]:
        async with FakeEndpoint(*script) as fake:
            visitor.made.voices.use(replace(fake.endpoint, speech=named))
            return fake, await asyncio.to_thread(do)

    return asyncio.run(go())


def heard(visitor: Visitor, rehearsal: str, sound: bytes = RECORDED, **other: Any) -> Any:
    given = {"headers": WEBM, **other}
    return visitor.post(f"/api/rehearsals/{rehearsal}/heard?language=en-GB", content=sound, **given)


def sound_of(visitor: Visitor, rehearsal: str, number: int) -> Any:
    return visitor.post(f"/api/rehearsals/{rehearsal}/replies/{number}/sound")


# --- both directions


def test_a_recording_comes_back_as_text_and_nothing_is_said(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    fake, answer = with_endpoint(visitor, TEXT, do=lambda: heard(visitor, rehearsal))
    assert (answer.status_code, answer.json()) == (200, {"text": "What matters most to you?"})
    assert answer.headers["cache-control"] == "no-store"
    assert RECORDED in fake.octets[0]
    assert b'name="language"\r\n\r\nen\r\n' in fake.octets[0]
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert (kept.exchanges, kept.draft) == ((), "")


def test_a_reply_comes_back_as_sound_without_its_body_language(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1])
    reply = visitor.made.store.get(visitor.person, rehearsal).exchanges[0].reply
    assert "[" in reply
    fake, answer = with_endpoint(visitor, SOUND, do=lambda: sound_of(visitor, rehearsal, 1))
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, MP3, "audio/mpeg")
    assert answer.headers["cache-control"] == "no-store"
    asked = fake.bodies[0]["input"]
    assert "[" not in asked
    assert asked in " ".join(reply.split())


def test_the_opening_can_be_heard_too(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    fake, answer = with_endpoint(visitor, SOUND, do=lambda: sound_of(visitor, rehearsal, 0))
    assert answer.status_code == 200
    assert fake.bodies[0]["input"] in load_scenario(PAULA).persona.opening


def test_a_reply_that_is_body_language_alone_is_not_sent(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    store, person = visitor.made.store, visitor.person
    exchange = store.say(person, rehearsal, "...", "press", 1).exchanges[0]
    looks_away = exchange.model_copy(update={"reply": "[looks out of the window] ...", "status": "complete"})
    store.keep_reply(person, rehearsal, looks_away)
    fake, answer = with_endpoint(visitor, do=lambda: sound_of(visitor, rehearsal, 1))
    assert (answer.status_code, answer.content) == (204, b"")
    assert fake.octets == []


# --- only one's own, only what is kept


def test_somebody_elses_rehearsal_is_not_there_and_nothing_is_sent(visitor: Visitor, app: FastAPI) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1])
    stranger = Visitor(app)
    assert stranger.person != visitor.person
    for ask in (lambda: heard(stranger, rehearsal), lambda: sound_of(stranger, rehearsal, 1)):
        fake, answer = with_endpoint(visitor, do=ask)
        assert answer.status_code == 404
        assert fake.octets == []
    assert stranger.get(f"/api/rehearsals/{rehearsal}/speech").status_code == 404
    nobody = Visitor(app)
    assert heard(nobody, rehearsal, headers={**WEBM, "accept": "*/*"}).status_code == 401


@pytest.mark.parametrize("number", [2, 99, -1])
def test_a_reply_that_is_not_there_is_not_found(visitor: Visitor, number: int) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1])
    _, answer = with_endpoint(visitor, do=lambda: sound_of(visitor, rehearsal, number))
    assert answer.status_code == 404


def test_nothing_more_of_a_talk_that_left_the_role_goes_to_a_model(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[EIGHT_LINES[0], SELF_HARM])
    for ask in (lambda: sound_of(visitor, rehearsal, 2), lambda: sound_of(visitor, rehearsal, 1)):
        fake, answer = with_endpoint(visitor, do=ask)
        assert answer.status_code == 400
        assert "not as sound" in answer.json()["error"]
        assert fake.octets == []
    fake, answer = with_endpoint(visitor, do=lambda: heard(visitor, rehearsal))
    assert (answer.status_code, fake.octets) == (400, [])


def test_where_words_must_not_leave_this_computer_no_sound_does(visitor: Visitor) -> None:
    masked = own_talks.sit_down(visitor, own_talks.describe(visitor))
    for ask in (lambda: heard(visitor, masked), lambda: sound_of(visitor, masked, 0)):
        fake, answer = with_endpoint(visitor, do=ask)
        assert answer.status_code == 400
        assert "not out of sound" in answer.json()["error"]
        assert fake.octets == []
    visitor.post("/settings/speech", data={"speak": "endpoint", "listen": "endpoint"})
    _, told = with_endpoint(visitor, do=lambda: visitor.get(f"/api/rehearsals/{masked}/speech").json())
    assert (told["speak"], told["listen"]) == ("off", "off")
    assert "not out of sound" in told["why_not"]
    open_ = own_talks.sit_down(visitor, own_talks.describe(visitor, unsent=""))
    _, answer = with_endpoint(visitor, SOUND, do=lambda: sound_of(visitor, open_, 0))
    assert answer.status_code == 200


def test_a_talk_that_has_ended_is_read_aloud_and_heard_no_more(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1], ended=True)
    fake, answer = with_endpoint(visitor, do=lambda: heard(visitor, rehearsal))
    assert (answer.status_code, fake.octets) == (400, [])
    _, answer = with_endpoint(visitor, SOUND, do=lambda: sound_of(visitor, rehearsal, 1))
    assert answer.status_code == 200


# --- limits and faults


def test_a_recording_that_is_too_large_empty_or_unknown_is_refused_unsent(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    for status, says, ask in (
        (413, "2 minutes and 10 MB", lambda: heard(visitor, rehearsal, b"x" * (MOST_BYTES + 1))),
        (400, "Nothing was recorded", lambda: heard(visitor, rehearsal, b"")),
        (400, "not known here", lambda: heard(visitor, rehearsal, headers={"content-type": "video/mp4"})),
    ):
        fake, answer = with_endpoint(visitor, do=ask)
        assert answer.status_code == status
        assert says in answer.json()["error"]
        assert fake.octets == []


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (refuse(404, {"detail": "Not Found"}), "cannot turn speech into text"),
        (error(401, f"wrong key {KEY}"), "did not accept the key"),
        (error(400, f"{KEY} may not"), "did not take the recording"),
        (refuse(200, "<p>no</p>", "text/html"), "is no text of a recording"),
    ],
)
def test_what_the_endpoint_cannot_is_a_sentence_without_the_key(visitor: Visitor, fault: Behaviour, says: str) -> None:
    rehearsal = visitor.sit_down()
    _, answer = with_endpoint(visitor, fault, do=lambda: heard(visitor, rehearsal))
    assert answer.status_code == 502
    assert says in answer.json()["error"]
    assert KEY not in answer.text


@pytest.mark.parametrize("named", [SpeechModels(), SpeechModels(hears="whisper-1"), SpeechModels(speaks="tts-1")])
def test_what_is_not_named_is_neither_offered_nor_asked(visitor: Visitor, named: SpeechModels) -> None:
    rehearsal = visitor.sit_down()
    visitor.post("/settings/speech", data={"speak": "endpoint", "listen": "endpoint"})

    def ask() -> tuple[Any, int, int]:
        told = visitor.get(f"/api/rehearsals/{rehearsal}/speech").json()
        return told, heard(visitor, rehearsal).status_code, sound_of(visitor, rehearsal, 0).status_code

    _, (told, hears, speaks) = with_endpoint(visitor, TEXT if named.hears else SOUND, do=ask, named=named)
    assert told["speak"] == ("endpoint" if named.hears else "off")
    assert told["listen"] == ("endpoint" if named.speaks else "off")
    assert hears == (200 if named.hears else 400)
    assert speaks == (200 if named.speaks else 400)


def test_nothing_of_a_recording_is_on_the_disk(
    visitor: Visitor, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # What a form of this size would be put into.
    monkeypatch.delattr("tempfile.TemporaryFile")
    caplog.set_level("DEBUG")
    rehearsal = visitor.sit_down()
    large = RECORDED * 100_000
    assert len(large) > 3_000_000
    _, answer = with_endpoint(visitor, TEXT, do=lambda: heard(visitor, rehearsal, large))
    assert answer.status_code == 200
    assert "nobody may keep" not in caplog.text
    assert all(RECORDED not in path.read_bytes() for path in home.rglob("*") if path.is_file())


# --- what is wished for, and where sound goes


def test_it_is_off_until_somebody_asks_for_it(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down()
    told = visitor.get(f"/api/rehearsals/{rehearsal}/speech").json()
    assert (told["speak"], told["listen"], told["where"]) == ("off", "off", "")
    assert "partnering_speech" not in visitor.cookies
    page = visitor.get("/settings").text
    assert '<input type="radio" name="speak" value="off" checked>' in page
    assert '<input type="radio" name="listen" value="off" checked>' in page
    assert 'value="endpoint"' not in page


def test_a_wish_is_kept_in_the_browser_until_it_is_taken_back(app: FastAPI) -> None:
    visitor = Visitor(app)
    rehearsal = visitor.sit_down()
    assert visitor.post("/settings/speech", data={"speak": "browser", "listen": "browser"}).status_code == 303
    told = visitor.get(f"/api/rehearsals/{rehearsal}/speech").json()
    assert (told["speak"], told["listen"], told["where"]) == ("browser", "browser", "")
    assert 'name="speak" value="browser" checked' in visitor.get("/settings").text
    assert visitor.post("/settings/speech", data={"speak": "shout"}).status_code == 400
    visitor.post("/settings/speech", data={"speak": "off", "listen": "off"})
    assert "partnering_speech" not in visitor.cookies


def test_it_is_said_where_sound_goes_and_the_key_is_nowhere(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()
    visitor.post("/settings/speech", data={"speak": "endpoint", "listen": "endpoint"})

    def ask() -> list[Any]:
        return [visitor.get(f"/api/rehearsals/{rehearsal}/speech"), visitor.get("/settings")]

    fake, (told, page) = with_endpoint(visitor, do=ask)
    host = fake.endpoint.host
    assert told.json()["where"] == host
    assert f"to the model at {host}" in page.text
    assert "Sound cannot be masked" in page.text
    assert KEY not in told.text + page.text


def test_a_server_for_others_names_no_address(tmp_path: Path) -> None:
    endpoint = Endpoint("http://127.0.0.1:9/v1", KEY, "named", BOTH)
    visitor = Visitor(open_app(tmp_path, host="0.0.0.0", endpoint=endpoint))  # noqa: S104 - nothing listens
    rehearsal = visitor.sit_down()
    visitor.post("/settings/speech", data={"speak": "endpoint", "listen": "endpoint"})
    told = visitor.get(f"/api/rehearsals/{rehearsal}/speech").json()
    assert (told["speak"], told["listen"], told["where"]) == ("endpoint", "endpoint", "")
    page = visitor.get("/settings").text
    assert "127.0.0.1:9" not in page
    assert 'name="hears"' not in page
    visitor.made.store.database.close()


# --- the settings page


def test_names_for_speech_are_kept_beside_the_endpoint_and_tested(visitor: Visitor, home: Path) -> None:
    visitor.get("/")

    async def go() -> tuple[Endpoint, str]:
        chat = (stream("Ready."), completion('{"answer": "yes"}'))
        async with FakeEndpoint(*chat, SOUND, refuse(404, {"detail": "Not Found"})) as fake:
            form = {"address": fake.endpoint.base_url, "key": KEY, "model": "m", "hears": " whisper-1 "}
            form |= {"speaks": "tts-1", "voice": "sage", "then": "test"}
            return fake.endpoint, (await asyncio.to_thread(visitor.post, "/settings/model", data=form)).text

    endpoint, page = asyncio.run(go())
    try:
        kept = EndpointFile(home).read()
        assert kept == Endpoint(endpoint.base_url, KEY, "m", SpeechModels("whisper-1", "tts-1", "sage"))
        assert "It reads aloud." in page
        assert "cannot turn speech into text" in page
        assert 'value="whisper-1"' in page
        assert KEY not in page
        visitor.post("/settings/model", data={"address": endpoint.base_url, "model": "m", "hears": "other"})
        kept = EndpointFile(home).read()
        assert kept == Endpoint(endpoint.base_url, KEY, "m", SpeechModels("other"))
    finally:
        visitor.post("/settings/forget")


def test_only_the_conversation_page_may_ask_for_the_microphone(visitor: Visitor) -> None:
    for path in ("/", "/settings", f"/brief/{PAULA}", "/static/speech.js"):
        assert "microphone=()" in visitor.get(path).headers["permissions-policy"]
    visitor.sit_down()
    assert "microphone=(self)" in visitor.get("/rehearse/").headers["permissions-policy"]
