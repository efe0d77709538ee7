"""Answers to drills are kept once, for whom they belong to, and go with the talk they came from."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from simulator.domain.rehearsal import Preparation
from simulator.errors import ConflictError, NotFoundError
from simulator.library.scenarios import load_scenario
from simulator.store.database import Database
from simulator.store.drills import DrillStore, NewAnswer
from simulator.store.rehearsals import RehearsalStore

NOON = datetime(2026, 11, 2, 12)  # noqa: DTZ001 - UTC without a zone


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}")


@pytest.fixture
def store(database: Database) -> DrillStore:
    return DrillStore(database)


def answer(item: str = "spot:one", given: str = "TELL", *, rehearsal: str | None = None) -> NewAnswer:
    return NewAnswer(item, "spot", rehearsal, given, right=True, answered_at=NOON)


def review(record: str | None) -> tuple[str, datetime]:
    return f"{record or ''}+", NOON


def rows(database: Database, table: str) -> int:
    with database.read() as session:
        found = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - our own names
        return int(found)


def test_the_same_form_sent_twice_is_one_answer(store: DrillStore) -> None:
    first = store.keep("paul", answer(), 0, review)
    assert store.keep("paul", answer(), 0, review) == first
    assert len(store.answers("paul")) == 1
    assert [card.schedule for card in store.cards("paul")] == ["+"]


def test_another_answer_to_a_card_that_went_on_is_refused_and_a_later_one_is_kept(store: DrillStore) -> None:
    store.keep("paul", answer(), 0, review)
    with pytest.raises(ConflictError, match="another tab"):
        store.keep("paul", answer(given="ASK"), 0, review)
    store.keep("paul", answer(given="ASK"), 1, review)
    assert [one.given for one in store.answers("paul")] == ["TELL", "ASK"]
    assert [card.schedule for card in store.cards("paul")] == ["++"]


def test_what_is_somebody_elses_is_not_found(store: DrillStore) -> None:
    kept = store.keep("paul", answer(), 0, review)
    with pytest.raises(NotFoundError):
        store.answer("mary", kept.id)
    with pytest.raises(NotFoundError):
        store.reschedule("mary", kept.id, review)
    assert store.answers("mary") == ()
    assert store.cards("mary") == ()
    store.keep("mary", answer(), 0, review)
    assert len(store.answers("paul")) == 1


def test_only_the_last_answer_moves_a_card(store: DrillStore) -> None:
    first = store.keep("paul", answer(), 0, review)
    second = store.keep("paul", answer(given="ASK"), 1, review)
    store.reschedule("paul", first.id, lambda _: ("old", NOON))
    assert store.cards("paul")[0].schedule == "++"
    store.reschedule("paul", second.id, lambda _: ("new", NOON))
    assert store.cards("paul")[0].schedule == "new"


def test_cards_and_answers_go_with_their_talk_and_nobody_can_hang_theirs_on_anothers(
    store: DrillStore, database: Database
) -> None:
    talks = RehearsalStore(database)
    paul, mary = talks.new_person(), talks.new_person()
    talk = talks.open(paul, load_scenario("paula-first-meeting"), Preparation(answers=None), seed=1)
    item = f"own:{talk.id}:1:spot"
    with pytest.raises(NotFoundError, match="no such drill"):
        store.keep(mary, answer(item, rehearsal=talk.id), 0, review)
    store.keep(paul, answer(item, rehearsal=talk.id), 0, review)
    store.keep(paul, answer(), 0, review)
    talks.delete(paul, talk.id)
    assert [one.item for one in store.answers(paul)] == ["spot:one"]
    assert [one.item for one in store.cards(paul)] == ["spot:one"]
    assert rows(database, "drill_answers") == rows(database, "drill_cards") == 1
