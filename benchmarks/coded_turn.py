"""Milliseconds to code one leader turn with its context, on one core."""

import time
from pathlib import Path

from benchmarks.figures import Times
from simulator.commands.code import CodeLine, parse_lines
from simulator.scoring.reader import shipped_reader

_CORPUS = Path(__file__).resolve().parents[1] / "rubrics" / "corpus"
_TURNS = 300
_GOAL = 15


def coded_turn() -> list[str]:
    """A line for a person."""
    turns = [
        line
        for file in sorted(_CORPUS.glob("b*.jsonl"))
        for line in parse_lines(file.read_text(encoding="utf-8"), CodeLine, "Nothing was timed.")
    ]
    requests = [line.request() for line in turns[:: max(1, len(turns) // _TURNS)][:_TURNS]]
    reader = shipped_reader()
    for request in requests[:5]:
        reader.code(request)
    seconds = []
    for request in requests:
        began = time.perf_counter()
        reader.code(request)
        seconds.append(time.perf_counter() - began)
    mean = sum(seconds) / len(seconds) * 1000
    return [f"{Times.of(seconds)}  mean {mean:.1f} ms  (goal: at most {_GOAL} ms)"]
