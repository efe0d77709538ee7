"""Start the server: take the port, build the app, say which address to open."""

import gc
import socket
import sys

import uvicorn

from simulator.errors import SettingsError
from simulator.settings import Settings, read_settings

_BACKLOG = 2048


def serve() -> int:
    """Serve until stopped; return the exit status. Raises SettingsError if the port cannot be taken."""
    settings = read_settings()
    # Taken before the slow imports: a port in use is known at once, and a browser that is early only waits.
    listening = _listen(settings)
    try:
        from simulator.web.application import build_app  # noqa: PLC0415 - seconds of imports, after the port is ours

        if settings.gguf is not None:
            _say(f"Loading {settings.gguf.name}; a large file takes a while.")
        app = build_app(settings)
        # What stands now stands until the end: without this the collector walks all of it again and again while
        # replies stream, and every learner waits.
        gc.collect()
        gc.freeze()
        # Coding and storing run in threads; with Python's 5 ms each of them holds the replies of everybody up.
        sys.setswitchinterval(0.0005)
        _say(f"Partnering Practice is ready. Open {_address(settings)} in a browser. Ctrl+C stops it.")
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()
    return 0


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _listen(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SettingsError(f"PARTNERING_HOST is '{settings.host}', which is no address of this machine.") from error
    try:
        if sys.platform != "win32":
            # On Windows the option would let two servers share the port.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"Port {settings.port} of {settings.host} cannot be used ({error.strerror}). Perhaps the program is "
            f"running already: open {_address(settings)}. Or set PARTNERING_PORT to another number, "
            f"such as {settings.port + 1}."
        ) from error
    return listening


def _address(settings: Settings) -> str:
    """What to type into a browser on this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{host}:{settings.port}"
