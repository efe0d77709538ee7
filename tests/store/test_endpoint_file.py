"""The file that holds a key."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.domain.endpoint import Endpoint, SpeechModels
from simulator.errors import StoreError
from simulator.store.endpoint_file import EndpointFile

ENDPOINT = Endpoint("http://127.0.0.1:9/v1", "sk-secret", "a-model")


def test_what_is_written_is_read_until_it_is_forgotten(tmp_path: Path) -> None:
    kept = EndpointFile(tmp_path / "new")
    assert kept.read() is None
    kept.write(ENDPOINT)
    kept.write(ENDPOINT)
    assert kept.read() == ENDPOINT
    kept.forget()
    kept.forget()
    assert kept.read() is None


def test_names_for_speech_are_kept_and_a_file_from_before_them_is_read(tmp_path: Path) -> None:
    kept = EndpointFile(tmp_path)
    kept.write(replace(ENDPOINT, speech=SpeechModels("whisper-1", "tts-1", "sage")))
    assert kept.read() == replace(ENDPOINT, speech=SpeechModels("whisper-1", "tts-1", "sage"))
    kept.path.write_text('{"base_url": "http://127.0.0.1:9/v1", "api_key": "sk-secret", "model": "a-model"}')
    assert kept.read() == ENDPOINT


def test_nobody_else_can_read_it_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    EndpointFile(tmp_path).write(ENDPOINT)
    (only,) = tmp_path.iterdir()
    assert stat.S_IMODE(only.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", ["", "{", '{"api_key": "sk-secret"}', '{"base_url": 1, "api_key": "sk-secret", "model": "m"}']
)
def test_a_damaged_file_is_named_without_its_key(tmp_path: Path, text: str) -> None:
    (tmp_path / "endpoint.json").write_text(text)
    with pytest.raises(StoreError, match=r"endpoint\.json") as caught:
        EndpointFile(tmp_path).read()
    assert "sk-secret" not in str(caught.value)
    assert caught.value.__cause__ is None
