"""A model that says what it was given: for tests, demonstrations and offline drills."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence

from pydantic import BaseModel

from simulator.domain.chat import Form, Message
from simulator.errors import ModelError, ModelInterrupted, ModelUnreadable
from simulator.llm.forms import read_form

Piece = str | float | ModelError
"""Text; seconds to wait; or an error that ends the reply there."""
Reply = str | BaseModel | ModelError | Iterable[Piece]
"""A whole reply, a filled form, an error, or the pieces of a stream (which may be endless)."""


class ScriptedModel:
    """A ChatModel that gives the replies of its script in order and keeps what it heard.

    Raises LookupError when the script has run out: nobody catches that, so a call too many is seen.
    """

    def __init__(self, *replies: Reply, name: str = "scripted") -> None:
        self._replies = deque(replies)
        self._name = name
        self.heard: list[tuple[Message, ...]] = []

    @property
    def name(self) -> str:
        """Model name as the page shows it."""
        return self._name

    @property
    def left(self) -> int:
        """Replies not given yet."""
        return len(self._replies)

    async def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncIterator[str]:
        """Yield the pieces of the next reply; an error after text becomes ModelInterrupted with that text."""
        del most_tokens  # a script may overrun, as models do
        given = ""
        for piece in _pieces(self._next(messages)):
            if isinstance(piece, ModelError):
                if given:
                    raise ModelInterrupted(str(piece), given) from piece
                raise piece
            if isinstance(piece, float):
                await asyncio.sleep(piece)
                continue
            await asyncio.sleep(0)  # a real stream gives way too, also one that never ends
            given += piece
            yield piece

    async def fill(self, messages: Sequence[Message], form: type[Form], *, most_tokens: int) -> Form:
        """Return the next reply as the form asked for; text is read as a model's text is."""
        del most_tokens
        reply = self._next(messages)
        if isinstance(reply, form):
            return reply
        text = ""
        for piece in _pieces(reply):
            if isinstance(piece, ModelError):
                raise piece
            if isinstance(piece, float):
                await asyncio.sleep(piece)
            else:
                text += piece
        try:
            return read_form(text, form)
        except ValueError as error:
            msg = f"The model '{self._name}' did not fill in the form it was given."
            raise ModelUnreadable(msg) from error

    def _next(self, messages: Sequence[Message]) -> Reply:
        self.heard.append(tuple(messages))
        if not self._replies:
            msg = f"the script has run out after {len(self.heard) - 1} replies"
            raise LookupError(msg)
        return self._replies.popleft()


def _pieces(reply: Reply) -> Iterable[Piece]:
    if isinstance(reply, (str, ModelError)):
        return (reply,)
    if isinstance(reply, BaseModel):
        return (reply.model_dump_json(),)
    return reply
