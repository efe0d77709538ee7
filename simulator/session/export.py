"""All that is kept of a person as one ZIP file, made piece by piece while it is sent: nothing of it touches a disk."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from simulator import __version__
from simulator.domain.debrief import Debrief
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.self_rating import waits_for_marks
from simulator.errors import NotFoundError, SimulatorError
from simulator.library.scenarios import scenario_of
from simulator.report import csv_export
from simulator.report.csv_export import TALK_HEAD, TURN_HEAD, Cell, said_rows, talk_row, to_csv, turn_rows
from simulator.report.json_export import to_json
from simulator.report.left_role import SaidTurn, left_json, left_markdown
from simulator.report.markdown import to_markdown
from simulator.report.plain_talk import plain_json, plain_markdown
from simulator.session.debriefing import debrief_of, left_talk_of
from simulator.session.rehearsing import Rehearsing
from simulator.store.everything import EverythingStore, Kept

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SCHEMA_VERSION = 1
"""Of data.json."""
PREPARATION = frozenset({"answers", "energy", "guardedness", "memory"})
"""Fields of a preparation that are given out as they are."""
_OWN_PERSONA = ("name", "pronouns", "role", "public", "opening")
_OWN = ("title", "kind", "summary", "leader_name", "brief", "employee_owned")
_README = Path(csv_export.__file__).with_name("export-readme.txt")


@dataclass(frozen=True)
class _Talk:
    """One talk in all its forms."""

    title: str
    employee: str
    markdown: str
    json: str
    rows: list[tuple[Cell, ...]]
    debrief: Debrief | None = None


class _Outbox(RawIOBase):
    """What a ZIP is written into: takes no seeking back, and is emptied as it is sent."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: "ReadableBuffer") -> int:
        self._held += piece
        return memoryview(piece).nbytes

    def take(self) -> bytes:
        """What was written since the last time."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


def export_all(rehearsing: Rehearsing, everything: EverythingStore, person: str) -> Iterator[bytes]:
    """The file in pieces. A talk that is deleted while it is made is left out."""
    sent = _Outbox()
    with ZipFile(sent, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme())
        yield sent.take()
        with archive.open("data.json", "w", force_zip64=True) as data:
            for piece in _data(everything, person):
                data.write(piece.encode("utf-8", "replace"))
        yield sent.take()
        talk_rows: list[tuple[Cell, ...]] = []
        line_rows: list[tuple[Cell, ...]] = []
        for id_ in everything.talks(person):
            try:
                rehearsal = rehearsing.store.get(person, id_)
            except NotFoundError:
                continue
            talk = _talk(rehearsing, rehearsal)
            name = f"talks/{rehearsal.opened_at:%Y-%m-%d}-{rehearsal.scenario}-{id_[:8]}"
            archive.writestr(f"{name}.md", talk.markdown.encode("utf-8", "replace"))
            archive.writestr(f"{name}.json", talk.json.encode("utf-8", "replace"))
            talk_rows.append(talk_row(rehearsal, talk.title, talk.employee, talk.debrief))
            line_rows += ((id_, *row) for row in talk.rows)
            yield sent.take()
        archive.writestr("talks.csv", to_csv(TALK_HEAD, talk_rows).encode("utf-8", "replace"))
        archive.writestr("lines.csv", to_csv(("talk", *TURN_HEAD), line_rows).encode("utf-8", "replace"))
    yield sent.take()


def _readme() -> str:
    text = Template(_README.read_text(encoding="utf-8"))
    return text.substitute(on=f"{datetime.now(UTC):%Y-%m-%d}", version=__version__, schema=SCHEMA_VERSION)


def _data(everything: EverythingStore, person: str) -> Iterator[str]:
    """data.json, a talk at a time: all of them together may not fit into memory."""
    since = everything.since(person)
    head = {
        "schema_version": SCHEMA_VERSION,
        "program": __version__,
        "since": since.isoformat(timespec="seconds") + "Z" if since else None,
    }
    yield _written(head).removesuffix("\n}") + ',\n"rehearsals": ['
    between = ""
    for id_ in everything.talks(person):
        try:
            kept = everything.talk(person, id_)
        except NotFoundError:
            continue
        yield between + "\n" + _written(given_out(kept))
        between = ","
    yield "\n]"
    for name, rows in everything.beside_talks(person).items():
        yield f',\n"{name}": {_written(rows)}'
    yield "\n}\n"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)


def given_out(kept: Kept) -> Kept:
    """A rehearsal without what the employee has not told: of a situation of one's own, only what its brief shows."""
    preparation: dict[str, Any] = kept["preparation"]
    shown = {name: value for name, value in preparation.items() if name in PREPARATION}
    own = preparation.get("own")
    if own:
        scenario = own["scenario"]
        persona = {name: scenario["persona"][name] for name in _OWN_PERSONA}
        shown["own"] = {**{name: scenario[name] for name in _OWN}, "persona": persona, "unsent": own["unsent"]}
    return {**kept, "preparation": shown}


def _talk(rehearsing: Rehearsing, rehearsal: Rehearsal) -> _Talk:
    try:
        scenario = scenario_of(rehearsal)
    except NotFoundError:
        return _plain(rehearsal, "A situation that is no longer here", "They", None, "Its situation is no longer here.")
    title, name = scenario.title, scenario.persona.name
    if rehearsal.left_role is not None:
        left = left_talk_of(rehearsal)
        return _Talk(title, name, left_markdown(left), left_json(left), list(said_rows(left.turns)))
    if rehearsal.ended_at is None:
        return _plain(rehearsal, title, name, scenario.persona.opening, "This talk is open.")
    if waits_for_marks(rehearsal):
        return _plain(rehearsal, title, name, scenario.persona.opening, "No debrief of this talk was opened yet.")
    try:
        made = debrief_of(rehearsing, rehearsal)
    except SimulatorError as error:
        return _plain(rehearsal, title, name, scenario.persona.opening, f"There is no debrief of it: {error}")
    told = made.debrief
    return _Talk(
        title, name, to_markdown(told), to_json(told, made.scorecard, made.rehearsal), list(turn_rows(told)), told
    )


def _plain(rehearsal: Rehearsal, title: str, name: str, opening: str | None, why: str) -> _Talk:
    said = [SaidTurn("employee", name, opening)] if opening else []
    for exchange in rehearsal.exchanges:
        said.append(SaidTurn("leader", "You", exchange.leader))
        if exchange.reply:
            said.append(SaidTurn("employee", name, exchange.reply))
    return _Talk(title, name, plain_markdown(title, why, said), plain_json(rehearsal, why, said), list(said_rows(said)))
