"""Own situations are kept, belong to one person, and go for good."""

from datetime import date
from pathlib import Path

import pytest

from simulator.domain.card import Card
from simulator.domain.own import Afterwards, Described
from simulator.domain.rehearsal import Preparation
from simulator.errors import NotFoundError
from simulator.library.own_drafting import draft_own
from simulator.library.scenarios import first_scenario, scenario_of, voice_for
from simulator.store.database import Database
from simulator.store.rehearsals import RehearsalStore
from simulator.store.situations import SituationStore

TALK = Described(
    called="Kim",
    visible=("Three reports came late.",),
    needs=("Reports by the 5th.",),
    manner="flat",
    guesses=("I never know which of the two lists counts.", "", ""),
    on=date(2031, 5, 24),
    unsent=("Zeltron",),
)


@pytest.fixture
def stores(tmp_path: Path) -> tuple[SituationStore, RehearsalStore, str]:
    database = Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    rehearsals = RehearsalStore(database)
    return SituationStore(database), rehearsals, rehearsals.new_person()


def test_what_was_described_comes_back_as_it_was(stores: tuple[SituationStore, RehearsalStore, str]) -> None:
    situations, _, person = stores
    kept = situations.add(person, TALK)
    assert situations.get(person, kept.id) == kept
    assert kept.described == TALK
    assert kept.card is None
    assert kept.afterwards is None
    assert situations.all_of(person) == (kept,)


def test_a_first_situation_makes_its_person_known(stores: tuple[SituationStore, RehearsalStore, str]) -> None:
    situations, rehearsals, _ = stores
    situations.add("e" * 32, TALK)
    assert rehearsals.knows("e" * 32)


def test_card_and_note_are_kept_and_emptied(stores: tuple[SituationStore, RehearsalStore, str]) -> None:
    situations, _, person = stores
    name = situations.add(person, TALK).id
    card, note = Card(ask="What happened?"), Afterwards(on=date(2031, 5, 25), agreed=("I clear Friday.",), energy=4)
    situations.keep_card(person, name, card)
    situations.keep_afterwards(person, name, note)
    kept = situations.get(person, name)
    assert (kept.card, kept.afterwards) == (card, note)
    situations.keep_card(person, name, Card())
    situations.keep_afterwards(person, name, Afterwards())
    kept = situations.get(person, name)
    assert (kept.card, kept.afterwards) == (None, None)


def test_what_is_somebody_elses_is_not_found(stores: tuple[SituationStore, RehearsalStore, str]) -> None:
    situations, rehearsals, person = stores
    name, stranger = situations.add(person, TALK).id, rehearsals.new_person()
    assert situations.all_of(stranger) == ()
    for use in (
        lambda: situations.get(stranger, name),
        lambda: situations.describe(stranger, name, TALK),
        lambda: situations.keep_card(stranger, name, Card(ask="?")),
        lambda: situations.keep_afterwards(stranger, name, Afterwards(how="?")),
        lambda: situations.delete(stranger, name, with_rehearsals=True),
    ):
        with pytest.raises(NotFoundError):
            use()
    assert situations.get(person, name).card is None


def rehearse(stores: tuple[SituationStore, RehearsalStore, str], situation: str) -> str:
    situations, rehearsals, person = stores
    own = draft_own(situations.get(person, situation).described, situation, 7)
    preparation = Preparation(answers=None, own=own)
    return rehearsals.open(person, own.scenario, preparation, 7, situation).id


@pytest.mark.parametrize("with_rehearsals", [True, False])
def test_deleting_takes_its_rehearsals_or_leaves_them(
    stores: tuple[SituationStore, RehearsalStore, str], *, with_rehearsals: bool
) -> None:
    situations, rehearsals, person = stores
    name, other = situations.add(person, TALK).id, situations.add(person, TALK).id
    of_it, of_the_other = rehearse(stores, name), rehearse(stores, other)
    assert situations.rehearsed(person) == {name: 1, other: 1}
    situations.delete(person, name, with_rehearsals=with_rehearsals)
    left = {one.id: one.situation for one in rehearsals.all_of(person)}
    assert left == ({} if with_rehearsals else {of_it: None}) | {of_the_other: other}
    with pytest.raises(NotFoundError):
        situations.get(person, name)


def test_a_rehearsal_keeps_the_person_it_was_held_with(stores: tuple[SituationStore, RehearsalStore, str]) -> None:
    situations, rehearsals, person = stores
    name = situations.add(person, TALK).id
    held = rehearsals.get(person, rehearse(stores, name))
    situations.describe(person, name, TALK.model_copy(update={"called": "Robin"}))
    after = rehearsals.get(person, held.id)
    assert after == held
    assert scenario_of(after).persona.name == "Kim"
    assert first_scenario(after) == scenario_of(after)
    assert after.preparation.own is not None
    assert after.preparation.own.unsent == ("Zeltron",)
    assert set(voice_for(after).disclosures) == {fact.id for fact in scenario_of(after).facts}


def test_words_that_must_stay_here_are_held_back_from_earlier_talks_too(
    stores: tuple[SituationStore, RehearsalStore, str],
) -> None:
    situations, rehearsals, person = stores
    name, other = situations.add(person, TALK).id, situations.add(person, TALK).id
    held, elsewhere = rehearsals.get(person, rehearse(stores, name)), rehearse(stores, other)
    situations.describe(person, name, TALK.model_copy(update={"unsent": ("Basel",), "needs": ("Another.",)}))
    before, after = held.preparation.own, rehearsals.get(person, held.id).preparation.own
    assert before is not None
    assert after == before.model_copy(update={"unsent": ("Zeltron", "Basel")})
    untouched = rehearsals.get(person, elsewhere).preparation.own
    assert untouched is not None
    assert untouched.unsent == ("Zeltron",)


def test_what_is_held_stands_in_no_log(stores: tuple[SituationStore, RehearsalStore, str]) -> None:
    situations, rehearsals, person = stores
    held = rehearsals.get(person, rehearse(stores, situations.add(person, TALK).id))
    own = held.preparation.own
    assert own is not None
    for fact in own.scenario.facts:
        assert fact.text not in repr(held)
        assert fact.text not in repr(own)
