"""Where in the turn the evidence stands: the run of clauses that the token scores favour.

A quote is cut from the turn by its offsets and so is literally in it; no text is ever composed.
"""

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

CLAUSE_END = re.compile(
    r"[.!?…;:]+[\"'”\u2019)]*\s+|,\s+|\s+[-\u2013\u2014]+\s+|\u2014|\n+|\s+(?=(?:and|but|so|because|then)\s)"
)
SHARE = 0.4
"""Of the highest token score in the turn: clauses above it on average belong to the quote. Tuned on the dev split."""
EDGE = " \t\n,;:.-\u2013\u2014…"
"""Cut from both ends of a quote; question and exclamation marks stay."""


def clauses(turn: str) -> list[tuple[int, int]]:
    """Starts and ends of the clauses, in characters, in order; together they cover every letter of the turn."""
    cuts = [0, *(match.end() for match in CLAUSE_END.finditer(turn)), len(turn)]
    return [(a, b) for a, b in pairwise(cuts) if turn[a:b].strip()]


def best_span(
    turn: str, offsets: NDArray[np.int64], scores: NDArray[np.floating], share: float = SHARE
) -> tuple[int, int]:
    """Start and end of the quote.

    offsets: (tokens, 2) characters; scores: (tokens,) between 0 and 1, for one code. Each clause gains the sum of
    what its tokens score above `share` of the highest; the run of clauses with the greatest sum wins (Kadane 1977).
    """
    parts = clauses(turn)
    gain = scores - share * float(scores.max())
    middle = offsets.mean(axis=1)
    sums = [float(gain[(middle >= a) & (middle < b)].sum()) for a, b in parts]
    best, at, run, begin = -np.inf, (0, 0), 0.0, 0
    for i, value in enumerate(sums):
        if run <= 0:
            run, begin = 0.0, i
        run += value
        if run > best:
            best, at = run, (begin, i)
    return trim(turn, parts[at[0]][0], parts[at[1]][1])


def trim(turn: str, start: int, end: int) -> tuple[int, int]:
    """Without white space and loose punctuation at either end, unless nothing else is there."""
    a, b = start, end
    while a < b and turn[a] in EDGE:
        a += 1
    while b > a and turn[b - 1] in EDGE:
        b -= 1
    return (a, b) if a < b else (start, end)
