"""From held-out logits to calibrations: a Platt curve and a threshold for each code, and the gate before parenting."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.artefact import Calibration, Gate

Floats = NDArray[np.float64]
PRIOR = 6.0
"""Strength, in turns, with which a code's slope is drawn to that of all codes: there are few positives a code."""
ANYTHING, PARENTING = 0.7, 0.7
"""How likely it must be that a turn carries anything at all, and any parenting move, before codes are reported.

Chosen on held turns, where the two cost 0.006 of macro F1: of the parenting flags 93 instead of 90 in 100 are right, of
the empty turns 11 instead of 19 in 100 get a code, and 79 instead of 84 in 100 parenting turns are found. The price is
paid by short lines of one move of which the reader is half sure.
"""
FLOOR = 0.35
"""No code is reported below this confidence, whatever its curve says."""


def platt(logits: Floats, truth: Floats) -> tuple[Floats, Floats]:
    """Slope and offset for each code; logits and truth: (turns, codes).

    All codes share one fit first; then each moves from it as far as its own turns justify (ridge on the difference).
    """
    shared = _fit(logits.ravel(), truth.ravel(), np.array([1.0, 0.0]), 0.0)
    each = np.array([_fit(logits[:, i], truth[:, i], shared, PRIOR) for i in range(logits.shape[1])])
    return each[:, 0], each[:, 1]


def _fit(logit: Floats, true: Floats, start: Floats, ridge: float, steps: int = 100) -> Floats:
    """Logistic regression on one variable, drawn to `start`, by Newton's method with halved steps."""
    x = np.stack([logit, np.ones_like(logit)], axis=1)

    def loss(w: Floats) -> float:
        z = x @ w
        return float((np.logaddexp(0, z) - true * z).sum() + 0.5 * ridge * ((w - start) ** 2).sum())

    w = start.copy()
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - true) + ridge * (w - start)
        curve = (x * (p * (1 - p))[:, None]).T @ x + (ridge + 1e-6) * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        size = 1.0
        while size > 1e-4 and loss(w - size * step) > loss(w):  # noqa: PLR2004 - far enough down
            size /= 2
        w = w - size * step
        if float(np.abs(size * step).max()) < 1e-6:  # noqa: PLR2004 - converged
            break
    return w


def calibrations(logits: Floats, truth: Floats, codes: Sequence[str]) -> tuple[Calibration, ...]:
    """Curves and thresholds. logits and truth: (turns, codes), from nets that did not learn from those turns.

    One threshold for all codes, that of the best macro F1: with some sixty turns a code, thresholds of their own were
    noise (macro F1 0.795 instead of 0.800 on halves of the held turns that they were not set on). That no turn is
    accused on a faint doubt is the gates' work.
    """
    slope, offset = platt(logits, truth)
    cut = _best_cut(_curve(logits, slope, offset), truth)
    made: list[Calibration] = []
    for i, code in enumerate(codes):
        rounded = (round(float(value), 5) for value in (slope[i], offset[i], cut))
        made.append(Calibration(**dict(zip(("slope", "offset", "threshold"), rounded, strict=True)), code=code))
    return tuple(made)


def gates_for(made: Sequence[Calibration], parenting: Collection[str]) -> tuple[Gate, Gate]:
    """A gate before all codes and one before the parenting codes."""
    return (
        Gate(codes=tuple(c.code for c in made), least=ANYTHING),
        Gate(codes=tuple(c.code for c in made if c.code in parenting), least=PARENTING),
    )


def _curve(logits: Floats, slope: Floats, offset: Floats) -> Floats:
    out: Floats = 1 / (1 + np.exp(-np.clip(logits * slope + offset, -50, 50)))
    return out


def _best_cut(sure: Floats, truth: Floats) -> float:
    """The cut of the best macro F1 in steps of 0.05, smoothed over neighbours; sure and truth: (turns, codes)."""
    cuts = np.arange(FLOOR, 0.91, 0.05)
    score = np.zeros_like(cuts)
    for i, cut in enumerate(cuts):
        found = sure >= cut
        right = (found * truth).sum(axis=0)
        score[i] = float((2 * right / np.maximum(1e-9, found.sum(axis=0) + truth.sum(axis=0))).mean())
    smooth = np.convolve(np.pad(score, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    return float(cuts[int(smooth.argmax())])
