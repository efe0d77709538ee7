"""The shipped reader beside word n-grams with logistic regression: quality, milliseconds, memory and load, in one run.

Both are judged on the test split. The n-grams see what the reader sees, as words, and learn from the same turns.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline

from benchmarks.figures import Times
from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric
from simulator.scoring.artefact import HOME
from simulator.scoring.encoding import context_of
from simulator.scoring.evaluation import Figures, Judged, evaluate
from simulator.scoring.reader import Reader
from simulator.scoring.training.corpus import Labelled, read_batches, splits

_MB = 1e6


def reader() -> list[str]:
    """Lines for a person."""
    rubric = load_rubric()
    parts = splits(read_batches(rubrics_folder() / "corpus"))
    train, test = ([turn for turn in parts[name] if turn.speaker == "leader"] for name in ("train", "test"))
    before = psutil.Process().memory_info().rss
    began = time.perf_counter()
    ours = Reader.load()
    ours.code(test[0].request)
    loaded = time.perf_counter() - began
    memory = psutil.Process().memory_info().rss - before
    size = sum(path.stat().st_size for path in Path(HOME).iterdir())

    def read(turn: Labelled) -> dict[str, tuple[int, int]]:
        return {found.code: (found.start, found.end) for found in ours.code(turn.request).findings}

    began = time.perf_counter()
    grams = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced", max_iter=300)),
    )
    codes = rubric.codes
    grams.fit([_words(turn) for turn in train], [[int(code in turn.codes) for code in codes] for turn in train])
    learnt = time.perf_counter() - began

    def guess(turn: Labelled) -> dict[str, tuple[int, int]]:
        said = grams.predict([_words(turn)])[0]
        return {code: (0, len(turn.request.turn)) for code, yes in zip(codes, said, strict=True) if yes}

    parenting = {move.code for move in rubric.moves if move.side == "parenting"}
    goals = "(goals: under a second, at most 40 MB in the repository)"
    return [
        f"load {loaded * 1000:.0f} ms, memory {memory / _MB:.0f} MB, files {size / _MB:.1f} MB  {goals}",
        *_told("the reader", *_judged(read, test, codes, parenting)),
        *_told(f"n-grams ({learnt:.0f} s to learn)", *_judged(guess, test, codes, parenting)),
    ]


def _words(turn: Labelled) -> str:
    return " ".join((turn.request.turn, *(piece.text for piece in context_of(turn.request))))


def _judged(
    read: Callable[[Labelled], dict[str, tuple[int, int]]],
    turns: Sequence[Labelled],
    codes: Sequence[str],
    parenting: set[str],
) -> tuple[Figures, Times]:
    seconds, judged = [], []
    for turn in turns:
        began = time.perf_counter()
        found = read(turn)
        seconds.append(time.perf_counter() - began)
        judged.append(Judged(turn.group, turn.quotes, found))
    return evaluate(judged, codes, parenting), Times.of(seconds)


def _told(name: str, figures: Figures, times: Times) -> list[str]:
    quality = (
        f"macro F1 {figures.macro_f1:.2f}, any parenting P {figures.parenting_precision or 0:.2f} "
        f"R {figures.parenting_recall or 0:.2f}, quiet turns flagged {figures.quiet_flagged or 0:.2f}"
    )
    return [f"{name}: {times}", f"{name}: {quality}  (n={figures.turns})"]
