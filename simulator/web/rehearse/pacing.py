"""How fast words appear: the first at once, then a group at a time, never a yield for every token."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

Piece = TypeVar("Piece")
EVERY = 0.25
"""Seconds between two pieces: with a yield for each token, pages of others wait (measured with 200 live learners)."""


async def paced(source: AsyncIterator[Piece], *, patience: float, every: float = EVERY) -> AsyncIterator[Piece | None]:
    """The first piece at once, later ones at most each `every` seconds; None once if nothing came for `patience`.

    `source` must give the latest on each pull and may skip what nobody pulled: ReplyInFlight.watch does.
    """
    pieces = aiter(source)
    first = asyncio.ensure_future(anext(pieces))
    try:
        done, _ = await asyncio.wait({first}, timeout=patience)
        if not done:
            yield None
        yield await first
        while True:
            await asyncio.sleep(every)
            yield await anext(pieces)
    except StopAsyncIteration:
        return
    finally:
        first.cancel()


async def revealed(text: str, seconds: float, *, every: float = EVERY) -> AsyncIterator[str]:
    """Ever longer beginnings of `text`, cut between words, the whole within `seconds`; 0 gives the whole at once."""
    words = text.split(" ")
    groups = max(1, min(len(words), int(seconds / every) + 1))
    for group in range(1, groups + 1):
        yield " ".join(words[: -(-len(words) * group // groups)])
        if group < groups:
            await asyncio.sleep(every)
