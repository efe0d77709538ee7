"""Turns per second without a page: replayed from what was kept, and played anew with reader and built-in voice."""

import asyncio
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.domain.rehearsal import Preparation
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_scenario
from simulator.scoring.conversation import Scorer
from simulator.scoring.reader import shipped_reader
from simulator.session.rehearsing import Rehearsing
from simulator.session.turn import TurnTaker
from simulator.session.voices import authored_voice
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore

_TURNS = 20
_REPLAYS = 50
_LINES = (
    "How has the week been?",
    "What's most important for you at work?",
    "So the days are long and little of it is yours. Have I got that right?",
    "I'm willing to take some stuff off your plate.",
    "I went straight to a fix. Can we rewind?",
)


def replay() -> list[str]:
    """Lines for a person."""
    with TemporaryDirectory() as home:
        return asyncio.run(_measure(Path(home)))


async def _measure(home: Path) -> list[str]:
    scenario = load_scenario("paula-first-meeting")
    database = Database(f"sqlite:///{home / 'kept.sqlite3'}")
    taker = TurnTaker(load_rubric(), load_engine(), Scorer(load_rubric(), shipped_reader()))
    room = Rehearsing(RehearsalStore(database), taker, lambda _: authored_voice(scenario))
    person = room.store.new_person()
    rehearsal = room.open(person, scenario, Preparation(answers=None), seed=1)
    began = time.perf_counter()
    for number in range(1, _TURNS + 1):
        line = _LINES[number % len(_LINES)]
        async for _ in room.say(person, rehearsal.id, line, f"press-{number}", number):
            pass
    played = _TURNS / (time.perf_counter() - began)
    kept = room.store.get(person, rehearsal.id)
    began = time.perf_counter()
    for _ in range(_REPLAYS):
        room.trail(kept)
    replayed = _TURNS * _REPLAYS / (time.perf_counter() - began)
    database.close()
    return [
        f"replayed from the kept readings: {replayed:,.0f} turns a second",
        f"played anew (kept, coded, moved, answered): {played:,.1f} turns a second",
    ]
