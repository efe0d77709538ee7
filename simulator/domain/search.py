"""Looking for words in what was said: the same rule for every script and every database."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

_TERM = re.compile(r'"([^"]+)"|(\S+)')
_CURLY = str.maketrans({"’": "'", "‘": "'", "\u02bc": "'", "“": '"', "”": '"', "„": '"'})
_MOST_TERMS = 12
_GAP = "… "


@dataclass(frozen=True)
class Piece:
    """A piece of a text, unescaped. Joined in order, the pieces are the text, or the part of it that is shown."""

    text: str
    found: bool
    """Whether these are words that were looked for."""


def fold(text: str) -> str:
    """`text` as it is compared: case does not count in any script, nor how quotes are drawn or accents are put."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).casefold().translate(_CURLY)


def terms_of(typed: str) -> tuple[str, ...]:
    """What is looked for, folded: words, and what stands in double quotes as one. All of it is literal."""
    found = (" ".join((phrase or word).split()) for phrase, word in _TERM.findall(fold(typed)))
    return tuple(dict.fromkeys(term for term in found if term.strip('"')))[:_MOST_TERMS]


def terms_in(text: str, terms: Iterable[str]) -> frozenset[str]:
    """Which of the terms occur in a text, also inside a word."""
    folded = fold(text)
    return frozenset(term for term in terms if term in folded)


def marked(text: str, terms: Iterable[str]) -> tuple[Piece, ...]:
    """All of a text, the terms in it marked."""
    shown = unicodedata.normalize("NFC", text)
    hit = [False] * len(shown)
    # Folding can make two letters of one, so places are counted in the folded text and led back.
    letters = [fold(letter) for letter in shown]
    origin = [place for place, letter in enumerate(letters) for _ in letter]
    folded = "".join(letters)
    for term in terms:
        for match in re.finditer(re.escape(term), folded):
            first, last = origin[match.start()], origin[match.end() - 1]
            hit[first : last + 1] = [True] * (last + 1 - first)
    grouped = groupby(zip(shown, hit, strict=True), key=lambda one: one[1])
    return tuple(Piece("".join(letter for letter, _ in letters), found) for found, letters in grouped)


def excerpt(text: str, terms: Iterable[str], most: int = 180) -> tuple[Piece, ...]:
    """About `most` characters of a text around the first term in it, on one line, the terms in it marked."""
    wanted = tuple(terms)
    whole = " ".join(text.split())
    pieces = marked(whole, wanted)
    if sum(len(piece.text) for piece in pieces) <= most:
        return pieces
    first = len(pieces[0].text) if pieces and not pieces[0].found else 0
    start = max(0, first - most // 3)
    shown = "".join(piece.text for piece in pieces)
    if start:
        start = shown.find(" ", start, first) + 1 or start
    end = start + most
    if end < len(shown):
        cut = shown.rfind(" ", first + 1, end)
        end = cut if cut > 0 else end
    part = marked(shown[start:end], wanted)
    before = (Piece(_GAP, found=False),) if start else ()
    after = (Piece(" …", found=False),) if end < len(shown) else ()
    return (*before, *part, *after)
