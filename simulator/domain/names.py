"""Words that look like a name, so that a person can be asked about them. Nothing more is known of them."""

import re
from collections.abc import Iterable

from simulator.domain.wording import sentences

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W_]))*")
_OWNED = re.compile(r"['’]s$")
_NOT_NAMES = frozenset(
    """
    i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december hr it kpi okr ceo cfo cto vp pm am ok okay pdf faq usa uk us eu english german
    french spanish italian dutch christmas easter
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_FEWEST_LETTERS = 2


def likely_names(texts: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Capitalised words that do not begin a sentence, those that follow each other as one; without what is `known`.

    Days, months, "I" and a few abbreviations are left out.
    """
    passed = {word.casefold() for one in known for word in (one, *one.split())}
    found: dict[str, str] = {}
    for text in texts:
        for line in text.splitlines():
            for sentence in sentences(line):
                for name in _in_sentence(sentence):
                    if name.casefold() not in passed:
                        found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _in_sentence(sentence: str) -> Iterable[str]:
    """Runs of names; what stands between two, be it a comma or an 's, parts them."""
    run: list[str] = []
    end = 0
    for place, match in enumerate(_WORD.finditer(sentence)):
        word = _OWNED.sub("", match.group())
        if run and sentence[end : match.start()].strip():
            yield " ".join(run)
            run = []
        if place and _is_name(word):
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []
        end = match.start() + len(word)
    if run:
        yield " ".join(run)


def _is_name(word: str) -> bool:
    before, apostrophe, _ = word.replace("’", "'").partition("'")
    # "I'm" is no name, "O'Neil" is one.
    plain = word if apostrophe and before.casefold() == "o" else before
    return len(plain) >= _FEWEST_LETTERS and plain[0].isupper() and plain.casefold() not in _NOT_NAMES
