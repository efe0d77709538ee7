"""Assent, promises, options and check-ins in many words: none of these lines stands in a labelled session."""

import pytest

from simulator.domain.scorecard import CommitmentEntry, Scorecard
from simulator.library.scenarios import load_scenario
from simulator.scoring.assent import assents
from simulator.scoring.promises import clauses_of, standing_habit
from tests.scoring.conversations import Line, line, rounds, scored

PAULA = load_scenario("paula-first-meeting")


@pytest.mark.parametrize(
    "text",
    [
        "Go on, then.",
        "I could live with that.",
        "[nods] Thursday's fine.",
        "Sounds like a plan.",
        "I don't see why not.",
        "You're on.",
        "Suits me.",
        "I'd sign that.",
        "[a breath] Makes sense.",
    ],
)
def test_agreement_is_said_in_many_words(text: str) -> None:
    assert assents(text, frozenset(), asked=False, pressed=True)


@pytest.mark.parametrize(
    "text",
    [
        "A checklist for every case. I see.",
        "Thanks, that's very kind.",
        "Whatever you think is best.",
        "If you say so.",
        "I suppose.",
        "That doesn't work for me.",
        "We'll see.",
    ],
)
def test_an_echo_thanks_or_a_shrug_is_no_agreement(text: str) -> None:
    assert not assents(text, frozenset(), asked=True, pressed=False)


def test_a_nod_counts_where_it_was_asked_for_and_not_under_pressure() -> None:
    assert assents("Okay.", frozenset(), asked=True, pressed=False)
    assert not assents("Okay.", frozenset(), asked=True, pressed=True)
    assert not assents("Okay.", frozenset(), asked=False, pressed=False)
    assert not assents("Okay.", frozenset({"BAIT_MASK"}), asked=True, pressed=False)
    assert not assents("Yes.", frozenset({"PUSHBACK"}))


@pytest.mark.parametrize(
    ("clause", "person"),
    [
        ("You draft it by Monday", "you"),
        ("the cover note I write tonight", "me"),
        ("The draft you write by Friday", "you"),
        ("Mara gets the budget from me by Friday", "me"),
        ("You get the key on Monday", "me"),
        ("You get the draft to her by Monday", "you"),
        ("Could the outline be with me by the 20th?", "you"),
        ("The plan is in your hands on Thursday", "me"),
        ("Room, me, Wednesday", "me"),
        ("The rota's yours, on the wall by Sunday", "you"),
        ("Let's have it signed by Friday", "us"),
        ("The gate closes tonight", None),
        ("Thursday evening, a page you can read out", None),
    ],
)
def test_who_acts_is_named_in_many_ways(clause: str, person: str | None) -> None:
    assert [said.person for said in clauses_of(clause)] == [person]


def test_each_day_of_a_plan_is_a_promise_of_its_own() -> None:
    said = list(
        clauses_of("You draft it before the board meets, I book the room by Monday; on the 4th we look at both.")
    )
    assert [(s.person, s.date, s.check_in) for s in said] == [
        ("you", "before the board meets", False),
        ("me", "Monday", False),
        ("us", "the 4th", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "When would you start, and by which day?",
        "On the 8th two customers had been promised something.",
        "If it isn't there by Friday, they walk.",
        "[looks at the calendar, Friday] Hm.",
    ],
)
def test_open_questions_the_past_conditions_and_gestures_promise_nothing(text: str) -> None:
    assert list(clauses_of(text)) == []


def test_a_habit_needs_no_day_and_a_task_does() -> None:
    assert standing_habit("If it slips, you hear it from me")
    assert standing_habit("I'll leave your drafts alone from now on")
    assert not standing_habit("I'll book the room")


def _plan(*lines: Line) -> tuple[CommitmentEntry, ...]:
    return scored(list(lines), PAULA).ledgers.commitments


def _met(card: Scorecard, code: str) -> bool:
    return next(result.met for result in card.criteria if result.code == code)


CLOSING = line("I book you the lab by Wednesday. When do I see a page, and when do we compare notes?", "CLOSE")
ANSWER = "I'll have the page by Friday. Notes on Monday at ten."


def test_a_check_in_with_a_day_is_a_line_of_its_own() -> None:
    plan = _plan(CLOSING, ANSWER)
    assert [(entry.owner, entry.date, entry.check_in) for entry in plan] == [
        ("leader", "Wednesday", False),
        ("employee", "Friday", False),
        ("both", "Monday at ten", True),
    ]
    assert all(entry.assent_turn == 1 for entry in plan)
    assert plan[0].kind == "leader-owes"


def test_a_day_said_back_is_not_promised_twice() -> None:
    plan = _plan(CLOSING, ANSWER, line("Monday at ten, then. Good.", "CLOSE"), "Monday.")
    assert [entry.turn for entry in plan] == [0, 1, 1]


def test_their_own_promise_takes_the_place_of_what_was_put_to_them() -> None:
    plan = _plan(
        line("Can I have the page from you by Friday?", "CLOSE"), "Friday's tight. I'll have it to you by Monday."
    )
    assert [(entry.owner, entry.date, entry.turn) for entry in plan] == [("employee", "Monday", 1)]


def test_a_division_stands_only_until_a_day_is_named() -> None:
    divided: list[Line] = [
        line("The page is yours, the lab is mine. Fair?", "SPLIT"),
        "You'd get me the lab, I'd write.",
    ]
    assert {(entry.owner, entry.date) for entry in _plan(*divided)} == {("leader", None), ("employee", None)}
    assert all(entry.date for entry in _plan(*divided, CLOSING, ANSWER))


def test_a_path_without_days_or_with_a_meeting_alone_is_not_complete() -> None:
    assert _met(scored([*rounds(6), CLOSING, ANSWER], PAULA), "S6")
    undated: list[Line] = [
        line("I'll book the lab and you'll write the page. We'll talk soon.", "CLOSE"),
        "Yes, agreed.",
    ]
    meeting: list[Line] = [line("Shall we talk on Monday at ten?", "CLOSE"), "Yes, Monday."]
    assert not _met(scored([*rounds(6), *undated], PAULA), "S6")
    assert not _met(scored([*rounds(6), *meeting], PAULA), "S6")


def test_what_the_leader_polices_or_covers_up_is_not_what_a_leader_owes() -> None:
    (entry,) = _plan(line("I'll tell them by Friday that it was the system.", "EXCUSE"), "Okay.")
    assert (entry.owner, entry.kind, entry.assent_turn) == ("leader", "other", None)


def test_options_set_side_by_side_are_counted_apart_and_orders_are_the_leaders() -> None:
    talk = scored(
        [
            line("You need to ring sales, write it up, and you should show Dev first.", "TELL"),
            "I could ask the ones who left. Or read the tickets. Or start with one region.",
        ],
        PAULA,
    )
    assert [option.by for option in talk.ledgers.options] == ["leader"] * 3 + ["employee"] * 3


def test_a_question_for_leave_is_no_option_and_insisting_is_no_second_one() -> None:
    assert scored([line("Can I add an idea? Drop it if it doesn't fit.", "OFFER")]).ledgers.options == ()
    talk: list[Line] = [
        line("I'll do the deck.", "RESCUE"),
        "That's not it.",
        line("No, leave it with me tonight.", "RESCUE"),
    ]
    assert len(scored(talk).ledgers.options) == 1


def test_the_tension_comes_before_the_first_day_and_what_was_pushed_earlier_is_no_collapse() -> None:
    held = line("You want room and I want a date. How could both be true?", "TENSION")
    mended: list[Line] = [
        line("You should ring them.", "TELL"),
        "Hm.",
        line("Scrap that, I jumped in.", "HOLD"),
        "Right.",
    ]
    assert _met(scored([*mended, held, "Hm.", *rounds(6), CLOSING, ANSWER], PAULA), "S9")
    assert not _met(scored([*rounds(6), CLOSING, ANSWER, held, "Hm."], PAULA), "S9")
    assert not _met(scored([held, "Hm.", line("You need to ring them.", "TELL"), "Hm.", *rounds(6)], PAULA), "S9")


def test_a_slip_is_mended_by_taking_it_back_in_other_words() -> None:
    talk: list[Line] = [
        line("You're too proud to ask.", "ASSUME"), "No.",
        line("No, and I made that up. What was it like?", "ASK"), "Hm.",
    ]  # fmt: skip
    assert scored(talk).turns[0].findings[0].repaired_by == 2
