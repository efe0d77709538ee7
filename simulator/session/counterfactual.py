"""Playing a line again and again from the same hidden state, to see what hangs on it and what on chance.

A turn is a function of state, line and reading; chance lives in the state's seed alone. So each play gets a seed of its
own and everything else as it was. How far the line moves the employee is then the same in every play; what may differ
is the reply: which bait they fall into, whether they take the words otherwise, test them or come back to a promise, the
words themselves, and with a model all that a model draws. The leader's next lines, said again word for word, are read
in the light of the reply before them, so what comes of those may differ too.

Nothing of it enters a kept talk, and no reply is shown to a line that was not said in one.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex

from simulator.domain.persona_state import PersonaState
from simulator.domain.played import Answered, Play, Played, Setting, Standing
from simulator.domain.rehearsal import Exchange, Rehearsal
from simulator.domain.scenario import Scenario
from simulator.domain.self_rating import waits_for_marks
from simulator.domain.transcript import Turn
from simulator.errors import InputError, NotFoundError, SimulatorError
from simulator.library.scenarios import scenario_of
from simulator.persona.authored import AuthoredVoice
from simulator.persona.spoken import Spoken, Voice
from simulator.persona.step import Stepped
from simulator.session.turn import TurnTaker
from simulator.session.voices import reply_of

log = logging.getLogger(__name__)

FEWEST, MOST = 3, 20
"""Plays of a line."""
FURTHER = 2
"""The leader's next lines that can be said again."""
_SEEDS = 2**31
_GIVE_UP_AFTER = 3
"""Plays in a row without a reply of the model: it will not answer the next one either."""
_AT_ONCE = 2
"""Plays in the air over all people: they must not hold up those who are talking."""
_KEPT_OF_ONE, _KEPT_IN_ALL = 4, 200
"""Finished runs kept of a person, and of all people; the oldest goes first."""


@dataclass(frozen=True)
class Start:
    """A kept talk just before one of its lines, with that line and those after it."""

    setting: Setting
    rehearsal: Rehearsal
    scenario: Scenario
    state: PersonaState
    turns: tuple[Turn, ...]
    said: Exchange
    then: tuple[str, ...]


def start_of(taker: TurnTaker, rehearsal: Rehearsal, line: int, label: str, *, further: int) -> Start:
    """A talk just before one of its lines, counted from 1; at most `further` of the leader's next lines come after it.

    NotFoundError if there is no such line. InputError while there may be no debrief of the talk, if it left what can be
    rehearsed, and for a line that could not be read: without a reading nothing can be played.
    """
    if rehearsal.ended_at is None:
        raise InputError("A line can be played again once the talk has ended: what it opens is not shown before.")
    if waits_for_marks(rehearsal):
        raise InputError("Open the debrief of this talk first: it asks for your own view before anything is shown.")
    if rehearsal.left_role is not None:
        raise InputError("That talk came to something that cannot be rehearsed, so none of its lines is played again.")
    if not 1 <= line <= len(rehearsal.exchanges):
        raise NotFoundError("There is no such line in this rehearsal.")
    scenario = scenario_of(rehearsal)
    earlier = rehearsal.model_copy(update={"exchanges": rehearsal.exchanges[: line - 1]})
    steps = taker.replay(scenario, earlier)
    said = rehearsal.exchanges[line - 1]
    if said.reading is None or len(steps) < line - 1:
        raise InputError("This line was never read, so it cannot be played again.")
    then = tuple(exchange.leader for exchange in rehearsal.exchanges[line : line + further])
    return Start(
        setting=Setting(rehearsal.id, label, scenario.persona.name, line, said.leader, said.reply, len(then)),
        rehearsal=rehearsal,
        scenario=scenario,
        state=steps[-1].state if steps else taker.opening(scenario, rehearsal),
        turns=earlier.turns(scenario.persona.opening),
        said=said,
        then=then,
    )


def seeds_of(start: Start, plays: int) -> tuple[int, ...]:
    """The seeds of the plays: the same for every line that is played from this state, and at every press."""
    chance = random.Random(f"{start.state.seed}:{start.setting.line}:plays")  # a text seed is the same everywhere
    return tuple(chance.randrange(_SEEDS) for _ in range(plays))


async def play(taker: TurnTaker, voice: Voice, start: Start, seed: int) -> Play | str:
    """Play a line once; a sentence where the voice that was asked did not answer."""
    if start.said.reading is None:
        msg = "a start without a reading"
        raise ValueError(msg)
    state = start.state.model_copy(update={"seed": seed})
    stepped = taker.take(start.scenario, state, start.said.leader, start.said.reading)
    try:
        spoken = await reply_of(voice, stepped, start.said.leader, start.turns)
    except SimulatorError as error:
        return str(error)
    if _stood_in(voice, spoken):
        return _why_not(spoken)
    turns = (*start.turns, Turn(speaker="leader", text=start.said.leader), Turn(speaker="employee", text=spoken.text))
    answered = Answered(
        text=spoken.text,
        told=bool(stepped.cue.tell),
        stance=stepped.cue.stance,
        # A model was asked for it; whether it did so nobody has checked.
        quirk=stepped.cue.quirk if spoken.says is not None else None,
        codes=await asyncio.to_thread(_codes, taker, start.scenario, spoken, turns),
        note=spoken.note,
    )
    later = await _later(taker, voice, start, stepped, turns) if start.then else None
    return Play(seed, answered, standing(stepped.state), later)


async def _later(
    taker: TurnTaker, voice: Voice, start: Start, stepped: Stepped, turns: tuple[Turn, ...]
) -> Standing | None:
    """The employee after the leader's next lines; None if the voice fails on the way. The last needs no reply."""
    for number, leader in enumerate(start.then, 1):
        reading = await asyncio.to_thread(taker.read, start.scenario, turns, leader)
        stepped = taker.take(start.scenario, stepped.state, leader, reading)
        if number == len(start.then):
            break
        try:
            spoken = await reply_of(voice, stepped, leader, turns)
        except SimulatorError:
            return None
        if _stood_in(voice, spoken):
            return None
        turns = (*turns, Turn(speaker="leader", text=leader), Turn(speaker="employee", text=spoken.text))
    return standing(stepped.state)


def standing(state: PersonaState) -> Standing:
    """What a leader may see of a state after the end."""
    levels = state.levels
    return Standing(levels.trust, levels.energy, levels.ownership, state.seesaw, state.tier)


def _stood_in(voice: Voice, spoken: Spoken) -> bool:
    """Whether the built-in employee answered in the place of a model: that is no play of the model."""
    return spoken.voice == "authored" and not isinstance(voice, AuthoredVoice)


def _why_not(spoken: Spoken) -> str:
    """What is said of a reply that stood in, without what stood in: that is shown nowhere."""
    return f"{(spoken.note or 'The model did not answer').partition('; the built-in')[0].rstrip('.')}."


def _codes(taker: TurnTaker, scenario: Scenario, spoken: Spoken, turns: Sequence[Turn]) -> tuple[str, ...]:
    """Employee codes of the last turn: as its author labelled it, else as the reader finds them."""
    if spoken.says is not None:
        return spoken.says
    request = taker.scorer.request(turns, len(turns) - 1, scenario)
    return tuple(sorted(taker.scorer.reader.code_employee(request).codes))


@dataclass(eq=False)
class Run:
    """One or two lines being played, or played: in memory only, and for one person."""

    id: str
    person: str
    starts: tuple[Start, ...]
    plays: int
    """Of each line."""
    voice: Voice
    model: str | None
    """What the page calls the model that speaks; None with the built-in employee."""
    found: list[list[Play]] = field(default_factory=list)
    failed: list[list[str]] = field(default_factory=list)
    problem: str | None = None
    """Why it ended before its time, as a sentence."""
    stopped: bool = False
    """By the person."""
    task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether plays are still to come."""
        return self.task is not None and not self.stopped and not self.task.done()

    @property
    def done(self) -> int:
        """Plays made so far, those that failed included, over all lines."""
        return sum(map(len, self.found)) + sum(map(len, self.failed))

    @property
    def whole(self) -> int:
        """Plays asked for, over all lines."""
        return self.plays * len(self.starts)

    @property
    def lines(self) -> tuple[Played, ...]:
        """What was found so far."""
        return tuple(
            Played(start.setting, tuple(found), tuple(failed))
            for start, found, failed in zip(self.starts, self.found, self.failed, strict=True)
        )


class Counterfactuals:
    """Runs the plays, a person at a time one run, and keeps the results as long as the program lives."""

    def __init__(self, taker: TurnTaker, voice_of: Callable[[Rehearsal], Voice]) -> None:
        """`voice_of` says who speaks in a rehearsal right now; a run keeps the voice it began with."""
        self.taker = taker
        self._voice_of = voice_of
        self._runs: dict[str, Run] = {}
        self._free = asyncio.Semaphore(_AT_ONCE)

    def start(self, person: str, starts: tuple[Start, ...], plays: int, model: str | None = None) -> Run:
        """Begin to play; call it from the event loop. InputError for a number of plays that is not offered.

        Another run of the same person that is under way is stopped: what it found stays. All `starts` must stand at
        the same state, so that they differ in the line alone (ValueError).
        """
        if not FEWEST <= plays <= MOST:
            raise InputError(f"A line can be played {FEWEST} to {MOST} times. Go back and choose a number between.")
        if any((start.state, start.turns) != (starts[0].state, starts[0].turns) for start in starts):
            msg = "lines are compared from one state"
            raise ValueError(msg)
        for earlier in self._of(person):
            if earlier.running:
                self._stop(earlier)
        run = Run(token_hex(8), person, starts, plays, self._voice_of(starts[0].rehearsal), model)
        run.found, run.failed = [[] for _ in starts], [[] for _ in starts]
        self._runs[run.id] = run
        self._make_room(person)
        run.task = asyncio.create_task(self._play(run))
        return run

    def get(self, person: str, run: str) -> Run:
        """A run of one's own; NotFoundError if there is none or it was forgotten."""
        found = self._runs.get(run)
        if found is None or found.person != person:
            raise NotFoundError(
                "These plays are not here. They are kept only while the program runs, and only the last few; play the "
                "line again from its debrief."
            )
        return found

    def stop(self, person: str, run: str) -> None:
        """Stop a run of one's own; what it found stays."""
        found = self.get(person, run)
        if found.running:
            self._stop(found)

    def forget(self, person: str, run: str) -> None:
        """Let go of a run of one's own, as when its talk was deleted."""
        self.stop(person, run)
        del self._runs[run]

    async def close(self) -> None:
        """Stop everything."""
        tasks = tuple(run.task for run in self._runs.values() if run.task is not None)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def forget_all(self, person: str) -> None:
        """Let go of every run of a person, as when they delete something: their words stand in them."""
        for run in self._of(person):
            self.forget(person, run.id)

    def _make_room(self, person: str) -> None:
        over = self._of(person)[:-_KEPT_OF_ONE]
        rest = [run for run in self._runs.values() if run not in over and not run.running]
        for old in (*over, *rest[:-_KEPT_IN_ALL]):
            del self._runs[old.id]

    def _of(self, person: str) -> tuple[Run, ...]:
        return tuple(run for run in self._runs.values() if run.person == person)

    def _stop(self, run: Run) -> None:
        run.stopped = True
        if run.task is not None and not run.task.done():
            # Pages are answered from threads of their own, and a task is cancelled on its own.
            run.task.get_loop().call_soon_threadsafe(run.task.cancel)

    async def _play(self, run: Run) -> None:
        in_a_row = 0
        try:
            for seed in seeds_of(run.starts[0], run.plays):
                # Line by line with each seed: whoever stops it half way has as many plays of the one as of the other.
                for place, start in enumerate(run.starts):
                    async with self._free:
                        found = await play(self.taker, run.voice, start, seed)
                    if isinstance(found, Play):
                        run.found[place].append(found)
                        in_a_row = 0
                        continue
                    run.failed[place].append(found)
                    in_a_row += 1
                    if in_a_row == _GIVE_UP_AFTER:
                        run.problem = "It stopped here, because three plays in a row brought no reply of the model."
                        return
        except Exception:
            run.problem = (
                "It stopped here, because something failed that should not have. What was found before stands."
            )
            log.exception("a line could not be played again")
