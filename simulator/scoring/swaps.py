"""The same turn with other names, pronouns, job titles or industries: its codes are the same.

Training shows such copies; evaluation counts how often a reader's findings change (the flip rate).
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from simulator.domain.transcript import CodingRequest, Turn
from simulator.scoring.alike import stand_ins

Rewrite = Callable[[str], str]
Span = tuple[int, int] | None
Spans = Mapping[str, Span]
# fmt: off
NAMES = (
    "Ada", "Ben", "Chidi", "Dalia", "Emre", "Farida", "Goran", "Hana", "Idris", "Jonas", "Kofi", "Leila", "Mateo",
    "Nadia", "Oskar", "Petra", "Quentin", "Rosa", "Samir", "Tara", "Ugo", "Vera", "Wanda", "Ximena", "Yusuf", "Zoe",
    "Anya", "Bilal", "Carmen", "Dev", "Elif", "Femi", "Gwen", "Hugo", "Ines", "Jamal", "Keiko", "Lars", "Mina", "Noor",
    "Olu", "Pia", "Rafael", "Suki", "Tomas", "Usha", "Viktor", "Wen", "Yara", "Aoife", "Bruno", "Callum", "Deepa",
    "Esther", "Fergus", "Greta", "Hamid", "Imani", "Joyce", "Karim",
)
TITLES = (
    "manager", "supervisor", "director", "coordinator", "engineer", "analyst", "nurse", "teacher", "technician",
    "consultant", "designer", "accountant", "developer", "planner", "buyer", "clerk", "chef", "driver", "editor",
    "foreman", "receptionist", "researcher", "lawyer", "pharmacist", "mechanic", "electrician", "librarian", "surveyor",
)
PLACES = (
    "hospital", "bank", "school", "factory", "warehouse", "bakery", "clinic", "hotel", "restaurant", "garage",
    "laboratory", "library", "museum", "theatre", "brewery", "pharmacy", "nursery", "workshop", "agency", "harbour",
    "airport", "depot", "kitchen", "ward", "shop", "studio", "farm", "court",
)
# fmt: on
PRONOUNS = {"he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself"}
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][a-zà-öø-ÿ]+")


def renamed(request: CodingRequest, rng: random.Random) -> Rewrite:
    """Other names for the names in a request."""
    found = sorted(stand_ins(request))
    table = dict(zip(found, rng.sample(NAMES, min(len(found), len(NAMES))), strict=False))
    return lambda text: _WORD.sub(lambda match: table.get(match[0], match[0]), text)


def regendered(_request: CodingRequest, _rng: random.Random) -> Rewrite:
    """She for he and he for she."""
    return _swap_pronouns


def retitled(_request: CodingRequest, rng: random.Random) -> Rewrite:
    """Other job titles."""
    return _exchanged(TITLES, rng)


def moved(_request: CodingRequest, rng: random.Random) -> Rewrite:
    """Other kinds of workplace."""
    return _exchanged(PLACES, rng)


SWAPS: Mapping[str, Callable[[CodingRequest, random.Random], Rewrite]] = {
    "names": renamed,
    "pronouns": regendered,
    "job titles": retitled,
    "industries": moved,
}


def rewritten(request: CodingRequest, spans: Spans, rewrite: Rewrite) -> tuple[CodingRequest, dict[str, Span]]:
    """All texts of a request rewritten, and where its quotes stand then.

    A quote is rewritten by itself, between the parts before and after it.
    """
    text = request.turn
    marks = sorted({0, len(text), *(mark for span in spans.values() if span for mark in span)})
    parts = [rewrite(text[a:b]) for a, b in pairwise(marks)]
    place = {marks[0]: 0}
    for mark, part, before in zip(marks[1:], parts, marks, strict=False):
        place[mark] = place[before] + len(part)
    moved_spans = {code: span and (place[span[0]], place[span[1]]) for code, span in spans.items()}
    made = CodingRequest(
        turn="".join(parts),
        history=tuple(Turn(speaker=said.speaker, text=rewrite(said.text)) for said in request.history),
        shared=tuple(rewrite(fact) for fact in request.shared),
        employee_owned=tuple(rewrite(item) for item in request.employee_owned),
        setting=request.setting,
    )
    return made, moved_spans


def _exchanged(words: Sequence[str], rng: random.Random) -> Rewrite:
    """Each of the words for another of them, the same one throughout; capitals and plurals stay."""
    others = list(words)
    rng.shuffle(others)
    table = dict(zip(others, [*others[1:], others[0]], strict=True))

    def exchange(match: re.Match[str]) -> str:
        word = match[0]
        stem, ending = (word, "") if word.lower() in table else (word[:-1], word[-1])
        other = table.get(stem.lower())
        if other is None or ending not in {"", "s"}:
            return word
        return (other.capitalize() if word[0].isupper() else other) + ending

    return lambda text: _WORD.sub(exchange, text)


def _swap_pronouns(text: str) -> str:
    def swap(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() == "her":
            follows = re.match(r"\s+[a-z]", text[match.end() :])
            new = "his" if follows else "him"
        else:
            new = PRONOUNS.get(word.lower(), word)
        return new.capitalize() if word[0].isupper() and new.lower() != word.lower() else new

    return _WORD.sub(swap, text)
