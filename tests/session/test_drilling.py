"""A round of drills from end to end, with the shipped cards, the shipped reader and a clock of the test's own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator.domain.drill import NOTHING, Rewrite, Spot
from simulator.domain.finding import Reading
from simulator.domain.rehearsal import Exchange, Preparation
from simulator.domain.scenario import Scenario
from simulator.errors import InputError, NotFoundError
from simulator.library.drills import load_drills
from simulator.library.scenarios import load_scenario
from simulator.session.drilling import Drilling, Round
from simulator.session.turn import TurnTaker, shipped_taker
from simulator.store.database import Database
from simulator.store.drills import DrillStore
from simulator.store.rehearsals import RehearsalStore
from simulator.store.self_ratings import SelfRatingStore

NOON = datetime(2030, 11, 4, 12)  # noqa: DTZ001 - UTC without a zone
PAULA = load_scenario("paula-first-meeting")
SLIP = "Let me take the two reports off your plate, I'll do them myself."
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def taker() -> TurnTaker:
    return shipped_taker()


@pytest.fixture
def drilling(tmp_path: Path, taker: TurnTaker) -> Iterator[Drilling]:
    database = Database(f"sqlite:///{tmp_path / 'kept.sqlite3'}")
    yield Drilling(RehearsalStore(database), DrillStore(database), taker)
    database.close()


def talk(
    drilling: Drilling,
    person: str,
    *lines: str,
    left: str | None = None,
    rated: bool = True,
    scenario: Scenario = PAULA,
) -> str:
    """An ended rehearsal with these lines read and answered; return its id."""
    store = drilling.store
    opened = store.open(person, scenario, Preparation(answers=None), seed=1)
    for number, line in enumerate(lines, 1):
        turns = store.get(person, opened.id).turns(scenario.persona.opening)
        reading: Reading = drilling.taker.read(scenario, turns, line)
        store.say(person, opened.id, line, f"press-{number}", number, left_role=left if number == len(lines) else None)
        answered = Exchange(
            number=number, leader=line, reading=reading, reply="I see.", status="complete", voice="authored", note=None
        )
        store.keep_reply(person, opened.id, answered)
    store.end(person, opened.id)
    if rated and left is None:
        SelfRatingStore(store.database).finish(person, opened.id, {}, "skipped")
    return opened.id


def wrong(card: Spot) -> str:
    return next(code for code in (*card.choices, NOTHING) if code not in card.right)


def test_a_card_stays_until_it_is_answered_and_another_comes_after(drilling: Drilling) -> None:
    person, round_ = drilling.store.new_person(), Round(NOON)
    first = drilling.deal(person, round_, NOON)
    assert first == drilling.deal(person, round_, NOON + MINUTE)
    assert first
    drilling.give_up(person, first.card.id, 0, NOON + MINUTE)
    second = drilling.deal(person, round_, NOON + MINUTE)
    assert second
    assert second != first
    assert second.card.setting != first.card.setting


def test_what_was_missed_comes_back_in_the_round_and_what_was_known_does_not(drilling: Drilling) -> None:
    person, round_ = drilling.store.new_person(), Round(NOON, kinds=("spot",))
    met = []
    for minute, right in ((0, False), (1, True)):
        drill = drilling.deal(person, round_, NOON + minute * MINUTE)
        assert drill
        assert isinstance(drill.card, Spot)
        given = drill.card.codes[0] if right else wrong(drill.card)
        drilling.answer(person, drill.card.id, given, 0, NOON + minute * MINUTE)
        met.append(drill)
    assert drilling.deal(person, round_, NOON + 6 * MINUTE) == met[0]
    tomorrow = Round(NOON + timedelta(days=7), kinds=("spot",))
    assert drilling.deal(person, tomorrow, tomorrow.started) == met[0]


def test_the_ten_minutes_end_and_say_what_they_came_to(drilling: Drilling) -> None:
    person, round_ = drilling.store.new_person(), Round(NOON)
    missed, known = load_drills().spot[0], load_drills().spot[1]
    drilling.answer(person, missed.id, wrong(missed), 0, NOON + MINUTE)
    drilling.answer(person, known.id, known.codes[0], 0, NOON + 2 * MINUTE)
    assert drilling.deal(person, round_, NOON + 9 * MINUTE)
    assert drilling.deal(person, round_, NOON + 10 * MINUTE) is None
    done = drilling.done(person, round_, NOON + 4 * MINUTE)
    assert done.cards == 2
    assert [drill.card for drill in done.went_well] == [known]
    assert [(drill.card, when) for drill, when in done.meet_again] == [(missed, "in a few minutes")]
    outlook = drilling.outlook(person, NOON + timedelta(hours=1))
    assert (outlook.due, outlook.new) == (1, len(load_drills().cards) - 2)
    assert outlook.days[-1] == (NOON.date(), 2)
    assert outlook.weakest == (missed.code,)


def test_only_the_chosen_kinds_are_dealt(drilling: Drilling) -> None:
    person, round_ = drilling.store.new_person(), Round(NOON, kinds=("need",))
    for place in range(4):
        drill = drilling.deal(person, round_, NOON)
        assert drill
        assert drill.card.kind == "need"
        drilling.give_up(person, drill.card.id, 0, NOON + place * MINUTE)


def test_a_typed_line_is_judged_in_the_context_of_its_card(drilling: Drilling) -> None:
    person = drilling.store.new_person()
    card = load_drills().rewrite[0]
    assert card.sample
    good = drilling.answer(person, card.id, card.sample, 0, NOON)
    assert good.right
    bad = drilling.answer(person, card.id, "Don't worry, I'll do all of it myself.", 1, NOON + MINUTE)
    assert not bad.right
    told = drilling.answered(person, card.id, bad.id, NOON + MINUTE)
    assert told.answer.given == "Don't worry, I'll do all of it myself."
    assert told.verdict.findings
    assert told.again == "in a few minutes"
    assert told.otherwise == ()
    assert drilling.answered(person, card.id, good.id, NOON + MINUTE).again is None


def test_an_answer_that_was_easy_comes_later_and_one_that_was_hard_sooner(drilling: Drilling) -> None:
    person, card = drilling.store.new_person(), load_drills().spot[0]
    kept = drilling.answer(person, card.id, card.codes[0], 0, NOON)
    good = drilling.kept.cards(person)[0].due
    drilling.rate(person, kept.id, "easy")
    assert drilling.kept.cards(person)[0].due > good
    drilling.rate(person, kept.id, "hard")
    assert drilling.kept.cards(person)[0].due < good
    other = load_drills().spot[1]
    missed = drilling.answer(person, other.id, wrong(other), 0, NOON)
    due = {card.item: card.due for card in drilling.kept.cards(person)}[other.id]
    drilling.rate(person, missed.id, "easy")
    assert {card.item: card.due for card in drilling.kept.cards(person)}[other.id] == due


@pytest.mark.parametrize(
    ("item", "given", "told"),
    [
        ("spot:b12-091", "", "Choose one"),
        ("spot:b12-091", "CLOSE", "Choose one"),
        ("rewrite:b12-048", "  ", "empty"),
        ("rewrite:b12-048", "x" * 2001, "2001 characters"),
        ("silence:tears", "", "three dots"),
        ("need:b12-100", "...", "no words"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_a_sentence_and_not_kept(
    drilling: Drilling, item: str, given: str, told: str
) -> None:
    person = drilling.store.new_person()
    with pytest.raises(InputError, match=told):
        drilling.answer(person, item, given, 0, NOON)
    assert drilling.kept.answers(person) == ()


def test_own_slips_become_two_cards_with_what_was_said_before_and_nothing_else(drilling: Drilling) -> None:
    person = drilling.store.new_person()
    name = talk(drilling, person, "Thanks for making the time.", SLIP, "Goodbye.")
    spot, _ = drilling.drill(person, f"own:{name}:2:spot")
    rewrite, _ = drilling.drill(person, f"own:{name}:2:rewrite")
    assert isinstance(spot.card, Spot)
    assert isinstance(rewrite.card, Rewrite)
    assert spot.rehearsal == rewrite.rehearsal == name
    assert spot.card.line == rewrite.card.line == SLIP
    assert "RESCUE" in spot.card.right
    assert spot.card.quote
    assert spot.card.quote in SLIP
    assert [turn.text for turn in spot.card.history] == [
        PAULA.persona.opening, "Thanks for making the time.", "I see."
    ]  # fmt: skip
    shown = f"{spot.card.model_dump_json()}{rewrite.card.model_dump_json()}"
    assert not [fact.id for fact in PAULA.facts if fact.text in shown]
    assert not drilling.answer(person, rewrite.card.id, SLIP, 0, NOON).right
    assert drilling.answer(person, rewrite.card.id, "What would you want to keep of the two reports?", 1, NOON).right
    assert drilling.answer(person, spot.card.id, "RESCUE", 0, NOON).right


def test_own_slips_open_the_round_and_can_be_switched_off(drilling: Drilling) -> None:
    person = drilling.store.new_person()
    talk(drilling, person, SLIP)
    drill = drilling.deal(person, Round(NOON), NOON)
    assert drill
    assert drill.card.codes[0] == "RESCUE"
    assert drilling.outlook(person, NOON).from_talks == 2
    for place in range(30):
        dealt = drilling.deal(person, Round(NOON, own=False), NOON)
        assert dealt
        assert dealt.rehearsal is None
        drilling.give_up(person, dealt.card.id, 0, NOON + place * timedelta(seconds=1))


def test_a_talk_gives_cards_only_when_it_ended_as_a_rehearsal_and_was_looked_at(drilling: Drilling) -> None:
    person = drilling.store.new_person()
    talk(drilling, person, SLIP, "I want to hurt myself.", left="self-harm")
    talk(drilling, person, SLIP, rated=False)
    opened = drilling.store.open(person, PAULA, Preparation(answers=None), seed=1)
    drilling.store.say(person, opened.id, SLIP, "press-1", 1)
    assert drilling.outlook(person, NOON).from_talks == 0


def test_own_cards_are_nobody_elses_and_go_with_the_talk(drilling: Drilling) -> None:
    person, other = drilling.store.new_person(), drilling.store.new_person()
    name = talk(drilling, person, SLIP)
    item = f"own:{name}:1:spot"
    for look in (
        lambda: drilling.drill(other, item),
        lambda: drilling.answer(other, item, "RESCUE", 0, NOON),
        lambda: drilling.give_up(other, item, 0, NOON),
    ):
        with pytest.raises(NotFoundError):
            look()
    kept = drilling.answer(person, item, "RESCUE", 0, NOON)
    with pytest.raises(NotFoundError):
        drilling.answered(other, "spot:b12-091", kept.id, NOON)
    with pytest.raises(NotFoundError):
        drilling.answered(person, "spot:b12-091", kept.id, NOON)
    drilling.store.delete(person, name)
    assert drilling.kept.answers(person) == ()
    assert drilling.kept.cards(person) == ()
    with pytest.raises(NotFoundError, match="deleted"):
        drilling.drill(person, item)
    assert drilling.outlook(person, NOON).from_talks == 0


def test_a_line_that_leaves_what_can_be_rehearsed_is_met_with_help(drilling: Drilling) -> None:
    left = drilling.leaves("Some days I think about killing myself.")
    assert left
    assert left.help
    assert drilling.leaves("What would you want?") is None
