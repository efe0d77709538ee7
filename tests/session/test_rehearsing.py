"""The turn loop: kept first, answered once, finished even when nobody watches."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from simulator.domain.finding import Reading
from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.domain.transcript import Turn
from simulator.errors import ConflictError, InputError, NotFoundError, SimulatorError
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_scenario
from simulator.persona.spoken import Spoken, Voice
from simulator.scoring.conversation import Scorer
from simulator.session.rehearsing import Rehearsing
from simulator.session.turn import TurnTaker
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore
from tests.scoring.conversations import GivenReader

PAULA = load_scenario("paula-first-meeting")


class SlowVoice:
    """Speaks in pieces when it is let; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.go_on = asyncio.Event()

    async def speak(
        self, _cue: Cue, _state: PersonaState, leader: str, _history: Sequence[Turn]
    ) -> AsyncIterator[str | Spoken]:
        self.asked += 1
        yield "Well"
        await self.go_on.wait()
        yield Spoken(text=f"Well, about '{leader}'.", voice="llm")


class BrokenVoice:
    """Raises what no voice should."""

    async def speak(self, *_arguments: object) -> AsyncIterator[str | Spoken]:
        yield "W"
        raise ZeroDivisionError


def rehearsing(folder: Path, voice: Voice) -> Rehearsing:
    scorer = Scorer(load_rubric(), GivenReader({}))
    store = RehearsalStore(Database(f"sqlite:///{folder / 'kept.sqlite3'}"))
    return Rehearsing(store, TurnTaker(load_rubric(), load_engine(), scorer), lambda _scenario: voice)


def sit_down(room: Rehearsing) -> tuple[str, Rehearsal]:
    person = room.store.new_person()
    return person, room.open(person, PAULA, Preparation(answers=None))


async def hear(pieces: AsyncIterator[str | Exchange]) -> list[str | Exchange]:
    return [piece async for piece in pieces]


def test_a_reply_streams_and_is_kept(tmp_path: Path) -> None:
    async def play() -> None:
        voice = SlowVoice()
        room = rehearsing(tmp_path, voice)
        person, rehearsal = sit_down(room)
        voice.go_on.set()
        heard = await hear(room.say(person, rehearsal.id, " Hello. ", "press", 1))
        assert isinstance(heard[-1], Exchange)
        kept = room.store.get(person, rehearsal.id).exchanges
        assert [(e.leader, e.reply, e.status, e.voice) for e in kept] == [
            ("Hello.", "Well, about 'Hello.'.", "complete", "llm")
        ]
        assert kept[0].reading == Reading(findings=())

    asyncio.run(play())


def test_a_page_that_leaves_does_not_break_the_reply_off(tmp_path: Path) -> None:
    async def play() -> None:
        voice = SlowVoice()
        room = rehearsing(tmp_path, voice)
        person, rehearsal = sit_down(room)
        pieces = room.say(person, rehearsal.id, "Hello.", "press", 1)
        assert await anext(pieces) == "Well"
        await pieces.aclose()  # type: ignore[attr-defined]
        voice.go_on.set()
        await room.close()
        assert room.store.get(person, rehearsal.id).exchanges[0].status == "complete"

    asyncio.run(play())


def test_two_tabs_watch_one_reply(tmp_path: Path) -> None:
    async def play() -> None:
        voice = SlowVoice()
        room = rehearsing(tmp_path, voice)
        person, rehearsal = sit_down(room)
        first = room.say(person, rehearsal.id, "Hello.", "press", 1)
        assert await anext(first) == "Well"
        second = room.finish(person, rehearsal.id)
        assert await anext(second) == "Well"
        voice.go_on.set()
        one, other = await asyncio.gather(hear(first), hear(second))
        assert one[-1] == other[-1]
        assert voice.asked == 1

    asyncio.run(play())


def test_a_reply_that_was_never_made_is_made_at_the_next_visit(tmp_path: Path) -> None:
    async def play() -> None:
        voice = SlowVoice()
        voice.go_on.set()
        room = rehearsing(tmp_path, voice)
        person, rehearsal = sit_down(room)
        room.store.say(person, rehearsal.id, "Hello.", "press", 1)
        heard = await hear(room.finish(person, rehearsal.id))
        assert isinstance(heard[-1], Exchange)
        assert await hear(room.finish(person, rehearsal.id)) == []

    asyncio.run(play())


def test_whatever_breaks_inside_the_line_is_kept_and_the_page_is_told(tmp_path: Path) -> None:
    async def play() -> None:
        room = rehearsing(tmp_path, BrokenVoice())
        person, rehearsal = sit_down(room)
        with pytest.raises(SimulatorError, match="Your line is kept"):
            await hear(room.say(person, rehearsal.id, "Hello.", "press", 1))
        pending = room.store.get(person, rehearsal.id).pending
        assert pending is not None
        assert pending.leader == "Hello."

    asyncio.run(play())


def test_a_line_too_long_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    async def play() -> None:
        room = rehearsing(tmp_path, SlowVoice())
        person, rehearsal = sit_down(room)
        with pytest.raises(InputError, match="two turns"):
            await hear(room.say(person, rehearsal.id, "word " * 3000, "press", 1))
        assert room.store.get(person, rehearsal.id).exchanges == ()

    asyncio.run(play())


def test_strangers_and_stale_pages_are_refused(tmp_path: Path) -> None:
    async def play() -> None:
        voice = SlowVoice()
        voice.go_on.set()
        room = rehearsing(tmp_path, voice)
        person, rehearsal = sit_down(room)
        with pytest.raises(NotFoundError):
            await hear(room.say(room.store.new_person(), rehearsal.id, "Hello.", "press", 1))
        await hear(room.say(person, rehearsal.id, "Hello.", "press", 1))
        with pytest.raises(ConflictError):
            await hear(room.say(person, rehearsal.id, "Hello again.", "press-2", 1))

    asyncio.run(play())


def test_the_trail_is_recomputed_from_the_turns_alone(tmp_path: Path) -> None:
    async def play() -> None:
        voice = SlowVoice()
        voice.go_on.set()
        room = rehearsing(tmp_path, voice)
        person, rehearsal = sit_down(room)
        for number in range(1, 4):
            await hear(room.say(person, rehearsal.id, f"Line {number}.", f"press-{number}", number))
        kept = room.store.get(person, rehearsal.id)
        assert [moment.number for moment in room.trail(kept)] == [0, 1, 2, 3]
        assert room.trail(kept) == room.trail(kept)
        assert room.scorecard(kept) == room.scorecard(kept)

    asyncio.run(play())
