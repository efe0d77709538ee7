"""Time to the first text of a turn: through the page's own protocol, and through a bare SSE route to the same model.

The model on loopback says 30 words, 20 ms a word; its first sentence is one word long, because the page lets a reply
out by whole sentences. Learners think for 4 to 12 s between turns, in both runs alike. Everything runs on this machine,
the learners too, so only the ratio means anything.
"""

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.figures import Times
from tests.loopback.page_protocol import Learner
from tests.loopback.serving import Served, free_port, served_model, served_pages

LEARNERS = (1, 50, 200)
GOAL = 2.5
_TURNS = {1: 20}
_TURNS_OF_MANY = 3
_THINKING = (4.0, 12.0)
_ALONE = (0.2, 0.6)
"""Alone there is nobody to get out of step with; long pauses would only lengthen the run."""
_WORD = "Mm."
_REPLY = (
    f"{_WORD} " + " ".join(["It has been a long week and nobody asked me about it."] * 2) + " [looks up] That is all."
)
_SPEAKING = "speaking"
"""The page's own word for a reply that has begun; the text alone stands in the conversation so far as well."""
_LINES = ("How has the week been?", "What would you like to do next?", "What matters most to you at work?")

Turn = Callable[[int], Awaitable[float]]
"""Takes the number of a turn; gives seconds to its first text."""


def first_text() -> list[str]:
    """Lines for a person: both ways, at each number of learners."""
    return asyncio.run(_measure())


async def _measure() -> list[str]:
    lines = []
    with (
        TemporaryDirectory() as home,
        served_model(0.02, 0.0, _REPLY) as model,
        _bare(model) as bare,
        served_pages(Path(home), model) as pages,
    ):
        for learners in LEARNERS:
            plain = Times.of(await _run(learners, bare, _bare_turn))
            ours = Times.of(await _run(learners, pages, _page_turn))
            lines += [
                f"{learners:4} learners  bare SSE  {plain}",
                f"{learners:4} learners  the page  {ours}",
                f"{learners:4} learners  ratio     p50 {ours.p50 / plain.p50:.2f}  p95 {ours.p95 / plain.p95:.2f}"
                + (f"  (goal: p95 at most {GOAL})" if learners == max(LEARNERS) else ""),
            ]
    return lines


def _bare(model: Served) -> Served:
    port = free_port()
    return Served(["-m", "benchmarks.bare_sse", str(port), model.address], port)


async def _run(learners: int, server: Served, begin: Callable[[httpx.AsyncClient], Awaitable[Turn]]) -> list[float]:
    """Seconds of every turn of every learner."""
    trust = ssl.create_default_context()
    clients = [httpx.AsyncClient(base_url=server.address, timeout=60, verify=trust) for _ in range(learners)]
    try:
        turns = [await begin(client) for client in clients]
        played = await asyncio.gather(*(_play(turn, learners, seed) for seed, turn in enumerate(turns)))
    finally:
        await asyncio.gather(*(client.aclose() for client in clients))
    return [seconds for one in played for seconds in one]


async def _play(turn: Turn, learners: int, seed: int) -> list[float]:
    chance = random.Random(seed)
    thinking = _ALONE if learners == 1 else _THINKING
    found = []
    for number in range(1, _TURNS.get(learners, _TURNS_OF_MANY) + 1):
        await asyncio.sleep(chance.uniform(*thinking) if number > 1 else chance.uniform(0, thinking[1]))
        found.append(await turn(number))
    return found


async def _bare_turn(client: httpx.AsyncClient) -> Turn:
    async def turn(number: int) -> float:
        began, first = time.perf_counter(), 0.0
        async with client.stream("POST", "/say", content=_LINES[number % len(_LINES)]) as stream:
            async for line in stream.aiter_lines():
                if not first and _WORD in line:
                    first = time.perf_counter() - began
        return _found(first)

    return turn


async def _page_turn(client: httpx.AsyncClient) -> Turn:
    global _events  # noqa: PLW0603 - the same for every learner, and half a megabyte to ask for
    learner = await Learner.sit_down(client, events=_events)
    _events = learner.events
    async for _ in learner.load():
        pass

    async def turn(number: int) -> float:
        began, first = time.perf_counter(), 0.0
        async for message in learner.say(_LINES[number % len(_LINES)], number, f"press-{number}"):
            if not first and _SPEAKING in message:
                first = time.perf_counter() - began
        return _found(first)

    return turn


def _found(seconds: float) -> float:
    if not seconds:
        msg = f"the reply never said '{_WORD}': what was measured is no turn"
        raise RuntimeError(msg)
    return seconds


_events: dict[str, int] | None = None
