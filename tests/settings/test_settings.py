"""Unknown or malformed settings stop the start with a sentence that says what to do."""

from pathlib import Path

import pytest

from simulator.domain.endpoint import SpeechModels
from simulator.errors import SettingsError
from simulator.settings import read_settings


def test_without_anything_it_listens_on_loopback_and_keeps_to_a_users_folder() -> None:
    settings = read_settings({})
    assert (settings.host, settings.port, settings.endpoint, settings.loopback) == ("127.0.0.1", 7860, None, True)
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"PARTNERING_PROT": "1"}, "PARTNERING_PROT is not a setting"),
        ({"PARTNERING_PORT": "eighty"}, "whole number"),
        ({"PARTNERING_PORT": "0"}, "whole number"),
        ({"PARTNERING_PORT": "70000"}, "whole number"),
        ({"PARTNERING_HOST": "http://here"}, "Write only the host"),
        ({"PARTNERING_DATABASE_URL": "mysql://x"}, "must begin with"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, "OPENAI_MODEL is not"),
        ({"OPENAI_BASE_URL": "127.0.0.1:1", "OPENAI_MODEL": "m"}, "not a web address"),
        ({"OPENAI_MODEL": "m"}, "neither"),
        ({"PARTNERING_SPEECH_IN": "whisper-1"}, "Set OPENAI_MODEL"),
        ({"PARTNERING_GGUF": "/no/such/file.gguf"}, "there is no file"),
        ({"PARTNERING_SCENARIOS": "/no/such/folder"}, "there is no folder.*new-scenario"),
    ],
)
def test_a_wrong_value_is_named(environment: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings(environment)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "home"
    path.write_text("x")
    with pytest.raises(SettingsError, match="is a file"):
        read_settings({"PARTNERING_HOME": str(path)})


def test_a_folder_of_scenarios_is_taken_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    assert read_settings({"PARTNERING_SCENARIOS": "mine"}).scenarios == (tmp_path / "mine").resolve()
    assert read_settings({}).scenarios is None


def test_models_for_speech_belong_to_the_endpoint() -> None:
    named = {"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_MODEL": "m", "PARTNERING_SPEECH_OUT": " tts-1 "}
    endpoint = read_settings(named).endpoint
    assert endpoint is not None
    assert endpoint.speech == SpeechModels(speaks="tts-1")


def test_a_key_without_a_model_name_stays_unused() -> None:
    assert read_settings({"OPENAI_API_KEY": "sk-something"}).endpoint is None


def test_the_key_is_in_no_picture_of_the_settings() -> None:
    settings = read_settings({"OPENAI_API_KEY": "sk-very-secret", "OPENAI_MODEL": "m"})
    assert settings.endpoint is not None
    assert "sk-very-secret" not in repr(settings)
