"""Rehearsing: the loop that a page or a command drives. Async at the edge; the turn itself is plain code."""

import asyncio
import secrets
import unicodedata
from collections.abc import AsyncIterator, Callable, Coroutine

from simulator.domain.finding import Reading
from simulator.domain.out_of_scope import left_role
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal, ReplyStatus
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard
from simulator.domain.trail import Moment
from simulator.errors import InputError, SimulatorError
from simulator.library.scenarios import load_out_of_scope, scenario_of, voice_for
from simulator.persona.spoken import Spoken, Voice
from simulator.persona.step import Stepped
from simulator.persona.stepping_out import step_out
from simulator.scoring.unscored import unscored
from simulator.session.hearing import with_replies_read
from simulator.session.reply import ReplyInFlight
from simulator.session.turn import TurnTaker, trail_of
from simulator.store.rehearsals import RehearsalStore

_LONGEST_LINE = 6000
_SEEDS = 2**31


class Rehearsing:
    """Everything one process needs to let people rehearse. `voice_of` says who speaks in one right now."""

    def __init__(
        self,
        store: RehearsalStore,
        taker: TurnTaker,
        voice_of: Callable[[Rehearsal], Voice],
        answered: Callable[[str, Rehearsal], None] | None = None,
    ) -> None:
        """Keep what is given; replies in flight are held here until they are stored.

        `answered` is told of each reply that is kept: the person, and the rehearsal as it was before it.
        """
        self._answered = answered
        self.store = store
        self.taker = taker
        self._voice_of = voice_of
        self._in_flight: dict[str, ReplyInFlight] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def open(
        self,
        person: str,
        scenario: Scenario,
        preparation: Preparation,
        seed: int | None = None,
        situation: str | None = None,
    ) -> Rehearsal:
        """Sit down with somebody; `situation` is the person's own that is rehearsed, if it is one."""
        seed = new_seed() if seed is None else seed
        opened = self.store.open(person, scenario, preparation, seed, situation)
        self._voice_of(opened)  # a thousand lines to read and check: now, not while a first reply is waited for
        return opened

    async def say(
        self, person: str, rehearsal: str, text: str, submission: str, expected: int
    ) -> AsyncIterator[str | Exchange]:
        """Keep a line, then yield the reply as it grows and last the stored exchange.

        Raises InputError, ConflictError or NotFoundError before the first yield; nothing is kept then.
        """
        kept = await self.keep(person, rehearsal, text, submission, expected)
        if kept.pending is None:
            yield kept.exchanges[-1]
            return
        async for piece in self.finish(person, rehearsal, kept):
            yield piece

    async def keep(self, person: str, rehearsal: str, text: str, submission: str, expected: int) -> Rehearsal:
        """Keep a line and make nothing of it yet: `finish` does. Raises what `say` raises.

        A line that leaves what can be rehearsed ends the talk with the same stroke.
        """
        leader = _readable(text).strip()
        if len(leader) > _LONGEST_LINE:
            raise InputError(
                f"That is {len(leader)} characters long; one line can have {_LONGEST_LINE}. Say it in two turns."
            )
        leader = leader or "..."
        left = left_role(leader, load_out_of_scope())
        return await asyncio.to_thread(self.store.say, person, rehearsal, leader, submission, expected, left_role=left)

    async def finish(
        self, person: str, rehearsal: str, known: Rehearsal | None = None
    ) -> AsyncIterator[str | Exchange]:
        """Watch the reply that is on its way, or make the one that was never finished; yields nothing if none waits.

        `known` is the rehearsal as it was read for this person a moment ago, and saves reading it again.
        """
        kept = known
        if kept is None:
            kept = await asyncio.to_thread(self.store.get, person, rehearsal)
        if kept.pending is None:
            return
        flight = self._in_flight.get(rehearsal)
        if flight is None:
            flight = self._in_flight[rehearsal] = ReplyInFlight()
            self._start(self._make_reply(person, kept, flight))
        async for piece in flight.watch():
            yield piece

    def steps(self, rehearsal: Rehearsal) -> tuple[Stepped, ...]:
        """What each line did so far."""
        return self.taker.replay(scenario_of(rehearsal), rehearsal)

    def trail(self, rehearsal: Rehearsal) -> tuple[Moment, ...]:
        """The employee over the conversation, the opening first."""
        scenario = scenario_of(rehearsal)
        return trail_of(scenario, self.taker.opening(scenario, rehearsal), self.taker.replay(scenario, rehearsal))

    def scorecard(self, rehearsal: Rehearsal) -> Scorecard:
        """Score a rehearsal by the readings that were kept when its lines were said.

        A talk that left what can be rehearsed is not scored, and no finding of any of its lines is given out.
        """
        scenario = scenario_of(rehearsal)
        transcript = rehearsal.transcript(scenario.persona.opening)
        if rehearsal.left_role is not None:
            scorer, why_not = self.taker.scorer, load_out_of_scope().not_scored
            return unscored(
                transcript, why_not, rubric_version=scorer.rubric.version, reader_version=scorer.reader.version
            )
        heard = with_replies_read(self.store, self.taker.scorer, rehearsal, scenario.persona.opening)
        return self.taker.scorer.score(transcript, scenario, heard.readings(transcript))

    async def close(self) -> None:
        """Let replies in flight finish, or keep what they have."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=5)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        # Apart from the page that asked: closing a laptop lid must not break a reply off.
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make_reply(self, person: str, rehearsal: Rehearsal, flight: ReplyInFlight) -> None:
        shown = ""
        line = rehearsal.exchanges[-1]
        try:
            scenario = scenario_of(rehearsal)
            if rehearsal.left_role is not None:
                # Not coded, no step, no model, and nobody is told that it was answered: only the goodbye is kept.
                goodbye = await asyncio.to_thread(self._step_out, rehearsal, scenario)
                parted = _with_reply(line, goodbye, "complete")
                await flight.finish(await asyncio.to_thread(self.store.keep_reply, person, rehearsal.id, parted))
                return
            voice, stepped, reading = await asyncio.to_thread(self._step_pending, rehearsal, scenario)
            line = line.model_copy(update={"reading": reading})
            history = rehearsal.turns(scenario.persona.opening)[:-1]
            leader = line.leader
            spoken = None
            async for piece in voice.speak(stepped.cue, stepped.state, leader, history):
                if isinstance(piece, Spoken):
                    spoken = piece
                else:
                    shown = piece
                    await flight.grow(piece)
            done = spoken or Spoken(text=shown, voice="llm", note="The reply ended without an end.")
            answered = _with_reply(line, done, "complete")
            await flight.finish(await asyncio.to_thread(self.store.keep_reply, person, rehearsal.id, answered))
            if self._answered:
                self._answered(person, rehearsal)
        except SimulatorError as error:
            await flight.fail(error)
        except Exception as error:
            # Whatever it was: the line is kept, and whoever watches must not wait for ever.
            await flight.fail(SimulatorError("The reply could not be made. Your line is kept; reload to try again."))
            raise RuntimeError("a reply could not be made") from error
        except asyncio.CancelledError:
            if shown:
                note = "The reply broke off here, because the program was stopped."
                self.store.keep_reply(
                    person, rehearsal.id, _with_reply(line, Spoken(text=shown, voice="llm", note=note), "interrupted")
                )
            raise
        finally:
            self._in_flight.pop(rehearsal.id, None)

    def _step_out(self, rehearsal: Rehearsal, scenario: Scenario) -> Spoken:
        steps = self.taker.replay(scenario, rehearsal)
        state = steps[-1].state if steps else self.taker.opening(scenario, rehearsal)
        return step_out(voice_for(rehearsal), load_out_of_scope(), state)

    def _step_pending(self, rehearsal: Rehearsal, scenario: Scenario) -> tuple[Voice, Stepped, Reading]:
        """Say who speaks, code the waiting line and move the employee.

        The reading is kept with the reply: until then it can be had again, the same.
        """
        waiting = rehearsal.exchanges[-1]
        earlier = rehearsal.model_copy(update={"exchanges": rehearsal.exchanges[:-1]})
        reading = waiting.reading
        if reading is None:
            reading = self.taker.read(scenario, earlier.turns(scenario.persona.opening), waiting.leader)
        steps = self.taker.replay(scenario, earlier)
        state = steps[-1].state if steps else self.taker.opening(scenario, rehearsal)
        return self._voice_of(rehearsal), self.taker.take(scenario, state, waiting.leader, reading), reading


def new_seed() -> int:
    """Chance for one rehearsal."""
    return secrets.randbelow(_SEEDS)


def _with_reply(line: Exchange, spoken: Spoken, status: ReplyStatus) -> Exchange:
    said = {"reply": spoken.text, "status": status, "voice": spoken.voice, "note": spoken.note}
    return line.model_copy(update=said)


def _readable(text: str) -> str:
    """`text` without what no database or model takes: half characters and control characters."""
    whole = text.encode("utf-8", errors="replace").decode("utf-8")
    return "".join(letter for letter in whole if letter in "\n\t" or unicodedata.category(letter) != "Cc")
