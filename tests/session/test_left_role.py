"""A talk that leaves what can be rehearsed ends there: nothing lost, nothing judged, no model asked."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from simulator.domain.finding import Finding, Reading
from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.domain.transcript import CodingRequest, Turn
from simulator.errors import InputError
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_out_of_scope, load_scenario
from simulator.persona.spoken import Spoken
from simulator.scoring.conversation import Scorer
from simulator.session.again import remember
from simulator.session.debriefing import debrief_of, left_talk_of
from simulator.session.rehearsing import Rehearsing
from simulator.session.turn import TurnTaker
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore

PAULA = load_scenario("paula-first-meeting")
SLIP = "I'll do your reports for you."
LEAVES = "I was diagnosed with cancer in March."


class Listening:
    """A voice that remembers what it was asked to answer."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def speak(
        self, _cue: Cue, _state: PersonaState, leader: str, _history: Sequence[Turn]
    ) -> AsyncIterator[str | Spoken]:
        self.heard.append(leader)
        yield Spoken(text="Okay.", voice="llm")


class RescueReader:
    """A reader that finds a rescue in every line, and remembers what it read."""

    version = "given"

    def __init__(self) -> None:
        self.read: list[str] = []

    def code(self, request: CodingRequest) -> Reading:
        self.read.append(request.turn)
        found = Finding(code="RESCUE", quote=request.turn, start=0, end=len(request.turn), confidence=0.9)
        return Reading(findings=(found,))

    def code_employee(self, _request: CodingRequest) -> Reading:
        return Reading(findings=())


class Room:
    """Somebody who sits with Paula, and all that listens."""

    def __init__(self, folder: Path) -> None:
        self.voice, self.reader, self.answered = Listening(), RescueReader(), list[int]()
        store = RehearsalStore(Database(f"sqlite:///{folder / 'kept.sqlite3'}"))
        taker = TurnTaker(load_rubric(), load_engine(), Scorer(load_rubric(), self.reader))
        self.rehearsing = Rehearsing(
            store, taker, lambda _: self.voice, lambda _, before: self.answered.append(len(before.exchanges))
        )
        self.person = store.new_person()
        self.id = self.rehearsing.open(self.person, PAULA, Preparation(answers=None), seed=4).id

    def say(self, *lines: str) -> list[str | Exchange]:
        async def talk() -> list[str | Exchange]:
            heard: list[str | Exchange] = []
            for line in lines:
                number = len(self.kept.exchanges) + 1
                pieces = self.rehearsing.say(self.person, self.id, line, f"press-{number}", number)
                heard += [piece async for piece in pieces]
            return heard

        return asyncio.run(talk())

    @property
    def kept(self) -> Rehearsal:
        return self.rehearsing.store.get(self.person, self.id)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_the_employee_steps_out_and_the_talk_has_ended(room: Room) -> None:
    last = room.say(SLIP, LEAVES)[-1]
    kept = room.kept
    assert kept.left_role == "medical"
    assert kept.ended_at is not None
    assert kept.exchanges[-1] == last
    assert (kept.exchanges[-1].leader, kept.exchanges[-1].status) == (LEAVES, "complete")
    assert kept.exchanges[-1].reply not in {"", "Okay."}
    with pytest.raises(InputError, match="has ended"):
        room.say("And now?")


def test_no_voice_no_reader_and_no_second_reader_hears_the_line(room: Room) -> None:
    room.say(SLIP, LEAVES)
    assert room.voice.heard == [SLIP]
    assert room.reader.read == [SLIP]
    assert room.answered == [1]
    assert room.kept.exchanges[-1].reading is None


def test_the_employee_stays_as_they_were(room: Room) -> None:
    room.say(SLIP)
    before = room.rehearsing.trail(room.kept)
    room.say(LEAVES)
    assert room.rehearsing.trail(room.kept) == before


def test_nothing_of_the_talk_is_scored_or_marked(room: Room) -> None:
    room.say(*[SLIP] * 6)
    assert room.rehearsing.scorecard(room.kept).parenting_moves == 6
    room.say(LEAVES)
    card = room.rehearsing.scorecard(room.kept)
    assert (card.scored, card.score, card.band, card.criteria, card.seesaw) == (False, None, None, (), ())
    assert card.why_not == load_out_of_scope().not_scored
    assert card.parenting_moves == 0
    assert not any(turn.findings or turn.tags for turn in card.turns)
    assert [turn.text for turn in card.turns if turn.speaker == "leader"] == [*[SLIP] * 6, LEAVES]


def test_it_has_no_debrief_and_no_second_meeting_but_its_words(room: Room) -> None:
    room.say(SLIP, LEAVES)
    with pytest.raises(InputError, match="Not scored"):
        debrief_of(room.rehearsing, room.kept)
    with pytest.raises(InputError, match="cannot be rehearsed"):
        remember(room.rehearsing, room.kept)
    talk = left_talk_of(room.kept)
    assert [turn.text for turn in talk.turns if turn.speaker == "leader"] == [SLIP, LEAVES]
    assert talk.told.help == load_out_of_scope().kinds["medical"].help


def test_a_goodbye_that_was_never_said_is_said_at_the_next_visit(room: Room) -> None:
    room.rehearsing.store.say(room.person, room.id, LEAVES, "press-1", 1, left_role="medical")

    async def visit() -> list[str | Exchange]:
        return [piece async for piece in room.rehearsing.finish(room.person, room.id)]

    assert asyncio.run(visit()) == [room.kept.exchanges[0]]
    assert room.kept.exchanges[0].reply
    assert room.voice.heard == []
