"""Whether a text gives a fact away: in the author's tells, in other words for them, or in the fact's own words.

Two looks, each at single sentences and at two that hang together:
1. the author's `tells`, where each stem may be replaced by a word of its class (`synonyms`);
2. most of the content words of one claim of the fact's own sentence, in any order, or words of their class.

Both read text as people do: letters set apart, look-alike letters and invisible characters are made plain first.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from simulator.domain.scenario import Fact, Scenario
from simulator.domain.wording import fold, sentences
from simulator.persona.synonyms import CLEAR, LOOSE

_SPELT_OUT = re.compile(r"\b(?:[a-z][-._* ]){3,}[a-z]\b")
_CLAIM_END = re.compile(r"[;,:]| and | but | that | because | so ")
_LEANS = re.compile(r"[\"'(]*(that|that's|this|it|it's|which|because|and|so|they|those|them|not|more|less)\b")
_WORD = re.compile(r"[a-z][a-z']+")
_MOST_OF_A_CLAIM = 0.75
_FEWEST_WORDS = 3
_ENDING = 3
_LITTLE_WORDS = frozenset(
    """
    a about after again all also am an and any anything are as at away be because been before being but by can could
    did do does doing done each every few for from get gets getting give given go goes going got had has have having
    he her hers here him his how i if in into is it its itself just last less let like made make many may me might
    more most much must my never no nobody nor not nothing now of off on once one only or other our out over own
    part said same say says she should since so some something still such take takes tell than that the their them
    then there these they thing things this those though through time to told too two under until up us very want
    wants was way we were what when where which while who whose why will with work would yet you your
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


_MOST_LOOKED_AT = 4096
"""Windows whose verdict is remembered for a scenario: some hundred replies."""


@dataclass(frozen=True)
class _Claim:
    """A clause of a fact: one pattern for each of its content words."""

    words: tuple[re.Pattern[str], ...]

    def in_text(self, text: str) -> bool:
        found = sum(word.search(text) is not None for word in self.words)
        return found >= _FEWEST_WORDS and found >= _MOST_OF_A_CLAIM * len(self.words)


class Secret:
    """One fact, made ready to be recognised."""

    def __init__(self, fact: Fact, public: frozenset[str]) -> None:
        """`public` are content words that anybody may say here; they give no claim away."""
        self.fact = fact
        self._other_words = tuple(tuple(_slot(stem, alone=len(group) == 1) for stem in group) for group in fact.tells)
        clauses = (_WORD.findall(part) for part in _CLAIM_END.split(fold(fact.text)))
        contents = (tuple(dict.fromkeys(w for w in clause if _tells_something(w, public))) for clause in clauses)
        self._claims = tuple(
            _Claim(tuple(_slot(_stem(word), alone=False) for word in words))
            for words in contents
            if len(words) >= _FEWEST_WORDS
        )

    def told_in(self, text: str) -> bool:
        """Whether the text gives the fact away."""
        return any(self.told_in_window(window) for window in windows(text))

    def told_in_window(self, window: str) -> bool:
        """The same for one window of plain text."""
        return any(all(slot.search(window) for slot in group) for group in self._other_words) or any(
            claim.in_text(window) for claim in self._claims
        )


class Secrets:
    """The facts of a scenario, made ready to be recognised."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._looked_at: dict[str, tuple[str, ...]] = {}

    @cached_property
    def by_fact(self) -> dict[str, Secret]:
        """A secret for each fact id."""
        public = frozenset(map(_stem, chain.from_iterable(map(_content, _public(self._scenario)))))
        return {fact.id: Secret(fact, public) for fact in self._scenario.facts}

    def told_in(self, text: str, besides: frozenset[str]) -> tuple[str, ...]:
        """Ids of the facts a text gives away, `besides` those ids."""
        told = frozenset(chain.from_iterable(map(self._told_in_window, windows(text))))
        return tuple(name for name in self.by_fact if name in told and name not in besides)

    def _told_in_window(self, window: str) -> tuple[str, ...]:
        # A reply is looked at anew with each sentence that comes; its earlier sentences have been seen.
        known = self._looked_at.get(window)
        if known is None:
            if len(self._looked_at) >= _MOST_LOOKED_AT:
                self._looked_at.clear()
            known = tuple(name for name, secret in self.by_fact.items() if secret.told_in_window(window))
            self._looked_at[window] = known
        return known


def plainly(text: str) -> str:
    """`text` as it is read: compatible letters unified, invisible ones gone, letters set apart put together."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    lowered = fold(shown)
    return _SPELT_OUT.sub(lambda match: re.sub(r"[-._* ]", "", match.group()), lowered)


def windows(text: str) -> tuple[str, ...]:
    """The plain text's sentences, and each two of which the second leans on the first ("Hard. That's what I miss.")."""
    single = sentences(plainly(text))
    return (*single, *(f"{one} {other}" for one, other in pairwise(single) if _LEANS.match(other)))


def _slot(stem: str, *, alone: bool) -> re.Pattern[str]:
    """A stem of a tell or what can stand in its place; `alone` if the tell has no other stem beside it."""
    tokens = stem.split()
    ways = _same(stem, CLEAR)
    if not alone or len(tokens) > 1:
        ways.update(_same(stem, LOOSE))
        parts = ["|".join(sorted({re.escape(token), *_same(token, LOOSE)}, key=len, reverse=True)) for token in tokens]
        ways.add(r"\w*[\s-]+".join(f"(?:{part})" for part in parts))
    other = "|".join(sorted(ways, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<![a-z0-9])(?:{re.escape(stem)}|(?:{other})(?!(?<=hard)ly))")


def _same(stem: str, classes: tuple[tuple[str, ...], ...]) -> set[str]:
    """All words of the classes that hold the stem; endings of up to three letters make no difference."""
    found: set[str] = set()
    for group in classes:
        if any(stem[: len(word)] == word[: len(stem)] and abs(len(stem) - len(word)) <= _ENDING for word in group):
            found.update(map(re.escape, group))
    return found


def _public(scenario: Scenario) -> Iterator[str]:
    brief = scenario.brief
    yield from (scenario.title, scenario.summary, brief.you_are, brief.situation, brief.strength, brief.gap)
    yield from (*brief.visible, *brief.own_needs, *brief.fixed, *scenario.shared, *scenario.employee_owned)
    yield from (scenario.persona.name, scenario.persona.role, scenario.persona.public, scenario.persona.opening)


def _content(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold(text)) if word not in _LITTLE_WORDS]


def _tells_something(word: str, public: frozenset[str]) -> bool:
    return word not in _LITTLE_WORDS and _stem(word) not in public


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004 - what is left must be a word
            return word[: -len(ending)]
    return word
