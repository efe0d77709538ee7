"""A card for the real talk, filled beforehand with the leader's own words: nothing on it is invented."""

from collections.abc import Iterable, Iterator

from simulator.domain.card import Card
from simulator.domain.debrief import Debrief
from simulator.domain.marked import DebriefTurn
from simulator.domain.own import Described
from simulator.domain.wording import sentences

_LONGEST = 600
_MOST = 3


def suggest_card(described: Described, debrief: Debrief | None) -> Card:
    """What the leader typed about the talk, and from a debrief the questions and the beginning that were their own."""
    said = tuple(turn for turn in debrief.turns if turn.speaker == "leader" and not turn.flags) if debrief else ()
    return Card(
        matters=_fitting(described.needs),
        ask=_fitting(_questions(said)),
        limit=_fitting(described.fixed),
        first_line=_fitting(turn.text for turn in said[:1]),
    )


def filled_up(card: Card, suggested: Card) -> Card:
    """The card with a suggestion in every field that is empty."""
    return Card(**{name: text or getattr(suggested, name) for name, text in card.model_dump().items()})


def _questions(said: Iterable[DebriefTurn]) -> tuple[str, ...]:
    """Questions of lines in which the leader partnered, those that opened something first."""
    found = [(not opened, question) for turn in said for opened, question in _asked(turn)]
    found.sort(key=lambda one: one[0])
    return tuple(dict.fromkeys(question for _, question in found))[:_MOST]


def _asked(turn: DebriefTurn) -> Iterator[tuple[bool, str]]:
    for note in turn.partnered:
        for sentence in sentences(turn.text):
            if sentence.endswith("?") and (sentence in note.quote or note.quote in sentence):
                yield note.opened, sentence


def _fitting(lines: Iterable[str]) -> str:
    """Whole lines, as many as a field holds."""
    kept = ""
    for line in lines:
        longer = f"{kept}\n{line}".strip()
        if len(longer) > _LONGEST:
            break
        kept = longer
    return kept
