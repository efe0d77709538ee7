"""What happens on the page, without a line of Gradio: each event yields what is to be drawn anew."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from simulator.domain.rehearsal import Exchange, Rehearsal
from simulator.domain.scenario import Scenario
from simulator.errors import ConflictError, InputError, NotFoundError, SimulatorError
from simulator.library.scenarios import scenario_of
from simulator.session.rehearsing import Rehearsing
from simulator.store.branches import BranchStore
from simulator.web.rehearse import drawing
from simulator.web.rehearse.asked import Asked
from simulator.web.rehearse.pacing import paced, revealed

_PATIENCE = 6.0
"""Seconds of thinking before the page says that it takes long."""
_PACE = 1.5
"""Seconds in which a reply that is known beforehand is spoken."""


@dataclass(frozen=True)
class View:
    """What is to be drawn anew; None leaves a piece as it is."""

    who: str | None = None
    talk: str | None = None
    now: str | None = None
    pictures: str | None = None
    word: str | None = None
    hint: str | None = None
    hints_on: bool | None = None
    brief: str | None = None
    ending: str | None = None
    box: str | None = None


@dataclass(frozen=True)
class Conversation:
    """The events of the page. `person` comes from the cookie, `asked` from the browser; the store compares them."""

    rehearsing: Rehearsing
    pace: float = _PACE
    patience: float = _PATIENCE

    async def open(self, person: str, asked: Asked) -> AsyncIterator[View]:
        """Draw everything from the store; then finish the reply that nobody saw finished."""
        try:
            rehearsal = await self._get(person, asked)
        except NotFoundError:
            yield View(who=drawing.missing(_MISSING))
            return
        scenario = scenario_of(rehearsal)
        family = await asyncio.to_thread(BranchStore(self.rehearsing.store.database).family, person, rehearsal.id)
        standing = self._standing(scenario, rehearsal, kept="")
        yield replace(
            standing,
            who=drawing.who(scenario, family),
            hints_on=rehearsal.hints,
            hint=self._hint(scenario, rehearsal, None) if rehearsal.hints else "",
            brief=drawing.brief(scenario),
            ending=drawing.ending(scenario, rehearsal),
            box=_unsaid(rehearsal),
        )
        if rehearsal.pending is not None:
            async for view in self._reply(person, asked, scenario, rehearsal, kept=""):
                yield view

    async def say(self, person: str, asked: Asked, text: str) -> AsyncIterator[View]:
        """Keep a line and show the reply. Whatever goes wrong is a sentence under the box; the text stays in it."""
        if not text.strip():
            yield View(word=drawing.word(_EMPTY))
            return
        try:
            rehearsal = await self.rehearsing.keep(person, asked.rehearsal, text, asked.submission, asked.turn)
        except ConflictError as error:
            async for view in self.again(person, asked, word=str(error)):
                yield view
            return
        except NotFoundError:
            yield View(word=drawing.word(_MISSING))
            return
        except InputError as error:
            yield View(word=drawing.word(str(error)))
            return
        except SimulatorError as error:
            yield View(word=drawing.word(f"{error} Your words are still in the box."))
            return
        scenario = scenario_of(rehearsal)
        yield self._standing(scenario, rehearsal, asked.submission)
        if rehearsal.pending is not None:
            async for view in self._reply(person, asked, scenario, rehearsal, asked.submission):
                yield view

    async def again(self, person: str, asked: Asked, word: str = "") -> AsyncIterator[View]:
        """Draw the conversation as it stands, the box untouched; then finish a reply that waits."""
        try:
            rehearsal = await self._get(person, asked)
        except SimulatorError as error:
            yield View(word=drawing.word(str(error)))
            return
        scenario = scenario_of(rehearsal)
        standing = self._standing(scenario, rehearsal, kept="")
        yield replace(standing, word=drawing.word(word)) if word else standing
        if rehearsal.pending is not None:
            async for view in self._reply(person, asked, scenario, rehearsal, kept=""):
                yield view

    async def switch_hints(self, person: str, asked: Asked, *, shown: bool) -> AsyncIterator[View]:
        """Show one question, or put them away; the switch is kept."""
        try:
            await asyncio.to_thread(self.rehearsing.store.set_hints, person, asked.rehearsal, shown=shown)
            rehearsal = await self._get(person, asked)
        except SimulatorError as error:
            yield View(word=drawing.word(str(error)))
            return
        yield View(hint=self._hint(scenario_of(rehearsal), rehearsal, None) if shown else "")

    async def fresh_hint(self, person: str, asked: Asked) -> AsyncIterator[View]:
        """The question for where the conversation has come to."""
        async for view in self.switch_hints(person, asked, shown=True):
            yield view

    async def other_hint(self, person: str, asked: Asked) -> AsyncIterator[View]:
        """Another question than the one that is shown."""
        try:
            rehearsal = await self._get(person, asked)
        except SimulatorError as error:
            yield View(word=drawing.word(str(error)))
            return
        yield View(hint=self._hint(scenario_of(rehearsal), rehearsal, asked.hint))

    async def _reply(
        self, person: str, asked: Asked, scenario: Scenario, rehearsal: Rehearsal, kept: str
    ) -> AsyncIterator[View]:
        """Show the reply to the last line as it comes; `kept` is the press by which this page said it, if it did."""
        line = rehearsal.exchanges[-1]
        shown = ""
        finished = None
        reply = self.rehearsing.finish(person, rehearsal.id, rehearsal)

        def drawn(reply: str, *, slow: bool = False) -> View:
            return View(now=drawing.now(scenario, line.leader, line.number, kept, reply, slow=slow))

        try:
            async for piece in paced(reply, patience=self.patience):
                if piece is None:
                    yield drawn("", slow=True)
                elif isinstance(piece, Exchange):
                    finished = piece
                    break
                else:
                    shown = piece
                    yield drawn(shown)
        except SimulatorError as error:
            problem = drawing.now(scenario, line.leader, line.number, kept, shown, problem=str(error))
            yield View(now=problem, word=drawing.word(str(error)) if shown else "")
            return
        if finished is not None and not shown:
            # Known in a moment, spoken in a breath: a wall of text at once is nobody's way to talk.
            async for beginning in revealed(finished.reply, 0.0 if asked.calm else self.pace):
                yield drawn(beginning)
        if finished is None:
            yield self._standing(scenario, await self._get(person, asked), kept)
        else:
            exchanges = (*rehearsal.exchanges[:-1], finished)
            yield self._standing(scenario, rehearsal.model_copy(update={"exchanges": exchanges}), kept, heard=True)

    async def _get(self, person: str, asked: Asked) -> Rehearsal:
        return await asyncio.to_thread(self.rehearsing.store.get, person, asked.rehearsal)

    def _standing(self, scenario: Scenario, rehearsal: Rehearsal, kept: str, *, heard: bool = False) -> View:
        """The conversation as it stands; `heard` says the last reply aloud to those who listen to the page."""
        trail = self.rehearsing.trail(rehearsal)
        return View(
            talk=drawing.talk(scenario, rehearsal, heard=heard),
            now=_waiting(scenario, rehearsal.pending, kept),
            pictures=drawing.pictures(scenario, rehearsal, trail, self.rehearsing.taker.rubric),
            word="",
        )

    def _hint(self, scenario: Scenario, rehearsal: Rehearsal, shown: int | None) -> str:
        """The question for where the conversation stands; after `shown`, the next one."""
        if shown is None:
            # The author wrote them in the order of a conversation; each layer that opens moves two lines on.
            tier = self.rehearsing.trail(rehearsal)[-1].tier
            place = min(len(rehearsal.exchanges) // 2 + 2 * tier, len(scenario.hints) - 1)
        else:
            place = (shown + 1) % len(scenario.hints)
        return drawing.hint(scenario.hints[place], place)


_EMPTY = "Nothing is written yet. To stay silent on purpose, send three dots."
_MISSING = "It was deleted, or it belongs to somebody else. Your own rehearsals are on the start page."


def _waiting(scenario: Scenario, line: Exchange | None, kept: str) -> str:
    if line is None:
        return drawing.now(scenario, None, 0, kept)
    return drawing.now(scenario, line.leader, line.number, kept)


def _unsaid(rehearsal: Rehearsal) -> str:
    """The draft, unless it is the line just said: a beacon of the page may have come after it."""
    last = rehearsal.exchanges[-1].leader if rehearsal.exchanges else ""
    return "" if rehearsal.draft.strip() == last else rehearsal.draft
