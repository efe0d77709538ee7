"""The client and the local server against the real thing: llama.cpp, serving a model of random weights."""

import asyncio
import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from pydantic import Field

from simulator.domain.chat import Message
from simulator.domain.endpoint import Endpoint
from simulator.domain.value import Value
from simulator.errors import ModelInterrupted, ModelRefused, ModelUnavailable, ModelUnreadable
from simulator.llm.local import LocalServer
from simulator.llm.openai_chat import OpenAIChat
from simulator.llm.probe import probe
from tests.llm.tiny_gguf import write_tiny_gguf

HELLO = (Message(role="system", content="You are Paula."), Message(role="user", content="hello there"))


class Verdict(Value):
    level: Literal["not-yet", "partly", "met"]
    sure: bool


class Unspeakable(Value):
    """llama.cpp refuses a schema with a type that it does not know."""

    word: str = Field(json_schema_extra={"type": "nonsense"})


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("model") / "tiny.gguf")


@pytest.fixture(scope="module")
def server(model_file: Path) -> Iterator[LocalServer]:
    with LocalServer(model_file, context=32768) as running:
        yield running


async def pieces_of(model: OpenAIChat, most_tokens: int, messages: tuple[Message, ...] = HELLO) -> list[str]:
    return [piece async for piece in model.stream(messages, most_tokens=most_tokens)]


def test_a_reply_streams_in_pieces_and_its_usage_is_kept(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint, count_stream=True)
    pieces = asyncio.run(pieces_of(model, 30))
    assert len(pieces) > 5
    assert "".join(pieces).strip()
    assert model.usage.prompt > 10
    assert model.usage.completion == 30
    assert model.usage.calls == 1


@pytest.mark.parametrize("most_tokens", [1, 8, 50])
def test_the_token_limit_is_kept_by_the_server(server: LocalServer, most_tokens: int) -> None:
    model = OpenAIChat(server.endpoint, count_stream=True)
    asyncio.run(pieces_of(model, most_tokens))
    assert model.usage.completion == most_tokens


def test_one_model_serves_several_event_loops(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint)
    assert all(asyncio.run(pieces_of(model, 4)) for _ in range(3))


def test_a_form_is_filled_by_schema(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint)
    verdict = asyncio.run(model.fill(HELLO, Verdict, most_tokens=300))
    assert verdict.level in {"not-yet", "partly", "met"}
    assert model.dialect.form == "json_schema"
    assert model.usage.prompt > 0
    assert model.usage.completion > 0


def test_a_schema_the_server_refuses_is_asked_for_more_plainly_and_checked_by_us(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint)
    with pytest.raises(ModelUnreadable, match="did not fill in the form"):
        asyncio.run(model.fill(HELLO, Unspeakable, most_tokens=60))
    assert model.dialect.form == "json_object"


def test_a_wrong_key_is_named_as_the_fault_and_not_shown(server: LocalServer) -> None:
    model = OpenAIChat(Endpoint(server.base_url, "sk-not-the-key-at-all", "tiny"))
    with pytest.raises(ModelRefused, match="did not accept the key") as caught:
        asyncio.run(pieces_of(model, 5))
    assert "not-the-key" not in str(caught.value)


def test_a_conversation_that_is_too_long_says_so(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint)
    long = (Message(role="user", content="hello there " * 6000),)
    with pytest.raises(ModelRefused, match="larger context"):
        asyncio.run(pieces_of(model, 5, long))


def test_leaving_a_stream_frees_the_server_at_once(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint)

    async def leave_and_ask_again() -> float:
        async with aclosing(model.stream(HELLO, most_tokens=30000)) as stream:  # type: ignore[type-var]
            await anext(stream)
        begun = time.monotonic()
        await pieces_of(model, 2)
        return time.monotonic() - begun

    # Its one slot would be taken for many seconds by what was left.
    assert asyncio.run(leave_and_ask_again()) < 2


def test_cancelling_a_task_frees_the_server_at_once(server: LocalServer) -> None:
    model = OpenAIChat(server.endpoint)

    async def cancel_and_ask_again() -> float:
        task = asyncio.create_task(pieces_of(model, 30000))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        begun = time.monotonic()
        await pieces_of(model, 2)
        return time.monotonic() - begun

    assert asyncio.run(cancel_and_ask_again()) < 2


def test_a_server_killed_in_mid_stream_leaves_what_came(model_file: Path) -> None:
    with LocalServer(model_file, context=32768) as doomed:
        model = OpenAIChat(doomed.endpoint, pause=_no_pause)
        came: list[str] = []

        async def listen() -> None:
            async for piece in model.stream(HELLO, most_tokens=30000):
                came.append(piece)
                if len(came) == 3 and doomed.process_id:
                    os.kill(doomed.process_id, signal.SIGKILL)

        with pytest.raises(ModelInterrupted, match="broke off") as caught:
            asyncio.run(listen())
        assert caught.value.partial == "".join(came)
        with pytest.raises(ModelUnavailable, match="Nothing answers"):
            asyncio.run(pieces_of(model, 2))


def test_the_probe_finds_everything_working(server: LocalServer) -> None:
    outcome = asyncio.run(probe(OpenAIChat(server.endpoint)))
    assert [step.works for step in outcome.steps] == [True] * 5
    assert outcome.usable
    assert outcome.first_text is not None


def test_the_probe_blames_the_key(server: LocalServer) -> None:
    outcome = asyncio.run(probe(OpenAIChat(Endpoint(server.base_url, "wrong", "tiny"))))
    assert [step.works for step in outcome.steps] == [True, False, None, None, None]
    assert not outcome.usable


def test_the_probe_blames_the_address_when_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    outcome = asyncio.run(probe(OpenAIChat(Endpoint(f"http://127.0.0.1:{port}/v1", "k", "m"), pause=_no_pause)))
    assert [step.works for step in outcome.steps] == [False, None, None, None, None]


def test_the_server_listens_on_loopback_for_our_page_only(server: LocalServer) -> None:
    address = urlsplit(server.base_url)
    assert address.hostname == "127.0.0.1"
    wire = http.client.HTTPConnection("127.0.0.1", address.port or 0)
    wire.request("OPTIONS", "/v1/chat/completions", headers={"Origin": "http://evil.example"})
    answer = wire.getresponse()
    answer.read()
    wire.close()
    assert answer.getheader("Access-Control-Allow-Origin") not in {"*", "http://evil.example"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")
def test_the_key_stands_in_no_argument_and_no_environment(server: LocalServer) -> None:
    for name in ("cmdline", "environ"):
        assert server.key.encode() not in Path(f"/proc/{server.process_id}/{name}").read_bytes()


def test_each_run_has_its_own_key(model_file: Path) -> None:
    keys = {LocalServer(model_file).key for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) >= 32 for key in keys)


def test_the_server_ends_with_its_context(model_file: Path) -> None:
    with LocalServer(model_file, context=512) as running:
        port = urlsplit(running.base_url).port
    assert running.process_id is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port or 0))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")
def test_the_server_ends_when_the_program_is_killed(model_file: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom simulator.llm.local import LocalServer\n"
        "server = LocalServer(Path(sys.argv[1]), context=512).__enter__()\n"
        "print(server.process_id, flush=True)\ntime.sleep(60)\n"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script, str(model_file)], stdout=subprocess.PIPE, text=True, cwd=root
    ) as program:
        assert program.stdout is not None
        served_by = int(program.stdout.readline())
        program.kill()
    deadline = time.monotonic() + 5
    while _runs(served_by) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(served_by)


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path: Path) -> None:
    wrong = tmp_path / "holiday.gguf"
    wrong.write_text("not a model")
    with pytest.raises(ModelRefused, match=r"'holiday\.gguf' is no GGUF model file"):
        LocalServer(wrong)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="cannot be read"):
        LocalServer(tmp_path / "nowhere.gguf")


def test_a_damaged_model_says_what_llama_said(tmp_path: Path, model_file: Path) -> None:
    damaged = tmp_path / "half.gguf"
    damaged.write_bytes(model_file.read_bytes()[:40000])
    with (
        pytest.raises(ModelRefused, match=r"could not load 'half\.gguf'.*corrupted or incomplete"),
        LocalServer(damaged),
    ):
        pass


def test_without_the_extra_the_sentence_names_it(model_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(ModelRefused, match=r"partnering-practice\[local\]"):
        LocalServer(model_file)


def _runs(process: int) -> bool:
    """Whether a process lives; a zombie that nobody has collected does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def _no_pause(_seconds: float) -> None:
    return
