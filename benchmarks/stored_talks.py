"""Hundreds of ended talks in a database within seconds: a few are really played, the rest are copies of them."""

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta
from itertools import cycle
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from simulator.domain.rehearsal import Preparation
from simulator.library.leaders import load_leaders
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_remarks, load_scenario, load_voice
from simulator.library.self_rating import load_self_words
from simulator.persona.authored import AuthoredVoice
from simulator.session.rehearsing import Rehearsing
from simulator.session.turn import shipped_taker
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore
from simulator.store.tables import ExchangeRow, RehearsalRow

SCENARIOS = ("paula-first-meeting", "the-date-that-slid", "running-on-fumes")
_POOR_EVERY = (2, 3, 5)
"""One line in so many is a parenting one."""
_HOURS_BETWEEN = 13
_MARKED = 0.6
"""Part of the talks whose lines were marked by their leader."""

Row = dict[str, Any]


def fill(database: Database, talks: int, turns: int) -> str:
    """Keep `talks` ended talks of `turns` turns for somebody new, and one that is open; return the person's id."""
    store = RehearsalStore(database)
    player, person = store.new_person(), store.new_person()
    manners = [(scenario, poor) for poor in _POOR_EVERY for scenario in SCENARIOS]
    played = [_play(store, player, scenario, turns, poor) for scenario, poor in manners]
    with database.read() as session:
        rehearsals = [_row(session, RehearsalRow, RehearsalRow.id == one)[0] for one in played]
        exchanges = [_row(session, ExchangeRow, ExchangeRow.rehearsal_id == one) for one in played]
    chance = random.Random(7)
    new_rehearsals: list[Row] = []
    new_exchanges: list[Row] = []
    for number in range(talks):
        which = chance.randrange(len(played))
        ended = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=_HOURS_BETWEEN * (talks - number))
        marked = chance.random() < _MARKED
        id_ = token_hex(16)
        new_rehearsals.append(_copied(rehearsals[which], id_, person, ended, chance, marked=marked))
        new_exchanges += [_line(row, id_, chance, marked=marked) for row in exchanges[which]]
    with database.write() as session:
        session.execute(insert(RehearsalRow), new_rehearsals)
        session.execute(insert(ExchangeRow), new_exchanges)
    store.open(person, load_scenario(SCENARIOS[0]), Preparation(answers=None), seed=1)
    for one in played:
        store.delete(player, one)
    return person


def _play(store: RehearsalStore, person: str, scenario: str, turns: int, poor_every: int) -> str:
    """One talk with a leader who partners and parents by turns; return its id."""
    voice = AuthoredVoice(load_voice(scenario), load_remarks(), load_rubric())
    room = Rehearsing(store, shipped_taker(), lambda _: voice)
    opened = room.open(person, load_scenario(scenario), Preparation(answers=None, energy=5), seed=poor_every)
    leaders = load_leaders(scenario)
    good = cycle(line for script in leaders.partnering for line in script.lines)
    poor = cycle(line for scripts in leaders.parenting.values() for script in scripts for line in script.lines[:1])
    lines = [next(poor if number % poor_every == 1 else good) for number in range(turns)]

    async def talk() -> None:
        for number, line in enumerate(lines, 1):
            async for _ in room.say(person, opened.id, line, f"press-{number}", number):
                pass

    asyncio.run(talk())
    store.end(person, opened.id)
    room.scorecard(store.get(person, opened.id))  # reads the replies, which are kept
    return opened.id


def _row(session: Session, table: type[RehearsalRow | ExchangeRow], which: ColumnElement[bool]) -> list[Row]:
    columns = table.__table__.columns
    return [dict(row) for row in session.execute(select(*columns).where(which)).mappings()]


def _copied(row: Row, id_: str, person: str, ended: datetime, chance: random.Random, *, marked: bool) -> Row:
    preparation = json.loads(row["preparation"])
    preparation |= {
        "guardedness": chance.choice(("open", "guarded", "guarded", "guarded", "closed")),
        "energy": chance.randint(2, 9),
    }
    return row | {
        "id": id_,
        "person_id": person,
        "preparation": json.dumps(preparation),
        "opened_at": ended - timedelta(minutes=30),
        "ended_at": ended,
        "energy_after": chance.choice((None, 3, 5, 6, 8)),
        "self_rated": "done" if marked else "skipped",
        "digest": None,
    }


def _line(row: Row, rehearsal: str, chance: random.Random, *, marked: bool) -> Row:
    words = [word.id for word in load_self_words().words]
    kept = {name: value for name, value in row.items() if name != "id"}
    return kept | {"rehearsal_id": rehearsal, "self_rating": chance.choice(words) if marked else None}
