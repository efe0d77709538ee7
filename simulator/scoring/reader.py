"""The embedded reader: one leader turn in, its codes with quotes and confidences out, in milliseconds and offline.

The same turn in the same context always gives the same reading on the same machine: one thread, no randomness.
Callers depend on `Reader.code` and `Reader.confidences` only, not on the kind of model behind them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from simulator.domain.finding import Finding, Reading
from simulator.domain.transcript import CodingRequest, Speaker
from simulator.errors import ArtefactError
from simulator.scoring.artefact import HOME, NETWORK, TOKENIZER, Calibration, Manifest, load_manifest
from simulator.scoring.encoding import Encoder, Window
from simulator.scoring.spans import best_span

MOST_WORDS = 2000
NO_WORDS = "There are no words in this turn to read."
TOO_LONG = f"This turn is longer than {MOST_WORDS:,} words; a turn of a conversation is shorter."

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class _Seen:
    """Network output for one window: logits (codes,) and token logits (tokens of the turn, codes)."""

    window: Window
    turn: Floats
    token: Floats


class Reader:
    """Codes leader turns (and, where it has learnt to, employee turns). Safe to share between threads."""

    def __init__(self, manifest: Manifest, encoder: Encoder, session: onnxruntime.InferenceSession) -> None:
        self._manifest = manifest
        self._encoder = encoder
        self._session = session

    @classmethod
    def load(cls, folder: Path = HOME) -> Self:
        """Load an artefact; raise ArtefactError if it is missing, damaged or unreadable."""
        manifest = load_manifest(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(str(folder / NETWORK), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises classes of its own that share no public base
            msg = f"The trained reader cannot be loaded: {error}"
            raise ArtefactError(msg) from error
        return cls(manifest, Encoder.load(folder / TOKENIZER), session)

    @property
    def version(self) -> str:
        """Version of the artefact, kept with what it scored."""
        return self._manifest.version

    @property
    def codes_employee_turns(self) -> bool:
        """Whether `code_employee` is there to be used."""
        return bool(self._manifest.employee)

    def code(self, request: CodingRequest) -> Reading:
        """The codes of one leader turn, sorted by where their quotes start; each code at most once."""
        return self.code_many([request])[0]

    def code_employee(self, request: CodingRequest) -> Reading:
        """The employee codes (rubric section 4.4) of `request.turn` said by the employee."""
        return self.code_many([request], "employee")[0]

    def code_many(self, requests: Sequence[CodingRequest], speaker: Speaker = "leader") -> list[Reading]:
        """`code` for many turns.

        Each goes through the network by itself: int8 scales are set by all that is in a batch, so that in a shared
        batch a finding could depend on its neighbours, and on one thread a batch would gain nothing.
        """
        return [self._reading(request, speaker) for request in requests]

    def confidences(self, request: CodingRequest, speaker: Speaker = "leader") -> dict[str, float]:
        """Calibrated confidence of every code, found or not; empty when the turn cannot be scored."""
        windows = [] if why_not(request.turn) else self._see(request, speaker)
        if not windows:
            return {}
        return self._confidences(windows, speaker)

    def logits(self, request: CodingRequest, speaker: Speaker = "leader") -> list[float]:
        """What the network says of each code before it is calibrated, the highest over windows."""
        seen = np.max([window.turn for window in self._see(request, speaker)], axis=0)
        return [float(seen[i]) for i, _ in self._outputs(speaker)]

    def _outputs(self, speaker: Speaker) -> list[tuple[int, Calibration]]:
        first = 0 if speaker == "leader" else len(self._manifest.leader)
        chosen = self._manifest.leader if speaker == "leader" else self._manifest.employee
        return list(enumerate(chosen, first))

    def _reading(self, request: CodingRequest, speaker: Speaker) -> Reading:
        refused = why_not(request.turn)
        windows = [] if refused else self._see(request, speaker)
        if not windows:
            return Reading(findings=(), scored=False, why_not=refused or NO_WORDS)
        sure = self._confidences(windows, speaker)
        gates = self._manifest.gates if speaker == "leader" else ()
        shut = {code for gate in gates if not gate.opens(sure) for code in gate.codes}
        found = [
            self._finding(request.turn, windows, i, c, sure[c.code])
            for i, c in self._outputs(speaker)
            if sure[c.code] >= c.threshold and c.code not in shut
        ]
        return Reading(findings=tuple(sorted(found, key=lambda f: (f.start, f.end, f.code))))

    def _confidences(self, windows: Sequence[_Seen], speaker: Speaker) -> dict[str, float]:
        logits = np.max([seen.turn for seen in windows], axis=0)
        return {c.code: _confidence(logits[i], c) for i, c in self._outputs(speaker)}

    def _finding(
        self, turn: str, windows: Sequence[_Seen], output: int, calibration: Calibration, confidence: float
    ) -> Finding:
        seen = max(windows, key=lambda item: float(item.turn[output]))
        scores = 1 / (1 + np.exp(-seen.token[:, output]))
        start, end = best_span(turn, np.array(seen.window.offsets), scores, self._manifest.quote_share)
        return Finding(code=calibration.code, quote=turn[start:end], start=start, end=end, confidence=confidence)

    def _see(self, request: CodingRequest, speaker: Speaker) -> list[_Seen]:
        out: list[_Seen] = []
        for window in self._encoder.windows(request, speaker):
            feed = {"ids": np.array([window.ids], np.int64), "types": np.array([window.types], np.int64)}
            turn, token = self._session.run(("turn", "token"), feed)
            out.append(_Seen(window, turn[0], token[0, 1 : 1 + len(window.offsets)]))
        return out


@cache
def shipped_reader() -> Reader:
    """The reader in the package, loaded once."""
    return Reader.load()


def why_not(turn: str) -> str | None:
    """Why a turn cannot be read, as a sentence for the person, or None."""
    if not any(letter.isalpha() for letter in turn):
        return NO_WORDS
    return TOO_LONG if len(turn.split()) > MOST_WORDS else None


def _confidence(logit: float, calibration: Calibration) -> float:
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, calibration.slope * float(logit) + calibration.offset)))), 4)
