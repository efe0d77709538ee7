"""Who speaks: the model named last, else what the settings name, else the built-in employee."""

from pathlib import Path

import pytest

from simulator.domain.endpoint import Endpoint
from simulator.errors import ModelRefused
from simulator.library.scenarios import load_scenario
from simulator.persona.authored import AuthoredVoice
from simulator.persona.llm_voice import LlmVoice
from simulator.session.voices import Voices
from simulator.settings import Settings

PAULA = load_scenario("paula-first-meeting")
NAMED = Endpoint("http://127.0.0.1:9/v1", "none", "named")
CHOSEN = Endpoint("http://127.0.0.1:10/v1", "none", "chosen")


def settings(endpoint: Endpoint | None = None, gguf: Path | None = None) -> Settings:
    return Settings(Path("unused"), "sqlite://", "127.0.0.1", 7860, endpoint, gguf)


def test_without_a_model_the_built_in_employee_speaks() -> None:
    voices = Voices(settings())
    voices.open()
    assert isinstance(voices.voice_of(PAULA), AuthoredVoice)
    assert voices.endpoint is None


def test_the_model_chosen_in_the_page_speaks_until_it_is_forgotten() -> None:
    voices = Voices(settings(NAMED))
    voices.open()
    assert voices.endpoint == NAMED
    voices.use(CHOSEN)
    voice = voices.voice_of(PAULA)
    assert isinstance(voice, LlmVoice)
    assert voice.model.name == "chosen"
    voices.use(None)
    assert voices.endpoint == NAMED


def test_what_an_endpoint_accepts_is_learnt_once_for_all_replies() -> None:
    voices = Voices(settings(NAMED))
    voices.open()
    first, second = voices.voice_of(PAULA), voices.voice_of(load_scenario("the-date-that-slid"))
    assert isinstance(first, LlmVoice)
    assert isinstance(second, LlmVoice)
    assert first.model is second.model


def test_a_key_that_cannot_be_sent_changes_nothing() -> None:
    voices = Voices(settings(NAMED))
    voices.open()
    with pytest.raises(ModelRefused):
        voices.use(Endpoint("http://127.0.0.1:10/v1", "ké", "chosen"))
    assert voices.endpoint == NAMED


def test_a_model_file_that_is_none_is_said_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "notes.gguf"
    path.write_text("not a model")
    with pytest.raises(ModelRefused, match=r"notes\.gguf"):
        Voices(settings(gguf=path)).open()
