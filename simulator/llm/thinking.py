"""Takes a model's thinking out of its reply, also when a tag is split over several pieces."""

import re

_OPEN = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSE = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_TAGS = ("<think>", "<thinking>", "</think>", "</thinking>")
_ANY = re.compile(f"{_OPEN.pattern}|{_CLOSE.pattern}", re.IGNORECASE)
_LONGEST = max(map(len, _TAGS))


class ThinkFilter:
    """Feed it pieces; it gives back what the reader may see.

    Some templates open the thinking themselves, so that only the closing tag arrives. `unmarked` is then True: what was
    given back before it was thinking too, and the reply cannot be trusted.
    """

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self.thought = False
        self.unmarked = False

    def feed(self, piece: str) -> str:
        """Return the visible part of what has come so far; a possible beginning of a tag is held back."""
        self._held += piece
        seen = ""
        while True:
            tag = (_CLOSE if self._inside else _ANY).search(self._held)
            if tag is None:
                break
            if not self._inside:
                seen += self._held[: tag.start()]
                if tag.group().startswith("</"):
                    self.unmarked = True
            self._inside = not tag.group().startswith("</")
            self.thought = True
            self._held = self._held[tag.end() :]
        keep = _beginning_of_tag(self._held)
        if not self._inside:
            seen += self._held[: len(self._held) - keep]
        self._held = self._held[len(self._held) - keep :]
        return seen

    def close(self) -> str:
        """Return what was held back when no more will come."""
        rest = "" if self._inside else self._held
        self._held = ""
        return rest


def without_thinking(text: str) -> str:
    """A whole reply without its thinking; after a lone closing tag, only what follows it."""
    closed = list(_CLOSE.finditer(text))
    if closed:
        return text[closed[-1].end() :].strip()
    opened = _OPEN.search(text)
    return (text[: opened.start()] if opened else text).strip()


def _beginning_of_tag(text: str) -> int:
    """Length of the longest end of `text` that could become a tag."""
    lowered = text.lower()
    for length in range(min(len(lowered), _LONGEST - 1), 0, -1):
        if any(tag.startswith(lowered[-length:]) for tag in _TAGS):
            return length
    return 0
