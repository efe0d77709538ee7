"""A way to a server that can be lost and found again, as a phone loses it in a tunnel."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_AT_ONCE = 65536


@dataclass
class Tunnel:
    """Passes bytes between a port of its own and another one of this machine, while it is open."""

    to: int
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    open: bool = True
    ends: set[socket.socket] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Where it is entered."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def lose(self) -> None:
        """Cut what goes through, and let nobody in."""
        self.open = False
        for end in list(self.ends):
            _shut(end)

    def find(self) -> None:
        """Let everybody in again."""
        self.open = True

    def serve(self) -> None:
        """Let in one after the other, until the port is closed."""
        with suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                if not self.open:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self.to))
                self.ends |= {near, far}
                for one, other in ((near, far), (far, near)):
                    _beside(lambda one=one, other=other: self._pass_on(one, other))  # type: ignore[misc]

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while some := one.recv(_AT_ONCE):
                other.sendall(some)
        for end in (one, other):
            _shut(end)
            self.ends.discard(end)


@contextmanager
def tunnel(port: int) -> Iterator[Tunnel]:
    """A tunnel to that port."""
    made = Tunnel(port)
    _beside(made.serve)
    yield made
    made.lose()
    _shut(made.listening)


def _shut(end: socket.socket) -> None:
    # Closing alone would leave the other thread in its wait.
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _beside(task: Callable[[], None]) -> None:
    threading.Thread(target=task, daemon=True).start()
