"""Real servers as processes of their own, on free ports of this machine."""

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.loopback.slow_model import REPLY

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_START = 60.0


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Served:
    """A program that listens on a port; a context that ends it."""

    arguments: list[str]
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARTNERING_", "OPENAI_"))}
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            [sys.executable, *self.arguments],
            cwd=ROOT,
            env={**kept, **self.environment},
            stdout=subprocess.DEVNULL,
        )
        ends = time.monotonic() + _LONGEST_START
        while time.monotonic() < ends:
            assert self.process.poll() is None, f"{self.arguments} ended with status {self.process.returncode}"
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError(f"{self.arguments} did not listen within {_LONGEST_START} s")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


def served_pages(home: Path, model: Served | None = None, **environment: str) -> Served:
    """The program itself, with a data folder and perhaps a model of its own."""
    port = free_port()
    named = {"PARTNERING_HOME": str(home), "PARTNERING_PORT": str(port), **environment}
    if model is not None:
        named |= {"OPENAI_BASE_URL": f"{model.address}/v1", "OPENAI_API_KEY": "none", "OPENAI_MODEL": "slow"}
    return Served(["app.py"], port, named)


def served_model(gap: float, first: float = 0.0, reply: str = REPLY) -> Served:
    """A model that takes `gap` seconds a word and `first` before the first one."""
    port = free_port()
    return Served(["-m", "tests.loopback.slow_model", str(port), str(gap), str(first), reply], port)
