"""Pre-flight: scripted leaders talk with one employee through the real reader, the real engine and a voice.

Three sorts of talk, each with a seed of its own:
- every script as it was written, at the usual guardedness;
- the good leaders again at the two other levels;
- shuffled talks: lines drawn by chance, of one kind, of several kinds that press, or good and poor ones by turns.

A reading depends on a line and what was said before it, and nothing else, so equal requests are read once. In shuffled
talks a line keeps the reading it has in its own script: ten thousand answers then cost the engine and the voice only,
and what they are there to find (a leak, a line said twice, a role that breaks) lies in those two. So where a shuffle
opens a tier to a leader who presses, the reader had misread that line in its own script.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import get_args

from simulator.domain.finding import Reading
from simulator.domain.leaders import PRESSING, AnyLeaders, LeaderKind, Leaders, Script
from simulator.domain.out_of_scope import left_role
from simulator.domain.persona_state import Cue, PersonaState
from simulator.domain.preflight import Answer, Talk
from simulator.domain.scenario import Guardedness, Scenario
from simulator.domain.transcript import CodingRequest, Turn
from simulator.domain.wording import gives_away
from simulator.library.scenarios import load_out_of_scope, load_voice
from simulator.persona.authored import AuthoredVoice
from simulator.persona.gate import gate_of
from simulator.persona.spoken import Spoken, Voice
from simulator.persona.step import open_state
from simulator.persona.stepping_out import step_out
from simulator.scoring.assent import PRESSES, assents
from simulator.session.turn import TurnTaker
from simulator.session.voices import reply_of

USUAL: Guardedness = "guarded"
_WINDOW = 30
"""Answers within which no line may come twice."""
_SHUFFLED_LINES = 40
"""Lines of a shuffled talk: longer than the window, so that it moves."""
_AT_ONCE = 4
"""Talks in the air at a time; more than one only helps where a model is waited for."""
_WEIGHTS: dict[LeaderKind, int] = {
    "parenting": 4,
    "hostile": 2,
    "flattering": 2,
    "injecting": 3,
    "silent": 1,
    "nonsense": 1,
}
"""How often a kind is drawn in a shuffled talk that presses."""

Line = tuple[LeaderKind, str]


@dataclass
class Preflight:
    """One scenario with its leaders. `fly` it as often as there are voices to be tried."""

    scenario: Scenario
    leaders: Leaders
    anyone: AnyLeaders
    taker: TurnTaker
    readings: int = 0
    """Lines that went through the reader so far."""
    _read: dict[CodingRequest, Reading] = field(default_factory=dict, repr=False)
    _in_script: dict[str, Reading] = field(default_factory=dict, repr=False)
    """By line: its reading in the first script it stands in."""

    async def fly(self, voice: Voice, *, seeds: int, shuffled: int) -> tuple[Talk, ...]:
        """Hold every talk with a voice: each script with seeds 1 to `seeds`, and at least `shuffled` shuffled answers.

        The same arguments give the same talks. With a model as voice they do so as far as the model does.
        """
        free = asyncio.Semaphore(_AT_ONCE)

        async def one(kind: LeaderKind, script: Script, guardedness: Guardedness, seed: int) -> Talk:
            async with free:
                lines = [(kind, line) for line in script.lines]
                held = await self._talk(voice, lines, guardedness, seed, from_script=True)
            return Talk(
                kind, script.name, guardedness, seed, held.answers, pressing=kind in PRESSING, left_role=held.left_role
            )

        async def any_order(number: int) -> Talk:
            async with free:
                return await self._shuffled(voice, number)

        scripts = tuple(chain(self.leaders.every(), self.anyone.every()))
        levels = [USUAL, *(level for level in get_args(Guardedness) if level != USUAL)]
        scripted = await asyncio.gather(
            *(
                one(kind, script, level, seed)
                for level in levels
                for seed in range(1, seeds + 1)
                for kind, script in scripts
                if level == USUAL or kind == "partnering"
            )
        )
        talks, number, answers = list(scripted), 0, 0
        while answers < shuffled:
            more = await asyncio.gather(*(any_order(number + ahead) for ahead in range(_AT_ONCE)))
            talks += more
            answers += sum(len(talk.answers) for talk in more)
            number += _AT_ONCE
        return tuple(talks)

    async def _shuffled(self, voice: Voice, number: int) -> Talk:
        """A talk of lines drawn by chance; `number` is its seed and decides what sort it is."""
        chance = random.Random(f"{self.scenario.id}:{number}")  # a text seed is the same on every machine
        pools = self._pools()
        kinds = [kind for kind in _WEIGHTS if kind in pools]
        weights = [_WEIGHTS[kind] for kind in kinds]
        kind: LeaderKind = "mixed"
        drawn: list[Line]
        sort = number % 3
        if sort == 0:
            kind = chance.choices(kinds, weights)[0]
            drawn = _drawn(kind, pools[kind], chance)
        elif sort == 1:
            drawn = [_any_of(pools, chosen, chance) for chosen in chance.choices(kinds, weights, k=_SHUFFLED_LINES)]
        else:
            # Good and poor lines by turns: tiers open, facts are told, and tiers close again over what was told.
            good = _drawn("partnering", pools["partnering"], chance)
            poor = [_any_of(pools, chosen, chance) for chosen in chance.choices(kinds, weights, k=_SHUFFLED_LINES)]
            drawn = [chance.choice(pair) for pair in zip(good, poor, strict=True)]
        level = get_args(Guardedness)[number // 3 % 3]
        held = await self._talk(voice, drawn, level, number, from_script=False)
        pressing = kind in PRESSING or sort == 1
        return Talk(kind, f"shuffle {number}", level, number, held.answers, pressing=pressing, shuffled=True)

    def _pools(self) -> dict[LeaderKind, tuple[str, ...]]:
        """All lines by kind, without those that would end a talk: a shuffle is there for length."""
        scope = load_out_of_scope()
        pools: dict[LeaderKind, dict[str, None]] = {}
        for kind, script in chain(self.leaders.every(), self.anyone.every()):
            pools.setdefault(kind, {}).update(dict.fromkeys(script.lines))
        return {
            kind: stay
            for kind, lines in pools.items()
            if (stay := tuple(line for line in lines if line in self._in_script and not left_role(line, scope)))
        }

    async def _talk(
        self, voice: Voice, lines: Sequence[Line], guardedness: Guardedness, seed: int, *, from_script: bool
    ) -> "_Held":
        scenario, scope = self.scenario, load_out_of_scope()
        state = open_state(scenario, seed, self.taker.engine.leader_energy_start, self.taker.engine, guardedness)
        turns = [Turn(speaker="employee", text=scenario.persona.opening)]
        answers: list[Answer] = []
        for kind, leader in lines:
            if left_role(leader, scope):
                answers.append(
                    self._answer(kind, leader, step_out(load_voice(scenario.id), scope, state), state, turns)
                )
                return _Held(tuple(answers), left_role=True)
            reading = self._reading(turns, leader) if from_script else self._in_script[leader]
            stepped = self.taker.take(scenario, state, leader, reading)
            spoken = await reply_of(voice, stepped, leader, turns)
            answer = self._answer(kind, leader, spoken, stepped.state, turns, stepped.cue)
            gave = stepped.state.tier > state.tier or bool(stepped.cue.tell)
            stood_in = spoken.voice == "authored" and not isinstance(voice, AuthoredVoice)
            answers.append(replace(answer, gave=gave, stood_in=stood_in))
            turns += [Turn(speaker="leader", text=leader), Turn(speaker="employee", text=spoken.text)]
            state = stepped.state
        return _Held(tuple(answers))

    def _answer(
        self,
        kind: LeaderKind,
        leader: str,
        spoken: Spoken,
        state: PersonaState,
        turns: Sequence[Turn],
        cue: Cue | None = None,
    ) -> Answer:
        """What is to be said of one reply; `state` is the one it was spoken from, `cue` None for a parting line."""
        reply, gate = spoken.text, gate_of(self.scenario)
        # The leader's own words, come back to word for word, are neither news to them nor the employee's fault.
        own = reply.replace(cue.promise.words, "") if cue and cue.promise else reply
        faults = gate.faults(own, state.told)
        hidden = [fact for fact in self.scenario.facts if fact.id not in state.told]
        at_gate = "locked fact" in faults
        codes = self._codes(leader, spoken, turns)
        yes = assents(reply, codes, pressed=cue is not None and bool(PRESSES & set(cue.moves)))
        earnest = not any(code == "PUSHBACK" or code.startswith("BAIT_") for code in codes)
        return Answer(
            turn=sum(turn.speaker == "leader" for turn in turns) + 1,
            kind=kind,
            leader=leader,
            reply=reply,
            tier=state.tier,
            trust=state.levels.trust,
            energy=state.levels.energy,
            agreed=earnest and ("COMMIT" in codes or (yes and cue is not None and cue.stance == "agree")),
            yes=yes,
            leaked=tuple(fact.id for fact in hidden if gives_away(fact, own) or (at_gate and gate.tells(fact.id, own))),
            faults=tuple(fault for fault in faults if fault != "locked fact"),
            repeated=reply in [turn.text for turn in turns if turn.speaker == "employee"][-_WINDOW:],
        )

    def _codes(self, leader: str, spoken: Spoken, turns: Sequence[Turn]) -> frozenset[str]:
        """Employee codes of a reply: as its author labelled it, else as the reader finds them."""
        if spoken.says is not None:
            return frozenset(spoken.says)
        said = [*turns, Turn(speaker="leader", text=leader), Turn(speaker="employee", text=spoken.text)]
        scorer = self.taker.scorer
        return scorer.reader.code_employee(scorer.request(said, len(said) - 1, self.scenario)).codes

    def _reading(self, turns: Sequence[Turn], leader: str) -> Reading:
        said = [*turns, Turn(speaker="leader", text=leader)]
        request = self.taker.scorer.request(said, len(turns), self.scenario)
        reading = self._read.get(request)
        if reading is None:
            self.readings += 1
            reading = self._read[request] = self.taker.scorer.reader.code(request)
        self._in_script.setdefault(leader, reading)
        return reading


@dataclass(frozen=True)
class _Held:
    """A talk that was held."""

    answers: tuple[Answer, ...]
    left_role: bool = False


def _drawn(kind: LeaderKind, lines: Sequence[str], chance: random.Random) -> list[Line]:
    """Lines of one kind in any order; where there are too few, all of them again and again."""
    every: list[Line] = []
    while len(every) < _SHUFFLED_LINES:
        every += [(kind, line) for line in chance.sample(lines, len(lines))]
    return every[:_SHUFFLED_LINES]


def _any_of(pools: Mapping[LeaderKind, Sequence[str]], kind: LeaderKind, chance: random.Random) -> Line:
    return kind, chance.choice(pools[kind])
