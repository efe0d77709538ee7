"""One reply on its way: visible text out of protocol chunks, whatever else an endpoint puts between them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from simulator.errors import ModelError, ModelRefused, ModelUnreadable
from simulator.llm.thinking import ThinkFilter

_GOOD_ENDS = frozenset({"stop", "length", "tool_calls", "function_call", "eos", "end_turn", "max_tokens"})


@dataclass(frozen=True)
class Usage:
    """Tokens read and written, as the endpoint counted them."""

    prompt: int = 0
    completion: int = 0
    calls: int = 0
    """Calls whose tokens were counted."""

    def plus(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(self.prompt + other.prompt, self.completion + other.completion, self.calls + other.calls)


def read_usage(answer: object) -> Usage | None:
    """The usage in a chunk or an answer, if it gives one."""
    usage = getattr(answer, "usage", None)
    numbers = [getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens")]
    prompt, completion = (number if isinstance(number, int) else 0 for number in numbers)
    return Usage(prompt, completion, 1) if prompt or completion else None


class OpenStream:
    """Reads the chunks of one stream. Chunks without choices, text or sense are passed over."""

    def __init__(self, chunks: AsyncIterator[Any], count: Callable[[Usage | None], None]) -> None:
        self._chunks = chunks
        self._count = count
        self._filter = ThinkFilter()
        self._end: str | None = None
        self._over = False
        self._begun = False
        self._reasoned = False

    @property
    def whole(self) -> bool:
        """Whether the reply was brought to an end by the model, or by its limit, and not by a break."""
        return self._end in _GOOD_ENDS

    @property
    def cut_short(self) -> bool:
        """Whether the limit ended it."""
        return self._end in {"length", "max_tokens"}

    async def text(self, seconds: float | None) -> str | None:
        """The next visible text, or None at the end; TimeoutError if none comes within `seconds`."""
        async with asyncio.timeout(seconds):
            while not self._over:
                seen = self._visible(await self._piece())
                if self._filter.unmarked:
                    msg = (
                        "The model thinks aloud without saying where it begins. Switch its thinking off on its server."
                    )
                    raise ModelUnreadable(msg)
                if seen:
                    return seen
        return None

    def nothing(self, model: str) -> ModelError:
        """The error for a stream that ended without any text."""
        if self._end == "content_filter":
            return ModelRefused(f"The filter of the endpoint kept back the reply of '{model}'.")
        if self.cut_short or self._reasoned or self._filter.thought:
            return ModelUnreadable(
                f"The model '{model}' only thought, and said nothing. Choose one that does not think."
            )
        if self._end is None:
            return ModelUnreadable(f"The address of '{model}' sent nothing a chat sends. Check it; most end in /v1.")
        return ModelUnreadable(f"The model '{model}' answered with nothing at all.")

    async def _piece(self) -> str:
        """The text of the next chunk, empty if it has none; after the last, what the filter held back."""
        try:
            chunk = await anext(self._chunks)
        except StopAsyncIteration:
            self._over = True
            return ""
        self._count(read_usage(chunk))
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list) or not choices:
            return ""
        self._end = getattr(choices[0], "finish_reason", None) or self._end
        delta = getattr(choices[0], "delta", None)
        self._reasoned = self._reasoned or bool(
            getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
        )
        content = getattr(delta, "content", None)
        return content if isinstance(content, str) else ""

    def _visible(self, piece: str) -> str:
        seen = self._filter.feed(piece)
        if self._over:
            seen += self._filter.close()
        if not self._begun:
            seen = seen.lstrip()
        self._begun = self._begun or bool(seen)
        return seen
