"""Plain looks at text, shared by the gate, the voices and the ledgers: sentences, stems, what gives a fact away."""

import re
from collections.abc import Iterable

from simulator.domain.scenario import Fact, Subject

_FOLDS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\n+|(?<=\])\s+")
_OPENS_NO_TAG = str.maketrans({"<": "(", ">": ")", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/"})
_LONGEST_DATA = 4000
_PLAIN = {**{chr(k): v for k, v in _FOLDS.items()}, "…": "...", "\u2011": "-", "\u202f": " ", "\u201a": "'", "„": '"'}
_BODY_LANGUAGE = re.compile(r"\[[^\]]*\]")


def fold(text: str) -> str:
    """Lower case, with typographic quotes, dashes and spaces made plain."""
    return text.translate(_FOLDS).lower()


def as_data(words: str) -> str:
    """Somebody's words as they may stand inside a tag of a prompt: they can close none and open none."""
    words = words.translate(_OPENS_NO_TAG).strip()
    return words if len(words) <= _LONGEST_DATA else words[:_LONGEST_DATA] + " …"


def find_words(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in a text, start and end in characters; None if it does not.

    Only typography may differ: quotation marks, dashes, dots, spaces, and what `as_data` changes.
    """
    wanted, _ = _letters(quote.strip().strip('"“”„'))
    found, places = _letters(text)
    at = found.find(wanted) if wanted else -1
    return (places[at], places[at + len(wanted) - 1] + 1) if at >= 0 else None


def _letters(text: str) -> tuple[str, list[int]]:
    """A text without spaces and with plain typography, and the place in `text` of each of its letters."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = "" if letter.isspace() else _PLAIN.get(letter, letter).translate(_OPENS_NO_TAG).strip()
        letters.append(plain)
        places += [place] * len(plain)
    return "".join(letters), places


def sentences(text: str) -> tuple[str, ...]:
    """Sentences of `text` in order, unfolded; body language in brackets stands alone."""
    return tuple(part for part in (piece.strip() for piece in _SENTENCE_END.split(text)) if part)


def spoken(text: str) -> str:
    """`text` without its body language."""
    return " ".join(_BODY_LANGUAGE.sub(" ", text).split())


def has_stem(stem: str, folded: str) -> bool:
    """Whether `stem` begins a word (or several words) of an already folded text."""
    # Asked hundreds of times a turn; the plain search turns nearly all of them away.
    return stem in folded and re.search(rf"(?<![a-z0-9]){re.escape(stem)}", folded) is not None


def touches(subject: Subject, text: str) -> bool:
    """Whether a text speaks of the subject."""
    folded = fold(text)
    return any(has_stem(word, folded) for word in subject.words)


def subjects_of(subjects: Iterable[Subject], text: str) -> tuple[str, ...]:
    """Ids of the subjects a text touches, best match (longest words matched) first, ties in file order."""
    folded = fold(text)
    weights = [
        (sum(len(word) for word in subject.words if has_stem(word, folded)), -place, subject.id)
        for place, subject in enumerate(subjects)
    ]
    return tuple(name for weight, _, name in sorted(weights, reverse=True) if weight)


def gives_away(fact: Fact, text: str) -> bool:
    """Whether some sentence of `text` holds every stem of one of the fact's `tells`."""
    return any(
        all(has_stem(stem, sentence) for stem in group)
        for sentence in map(fold, sentences(text))
        for group in fact.tells
        if group[0] in sentence  # a thousand lines, each against hundreds of groups: this turns nearly all away
    )


def leaked(facts: Iterable[Fact], text: str) -> tuple[str, ...]:
    """Ids of those facts that `text` gives away."""
    return tuple(fact.id for fact in facts if gives_away(fact, text))
