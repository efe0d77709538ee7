"""A reply on its way: made once, watched by any number of pages, finished even when nobody watches."""

import asyncio
from collections.abc import AsyncIterator

from simulator.domain.rehearsal import Exchange
from simulator.errors import SimulatorError


class ReplyInFlight:
    """Holds the text so far. Whoever watches gets the latest text, never every piece: slow pages do not queue up."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self._text = ""
        self._exchange: Exchange | None = None
        self._error: SimulatorError | None = None
        self._changed = asyncio.Condition()

    async def grow(self, text: str) -> None:
        """Set the text so far."""
        async with self._changed:
            self._text = text
            self._changed.notify_all()

    async def finish(self, exchange: Exchange) -> None:
        """The reply is kept."""
        async with self._changed:
            self._exchange = exchange
            self._changed.notify_all()

    async def fail(self, error: SimulatorError) -> None:
        """The reply could not be made or kept; watchers are told."""
        async with self._changed:
            self._error = error
            self._changed.notify_all()

    async def watch(self) -> AsyncIterator[str | Exchange]:
        """Yield the text so far whenever it has grown, then the kept exchange."""
        shown = ""
        while True:
            async with self._changed:
                while self._text == shown and self._exchange is None and self._error is None:
                    await self._changed.wait()
                text, exchange, error = self._text, self._exchange, self._error
            if error is not None:
                raise error
            if exchange is not None:
                yield exchange
                return
            shown = text
            yield text
