"""The built-in voice: picks one of the scenario's own lines for the cue. No model, no network, no clock.

Order of what is answered: silence, role-break, insult, nonsense; the gravest parenting move; distrust; a quirk (a
promise come back to, words taken in another sense, a test); a fact that is due; a checked guess; a question on a known
subject; the weightiest partnering move; an ordinary remark. A line that was said is not said again while any other line
fits. Equal arguments give the equal line: the seed is the only chance.
"""

import random
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass

from simulator.domain.dates import named_date
from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.remark import Remarks, asks, odd_remark, plain_remark
from simulator.domain.rubric import Rubric
from simulator.domain.transcript import Turn
from simulator.domain.voice import Line, Situation, TierLines, Voice
from simulator.persona.spoken import Spoken

_PUSHED_AGAIN = 2
_ANSWERED_FIRST = frozenset({"TENSION", "OFFER", "HOLD"})
"""Moves that are answered as such, whatever subject their words touch."""
_NO_LINES = TierLines()


@dataclass(frozen=True)
class AuthoredVoice:
    """Speaks the authored lines of one scenario."""

    voice: Voice
    remarks: Remarks
    rubric: Rubric

    def reply(self, cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]) -> str:
        """The employee's reply to `leader`; `history` is the conversation before that turn."""
        return _filled(self._line(cue, state, leader, history), leader, cue)

    def _line(self, cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]) -> Line:
        used = [turn.text for turn in history if turn.speaker == "employee"]
        open_facts = frozenset((*cue.may_mention, *cue.tell))
        for place, lines in enumerate(self._pools(cue, leader)):
            fresh = [line for line in lines if set(line.facts) <= open_facts and not _said(line, used)]
            if fresh:
                return self._pick(fresh, cue, state, place)
        # Everything was said once: the quiet line said longest ago is the least of a repetition.
        quiet = self._situation("quiet").at(cue.tier)
        return min(quiet, key=lambda line: max((i for i, text in enumerate(used) if _said(line, [text])), default=-1))

    async def speak(
        self, cue: Cue, state: PersonaState, leader: str, history: Sequence[Turn]
    ) -> AsyncIterator[str | Spoken]:
        """Yield the whole reply at once: it is known before it is spoken."""
        line = self._line(cue, state, leader, history)
        yield Spoken(text=_filled(line, leader, cue), voice="authored", says=line.says)

    def fitting(self, cue: Cue, leader: str, history: Sequence[Turn], most: int) -> tuple[str, ...]:
        """Lines that would fit here and were not said yet, the best first, two of a kind: a sample of the voice."""
        used = [turn.text for turn in history if turn.speaker == "employee"]
        open_facts = frozenset((*cue.may_mention, *cue.tell))
        found: dict[str, None] = {}
        for lines in self._pools(cue, leader):
            fresh = [line for line in lines if set(line.facts) <= open_facts and not _said(line, used)]
            found.update(dict.fromkeys(_filled(line, leader, cue) for line in fresh[:2]))
        return tuple(found)[:most]

    def _pick(self, lines: list[Line], cue: Cue, state: PersonaState, place: int) -> Line:
        habitual = [line for line in lines if cue.habit in line.says] if cue.habit else []
        chance = random.Random(f"{state.seed}:{state.turn}:{place}")  # a text seed is the same on every machine
        return chance.choice(habitual or lines)

    def _pools(self, cue: Cue, leader: str) -> Iterator[tuple[Line, ...]]:
        """Lines that fit, the best pool first."""
        tier = cue.tier
        odd = odd_remark(leader, self.remarks)
        if odd in {"silence", "role-break", "nonsense"}:
            yield self._situation(odd).at(tier)
        parenting = [code for code in cue.moves if self.rubric.by_code[code].side == "parenting"]
        if odd == "insult" and not parenting:
            yield self._situation("insult").at(tier)
        if parenting:
            if cue.again >= _PUSHED_AGAIN:
                yield self._situation("pushed-again").at(tier)
            for code in parenting:
                yield self._reaction(code).at(tier)
        elif cue.stance == "deflect":
            courtesy = plain_remark(leader, self.remarks)
            if courtesy in {"greeting", "goodbye"}:
                yield self._situation(courtesy).at(tier)
            yield self._situation("deflect").at(tier)
        else:
            if cue.quirk:
                lines = self._situation(cue.quirk).at(tier)
                yield tuple(line for line in lines if "{promise}" not in line.text or cue.promise)
            yield from self._answers(cue, leader)
        yield self._situation("quiet").at(tier)

    def _answers(self, cue: Cue, leader: str) -> Iterator[tuple[Line, ...]]:
        """Pools for a turn that did not parent, from somebody who is not on their guard."""
        tier = cue.tier
        for fact in cue.tell:
            yield self.voice.disclosures.get(fact, ())
        if cue.guess:
            yield self._situation("guess-right" if cue.guess == "right" else "guess-wrong").at(tier)
        remark = plain_remark(leader, self.remarks)
        if remark == "unknowable" and not cue.moves:
            yield self._situation("unknowable").at(tier)
        yield from self._answers_to_moves(cue, leader)
        if remark not in {"question", "status", "statement"}:
            yield self._situation(remark).at(tier)
        yield from self._on_subjects(cue)
        yield self._situation(remark).at(tier)

    def _answers_to_moves(self, cue: Cue, leader: str) -> Iterator[tuple[Line, ...]]:
        """Plans, then what is answered as a move, then the subject asked about, then the other moves."""
        tier = cue.tier
        plans = [code for code in cue.moves if code in {"CLOSE", "SPLIT"}]
        if plans:
            yield self._reaction(plans[0]).at(tier) + self._situation("plan").at(tier)
        for code in cue.moves:
            if code in _ANSWERED_FIRST:
                yield self._reaction(code).at(tier)
        if asks(leader):
            yield from self._on_subjects(cue)
        elif "stakes" in cue.subjects and {"VIEW", "BAR", "SHARE"} & set(cue.moves):
            yield self._situation("stakes").at(tier)
        told = next((fact for fact in reversed(cue.may_mention) if fact in self.voice.recalls), None)
        for code in cue.moves:
            recalls = self.voice.recalls.get(told, ()) if told and code in {"ASK", "REFLECT"} else ()
            yield self._reaction(code).at(tier) + recalls

    def _on_subjects(self, cue: Cue) -> Iterator[tuple[Line, ...]]:
        for subject in cue.subjects:
            yield self.voice.topics.get(subject, _NO_LINES).at(cue.tier)

    def _reaction(self, code: str) -> TierLines:
        return self.voice.reactions.get(code, _NO_LINES)

    def _situation(self, name: Situation) -> TierLines:
        return self.voice.situations.get(name, _NO_LINES)


def _said(line: Line, used: Sequence[str]) -> bool:
    if "{" not in line.text:
        return line.text in used
    pattern = ".{0,400}?".join(re.escape(part) for part in re.split(r"\{when\}|\{promise\}", line.text))
    return any(re.fullmatch(pattern, text) for text in used)


def _filled(line: Line, leader: str, cue: Cue) -> str:
    promise = cue.promise
    day = (promise.when if promise else named_date(leader)) or line.when
    return line.text.replace("{when}", _spoken_day(day)).replace("{promise}", promise.words if promise else "")


def _spoken_day(day: str) -> str:
    """A day as it stands after 'by': 'next Tuesday', 'the 9th'."""
    return re.sub(r"^(on|by|in)\s+(?=\w+day)", "", day, flags=re.IGNORECASE)
