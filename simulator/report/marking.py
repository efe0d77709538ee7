"""A text cut into plain and marked pieces. Nothing is lost and nothing is added: joined, the pieces are the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.domain.marked import Segment

_BODY_LANGUAGE = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True)
class Mark:
    """Words that carry a move: `text[start:end]`."""

    id: str
    start: int
    end: int


def segments(text: str, marks: Sequence[Mark] = (), *, employee: bool = False) -> tuple[Segment, ...]:
    """Cut `text` wherever a mark begins or ends; a piece under several marks names them all.

    What a mark claims beyond the text is ignored. With `employee`, body language stands in pieces of its own.
    """
    asides = [match.span() for match in _BODY_LANGUAGE.finditer(text)] if employee else []
    within = [(mark, max(0, mark.start), min(len(text), mark.end)) for mark in marks]
    within = [(mark, start, end) for mark, start, end in within if start < end]
    cuts = {0, len(text)}
    cuts.update(cut for _, start, end in within for cut in (start, end))
    cuts.update(cut for span in asides for cut in span)
    places = sorted(cuts)
    return tuple(
        Segment(
            text=text[start:end],
            marks=tuple(mark.id for mark, first, last in within if first <= start and end <= last),
            aside=any(first <= start and end <= last for first, last in asides),
        )
        for start, end in pairwise(places)
    )
