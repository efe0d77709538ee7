"""From held-out logits to calibrations: a Platt curve and a threshold for each code."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.artefact import Calibration

Floats = NDArray[np.float64]
PRIOR = 6.0
"""Strength, in turns, with which a code's slope is drawn to that of all codes: there are few positives a code."""
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


def calibrations(
    logits: Floats, truth: Floats, codes: Sequence[str], parenting: Collection[str], precision: float = 0.93
) -> tuple[Calibration, ...]:
    """Curves and thresholds. logits and truth: (turns, codes), from nets that did not learn from those turns.

    Partnering codes get the threshold of the best F1, parenting codes that of the best F0.5; then all parenting
    thresholds rise together until, of the turns flagged with any, the share that carries one reaches `precision`.
    """
    slope, offset = platt(logits, truth)
    sure = 1 / (1 + np.exp(-(logits * slope + offset)))
    mine = np.array([code in parenting for code in codes])
    cut = np.array([_best_cut(sure[:, i], truth[:, i], 0.5 if mine[i] else 1.0) for i in range(len(codes))])
    carries: NDArray[np.bool_] = truth[:, mine].max(axis=1, initial=0) > 0
    for lift in np.linspace(0, 1, 101):
        lifted = np.where(mine, cut + lift * (0.98 - cut), cut)
        flagged: NDArray[np.bool_] = (sure[:, mine] >= lifted[mine]).any(axis=1)
        if not flagged.any() or float(carries[flagged].mean()) >= precision:
            cut = lifted
            break
    return tuple(
        Calibration(
            code=code, slope=round(float(s), 5), offset=round(float(o), 5), threshold=round(float(min(c, 0.98)), 4)
        )
        for code, s, o, c in zip(codes, slope, offset, cut, strict=True)
    )


def _best_cut(sure: Floats, true: Floats, beta: float) -> float:
    """The cut of the best F-beta, its curve smoothed over neighbouring cuts so that one turn does not decide."""
    cuts = np.linspace(FLOOR, 0.9, 56)
    score = np.zeros_like(cuts)
    for i, cut in enumerate(cuts):
        found = sure >= cut
        right = float((found * true).sum())
        score[i] = (1 + beta**2) * right / max(1e-9, found.sum() + beta**2 * true.sum())
    smooth = np.convolve(np.pad(score, 5, mode="edge"), np.ones(11) / 11, mode="valid")
    return float(cuts[int(smooth.argmax())])
