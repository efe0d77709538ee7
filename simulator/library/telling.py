"""The words by which a typed sentence would be recognised if it were said: `tells` that nobody had to write."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from simulator.domain.scenario import Fact
from simulator.domain.voice import Voice
from simulator.domain.wording import fold, gives_away, has_stem, sentences, spoken
from simulator.library.stock import lines_of

_SHORTEST = 4
"""Letters of a word that can tell something."""
_MOST_STEMS = 7
_MOST_LOST = 3
"""Lines of the stock voice that one pair of words may rule out."""
_MOST_LOST_IN_ALL = 25
"""Lines that a whole sentence may rule out, where nothing shorter will do."""
_WORD = re.compile(r"[^\W\d_][^\W\d_'-]+")
_NO_PART = re.compile(r"\[[^\]]*\]|[|\[\]]")
"""What no tell can hold: body language ends a sentence, and a bar stands for a choice."""
_ENDINGS = ("ing", "ed", "es", "s", "ly")


def content_stems(text: str, common: frozenset[str]) -> tuple[str, ...]:
    """Beginnings of the words of a text that say something, in order; `common` are folded words that do not."""
    words = (word.strip("'-") for word in _WORD.findall(fold(spoken(text))))
    telling = (word for word in words if len(word) >= _SHORTEST and word not in common)
    return tuple(dict.fromkeys(map(_stem, telling)))


def folded_sentences(stock: Voice) -> tuple[str, ...]:
    """Every sentence of a voice, ready for `tells_of`."""
    return tuple(fold(sentence) for line in lines_of(stock) for sentence in sentences(line.text))


def tells_of(
    said: str, elsewhere: Sequence[str], stock: Sequence[str], common: frozenset[str]
) -> tuple[tuple[str, ...], ...]:
    """Groups of stems by which `said` is recognised, none of which stands in a text of `elsewhere`.

    `stock` are the folded sentences that anybody may say. Each group stands in one sentence of `said` itself. Empty
    where all that it says is said elsewhere, or by anybody.
    """
    groups: list[tuple[str, ...]] = []
    pieces = tuple(part for sentence in sentences(said) for part in _NO_PART.split(sentence))
    for sentence in pieces:
        stems = content_stems(sentence, common)[:_MOST_STEMS]
        groups += [
            pair
            for pair in combinations(stems, 2)
            if _told_in(pair, sentence) and _lost(pair, stock) <= _MOST_LOST and _is_apart(pair, elsewhere)
        ]
    whole = (fold(sentence).strip(" .!?…\"'") for sentence in pieces)
    groups += [
        (phrase,)
        for phrase in whole
        if " " in phrase and _lost((phrase,), stock) <= _MOST_LOST_IN_ALL and _is_apart((phrase,), elsewhere)
    ]
    return tuple(dict.fromkeys(groups))


def _told_in(group: tuple[str, ...], sentence: str) -> bool:
    return all(has_stem(stem, fold(sentence)) for stem in group)


def _is_apart(group: tuple[str, ...], elsewhere: Iterable[str]) -> bool:
    fact = Fact(id="asked", tier=1, text="", tells=(group,))
    return not any(gives_away(fact, text) for text in elsewhere)


def _lost(group: tuple[str, ...], stock: Sequence[str]) -> int:
    return sum(all(has_stem(stem, sentence) for stem in group) for sentence in stock)


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word
