"""What is kept stays kept, once, and only for whom it belongs to."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

import simulator.store
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.errors import ConflictError, InputError, NotFoundError, StoreError
from simulator.library.scenarios import load_scenario
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore
from simulator.store.tables import Base

MIGRATIONS = Path(simulator.store.__file__).parent / "migrations"
PAULA = load_scenario("paula-first-meeting")
UNPREPARED = Preparation(answers=None)


@pytest.fixture
def store(tmp_path: Path) -> RehearsalStore:
    return RehearsalStore(Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}"))


def sit_down(store: RehearsalStore) -> tuple[str, Rehearsal]:
    person = store.new_person()
    return person, store.open(person, PAULA, UNPREPARED, seed=1)


def answer(number: int, reply: str) -> Exchange:
    return Exchange(number=number, leader="", reading=None, reply=reply, status="complete", voice="authored", note=None)


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    Database(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        # SQLAlchemy reads neither the name nor the rule of a reference that stands inside a column's line.
        assert {(change[0], *(part.target_fullname for part in change[1].elements)) for change in found} <= {
            (word, target) for word in ("remove_fk", "add_fk") for target in ("rehearsals.id", "situations.id")
        }
        kept = connection.exec_driver_sql("PRAGMA foreign_key_list(rehearsals)").all()
        assert {(row[3], row[2], row[6]) for row in kept} == {
            ("person_id", "people", "CASCADE"),
            ("parent_id", "rehearsals", "SET NULL"),
            ("situation_id", "situations", "SET NULL"),
        }
    engine.dispose()


def test_a_line_is_kept_before_anything_is_made_of_it(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    store.say(person, rehearsal.id, "Hello.", "press-1", 1)
    kept = store.get(person, rehearsal.id)
    assert kept.pending is not None
    assert kept.pending.leader == "Hello."


def test_the_same_press_twice_is_one_line(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    first = store.say(person, rehearsal.id, "Hello.", "press-1", 1)
    assert store.say(person, rehearsal.id, "Hello.", "press-1", 1) == first
    assert len(store.get(person, rehearsal.id).exchanges) == 1


def test_a_line_for_a_conversation_that_moved_on_is_refused(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    store.say(person, rehearsal.id, "Hello.", "press-1", 1)
    with pytest.raises(ConflictError, match="another tab"):
        store.say(person, rehearsal.id, "Me too.", "press-2", 1)
    with pytest.raises(ConflictError, match="on its way"):
        store.say(person, rehearsal.id, "Me too.", "press-2", 2)


def test_nothing_can_be_said_after_the_end(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    store.end(person, rehearsal.id)
    with pytest.raises(InputError, match="has ended"):
        store.say(person, rehearsal.id, "One more thing.", "press-1", 1)


def test_a_complete_reply_is_never_overwritten(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    store.say(person, rehearsal.id, "Hello.", "press-1", 1)
    store.keep_reply(person, rehearsal.id, answer(1, "Hi."))
    store.keep_reply(person, rehearsal.id, answer(1, "Something else."))
    assert store.get(person, rehearsal.id).exchanges[0].reply == "Hi."


def test_another_persons_rehearsal_is_not_found(store: RehearsalStore) -> None:
    _, rehearsal = sit_down(store)
    stranger = store.new_person()
    for attempt in (
        lambda: store.get(stranger, rehearsal.id),
        lambda: store.say(stranger, rehearsal.id, "Hello.", "press-1", 1),
        lambda: store.end(stranger, rehearsal.id),
        lambda: store.keep_draft(stranger, rehearsal.id, "x"),
        lambda: store.delete(stranger, rehearsal.id),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    assert store.all_of(stranger) == ()


def test_twelve_tabs_at_once_lose_and_double_nothing(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    said: list[str] = []

    def talk(tab: int) -> None:
        for press in range(10):
            while True:
                count = len(store.get(person, rehearsal.id).exchanges)
                try:
                    store.say(person, rehearsal.id, f"{tab}-{press}", f"{tab}-{press}", count + 1)
                    store.keep_reply(person, rehearsal.id, answer(count + 1, "Mm."))
                    said.append(f"{tab}-{press}")
                    break
                except ConflictError:
                    continue

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(talk, range(12)))
    exchanges = store.get(person, rehearsal.id).exchanges
    assert sorted(exchange.leader for exchange in exchanges) == sorted(said)
    assert [exchange.number for exchange in exchanges] == list(range(1, 121))


def test_deleting_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    database = Database(f"sqlite:///{path}")
    store = RehearsalStore(database)
    person, rehearsal = sit_down(store)
    store.say(person, rehearsal.id, "A very particular sentence.", "press-1", 1)
    store.delete(person, rehearsal.id)
    database.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert b"very particular" not in path.read_bytes()


def test_a_database_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "folder.sqlite3"
    path.mkdir()
    with pytest.raises(StoreError, match="PARTNERING_HOME"):
        Database(f"sqlite:///{path}")


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    path.write_bytes(b"This is no database at all, it is a letter." * 100)
    with pytest.raises(StoreError, match="damaged"):
        Database(f"sqlite:///{path}")


def test_a_database_of_a_newer_program_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    Database(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="newer version"):
        Database(f"sqlite:///{path}")


def test_a_line_that_left_what_can_be_rehearsed_ends_the_talk_with_the_same_stroke(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    said = store.say(person, rehearsal.id, "A line.", "press-1", 1, left_role="medical")
    kept = store.get(person, rehearsal.id)
    assert said == kept
    assert (kept.left_role, kept.exchanges[0].leader) == ("medical", "A line.")
    assert kept.ended_at is not None
    assert store.say(person, rehearsal.id, "A line.", "press-1", 1, left_role="medical") == kept
    with pytest.raises(InputError, match="has ended"):
        store.say(person, rehearsal.id, "And another.", "press-2", 2)


def test_a_talk_that_goes_on_was_not_left(store: RehearsalStore) -> None:
    person, rehearsal = sit_down(store)
    assert rehearsal.left_role is None
    assert store.say(person, rehearsal.id, "Hello.", "press-1", 1).left_role is None


def test_a_database_of_an_earlier_program_keeps_its_talks(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text("INSERT INTO people VALUES ('p', '2026-11-01 09:00:00')"))
        connection.execute(
            text(
                "INSERT INTO rehearsals (id, person_id, scenario, scenario_version, seed, preparation, opened_at, "
                "hints, draft, second_reader) VALUES ('r', 'p', 'paula-first-meeting', 1, 1, :none, "
                "'2026-11-01 09:00:00', 0, 'not sent', 0)"
            ),
            {"none": UNPREPARED.model_dump_json()},
        )
    engine.dispose()
    kept = RehearsalStore(Database(url)).get("p", "r")
    assert (kept.draft, kept.left_role) == ("not sent", None)


def test_the_latest_that_ended_come_first_and_no_more_than_were_asked_for(store: RehearsalStore) -> None:
    person, first = sit_down(store)
    others = [store.open(person, PAULA, UNPREPARED, seed=seed) for seed in (1, 2, 3)]
    for rehearsal in (others[1], first, others[0]):
        store.end(person, rehearsal.id)
    assert [one.id for one in store.lately_ended(person, 2)] == [others[0].id, first.id]
    assert len(store.lately_ended(person, 9)) == 3
