"""Voices read behind the first pages: else somebody would wait for a thousand lines at their first talk or debrief."""

import threading
from contextlib import suppress

from simulator.errors import SimulatorError
from simulator.library.scenarios import load_voice, scenario_ids

_BEFORE = 3.0
"""Seconds for the first page to come before anything is read."""
_BETWEEN = 0.3


class Warming:
    """Reads the voice of every scenario in a thread of its own; one that is asked for meanwhile is read at once."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read, name="voices", daemon=True)

    def start(self) -> None:
        """Begin. Returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Stop after the voice that is being read."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _read(self) -> None:
        pause = _BEFORE
        for name in scenario_ids():
            if self._stopped.wait(pause):
                return
            pause = _BETWEEN
            with suppress(SimulatorError):  # whoever opens it is told
                load_voice(name)
