"""A model file served on this machine by llama.cpp: the optional extra [local].

The server runs in a process of its own, so that a damaged file or a full memory ends that process and not the program,
and so that its threads do not hold up the web server. It listens on loopback at a free port, asks for a key that is
made for this run, and stops when the program does, however that ends.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from secrets import token_urlsafe
from types import TracebackType
from typing import IO, Any, Self

from simulator.domain.endpoint import Endpoint
from simulator.errors import ModelRefused, ModelUnavailable

_MAGIC = b"GGUF"
_LOADING = 600.0
"""Seconds a large file may take from a slow disk."""
_LEAVING = 5.0
_ORIGIN = "http://127.0.0.1"
_HOUSE = Path(__file__).resolve().parents[2]
"""The folder that holds the package, so that the new process finds it wherever the program was started."""


class LocalServer:
    """Serves a GGUF file while the context lasts; `base_url`, `key` and `model` say how to ask it.

    `context` is in tokens: a prompt takes about 1500, a conversation of twenty turns about 3000. One thread leaves the
    machine to the web server; a machine of its own may be given more.
    """

    def __init__(self, path: Path, *, context: int = 8192, threads: int = 1) -> None:
        _check(path)
        self._order = {"path": str(path.resolve()), "context": context, "threads": threads}
        self.key = token_urlsafe(24)
        self.model = path.stem
        self.base_url = ""
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        """Start serving; ModelRefused if the file cannot be loaded, ModelUnavailable if that takes too long."""
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "simulator.llm.local"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                cwd=_HOUSE,
            )
            self._process = process
            try:
                # By pipe, not by argument or environment: those are readable by other programs.
                answer = _ask(process, {**self._order, "key": self.key, "model": self.model})
            except BaseException:
                self.close()
                raise
            if "address" not in answer:
                self.close()
                name = Path(str(self._order["path"])).name
                raise ModelRefused(f"llama.cpp could not load '{name}'. {_reason(log)}")
        self.base_url = f"{answer['address']}/v1"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        self.close()

    @property
    def endpoint(self) -> Endpoint:
        """How to ask the server."""
        return Endpoint(self.base_url, self.key, self.model)

    @property
    def process_id(self) -> int | None:
        """The server's process, None when it is not running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def close(self) -> None:
        """Stop the server; closing twice changes nothing."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                _shut(pipe)
        try:
            process.wait(_LEAVING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _check(path: Path) -> None:
    if importlib.util.find_spec("xllamacpp") is None:
        msg = "To serve a model file, install the extra: pip install 'partnering-practice[local]'."
        raise ModelRefused(msg)
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelRefused(f"The model file '{path}' cannot be read: {error.strerror}.") from error
    if magic != _MAGIC:
        raise ModelRefused(f"'{path.name}' is no GGUF model file. Name a file that ends in .gguf.")


def _ask(process: subprocess.Popen[str], order: dict[str, Any]) -> dict[str, Any]:
    """Send the order and read the one line that answers it; empty if the process ended without a word."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    late = threading.Event()

    def give_up() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(_LOADING, give_up)
    timer.start()
    try:
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except OSError:
        line = ""
    finally:
        timer.cancel()
    if late.is_set():
        raise ModelUnavailable(f"llama.cpp did not finish loading '{order['model']}' in {_LOADING:.0f} seconds.")
    answer: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
    return answer


def _reason(log: IO[str]) -> str:
    """The first thing llama.cpp complained of: what follows is only its consequence."""
    log.seek(0)
    complaint = next((line for line in log if "error" in line), "")
    said = complaint.rpartition("error loading model: ")[2] or complaint
    return f"It said: {said.strip()}." if said.strip() else "The file may be damaged, or too large for this machine."


def _shut(pipe: IO[str]) -> None:
    try:
        pipe.close()
    except OSError:  # the process is gone already
        return


def _serve() -> None:
    """In the server's process: serve as ordered on stdin until stdin closes, which it does when the program ends."""
    order = json.loads(sys.stdin.readline())
    import xllamacpp  # noqa: PLC0415 - only this process needs it

    params = xllamacpp.CommonParams()
    params.model.path = order["path"]
    params.model_alias = {order["model"]}
    params.n_ctx = order["context"]
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [order["key"]]
    params.cors_origins = _ORIGIN
    params.cpuparams.n_threads = order["threads"]
    params.cpuparams_batch.n_threads = order["threads"]
    params.n_threads_http = 4
    params.endpoint_slots = False
    params.ui = False
    params.verbosity = 1
    params.sse_ping_interval = 5
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        sys.stdout.write(json.dumps({"error": str(error)}) + "\n")
        return
    sys.stdout.write(json.dumps({"address": server.listening_address}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    del server


if __name__ == "__main__":
    _serve()
