"""The list of ended talks: which count, without a word of theirs being read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from simulator.domain.digest import Digest, Made
from simulator.domain.rehearsal import Preparation
from simulator.errors import NotFoundError
from simulator.library.scenarios import load_scenario
from simulator.store.branches import BranchStore
from simulator.store.database import Database
from simulator.store.digests import DigestStore
from simulator.store.rehearsals import RehearsalStore
from simulator.store.tables import ExchangeRow, RehearsalRow

PAULA = load_scenario("paula-first-meeting")
DIGEST = Digest(
    made=Made(format=1, rubric="r", reader="d", scenario=1),
    scenario=PAULA.id,
    title=PAULA.title,
    guardedness="guarded",
    voice="authored",
    lines=1,
    read=1,
    why_not=None,
    partnering=1,
    parenting=0,
    groups={"FOR": 0, "TO": 0, "AWAY": 0, "WITH": 1},
    met=(),
    missed=(),
    seesaw=0.0,
    side="balanced",
    own=None,
    energy_before=None,
    energy_after=None,
    self_rated=None,
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> RehearsalStore:
    return RehearsalStore(database)


def talk(store: RehearsalStore, person: str, *, ended: bool = True, left: str | None = None) -> str:
    rehearsal = store.open(person, PAULA, Preparation(answers=None), seed=1).id
    store.say(person, rehearsal, "A very particular line.", "press", 1, left_role=left)
    with store.database.write() as session:
        session.execute(update(ExchangeRow).where(ExchangeRow.rehearsal_id == rehearsal).values(status="complete"))
    if ended:
        store.end(person, rehearsal)
    return rehearsal


def test_only_ended_talks_with_a_line_count_that_are_no_branch_and_were_not_left(
    database: Database, store: RehearsalStore
) -> None:
    person = store.new_person()
    counts = talk(store, person)
    talk(store, person, ended=False)
    talk(store, person, left="medical")
    silent = store.open(person, PAULA, Preparation(answers=None), seed=1).id
    store.end(person, silent)
    branch = BranchStore(database).branch(person, counts, 2)
    store.say(person, branch, "Another way.", "press-2", 2)
    store.end(person, branch)
    talk(store, store.new_person())
    found = DigestStore(database).ended_of(person, lambda _: True)
    assert [one.rehearsal for one in found] == [counts]
    assert found[0].waits
    assert found[0].digest is None


def test_no_exchange_is_read_for_the_list(database: Database, store: RehearsalStore) -> None:
    person = store.new_person()
    DigestStore(database).keep(person, store.get(person, talk(store, person)), DIGEST)
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        (found,) = DigestStore(database).ended_of(person, lambda _: True)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert found.digest == DIGEST
    selects = [statement for statement in asked if "SELECT" in statement]
    assert len(selects) == 1
    for column in ("exchanges.leader", "exchanges.reply", "exchanges.reading", "preparation", "draft"):
        assert column not in selects[0]


def test_a_digest_holds_only_as_the_caller_and_the_row_say(database: Database, store: RehearsalStore) -> None:
    person = store.new_person()
    rehearsal = talk(store, person)
    digests = DigestStore(database)
    digests.keep(person, store.get(person, rehearsal), DIGEST)
    assert digests.ended_of(person, lambda found: found == DIGEST)[0].digest == DIGEST
    assert digests.ended_of(person, lambda _: False)[0].digest is None
    store.look_back(person, rehearsal, 4, None)
    assert digests.ended_of(person, lambda _: True)[0].digest is None


@pytest.mark.parametrize("kept", ["{", "{}", '{"made": 7}', "null"])
def test_what_cannot_be_read_any_more_is_as_if_it_were_missing(
    database: Database, store: RehearsalStore, kept: str
) -> None:
    person = store.new_person()
    rehearsal = talk(store, person)
    with database.write() as session:
        session.execute(update(RehearsalRow).where(RehearsalRow.id == rehearsal).values(digest=kept))
    assert DigestStore(database).ended_of(person, lambda _: True)[0].digest is None


def test_what_was_counted_before_a_mark_came_is_not_kept(database: Database, store: RehearsalStore) -> None:
    person = store.new_person()
    rehearsal = talk(store, person)
    read_before = store.get(person, rehearsal)
    with database.write() as session:
        session.execute(update(ExchangeRow).where(ExchangeRow.rehearsal_id == rehearsal).values(self_rating="told"))
    digests = DigestStore(database)
    assert not digests.keep(person, read_before, DIGEST)
    assert digests.keep(person, store.get(person, rehearsal), DIGEST)


def test_a_digest_is_kept_for_its_own_person_only(database: Database, store: RehearsalStore) -> None:
    person, stranger = store.new_person(), store.new_person()
    rehearsal = store.get(person, talk(store, person))
    digests = DigestStore(database)
    with pytest.raises(NotFoundError):
        digests.keep(stranger, rehearsal, DIGEST)
    digests.keep(person, rehearsal, DIGEST)
    digests.forget(stranger)
    assert digests.ended_of(person, lambda _: True)[0].digest == DIGEST
    digests.forget(person, rehearsal.id)
    assert digests.ended_of(person, lambda _: True)[0].digest is None
