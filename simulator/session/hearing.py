"""What the reader finds in the employee's replies: read once a talk has ended, and kept with it.

A score needs it for every reply, and reading is most of what a score costs. While people talk nothing needs it.
"""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from simulator.domain.finding import Reading
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.transcript import Turn
from simulator.errors import SimulatorError
from simulator.scoring.conversation import Scorer
from simulator.store.rehearsals import RehearsalStore

log = logging.getLogger(__name__)

_AT_ONCE = 2
"""Replies read at a time: each on a thread of its own, and more than two would crowd out who is talking."""


def with_replies_read(store: RehearsalStore, scorer: Scorer, rehearsal: Rehearsal, opening: str) -> Rehearsal:
    """The rehearsal with a reading of each reply; what was missing is kept if the talk has ended.

    That it cannot be kept is no reason not to show it: then it is read anew the next time.
    """
    missing = frozenset(
        exchange.number for exchange in rehearsal.exchanges if exchange.reply and exchange.reply_reading is None
    )
    if rehearsal.ended_at is None or not missing:
        return rehearsal
    found = _read(scorer, rehearsal, rehearsal.turns(opening), missing)
    try:
        store.keep_reply_readings(rehearsal.person, rehearsal.id, found)
    except SimulatorError as error:
        log.info("readings of replies were not kept: %s", error)
    return rehearsal.model_copy(
        update={
            "exchanges": tuple(
                exchange.model_copy(update={"reply_reading": found.get(exchange.number, exchange.reply_reading)})
                for exchange in rehearsal.exchanges
            )
        }
    )


def _read(scorer: Scorer, rehearsal: Rehearsal, turns: Sequence[Turn], numbers: frozenset[int]) -> dict[int, Reading]:
    leader = [index for index, turn in enumerate(turns) if turn.speaker == "leader"]
    places = {
        exchange.number: place + 1
        for place, exchange in zip(leader, rehearsal.exchanges, strict=True)
        if exchange.number in numbers
    }
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        readings = pool.map(lambda place: scorer.heard(turns, place), places.values())
        return dict(zip(places, readings, strict=True))
