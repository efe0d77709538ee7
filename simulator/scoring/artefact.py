"""The trained reader on disk: what is in it, how it was made, and whether it is whole."""

import hashlib
import math
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import Field, ValidationError

from simulator.domain.value import Value
from simulator.errors import ArtefactError
from simulator.scoring.evaluation import Figures

HOME = Path(__file__).parent / "artefact"
MANIFEST, NETWORK, TOKENIZER, CARD = "manifest.json", "reader.onnx", "tokenizer.json", "MODEL_CARD.md"


class Calibration(Value):
    """From a logit to a confidence, and when a confidence is a finding (Platt 1999, fitted on held-out folds)."""

    code: str
    slope: float
    offset: float
    threshold: float = Field(ge=0, le=1)
    """Confidence from which the code is reported."""


class Gate(Value):
    """Codes that are reported only when it is likely enough that the turn carries any of them.

    The likelihood is 1 - prod(1 - confidence) over `codes` (noisy-or). A turn can be parenting beyond doubt while it
    is unclear which move it is; and a faint doubt in a turn that carries nothing is no finding. When in doubt, no code.
    """

    codes: tuple[str, ...]
    least: float = Field(ge=0, le=1)

    def opens(self, confidences: Mapping[str, float]) -> bool:
        """Whether the codes may be reported, given the confidence of each."""
        return 1 - math.prod(1 - confidences[code] for code in self.codes) >= self.least


class Manifest(Value):
    """manifest.json."""

    version: str
    """Changes with every training; kept with each scored transcript."""
    rubric_version: str
    base: str
    """Where the pretrained weights come from, with their sha256."""
    files: dict[str, str]
    """sha256 by file name."""
    leader: tuple[Calibration, ...]
    """In the order of the network's outputs."""
    employee: tuple[Calibration, ...]
    """The outputs after those; empty where employee turns were not learnt."""
    gates: tuple[Gate, ...] = ()
    """Over all leader codes, and over the parenting codes."""
    quote_share: float
    """See `spans.best_span`."""
    trained_on: dict[str, int]
    """Labelled turns by batch, all splits."""
    recipe: dict[str, float]
    figures: dict[str, Figures]
    """By split: dev and test, leader turns and employee turns apart."""

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Leader codes in order."""
        return tuple(calibration.code for calibration in self.leader)


def load_manifest(folder: Path = HOME) -> Manifest:
    """Read the manifest and check every file against it; raise ArtefactError if anything is missing or changed."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"The trained reader is missing: {folder / MANIFEST} cannot be read. Train one or restore the file."
        raise ArtefactError(msg) from error
    except ValidationError as error:
        msg = f"{folder / MANIFEST} is not a manifest this program understands: {error.errors()[0]['msg']}"
        raise ArtefactError(msg) from error
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or sha256(path) != expected:
            msg = f"The trained reader is damaged: {path.name} does not match its manifest. Restore the file."
            raise ArtefactError(msg)
    return manifest


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
