"""`rehearse`: play a scenario in the terminal, or run a script of leader lines."""

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing

from simulator.commands.given import played_named, text_of
from simulator.domain.finding import Reading
from simulator.domain.out_of_scope import LeftRole, OutOfScopeKind, left_role
from simulator.domain.own import Own
from simulator.domain.persona_state import PersonaState, Receipt
from simulator.domain.scenario import Guardedness, Scenario
from simulator.domain.transcript import Turn
from simulator.library.scenarios import load_out_of_scope
from simulator.persona.spoken import Spoken
from simulator.persona.step import Stepped, open_state
from simulator.persona.stepping_out import step_out
from simulator.session.turn import shipped_taker
from simulator.session.voices import Voices, authored_voice, reply_of
from simulator.settings import read_settings


def rehearse(name: str, *, script: str | None, as_json: bool, seed: int, guardedness: Guardedness = "guarded") -> int:
    """Play a scenario, named by its id or its file; a file of JSON is a situation of one's own.

    With `script` its lines are the leader's, with `as_json` each turn is one JSON object.
    """
    scenario, own = played_named(name, seed)
    scripted = _script_lines(text_of(script)) if script else None
    asyncio.run(_play(scenario, own, scripted, as_json=as_json, seed=seed, guardedness=guardedness))
    return 0


def _script_lines(text: str) -> list[str]:
    """One leader line per line; a line that holds nothing is a silence, the end of the file is none."""
    return text.removesuffix("\n").split("\n")


async def _play(
    scenario: Scenario,
    own: Own | None,
    script: list[str] | None,
    *,
    as_json: bool,
    seed: int,
    guardedness: Guardedness,
) -> None:
    taker = shipped_taker()
    with closing(Voices(read_settings())) as voices:
        voices.open()
        voice = voices.voice_of(scenario, own)
        state = open_state(scenario, seed, taker.engine.leader_energy_start, taker.engine, guardedness)
        turns = [Turn(speaker="employee", text=scenario.persona.opening)]
        if not as_json:
            print(f"{scenario.title}\n\n{scenario.brief.situation}\n\n{scenario.persona.name}: {turns[0].text}\n")
        for line in script if script is not None else _typed():
            leader = line.strip() or "..."
            left = left_role(leader, load_out_of_scope())
            if left is not None:
                goodbye = step_out(authored_voice(scenario, own).voice, load_out_of_scope(), state)
                _part(scenario, state, leader, left, goodbye, as_json=as_json, scripted=script is not None)
                return
            reading = taker.read(scenario, turns, leader)
            stepped = taker.take(scenario, state, leader, reading)
            spoken = await reply_of(voice, stepped, leader, turns)
            turns += [Turn(speaker="leader", text=leader), Turn(speaker="employee", text=spoken.text)]
            state = stepped.state
            print(
                json.dumps(_record(leader, reading, stepped, spoken), ensure_ascii=False)
                if as_json
                else _shown(scenario, reading, stepped, spoken, scripted=leader if script is not None else None),
                flush=True,
            )


def _part(
    scenario: Scenario,
    state: PersonaState,
    leader: str,
    left: OutOfScopeKind,
    spoken: Spoken,
    *,
    as_json: bool,
    scripted: bool,
) -> None:
    """End a talk that left what can be rehearsed: the line is not coded, the employee stays as they were."""
    told = load_out_of_scope().told(left, kept=False)
    if as_json:
        record = _recorded(state.turn + 1, leader, spoken, state) | {"left_role": left, **told.model_dump()}
        print(json.dumps(record, ensure_ascii=False))
    else:
        print(_parted(scenario, leader, spoken, told, scripted=scripted))


def _parted(scenario: Scenario, leader: str, spoken: Spoken, told: LeftRole, *, scripted: bool) -> str:
    lines = [f"You: {leader}"] if scripted else []
    lines += [f"{scenario.persona.name}: {spoken.text}", "", told.lead, *told.help, "", *told.kept]
    return "\n".join((*lines, ""))


def _typed() -> Iterator[str]:
    """Lines typed at the terminal, until the end of the input or a line that says 'end'."""
    print("Write your line and press Enter. 'end' ends the conversation.\n")
    while True:
        print("You: ", end="", flush=True)
        line = sys.stdin.readline()
        if not line or line.strip().lower() == "end":
            return
        yield line


def _record(leader: str, reading: Reading, stepped: Stepped, spoken: Spoken) -> dict[str, object]:
    return _recorded(stepped.state.turn, leader, spoken, stepped.state) | {
        "codes": [{"code": f.code, "quote": f.quote, "confidence": f.confidence} for f in reading.findings],
        "receipts": [receipt.model_dump() for receipt in stepped.receipts],
    }


def _recorded(turn: int, leader: str, spoken: Spoken, state: PersonaState) -> dict[str, object]:
    """A turn in which nothing was found."""
    return {
        "turn": turn,
        "leader": leader,
        "reply": spoken.text,
        "codes": [],
        "state": {**state.levels.model_dump(), "tier": state.tier, "seesaw": state.seesaw},
        "receipts": [],
        "voice": spoken.voice,
    }


def _shown(scenario: Scenario, reading: Reading, stepped: Stepped, spoken: Spoken, *, scripted: str | None) -> str:
    state = stepped.state
    lines = [f"You: {scripted}"] if scripted else []
    lines.append(f"{scenario.persona.name}: {spoken.text}")
    lines += [f"   · {finding.code}: “{finding.quote}”" for finding in reading.findings]
    lines += [f"   · {text}" for text in _told(stepped.receipts)]
    lines.append(
        f"   · trust {state.levels.trust}, energy {state.levels.energy}, ownership {state.levels.ownership}, "
        f"see-saw {state.seesaw:+.1f}"
    )
    if spoken.note:
        lines.append(f"   · {spoken.note}")
    return "\n".join((*lines, ""))


def _told(receipts: Iterable[Receipt]) -> list[str]:
    return [receipt.text for receipt in receipts if receipt.kind != "told"]
