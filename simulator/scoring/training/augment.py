"""Changes to a training turn that leave its codes true: other names, other pronouns, dictated punctuation."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from simulator.domain.transcript import CodingRequest, Turn
from simulator.scoring.training.corpus import Labelled

# fmt: off
NAMES = (
    "Ada", "Ben", "Chidi", "Dalia", "Emre", "Farida", "Goran", "Hana", "Idris", "Jonas", "Kofi", "Leila", "Mateo",
    "Nadia", "Oskar", "Petra", "Quentin", "Rosa", "Samir", "Tara", "Ugo", "Vera", "Wanda", "Ximena", "Yusuf", "Zoe",
    "Anya", "Bilal", "Carmen", "Dev", "Elif", "Femi", "Gwen", "Hugo", "Ines", "Jamal", "Keiko", "Lars", "Mina", "Noor",
    "Olu", "Pia", "Rafael", "Suki", "Tomas", "Usha", "Viktor", "Wen", "Yara", "Aoife", "Bruno", "Callum", "Deepa",
    "Esther", "Fergus", "Greta", "Hamid", "Imani", "Joyce", "Karim",
)
# fmt: on
RENAMED, REGENDERED, LOOSENED, SHUFFLED, LIGHTENED = 0.35, 0.15, 0.15, 0.3, 0.2
"""How often a turn is changed in each way."""
LEANS_ON_CONTEXT = frozenset({"REFLECT", "EXCUSE", "OFFER", "CONFIRM"})
"""Codes that may rest on a shared fact; their context is left whole."""
PRONOUNS = {"he": "she", "she": "he", "him": "her", "his": "her", "himself": "herself", "herself": "himself"}
WORD = re.compile(r"[A-Za-z][a-z]+")
LOOSE = re.compile(r"[.,;:!]+(?=\s|$)|[\"“”]|\s[-\u2013\u2014]\s")
NOT_NAMES = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "English",
        "Christmas",
        "Easter",
    ]
)
Rewrite = Callable[[str], str]


def augmented(turn: Labelled, rng: random.Random) -> Labelled:
    """A copy with some changes drawn by `rng`; quotes move with the words they span."""
    if rng.random() < RENAMED:
        turn = _rewritten(turn, _renamer(turn.request, rng))
    if rng.random() < REGENDERED:
        turn = _rewritten(turn, _swap_pronouns)
    if rng.random() < LOOSENED:
        turn = _rewritten(turn, _loosen)
    if rng.random() < SHUFFLED:
        turn = replace(turn, request=_shuffled(turn.request, rng))
    if rng.random() < LIGHTENED and turn.pair is None and turn.codes and not turn.codes & LEANS_ON_CONTEXT:
        turn = replace(turn, request=turn.request.model_copy(update={"shared": (), "employee_owned": ()}))
    return turn


def _rewritten(turn: Labelled, rewrite: Rewrite) -> Labelled:
    """Rewrite all texts; a quote is rewritten by itself, between the parts before and after it."""
    text = turn.request.turn
    marks = sorted({0, len(text), *(mark for span in turn.quotes.values() if span for mark in span)})
    parts = [rewrite(text[a:b]) for a, b in pairwise(marks)]
    place = {marks[0]: 0}
    for mark, part, before in zip(marks[1:], parts, marks, strict=False):
        place[mark] = place[before] + len(part)
    quotes = {code: span and (place[span[0]], place[span[1]]) for code, span in turn.quotes.items()}
    old = turn.request
    request = CodingRequest(
        turn="".join(parts),
        history=tuple(Turn(speaker=said.speaker, text=rewrite(said.text)) for said in old.history),
        shared=tuple(rewrite(fact) for fact in old.shared),
        employee_owned=tuple(rewrite(item) for item in old.employee_owned),
        setting=old.setting,
    )
    return replace(turn, request=request, quotes=quotes)


def _renamer(request: CodingRequest, rng: random.Random) -> Rewrite:
    """Other names for words that stand capitalised inside a sentence and never in lower case."""
    texts = [request.turn, request.setting or "", *request.shared, *request.employee_owned]
    texts += [said.text for said in request.history]
    everything = " ".join(texts)
    inside = set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", everything)) - NOT_NAMES
    lower = set(re.findall(r"\b[a-z]+\b", everything))
    names = sorted(name for name in inside if name.lower() not in lower)
    table = dict(zip(names, rng.sample(NAMES, min(len(names), len(NAMES))), strict=False))
    return lambda text: WORD.sub(lambda match: table.get(match[0], match[0]), text)


def _swap_pronouns(text: str) -> str:
    def swap(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() == "her":
            follows = re.match(r"\s+[a-z]", text[match.end() :])
            new = "his" if follows else "him"
        else:
            new = PRONOUNS.get(word.lower(), word)
        return new.capitalize() if word[0].isupper() and new.lower() != word.lower() else new

    return WORD.sub(swap, text)


def _loosen(text: str) -> str:
    """As dictated or texted: few stops, no quotation marks. Question marks go half of the time by their place."""
    loose = LOOSE.sub(lambda match: " " if match[0].startswith((" ", '"')) else "", text)
    return loose.replace("?", "") if len(text) % 2 else loose


def _shuffled(request: CodingRequest, rng: random.Random) -> CodingRequest:
    shared, owned = list(request.shared), list(request.employee_owned)
    rng.shuffle(shared)
    rng.shuffle(owned)
    return request.model_copy(update={"shared": tuple(shared), "employee_owned": tuple(owned)})
