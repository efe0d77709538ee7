"""Changes to a training turn that leave its codes true: other names, other pronouns, dictated punctuation."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.domain.transcript import CodingRequest
from simulator.scoring.encoding import SENTENCE_END
from simulator.scoring.swaps import SWAPS, Rewrite, rewritten
from simulator.scoring.training.corpus import Labelled

SWAPPED, LOOSENED, SHUFFLED, LIGHTENED = 0.3, 0.15, 0.3, 0.2
"""How often a turn is changed in each way; `SWAPPED` for each of the swaps."""
LEANS_ON_CONTEXT = frozenset({"REFLECT", "EXCUSE", "OFFER", "CONFIRM"})
"""Codes that may rest on a shared fact; their context is left whole."""
LOOSE = re.compile(r"[.,;:!]+(?=\s|$)|[\"“”]|\s[-\u2013\u2014]\s")


def augmented(turn: Labelled, rng: random.Random) -> Labelled:
    """A copy with some changes drawn by `rng`; quotes move with the words they span."""
    for swap in SWAPS.values():
        if rng.random() < SWAPPED:
            turn = _rewritten(turn, swap(turn.request, rng))
    if rng.random() < LOOSENED:
        turn = _rewritten(turn, _loosen)
    if rng.random() < SHUFFLED:
        turn = replace(turn, request=_shuffled(turn.request, rng))
    if rng.random() < LIGHTENED and turn.pair is None and turn.codes and not turn.codes & LEANS_ON_CONTEXT:
        turn = replace(turn, request=turn.request.model_copy(update={"shared": (), "employee_owned": ()}))
    return turn


def recombinations(turns: Sequence[Labelled], rng: random.Random, count: int) -> Iterator[Labelled]:
    """Turns put together from others, which no coder has seen: in another context, in part, or two in one."""
    by_speaker = {speaker: [turn for turn in turns if turn.speaker == speaker] for speaker in ("leader", "employee")}
    for number in range(count):
        turn = rng.choice(turns)
        other = rng.choice(by_speaker[turn.speaker])
        mine, theirs = _sentences(turn.request.turn), _sentences(other.request.turn)
        request = turn.request
        kind = rng.randrange(3)
        if kind == 0:
            request = other.request.model_copy(update={"turn": request.turn})
        elif kind == 1 and len(mine) > 1:
            first = rng.randrange(len(mine))
            said = mine[first : first + rng.randint(1, len(mine) - 1)]
            request = request.model_copy(update={"turn": " ".join(said)})
        else:
            said = [*mine[: rng.randint(1, len(mine))], *theirs[-rng.randint(1, len(theirs)) :]]
            request = request.model_copy(update={"turn": " ".join(said)})
        yield replace(turn, id=f"mixed-{number}", request=request, quotes={}, pair=None, guessed=True)


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text) if part.strip()] or [text]


def _rewritten(turn: Labelled, rewrite: Rewrite) -> Labelled:
    request, quotes = rewritten(turn.request, turn.quotes, rewrite)
    return replace(turn, request=request, quotes=quotes)


def _loosen(text: str) -> str:
    """As dictated or texted: few stops, no quotation marks. Question marks go half of the time by their place."""
    loose = LOOSE.sub(lambda match: " " if match[0].startswith((" ", '"')) else "", text)
    return loose.replace("?", "") if len(text) % 2 else loose


def _shuffled(request: CodingRequest, rng: random.Random) -> CodingRequest:
    shared, owned = list(request.shared), list(request.employee_owned)
    rng.shuffle(shared)
    rng.shuffle(owned)
    return request.model_copy(update={"shared": tuple(shared), "employee_owned": tuple(owned)})
