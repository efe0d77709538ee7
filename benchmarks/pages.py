"""Each page as somebody meets it who has talked for a year: 500 talks of 30 turns, served for real over loopback.

The server runs on this machine beside whoever asks, so the figures hold for its cores. What a page costs the server
itself stands beside them: on a machine that is busy with other things only that means something. `/progress` is asked
three times: before anything was counted, while the rest is being counted, and afterwards.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psutil
from sqlalchemy import select, update

from benchmarks.figures import Times
from benchmarks.stored_talks import SCENARIOS, fill
from simulator.store.database import Database
from simulator.store.tables import ExchangeRow, RehearsalRow
from simulator.web.identity import Identity, read_secret
from tests.loopback.serving import Served, served_pages

TALKS, TURNS = 500, 30
GOAL = 0.3
_TIMES = 30
_LONGEST = 600.0
_OK = 200


def pages() -> list[str]:
    """Lines for a person."""
    return list(_measure())


def _measure() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        began = time.perf_counter()
        database = Database(f"sqlite:///{home / 'partnering.sqlite3'}")
        person = fill(database, TALKS, TURNS)
        ended, going_on = _ids(database, person)
        _forget_reply_readings(database, ended[0])
        database.close()
        yield f"{TALKS} talks of {TURNS} turns kept in {time.perf_counter() - began:.0f} s; {os.cpu_count()} cores"
        identity = Identity(read_secret(home))
        with (
            served_pages(home, PARTNERING_DATABASE_URL=f"sqlite:///{home / 'partnering.sqlite3'}") as served,
            httpx.Client(
                base_url=served.address,
                cookies={identity.cookie: identity.sign(person)},
                headers={"accept": "text/html"},
                timeout=60,
            ) as client,
        ):
            _get(client, "/settings")
            yield from _counting(client)
            for name, offered in _addresses(ended, going_on).items():
                # A brief is refused while its scenario fails its trial; one of the others is there to be measured.
                addresses = [address for address in offered[:_TIMES] if client.get(address).status_code == _OK]
                if not addresses:
                    yield f"{name:34} absent"
                    continue
                before = _cost(served)
                seconds = [_get(client, addresses[number % len(addresses)]) for number in range(_TIMES)]
                yield f"{_line(name, Times.of(seconds))}  cost {(_cost(served) - before) / _TIMES * 1000:6.1f} ms"
            yield _line("/debrief/ID (replies never read)", Times.of([_get(client, f"/debrief/{ended[0]}")]))


def _counting(client: httpx.Client) -> Iterator[str]:
    """The page of progress from the first look on, until all talks are counted."""
    began = time.perf_counter()
    seconds = [_get(client, "/progress")]
    while "being counted" in client.get("/progress").text:
        if time.perf_counter() - began > _LONGEST:
            msg = "the talks were never counted"
            raise RuntimeError(msg)
        seconds.append(_get(client, "/progress"))
        time.sleep(0.2)
    yield _line("/progress (nothing counted yet)", Times.of(seconds[:1]))
    yield _line("/progress (while it is counted)", Times.of(seconds[1:] or seconds))
    yield f"all counted after {time.perf_counter() - began:.1f} s"


def _addresses(ended: list[str], going_on: str) -> dict[str, list[str]]:
    return {
        "/": ["/"],
        "/talks": ["/talks"],
        "/progress": ["/progress"],
        "/progress (all talks listed)": ["/progress?every=1"],
        "/drills": ["/drills"],
        "/situations": ["/situations"],
        "/settings": ["/settings"],
        "/debrief/ID": [f"/debrief/{one}" for one in ended[1:]],
        "/brief/ID": [f"/brief/{scenario}" for scenario in SCENARIOS],
        "/rehearse/": [f"/rehearse/?r={going_on}"],
    }


def _ids(database: Database, person: str) -> tuple[list[str], str]:
    """Ids of the ended talks, and of the open one."""
    with database.read() as session:
        kept = session.execute(
            select(RehearsalRow.id, RehearsalRow.ended_at).where(RehearsalRow.person_id == person)
        ).all()
    return [id_ for id_, ended in kept if ended], next(id_ for id_, ended in kept if not ended)


def _forget_reply_readings(database: Database, rehearsal: str) -> None:
    """As a talk of an earlier version was kept; counted or not, its debrief has to come."""
    with database.write() as session:
        session.execute(update(ExchangeRow).where(ExchangeRow.rehearsal_id == rehearsal).values(reply_reading=None))
        # Left out of the counting, which would read them: it is no part of the picture over weeks.
        session.execute(update(RehearsalRow).where(RehearsalRow.id == rehearsal).values(parent_line=1))


def _cost(served: Served) -> float:
    """Seconds of processor time the server has taken so far."""
    if served.process is None:
        msg = "the server does not run"
        raise RuntimeError(msg)
    taken = psutil.Process(served.process.pid).cpu_times()
    return float(taken.user + taken.system)


def _get(client: httpx.Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address, follow_redirects=False)
    seconds = time.perf_counter() - began
    answer.raise_for_status()
    return seconds


def _line(name: str, times: Times) -> str:
    return f"{name:34} {times}" + (" " * 14 if times.p95 <= GOAL else f"  over {GOAL * 1000:.0f} ms")
