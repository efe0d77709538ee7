"""Past talks: what a row shows is read and no more, and what is deleted is gone from every file."""

import random
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from simulator.domain.rehearsal import Preparation
from simulator.errors import NotFoundError
from simulator.library.scenarios import load_scenario
from simulator.session.past import ON_A_PAGE, Asked, find_talks, newest_talks
from simulator.store.branches import BranchStore
from simulator.store.database import Database
from simulator.store.everything import LEFT_OUT, EverythingStore
from simulator.store.rehearsals import RehearsalStore
from simulator.store.tables import (
    Base,
    DrillAnswerRow,
    DrillCardRow,
    ExchangeRow,
    PersonRow,
    RehearsalRow,
    SituationRow,
)
from simulator.store.talks import TalkStore

PAULA = "paula-first-meeting"
BEGAN = datetime(2026, 3, 1, 9, 0)  # noqa: DTZ001 - as the database keeps it
PREPARED = Preparation(answers=None).model_dump_json()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}")


def somebody(database: Database) -> str:
    return RehearsalStore(database).new_person()


def row(person: str, id_: str, hours: float = 0, said: tuple[str, ...] = (), **more: object) -> RehearsalRow:
    values: dict[str, object] = {
        "id": id_,
        "person_id": person,
        "scenario": PAULA,
        "scenario_version": 1,
        "seed": 1,
        "preparation": PREPARED,
        "opened_at": BEGAN + timedelta(hours=hours),
        "ended_at": BEGAN + timedelta(hours=hours + 1),
        "hints": False,
        "draft": "",
        "exchanges": [exchange(number, text) for number, text in enumerate(said, start=1)],
    }
    return RehearsalRow(**{**values, **more})


def exchange(number: int, text: str, reply: str | None = None) -> ExchangeRow:
    return ExchangeRow(
        number=number,
        submission=f"press-{number}",
        leader=text,
        reading=None,
        reply=reply if reply is not None else f"She heard: {text}",
        status="complete",
        voice="authored",
        note=None,
        said_at=BEGAN,
    )


def keep(database: Database, *rows: Base) -> None:
    for one in rows:
        with database.write() as session:
            session.add(one)


def in_files(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_list_reads_no_line_of_any_talk(database: Database) -> None:
    person = somebody(database)
    keep(database, *(row(person, f"{number:032x}", number, ("One.", "Two.")) for number in range(40)))
    asked: list[str] = []
    event.listen(
        database._engine,  # noqa: SLF001 - what reaches the database is the point
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: asked.append(statement),
    )
    found = find_talks(TalkStore(database), person, Asked())
    newest = newest_talks(TalkStore(database), person, 5)
    assert (len(found.talks), found.pages, found.kept) == (ON_A_PAGE, 2, 40)
    assert [talk.lines for talk in found.talks] == [2] * ON_A_PAGE
    assert [talk.id for talk in newest.others] == [f"{number:032x}" for number in (39, 38, 37, 36, 35)]
    assert asked
    assert not any("leader" in statement or "reading" in statement for statement in asked)


def test_branches_stand_under_their_talk_and_a_family_is_as_new_as_its_newest(database: Database) -> None:
    person = somebody(database)
    keep(
        database,
        row(person, "a", 0),
        row(person, "b", 1),
        row(person, "a-branch", 2, parent_id="a", parent_line=3),
        row(person, "c", 3),
        row(person, "a-branch-of-branch", 4, parent_id="a-branch", parent_line=4),
    )
    store = TalkStore(database)
    found = find_talks(store, person, Asked())
    assert [(talk.id, [branch.id for branch in talk.branches]) for talk in found.talks] == [
        ("a", ["a-branch", "a-branch-of-branch"]),
        ("c", []),
        ("b", []),
    ]
    assert [talk.id for talk in find_talks(store, person, Asked(branches=False)).talks] == ["c", "b", "a"]
    store.delete(person, "a")
    assert {talk.id for talk in find_talks(store, person, Asked()).talks} == {"a-branch", "b", "c"}
    assert find_talks(store, person, Asked(branches=False)).number == 2, "a branch stays one without its parent"


def test_words_are_found_wherever_they_stand_and_all_of_them_have_to(database: Database) -> None:
    person, stranger = somebody(database), somebody(database)
    keep(
        database,
        row(person, "said", 0, ("What matters to YOU, Паула?",)),
        row(person, "named", 1, name="Rebates, again"),
        row(person, "promised", 2, hold_me_to="Ask before I offer."),
        row(person, "literal", 3, ("It is 100% done_now.",)),
        row(stranger, "not-theirs", 4, ("What matters to you, Паула?",)),
    )
    opening, title = load_scenario(PAULA).persona.opening, load_scenario(PAULA).title

    def found(words: str) -> set[str]:
        return {talk.id for talk in find_talks(TalkStore(database), person, Asked(words=words)).talks}

    assert found("паула MATTERS") == {"said"}
    assert found("she heard") >= {"said", "literal"}
    assert found("rebates") == {"named"}
    assert found("BEFORE offer") == {"promised"}
    assert found("rebates offer") == set()
    assert found("100%") == {"literal"}
    assert found("e_n") == {"literal"}
    assert found("%%") == set()
    everything = {"said", "named", "promised", "literal"}
    assert found(f'"{title.upper()}"') == everything
    assert found(f'"{opening.rpartition("] ")[2].splitlines()[0][:30]}"') == everything


def test_only_one_s_own_is_read_or_deleted(database: Database) -> None:
    person, thief = somebody(database), somebody(database)
    keep(database, row(person, "mine", 0, ("Mine.",)))
    store = TalkStore(database)
    for theft in (store.stake, store.delete):
        with pytest.raises(NotFoundError):
            theft(thief, "mine")
    assert store.summaries(thief, ["mine"]) == {}
    assert store.last_reply(thief, "mine") is None
    with pytest.raises(NotFoundError):
        EverythingStore(database).talk(thief, "mine")
    EverythingStore(database).delete(thief)
    assert store.last_reply(person, "mine") == "She heard: Mine."


@pytest.mark.parametrize("seed", range(3))
def test_a_deleted_talk_is_in_no_file_while_the_program_runs(database: Database, tmp_path: Path, seed: int) -> None:
    # SQLite's secure_delete alone leaves copies behind: what was moved from page to page as talks grew side by side.
    person, chance = somebody(database), random.Random(seed)
    said = {f"{number:032x}": 0 for number in range(12)}
    store = TalkStore(database)
    with database.write() as session:
        session.add_all([row(person, id_, ended_at=None) for id_ in said])

    def words(id_: str, most: int) -> str:
        return f"secret-of-{id_}- {'lorem ipsum ' * chance.randint(0, most)}"

    for _ in range(250):
        id_ = chance.choice(list(said))
        said[id_] += 1
        with database.write() as session:
            session.add(line := exchange(said[id_], words(id_, 8), reply=""))
            line.rehearsal_id = id_
        with database.write() as session:
            kept = session.scalars(
                select(ExchangeRow).where(ExchangeRow.rehearsal_id == id_, ExchangeRow.number == said[id_])
            ).one()
            kept.reply, kept.reading = words(id_, 20), words(id_, 30)
    for id_ in said:
        assert in_files(tmp_path, f"secret-of-{id_}-")
        assert store.delete(person, id_) == (1, "none")
        assert in_files(tmp_path, f"secret-of-{id_}-") == []


def test_what_came_from_a_talk_stays_unless_it_is_asked_for(database: Database, tmp_path: Path) -> None:
    person = somebody(database)
    remembered = PREPARED.replace('"memory":null', '"memory":{"rehearsal":"parent","promise":"verbatim words"}')
    assert remembered != PREPARED
    keep(
        database,
        row(person, "parent", 0, ("verbatim words", "two")),
        row(person, "other", 1, ("unrelated",)),
    )
    branch = BranchStore(database).branch(person, "parent", 2)
    keep(database, row(person, "later", 3, preparation=remembered))
    keep(database, row(person, "later-branch", 4, preparation=remembered, parent_id="later", parent_line=1))
    store = TalkStore(database)
    stake = store.stake(person, "parent")
    assert (stake.branches, set(stake.later)) == ((branch,), {"later", "later-branch"})
    assert store.stake(person, "other").branches == ()
    assert store.delete(person, "parent", with_all=True) == (4, "none")
    assert in_files(tmp_path, "verbatim words") == []
    assert [entry.id for entry in store.entries(person)] == ["other"]


def test_a_branch_keeps_its_copy_when_its_talk_is_deleted(database: Database) -> None:
    person = somebody(database)
    keep(database, row(person, "parent", 0, ("one", "two")))
    branch = BranchStore(database).branch(person, "parent", 2)
    assert TalkStore(database).delete(person, "parent") == (1, "none")
    kept = RehearsalStore(database).get(person, branch)
    assert [said.leader for said in kept.exchanges] == ["one"]
    assert (kept.parent, kept.parent_line) == (None, 2)


def drilled(person: str, talk: str) -> tuple[DrillCardRow, DrillAnswerRow]:
    return (
        DrillCardRow(person_id=person, item=f"own:{talk}:1", kind="own", rehearsal_id=talk, schedule="{}", due=BEGAN),
        DrillAnswerRow(
            person_id=person,
            item=f"own:{talk}:1",
            kind="own",
            rehearsal_id=talk,
            given=f"typed for {talk}",
            right=True,
            answered_at=BEGAN,
        ),
    )


def test_drills_made_from_a_talk_go_with_it(database: Database, tmp_path: Path) -> None:
    person = somebody(database)
    keep(database, row(person, "gone", 0, ("a",)), row(person, "stays", 1, ("b",)))
    keep(database, *drilled(person, "gone"), *drilled(person, "stays"))
    store = TalkStore(database)
    stake = store.stake(person, "gone")
    assert (stake.lines, stake.cards, stake.answers) == (1, 1, 1)
    store.delete(person, "gone")
    left = EverythingStore(database).beside_talks(person)
    assert [card["rehearsal_id"] for card in left["drill_cards"]] == ["stays"]
    assert [answer["given"] for answer in left["drill_answers"]] == ["typed for stays"]
    assert in_files(tmp_path, "typed for gone") == []


def test_deleting_everything_leaves_no_row_and_no_word_of_that_person_alone(database: Database, tmp_path: Path) -> None:
    gone, stays = somebody(database), somebody(database)
    for person, words in ((gone, "words-of-one"), (stays, "words-of-another")):
        keep(
            database,
            SituationRow(
                id=f"situation-{words}", person_id=person, created_at=BEGAN, described=f'"{words}"', card=f'"{words}"'
            ),
            row(person, f"talk-{words}", 0, (words,), situation_id=f"situation-{words}", draft=words, digest=words),
            *drilled(person, f"talk-{words}"),
        )
    assert EverythingStore(database).delete(gone) == "none"
    assert EverythingStore(database).amount(gone).nothing
    assert in_files(tmp_path, "words-of-one") == []
    assert in_files(tmp_path, gone) == []
    amount = EverythingStore(database).amount(stays)
    assert (amount.talks, amount.lines, amount.situations, amount.cards, amount.answers) == (1, 1, 1, 1, 1)
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            owner = table.c.get("person_id", table.c.get("id") if table.name == PersonRow.__tablename__ else None)
            if owner is not None:
                assert session.execute(table.select().where(owner == gone)).all() == [], table.name


def test_every_reference_to_a_person_takes_its_rows_along() -> None:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                assert key.ondelete == "CASCADE", f"{table.name} would outlive its person"


def test_a_reader_who_stays_is_owned_up_to_and_made_good_at_the_end(database: Database, tmp_path: Path) -> None:
    person = somebody(database)
    keep(database, row(person, "gone", 0, ("lingering words",)))
    path = tmp_path / "kept.sqlite3"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM exchanges").fetchone()
    with database._engine.connect() as connection:  # noqa: SLF001 - so that the test need not wait five seconds
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    assert TalkStore(database).delete(person, "gone") == (1, "until the end")
    other.close()
    database.close()
    assert in_files(tmp_path, "lingering words") == []


def test_everything_that_is_kept_is_given_out_but_for_numbers_of_rows(database: Database) -> None:
    person = somebody(database)
    keep(
        database,
        SituationRow(id="s", person_id=person, created_at=BEGAN, described='{"called": "Kim"}'),
        row(person, "talk", 0, ("one",)),
        *drilled(person, "talk"),
    )
    everything = EverythingStore(database)
    talk, beside = everything.talk(person, "talk"), everything.beside_talks(person)
    given = {
        "rehearsals": talk,
        "exchanges": talk["exchanges"][0],
        "situations": beside["situations"][0],
        "drill_cards": beside["drill_cards"][0],
        "drill_answers": beside["drill_answers"][0],
    }
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name == "people" or column.name == "person_id" or f"{table.name}.{column.name}" in LEFT_OUT:
                continue
            assert column.name in given[table.name], f"{table.name}.{column.name} is kept and not given out"
    assert beside["situations"][0]["described"] == {"called": "Kim"}
    assert talk["opened_at"] == "2026-03-01T09:00:00Z"
    assert person not in str(given)


def test_what_was_opened_and_left_is_dropped_and_nothing_else(database: Database) -> None:
    person, other = somebody(database), somebody(database)
    keep(
        database,
        row(person, "untouched", 0, ended_at=None),
        row(person, "typed", 1, ended_at=None, draft="Half a line"),
        row(person, "said", 2, ("one",), ended_at=None),
        row(person, "ended", 3),
        row(person, "elsewhere", 4, ended_at=None, scenario="another"),
        row(other, "not-theirs", 5, ended_at=None),
    )
    TalkStore(database).drop_untouched(person, PAULA)
    assert {entry.id for entry in TalkStore(database).entries(person)} == {"typed", "said", "ended", "elsewhere"}
    assert len(TalkStore(database).entries(other)) == 1
