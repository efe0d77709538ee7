"""A power cut in the middle of a reply, twenty times: no line is lost, none is doubled."""

import asyncio
from contextlib import suppress
from pathlib import Path

import httpx

from simulator.domain.rehearsal import Exchange
from simulator.store.database import Database
from tests.loopback.page_protocol import Learner
from tests.loopback.serving import Served, served_model, served_pages
from tests.loopback.slow_model import REPLY

CUTS = 20
CUT_AFTER = (("", 1), ("thinking", 1), ("speaking", 1), ("speaking", 2))
"""What the stream shows when the server dies: nothing yet, the line kept, the first sentence, the second."""


async def _cut_off(pages: Served, learner: Learner, number: int) -> None:
    """Say a line and kill the server when the stream has come as far as this time's place."""
    sign, times = CUT_AFTER[number % len(CUT_AFTER)]
    seen = 0
    # What the connection says when the server dies is the browser's to see; here it is expected.
    with suppress(httpx.TransportError):
        async for message in learner.say(f"Line {number}.", number, f"press-{number}"):
            seen += sign in message
            if seen == times:
                pages.kill()
    assert seen >= times, f"the stream never showed {sign!r}: the cut came too late"
    pages.kill()


async def _go_on(learner: Learner, number: int) -> None:
    """What the page does when the server is back: it is opened anew, or the same press is tried again."""
    if number % 2:
        async for _ in learner.load():
            pass
    async for _ in learner.say(f"Line {number}.", number, f"press-{number}"):
        pass


def _kept(home: Path) -> list[Exchange]:
    """Read by a process that has nothing to do with the server."""
    from simulator.store.rehearsals import RehearsalStore  # noqa: PLC0415
    from simulator.store.tables import PersonRow  # noqa: PLC0415

    database = Database(f"sqlite:///{home / 'partnering.sqlite3'}")
    with database.read() as session:
        people = [row.id for row in session.query(PersonRow)]
    store = RehearsalStore(database)
    kept = [exchange for person in people for one in store.all_of(person) for exchange in one.exchanges]
    database.close()
    return kept


def test_twenty_power_cuts_lose_no_turn_and_double_none(tmp_path: Path) -> None:
    async def play() -> None:
        with served_model(0.015) as model, served_pages(tmp_path, model) as pages:
            async with httpx.AsyncClient(base_url=pages.address, timeout=60) as client:
                learner = await Learner.sit_down(client)
                for number in range(1, CUTS + 1):
                    await _cut_off(pages, learner, number)
                    pages.start()
                    await _go_on(learner, number)

    asyncio.run(play())
    kept = _kept(tmp_path)
    assert [exchange.number for exchange in kept] == list(range(1, CUTS + 1))
    assert [exchange.leader for exchange in kept] == [f"Line {number}." for number in range(1, CUTS + 1)]
    assert {exchange.status for exchange in kept} == {"complete"}
    assert all(exchange.reply and exchange.reading is not None for exchange in kept)
    assert all(exchange.reply.count("long week") <= 1 for exchange in kept)
    assert REPLY in {exchange.reply for exchange in kept}, "the model was never heard: the test tests nothing"
