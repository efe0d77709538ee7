"""Percentiles and lines to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Self


@dataclass(frozen=True)
class Times:
    """What a series of measurements comes to, in seconds."""

    p50: float
    p95: float
    count: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Self:
        """Nearest-rank percentiles."""
        ordered = sorted(seconds)
        return cls(_rank(ordered, 0.5), _rank(ordered, 0.95), len(ordered))

    def __str__(self) -> str:
        """In milliseconds."""
        return f"p50 {self.p50 * 1000:6.1f} ms  p95 {self.p95 * 1000:6.1f} ms  (n={self.count})"


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
