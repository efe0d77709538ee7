"""A line played again: what hangs on the line is the same each time, and what is chance is not made up."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.played import Play
from simulator.domain.rehearsal import Preparation, Rehearsal
from simulator.domain.transcript import Turn
from simulator.errors import InputError, ModelUnavailable, NotFoundError
from simulator.library.scenarios import load_scenario
from simulator.llm.scripted import ScriptedModel
from simulator.persona.authored import AuthoredVoice
from simulator.persona.llm_voice import LlmVoice
from simulator.persona.spoken import Spoken
from simulator.session.counterfactual import Counterfactuals, Run, play, seeds_of, start_of
from simulator.session.rehearsing import Rehearsing
from simulator.session.turn import shipped_taker
from simulator.session.voices import authored_voice
from simulator.store.branches import BranchStore
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore
from simulator.store.self_ratings import SelfRatingStore
from tests.web.visitors import EIGHT_LINES

PAULA = load_scenario("paula-first-meeting")
ASKED = "Which of the two reports would you rather keep?"


def built_in(_rehearsal: Rehearsal) -> AuthoredVoice:
    return authored_voice(PAULA)


class Room:
    """A database, the shipped reader and engine, and the built-in employee."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(f"sqlite:///{folder / 'kept.sqlite3'}")
        self.store, self.branches = RehearsalStore(self.database), BranchStore(self.database)
        self.taker = shipped_taker()
        self.rehearsing = Rehearsing(self.store, self.taker, built_in)
        self.person = self.store.new_person()

    def talk(self, lines: Sequence[str] = EIGHT_LINES, *, ended: bool = True) -> Rehearsal:
        opened = self.rehearsing.open(self.person, PAULA, Preparation(answers=None, energy=6), seed=1)
        return self.say(opened.id, *lines, ended=ended)

    def branch(self, parent: Rehearsal, line: int, *lines: str) -> Rehearsal:
        return self.say(self.branches.branch(self.person, parent.id, line), *lines, ended=True)

    def say(self, rehearsal: str, *lines: str, ended: bool) -> Rehearsal:
        first = len(self.store.get(self.person, rehearsal).exchanges) + 1

        async def talk() -> None:
            for number, line in enumerate(lines, first):
                async for _ in self.rehearsing.say(self.person, rehearsal, line, f"said-{number}", number):
                    pass

        asyncio.run(talk())
        if ended:
            self.store.end(self.person, rehearsal)
            SelfRatingStore(self.database).finish(self.person, rehearsal, {}, "skipped")
        return self.store.get(self.person, rehearsal)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def talk(room: Room) -> Rehearsal:
    return room.talk()


class Waiting:
    """Never answers; says when it was asked and when it was let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = asyncio.Event(), False

    async def speak(self, *_: object) -> AsyncIterator[str | Spoken]:
        self.asked.set()
        try:
            await asyncio.sleep(1000)
        finally:
            self.let_go = True
        yield Spoken(text="Too late.", voice="llm")


class Echo:
    """Answers with what it was asked, and keeps the states it spoke from."""

    def __init__(self) -> None:
        self.states: list[PersonaState] = []

    async def speak(
        self, _cue: Cue, state: PersonaState, leader: str, _history: Sequence[Turn]
    ) -> AsyncIterator[str | Spoken]:
        self.states.append(state)
        yield Spoken(text=f"About '{leader}'?", voice="llm")


def ran(keeper: Counterfactuals, run: Run) -> Run:
    assert run.task is not None
    assert run.task.done()
    return keeper.get(run.person, run.id)


def test_a_line_said_again_in_a_branch_comes_to_the_same_state_reading_and_reply(room: Room, talk: Rehearsal) -> None:
    again = room.branch(talk, 3, *EIGHT_LINES[2:])
    assert again.id != talk.id
    assert [(e.leader, e.reading, e.reply) for e in again.exchanges] == [
        (e.leader, e.reading, e.reply) for e in talk.exchanges
    ]
    assert room.rehearsing.steps(again) == room.rehearsing.steps(talk)


@pytest.mark.parametrize("line", range(1, 9))
def test_the_state_after_a_line_is_the_same_in_every_play_and_as_in_the_talk(
    room: Room, talk: Rehearsal, line: int
) -> None:
    start = start_of(room.taker, talk, line, "", further=0)
    voice = authored_voice(PAULA)

    async def plays() -> list[Play | str]:
        return [await play(room.taker, voice, start, seed) for seed in seeds_of(start, 6)]

    found = asyncio.run(plays())
    moment = room.rehearsing.trail(talk)[line]
    for one in found:
        assert isinstance(one, Play)
        assert (one.after.trust, one.after.energy, one.after.ownership) == (
            moment.levels.trust,
            moment.levels.energy,
            moment.levels.ownership,
        )
        assert (one.after.seesaw, one.after.tier) == (moment.seesaw, moment.tier)
        assert one.later is None


def test_the_seed_of_the_talk_gives_the_reply_of_the_talk(room: Room, talk: Rehearsal) -> None:
    start = start_of(room.taker, talk, 4, "", further=0)
    found = asyncio.run(play(room.taker, authored_voice(PAULA), start, talk.seed))
    assert isinstance(found, Play)
    assert found.answered.text == talk.exchanges[3].reply == start.setting.kept


def test_chance_moves_the_words_and_equal_seeds_give_equal_plays(room: Room, talk: Rehearsal) -> None:
    start = start_of(room.taker, talk, 4, "", further=0)

    async def texts() -> list[str]:
        voice, found = authored_voice(PAULA), []
        for seed in seeds_of(start, 10):
            one = await play(room.taker, voice, start, seed)
            assert isinstance(one, Play)
            found.append(one.answered.text)
        return found

    once, twice = asyncio.run(texts()), asyncio.run(texts())
    assert once == twice
    assert len(set(once)) > 1


def test_the_next_lines_are_said_again_and_move_on(room: Room, talk: Rehearsal) -> None:
    start = start_of(room.taker, talk, 5, "", further=2)
    assert start.then == EIGHT_LINES[5:7]
    found = asyncio.run(play(room.taker, authored_voice(PAULA), start, talk.seed))
    assert isinstance(found, Play)
    moment = room.rehearsing.trail(talk)[7]
    assert found.later is not None
    assert (found.later.trust, found.later.energy) == (moment.levels.trust, moment.levels.energy)
    assert start_of(room.taker, talk, 8, "", further=2).setting.further == 0


def test_every_play_begins_at_the_same_hidden_state_and_both_lines_get_the_same_chance(
    room: Room, talk: Rehearsal
) -> None:
    other = room.branch(talk, 6, ASKED)
    echo = Echo()
    starts = tuple(start_of(room.taker, one, 6, "", further=0) for one in (talk, other))
    assert starts[0].state == starts[1].state

    async def go() -> Run:
        keeper = Counterfactuals(room.taker, lambda _: echo)
        run = keeper.start(room.person, starts, 4, "echo-7b")
        assert run.task is not None
        await run.task
        return ran(keeper, run)

    run = asyncio.run(go())
    assert [state.seed for state in echo.states] == [seed for seed in seeds_of(starts[0], 4) for _ in range(2)]
    first, second = run.lines
    assert {one.answered.text for one in first.plays} == {f"About '{EIGHT_LINES[5]}'?"}
    assert {one.answered.text for one in second.plays} == {f"About '{ASKED}'?"}
    assert (run.done, run.whole, run.problem, run.stopped) == (8, 8, None, False)


def test_nothing_of_it_enters_the_kept_talk(room: Room, talk: Rehearsal) -> None:
    before = room.store.all_of(room.person)

    async def go() -> None:
        keeper = Counterfactuals(room.taker, built_in)
        run = keeper.start(room.person, (start_of(room.taker, talk, 2, "", further=2),), 3)
        assert run.task is not None
        await run.task

    asyncio.run(go())
    assert room.store.all_of(room.person) == before


def test_a_failed_call_is_counted_and_named_and_no_built_in_reply_stands_for_it(room: Room, talk: Rehearsal) -> None:
    gone = ModelUnavailable("Nothing answers at 127.0.0.1:9.")
    model = ScriptedModel("Okay. I'll see to it.", gone, "Fine. If you say so.")
    voice = LlmVoice(PAULA, model, authored_voice(PAULA))

    async def go() -> Run:
        keeper = Counterfactuals(room.taker, lambda _: voice)
        run = keeper.start(room.person, (start_of(room.taker, talk, 6, "", further=0),), 3, "scripted")
        assert run.task is not None
        await run.task
        return ran(keeper, run)

    line = asyncio.run(go()).lines[0]
    assert [one.answered.text for one in line.plays] == ["Okay. I'll see to it.", "Fine. If you say so."]
    assert len(line.failed) == 1
    assert "Nothing answers at 127.0.0.1:9" in line.failed[0]
    assert "built-in" not in line.failed[0]
    assert all(one.answered.quirk is None for one in line.plays)


def test_a_model_that_is_gone_is_not_asked_to_the_end(room: Room, talk: Rehearsal) -> None:
    model = ScriptedModel(*(ModelUnavailable("Nothing answers.") for _ in range(20)))
    voice = LlmVoice(PAULA, model, authored_voice(PAULA))

    async def go() -> Run:
        keeper = Counterfactuals(room.taker, lambda _: voice)
        run = keeper.start(room.person, (start_of(room.taker, talk, 6, "", further=0),), 20, "scripted")
        assert run.task is not None
        await run.task
        return ran(keeper, run)

    run = asyncio.run(go())
    assert (run.done, len(model.heard)) == (3, 3)
    assert run.problem is not None


def test_it_can_be_stopped_in_the_middle_of_a_call_and_what_was_found_stays(room: Room, talk: Rehearsal) -> None:
    async def go() -> None:
        waiting = Waiting()
        keeper = Counterfactuals(room.taker, lambda _: waiting)
        run = keeper.start(room.person, (start_of(room.taker, talk, 6, "", further=0),), 5, "slow")
        await waiting.asked.wait()
        assert run.running
        keeper.stop(room.person, run.id)
        assert run.task is not None
        await asyncio.wait({run.task}, timeout=5)
        assert (run.running, run.stopped, run.done) == (False, True, 0)
        assert waiting.let_go
        keeper.stop(room.person, run.id)
        assert run.lines[0].plays == ()

    asyncio.run(go())


def test_a_new_run_stops_the_old_one_and_few_are_kept(room: Room, talk: Rehearsal) -> None:
    async def go() -> None:
        keeper = Counterfactuals(room.taker, lambda _: Waiting())
        start = start_of(room.taker, talk, 6, "", further=0)
        runs = [keeper.start(room.person, (start,), 5) for _ in range(6)]
        await asyncio.sleep(0)
        assert [run.stopped for run in runs] == [True] * 5 + [False]
        with pytest.raises(NotFoundError):
            keeper.get(room.person, runs[0].id)
        assert keeper.get(room.person, runs[-1].id) is runs[-1]
        await keeper.close()
        assert not runs[-1].running

    asyncio.run(go())


def test_a_run_is_nobody_elses(room: Room, talk: Rehearsal) -> None:
    async def go() -> None:
        keeper = Counterfactuals(room.taker, lambda _: Waiting())
        run = keeper.start(room.person, (start_of(room.taker, talk, 6, "", further=0),), 5)
        for attempt in (keeper.get, keeper.stop, keeper.forget):
            with pytest.raises(NotFoundError):
                attempt("somebody", run.id)
        assert run.running
        await keeper.close()

    asyncio.run(go())


@pytest.mark.parametrize("plays", [-1, 0, 2, 21, 10_000])
def test_only_so_many_plays_are_offered(room: Room, talk: Rehearsal, plays: int) -> None:
    start = start_of(room.taker, talk, 6, "", further=0)
    with pytest.raises(InputError, match="3 to 20"):
        Counterfactuals(room.taker, built_in).start(room.person, (start,), plays)


def test_lines_of_different_moments_are_not_compared(room: Room, talk: Rehearsal) -> None:
    starts = tuple(start_of(room.taker, talk, line, "", further=0) for line in (5, 6))
    with pytest.raises(ValueError, match="one state"):
        Counterfactuals(room.taker, built_in).start(room.person, starts, 3)


def test_nothing_is_played_before_its_debrief_may_be_read(room: Room) -> None:
    still_open = room.talk(EIGHT_LINES[:2], ended=False)
    with pytest.raises(InputError, match="has ended"):
        start_of(room.taker, still_open, 1, "", further=0)
    room.store.end(room.person, still_open.id)
    with pytest.raises(InputError, match="own view"):
        start_of(room.taker, room.store.get(room.person, still_open.id), 1, "", further=0)


@pytest.mark.parametrize("line", [0, 9])
def test_a_line_that_is_not_there_is_not_played(room: Room, talk: Rehearsal, line: int) -> None:
    with pytest.raises(NotFoundError):
        start_of(room.taker, talk, line, "", further=0)


def test_a_talk_that_left_what_can_be_rehearsed_is_not_played(room: Room, talk: Rehearsal) -> None:
    left = talk.model_copy(update={"left_role": "self-harm"})
    with pytest.raises(InputError, match="cannot be rehearsed"):
        start_of(room.taker, left, 1, "", further=0)
