"""Starting the server: what cannot work is said at once."""

import socket
from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.web.serve import serve


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARTNERING_HOME", str(tmp_path))


def test_a_port_in_use_is_a_sentence_with_another_number(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PARTNERING_PORT", str(port))
        with pytest.raises(
            SettingsError, match=f"Port {port} .* PARTNERING_PORT to another number, such as {port + 1}"
        ):
            serve()


def test_an_address_that_is_not_this_machines_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_asked: object, **_how: object) -> None:
        raise socket.gaierror

    monkeypatch.setenv("PARTNERING_HOST", "practice.example")
    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(SettingsError, match=r"practice\.example.*no address of this machine"):
        serve()
