"""The guard of tests/conftest.py is awake: no test reaches beyond loopback."""

import asyncio
import socket

import pytest


def test_a_connection_beyond_loopback_is_refused() -> None:
    with socket.socket() as plain, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        plain.connect(("192.0.2.1", 80))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))


def test_an_event_loop_is_guarded_too() -> None:
    async def reach() -> None:
        await asyncio.open_connection("192.0.2.1", 80)

    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        asyncio.run(reach())


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
