"""Words of substance: what two wordings of one thing have in common."""

import re

from simulator.domain.wording import fold

SMALL_WORDS = frozenset(
    """
    a an and are as at be by can could do for from have how i if in is it its me my of on or so that the their
    them they this to up us we what when with would you your i'll you'll we'll i'd her his she he our about
    just one
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to six letters so that inflections fall together."""
    return frozenset(
        word[:6] for word in re.findall(r"[a-z0-9']+", fold(text)) if word not in SMALL_WORDS and len(word) > 1
    )
