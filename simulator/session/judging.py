"""Asking a second reader about the lines of a rehearsal: behind the conversation and the debrief, never before them."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from simulator.domain.chat import ChatModel
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scenario import Scenario
from simulator.domain.second_reading import SecondReading
from simulator.domain.wording import leaked
from simulator.errors import ModelError, SimulatorError
from simulator.library.scenarios import scenario_of
from simulator.scoring.judge import judge
from simulator.session.turn import TurnTaker
from simulator.session.voices import discreet
from simulator.store.rehearsals import RehearsalStore

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a second reading has come."""

    read: int
    lines: int
    running: bool
    problem: str | None
    """Why it stopped, as a sentence for the person."""

    @property
    def done(self) -> bool:
        """Whether every line has been read."""
        return self.read == self.lines


class SecondReader:
    """Reads lines that have no second reading yet. One task a rehearsal; what was read is kept line by line."""

    def __init__(self, store: RehearsalStore, taker: TurnTaker, model_of: Callable[[], ChatModel | None]) -> None:
        """`model_of` gives the model in use right now, or None with the built-in employee."""
        self._store = store
        self._taker = taker
        self._model_of = model_of
        self._running: dict[str, asyncio.Task[None]] = {}
        self._problems: dict[str, str] = {}

    @property
    def available(self) -> bool:
        """Whether there is a model to ask."""
        return self._model_of() is not None

    def start(self, person: str, rehearsal: str) -> None:
        """Read what is unread, in the background. Call it from the event loop."""
        if rehearsal not in self._running and self.available:
            self._problems.pop(rehearsal, None)
            task = asyncio.create_task(self._read(person, rehearsal))
            self._running[rehearsal] = task
            task.add_done_callback(lambda _: self._running.pop(rehearsal, None))

    def progress(self, rehearsal: Rehearsal) -> Progress:
        """How far it has come with a rehearsal."""
        read = sum(exchange.second is not None for exchange in rehearsal.exchanges)
        running, problem = rehearsal.id in self._running, self._problems.get(rehearsal.id)
        return Progress(read, len(rehearsal.exchanges), running, problem)

    async def stop(self, rehearsal: str) -> None:
        """Stop reading a rehearsal; what was read stays, the rest can be asked for again."""
        task = self._running.get(rehearsal)
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """Stop; what was read stays, the rest can be asked for again."""
        tasks = tuple(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _read(self, person: str, rehearsal: str) -> None:
        try:
            while (model := self._model_of()) is not None:
                # Read anew each time: lines are said while others are being read.
                kept = await asyncio.to_thread(self._store.get, person, rehearsal)
                number = next((e.number for e in kept.exchanges if e.second is None), None)
                if number is None or kept.left_role is not None:
                    return
                second = await self._judged(model, kept, number)
                await asyncio.to_thread(self._store.keep_second, person, rehearsal, number, second)
        except ModelError as error:
            self._problems[rehearsal] = str(error)
        except SimulatorError:
            log.info("a rehearsal went away while it was read a second time")

    async def _judged(self, model: ChatModel, rehearsal: Rehearsal, number: int) -> SecondReading:
        scenario = scenario_of(rehearsal)
        upto = rehearsal.model_copy(update={"exchanges": rehearsal.exchanges[:number]})
        turns = upto.turns(scenario.persona.opening)
        place = max(index for index, turn in enumerate(turns) if turn.speaker == "leader")
        request = self._taker.scorer.request(turns, place, scenario)
        second = await judge(discreet(model, rehearsal.preparation.own), request, self._taker.rubric)
        return second.model_copy(update={"better": _fit(second.better, scenario)})


def _fit(better: str | None, scenario: Scenario) -> str | None:
    """A line of the model that guesses what the employee holds is not shown: it would be a hint."""
    return None if better and leaked(scenario.facts, better) else better
