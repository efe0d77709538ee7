"""Marks are kept one by one, for their owner, while the reader's view is closed, and not changed after."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from simulator.domain.rehearsal import Preparation, Rehearsal
from simulator.errors import ConflictError, InputError, NotFoundError
from simulator.library.scenarios import load_scenario
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore
from simulator.store.self_ratings import SelfRatingStore
from simulator.store.tables import RehearsalRow
from tests.store.test_rehearsals import MIGRATIONS, UNPREPARED, answer

PAULA = load_scenario("paula-first-meeting")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}")


def ended(database: Database, lines: int = 3) -> tuple[str, str]:
    store = RehearsalStore(database)
    person = store.new_person()
    rehearsal = store.open(person, PAULA, Preparation(answers=None), seed=1).id
    for number in range(1, lines + 1):
        store.say(person, rehearsal, f"Line {number}.", f"press-{number}", number)
        store.keep_reply(person, rehearsal, answer(number, "[nods]"))
    store.end(person, rehearsal)
    return person, rehearsal


def marks(database: Database, person: str, rehearsal: str) -> list[str | None]:
    return [one.self_rating for one in kept(database, person, rehearsal).exchanges]


def kept(database: Database, person: str, rehearsal: str) -> Rehearsal:
    return RehearsalStore(database).get(person, rehearsal)


def test_a_tap_is_kept_changed_and_taken_back(database: Database) -> None:
    person, rehearsal = ended(database)
    store = SelfRatingStore(database)
    store.mark(person, rehearsal, 2, "told")
    store.mark(person, rehearsal, 3, "fine")
    assert marks(database, person, rehearsal) == [None, "told", "fine"]
    store.mark(person, rehearsal, 2, "took")
    store.mark(person, rehearsal, 3, None)
    assert marks(database, person, rehearsal) == [None, "took", None]
    assert kept(database, person, rehearsal).self_rated is None


def test_once_finished_nothing_changes_any_more(database: Database) -> None:
    person, rehearsal = ended(database)
    store = SelfRatingStore(database)
    store.finish(person, rehearsal, {1: "fine", 2: None, 3: "left"}, "done")
    assert kept(database, person, rehearsal).self_rated == "done"
    store.finish(person, rehearsal, {1: "told"}, "skipped")
    with pytest.raises(ConflictError, match="open already"):
        store.mark(person, rehearsal, 1, "told")
    assert marks(database, person, rehearsal) == ["fine", None, "left"]
    assert kept(database, person, rehearsal).self_rated == "done"


def test_skipping_takes_no_mark_of_another_tab_back(database: Database) -> None:
    person, rehearsal = ended(database)
    store = SelfRatingStore(database)
    store.mark(person, rehearsal, 1, "told")
    store.finish(person, rehearsal, {1: None, 2: "fine", 3: None}, "skipped")
    assert marks(database, person, rehearsal) == ["told", "fine", None]
    assert kept(database, person, rehearsal).self_rated == "skipped"


def test_finishing_without_a_mark_is_skipping(database: Database) -> None:
    person, rehearsal = ended(database)
    SelfRatingStore(database).finish(person, rehearsal, {1: None}, "done")
    assert kept(database, person, rehearsal).self_rated == "skipped"


def test_what_is_not_theirs_not_there_or_not_over_is_not_marked(database: Database) -> None:
    person, rehearsal = ended(database)
    store, rehearsals = SelfRatingStore(database), RehearsalStore(database)
    stranger = rehearsals.new_person()
    for who, line in ((stranger, 1), (person, 4)):
        with pytest.raises(NotFoundError):
            store.mark(who, rehearsal, line, "fine")
        with pytest.raises(NotFoundError):
            store.finish(who, rehearsal, {line: "fine"}, "done")
    open_one = rehearsals.open(person, PAULA, Preparation(answers=None), seed=1).id
    with pytest.raises(InputError, match="still open"):
        store.mark(person, open_one, 1, "fine")
    with pytest.raises(InputError, match="still open"):
        store.finish(person, open_one, {}, "skipped")
    assert kept(database, person, rehearsal).self_rated is None
    assert marks(database, person, rehearsal) == [None] * 3


def test_a_branch_is_marked_from_its_own_first_line(database: Database) -> None:
    person, rehearsal = ended(database)
    with database.write() as session:
        row = session.get(RehearsalRow, rehearsal)
        assert row is not None
        row.parent_line = 2
        row.exchanges[0].self_rating = "told"
    store = SelfRatingStore(database)
    with pytest.raises(NotFoundError):
        store.mark(person, rehearsal, 1, "fine")
    store.mark(person, rehearsal, 2, "fine")
    store.mark(person, rehearsal, 2, None)
    store.finish(person, rehearsal, {}, "done")
    assert marks(database, person, rehearsal) == ["told", None, None]
    assert kept(database, person, rehearsal).self_rated == "skipped", "a copied mark is no mark of this talk"


def test_talks_that_ended_before_there_were_marks_are_not_asked_about(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'kept.sqlite3'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(text("INSERT INTO people VALUES ('p', '2026-11-01 09:00:00')"))
        for name, over in (("over", "'2026-11-01 09:30:00'"), ("open", "NULL")):
            connection.execute(
                text(
                    "INSERT INTO rehearsals (id, person_id, scenario, scenario_version, seed, preparation, opened_at, "  # noqa: S608
                    "ended_at, hints, draft, second_reader) VALUES (:name, 'p', 'paula-first-meeting', 1, 1, :none, "
                    f"'2026-11-01 09:00:00', {over}, 0, '', 0)"
                ),
                {"name": name, "none": UNPREPARED.model_dump_json()},
            )
    engine.dispose()
    database = Database(url)
    assert kept(database, "p", "over").self_rated == "skipped"
    assert kept(database, "p", "open").self_rated is None
