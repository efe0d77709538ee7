"""An endpoint on loopback that misbehaves as it is told: one behaviour for each connection, in order."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self

from simulator.domain.endpoint import Endpoint

KEY = "sk-test-0123456789abcdef"


class Connection:
    """One request and the way to answer it."""

    def __init__(self, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        self.body = body
        self._writer = writer

    async def raw(self, octets: bytes) -> None:
        self._writer.write(octets)
        await self._writer.drain()

    async def answer(self, status: int, body: object, kind: str = "application/json", **headers: str) -> None:
        octets = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        await self.raw(
            f"HTTP/1.1 {status} Status\r\nContent-Type: {kind}\r\nContent-Length: {len(octets)}\r\n{head}"
            "Connection: close\r\n\r\n".encode()
            + octets
        )

    async def open_stream(self, *, chunked: bool = True) -> None:
        length = "Transfer-Encoding: chunked\r\n" if chunked else ""
        self._chunked = chunked
        await self.raw(
            f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{length}Connection: close\r\n\r\n".encode()
        )

    async def part(self, octets: bytes) -> None:
        await self.raw(f"{len(octets):x}\r\n".encode() + octets + b"\r\n" if self._chunked else octets)

    async def event(self, data: object) -> None:
        await self.part(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode())

    async def end(self) -> None:
        if self._chunked:
            await self.raw(b"0\r\n\r\n")

    async def closed_by_peer(self) -> None:
        """Return when the client has hung up."""
        await self._writer.wait_closed()


Behaviour = Callable[[Connection], Awaitable[None]]


class FakeEndpoint:
    """Serves while the context lasts; a connection beyond its script is reset and counted."""

    def __init__(self, *script: Behaviour) -> None:
        self._script = list(script)
        self.bodies: list[dict[str, Any]] = []
        self.octets: list[bytes] = []
        """Each request's body as it came; a form has no other."""
        self.heads: list[str] = []
        self.hung_up = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def endpoint(self) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self._port}/v1", KEY, "fake-model")

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            length = next(int(line.split(":")[1]) for line in head.lower().splitlines() if "content-length" in line)
            self.heads.append(head)
            octets = await reader.readexactly(length)
            self.octets.append(octets)
            self.bodies.append({} if "multipart/form-data" in head else json.loads(octets))
            behaviour = self._script.pop(0) if self._script else hang_up
            behaving = asyncio.create_task(_run(behaviour, Connection(self.bodies[-1], writer)))
            leaving = asyncio.create_task(reader.read())
            await asyncio.wait({behaving, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if leaving.done():
                self.hung_up.set()
            for part in (behaving, leaving):
                part.cancel()
            await asyncio.gather(behaving, leaving, return_exceptions=True)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()


async def _run(behaviour: Behaviour, connection: Connection) -> None:
    try:
        await behaviour(connection)
    except OSError:  # the client left first
        return


async def hang_up(connection: Connection) -> None:
    """Close without a word."""


def refuse(status: int, body: object, kind: str = "application/json", **headers: str) -> Behaviour:
    """Answer with a status; a string as body is sent as it is."""

    async def behave(connection: Connection) -> None:
        await connection.answer(status, body, kind, **headers)

    return behave


def error(status: int, message: str, **fields: object) -> Behaviour:
    """Answer as OpenAI does when it refuses."""
    return refuse(status, {"error": {"message": message, **fields}})


def completion(text: str | None, finish: str = "stop") -> Behaviour:
    """A whole reply, not streamed."""
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return refuse(200, {"choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": usage})


def says(text: str | None, finish: str | None = None) -> dict[str, Any]:
    """A chunk that carries text."""
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


def stream(*parts: object, done: bool = True, chunked: bool = True) -> Behaviour:
    """Stream parts: text becomes a chunk, a dict is sent as it is, bytes raw, a float is waited; None hangs up."""

    async def behave(connection: Connection) -> None:
        await connection.open_stream(chunked=chunked)
        for part in parts:
            match part:
                case None:
                    return
                case float():
                    await asyncio.sleep(part)
                case bytes():
                    await connection.part(part)
                case str():
                    await connection.event(says(part))
                case _:
                    await connection.event(part)
        if done:
            await connection.event(says(None, "stop"))
            await connection.event("[DONE]")
        await connection.end()

    return behave


def endless(text: str) -> Behaviour:
    """Say the same for ever."""

    async def behave(connection: Connection) -> None:
        await connection.open_stream()
        while True:
            await connection.event(says(text))
            await asyncio.sleep(0)

    return behave
