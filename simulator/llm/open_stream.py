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


def read_usage(usage: object) -> Usage | None:
    """The usage a chunk or an answer gives, if it gives one."""
    given = usage if isinstance(usage, dict) else {}
    numbers = [given.get(name) for name in ("prompt_tokens", "completion_tokens")]
    prompt, completion = (number if isinstance(number, int) else 0 for number in numbers)
    return Usage(prompt, completion, 1) if prompt or completion else None


def _part(value: object) -> dict[str, Any]:
    """A JSON object, or an empty one for anything else an endpoint may send in its place."""
    return value if isinstance(value, dict) else {}


class OpenStream:
    """Reads the chunks of one stream, as JSON. Chunks without choices, text or sense are passed over."""

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
        said = _part(chunk)
        self._count(read_usage(said.get("usage")))
        choices = said.get("choices")
        if not isinstance(choices, list) or not choices:
            return ""
        choice = _part(choices[0])
        self._end = choice.get("finish_reason") or self._end
        delta = _part(choice.get("delta"))
        self._reasoned = self._reasoned or bool(delta.get("reasoning_content") or delta.get("reasoning"))
        content = delta.get("content")
        return content if isinstance(content, str) else ""

    def _visible(self, piece: str) -> str:
        seen = self._filter.feed(piece)
        if self._over:
            seen += self._filter.close()
        if not self._begun:
            seen = seen.lstrip()
        self._begun = self._begun or bool(seen)
        return seen
