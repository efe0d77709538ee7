"""Words that must not leave the machine, replaced before a model is asked and put back in what it says.

A word is found in any case and across line breaks; a long one also inside others ("Annas", "ex-Zeltronian"), a short
one only by itself: "Al" is not in "also". In its place stands `Name-01` and so on, the same for the whole conversation,
so that a model can speak of it.
"""

import re
import unicodedata
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any

from simulator.domain.chat import ChatModel, Form, Message
from simulator.errors import ModelInterrupted

_PLACEHOLDER = re.compile(r"name[-\u2010\u2011\u2013_]?(\d\d)(?!\d)", re.IGNORECASE)
_BEGUN = re.compile(r"n(?:a(?:m(?:e(?:[-\u2010\u2011\u2013_]?\d{0,2})?)?)?)?$", re.IGNORECASE)
"""What could still become a placeholder with the next piece."""
_APOSTROPHES = "'\u2019\u2018\u02bc"
_BEGINS, _ANYWHERE = 4, 5
"""Letters from which on a word is found at the beginning of another, and anywhere in it."""


class Mask:
    """Takes words out of texts and puts them back."""

    def __init__(self, words: Sequence[str]) -> None:
        """`words` as somebody typed them, at most 99; empty ones are passed over."""
        plain = (" ".join(unicodedata.normalize("NFC", word).split()) for word in words)
        self.words = tuple(dict.fromkeys(word for word in plain if word))
        # The longest first: of "Project Falcon" and "Falcon" the whole is meant where the whole stands.
        longest = sorted(enumerate(self.words), key=lambda one: len(one[1]), reverse=True)
        sought = "|".join(f"(?P<w{place}>{_pattern(word)})" for place, word in longest)
        self._sought = re.compile(sought or r"(?!)", re.IGNORECASE)

    def out(self, text: str) -> str:
        """The text without the words."""
        return self._sought.sub(_placeholder, unicodedata.normalize("NFC", text))

    def back(self, text: str, spelt: Sequence[str] | None = None) -> str:
        """The text with the words, as they were typed or as `spelt` has them, one for each."""
        said = spelt or self.words

        def word(found: re.Match[str]) -> str:
            place = int(found.group(1)) - 1
            return said[place] if 0 <= place < len(said) else found.group()

        return _PLACEHOLDER.sub(word, text)

    def spelt_in(self, text: str) -> tuple[str, ...]:
        """Each word as it stands last in a text, or as it was typed where it does not: for quotes of that text."""
        spelt = list(self.words)
        for found in self._sought.finditer(unicodedata.normalize("NFC", text)):
            spelt[_place(found)] = found.group()
        return tuple(spelt)


def _placeholder(found: re.Match[str]) -> str:
    return f"Name-{_place(found) + 1:02}"


def _place(found: re.Match[str]) -> int:
    return int((found.lastgroup or "w0")[1:])


class MaskedModel:
    """A ChatModel that never hears the words of a mask."""

    def __init__(self, model: ChatModel, words: Sequence[str]) -> None:
        self._model = model
        self._mask = Mask(words)

    @property
    def name(self) -> str:
        """Model name as the page shows it."""
        return self._model.name

    async def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncIterator[str]:
        """Yield the reply's text with the words put back; what may be half a placeholder waits for the next piece."""
        held = ""
        stream = self._model.stream(self._without(messages), most_tokens=most_tokens)
        try:
            async for piece in stream:
                held += piece
                begun = _BEGUN.search(held)
                ready, held = (held[: begun.start()], held[begun.start() :]) if begun else (held, "")
                if ready:
                    yield self._mask.back(ready)
        except ModelInterrupted as error:
            if held:
                yield self._mask.back(held)
            raise ModelInterrupted(str(error), self._mask.back(error.partial)) from error
        finally:
            # A model that is left in the middle must stop writing now, not when the garbage is collected.
            if isinstance(stream, AsyncGenerator):
                await stream.aclose()
        if held:
            yield self._mask.back(held)

    async def fill(self, messages: Sequence[Message], form: type[Form], *, most_tokens: int) -> Form:
        """Return a filled form with the words put back, spelt as they stand in the last message."""
        filled = await self._model.fill(self._without(messages), form, most_tokens=most_tokens)
        spelt = self._mask.spelt_in(messages[-1].content) if messages else None

        def back(value: Any) -> Any:  # noqa: ANN401 - whatever a form can hold
            if isinstance(value, str):
                return self._mask.back(value, spelt)
            if isinstance(value, dict):
                return {key: back(part) for key, part in value.items()}
            return type(value)(map(back, value)) if isinstance(value, (list, tuple)) else value

        return form.model_validate(back(filled.model_dump()))

    def _without(self, messages: Sequence[Message]) -> tuple[Message, ...]:
        return tuple(message.model_copy(update={"content": self._mask.out(message.content)}) for message in messages)


def _pattern(word: str) -> str:
    """One word, or several in a row."""
    whole = r"[\s\u00a0-]+".join(re.escape(token) for token in word.split())
    whole = re.sub(rf"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", whole)
    if len(word) >= _ANYWHERE:
        return whole
    ends = "" if len(word) >= _BEGINS else r"(?![^\W_])"
    return rf"(?<![^\W_]){whole}{ends}"
