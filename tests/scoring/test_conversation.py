"""Ledgers, criteria, see-saw, caps and bands, with given readings (rubric sections 4.1 and 4.6)."""

import pytest

from simulator.domain.scorecard import Scorecard
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario
from tests.scoring.conversations import Line, line, rounds, scored

PAULA = load_scenario("paula-first-meeting")
QUIET = line("Right. Next point, then.")


def _criterion(card: Scorecard, code: str) -> bool:
    return next(result.met for result in card.criteria if result.code == code)


def test_a_rescue_taken_back_within_two_turns_counts_half_and_is_a_repair() -> None:
    card = scored(
        [
            line("Forward me the thread, I'll deal with it myself.", "RESCUE"),
            "Okay.",
            line("I went straight to a fix, can we rewind?", "HOLD"),
        ]
    )
    rescue = card.turns[0].findings[0]
    assert rescue.severity == load_rubric().by_code["RESCUE"].severity / 2
    assert rescue.repaired_by == 2
    assert card.turns[2].repair


def test_a_redo_is_a_repair_even_when_the_reader_calls_it_a_question() -> None:
    card = scored(
        [
            line("You should call the client.", "TELL"),
            "Sure.",
            line("Scrap that. What have you thought about trying?", "OPTIONS"),
        ]
    )
    assert card.turns[0].findings[0].repaired_by == 2


def test_a_repair_that_comes_three_turns_later_comes_too_late() -> None:
    card = scored(
        [
            line("I'll do it myself.", "RESCUE"),
            "Okay.",
            QUIET,
            "Mm.",
            QUIET,
            "Mm.",
            line("I took that off you. Can I hand it back?", "HOLD"),
        ]
    )
    assert card.turns[0].findings[0].repaired_by is None


def test_an_assumption_with_a_fix_hanging_on_it_weighs_three_and_is_for() -> None:
    card = scored(
        [("You're worn out. I'll take the deck.", {"ASSUME": "You're worn out", "RESCUE": "I'll take the deck"})]
    )
    assume = card.turns[0].findings[0]
    assert (assume.severity, assume.tag) == (3, "FOR")
    alone = scored([line("You're clearly burned out.", "ASSUME")]).turns[0].findings[0]
    assert (alone.severity, alone.tag) == (2, "TO")


def test_a_fix_repeated_after_pushback_weighs_three() -> None:
    card = scored(
        [
            line("You need to call the client.", "TELL"),
            "That's not really it.",
            line("Just call the client.", "TELL"),
        ]
    )
    assert [turn.findings[0].severity for turn in card.turns if turn.speaker == "leader"] == [2, 3]


def test_the_see_saw_adds_tilts_and_is_drawn_back_by_shared_work() -> None:
    card = scored(
        [
            line("I'll take it.", "RESCUE"),
            "Okay.",
            line("Which part do you want to own, and where do you want me?", "SPLIT"),
            "The first.",
            line("It's your problem now.", "ABDICATE"),
        ]
    )
    assert card.seesaw == (3.0, 1.8, -1.2)


def test_the_bait_that_preceded_a_slip_is_named() -> None:
    card = scored(["So what do you want me to do about it?", line("I'll call them.", "RESCUE")])
    assert card.turns[1].findings[0].bait == "BAIT_UPWARD"


def test_ten_good_questions_and_no_own_need_fail_s1_and_are_capped() -> None:
    talk: list[Line] = []
    for number in range(10):
        talk += [line(f"What matters most to you in part {number}?", "ASK"), "I want to lead something of my own."]
    card = scored(talk, PAULA)
    assert not _criterion(card, "S1")
    assert "You never said what you need yourself." in card.caps or (card.score or 0) <= 80
    assert card.score is not None
    assert card.score <= load_rubric().scoring.caps.nothing_shared


def test_a_kind_agreement_without_owner_or_date_is_no_complete_path() -> None:
    kind: list[Line] = [line("Lovely. Let's both try to make this work.", "CLOSE"), "Yes, let's."]
    card = scored([*kind, *rounds(6)], PAULA)
    assert not _criterion(card, "S6")


def test_a_path_with_both_owners_dates_check_in_and_yes_is_complete() -> None:
    plan = (
        "So you'll send me the outline by Thursday and I'll clear the budget by Wednesday. "
        "Shall we look at how it's going on the 9th?"
    )
    card = scored([*rounds(6), line(plan, "CLOSE"), "Yes. Outline to you by Thursday."], PAULA)
    assert _criterion(card, "S6")
    assert {entry.owner for entry in card.ledgers.commitments} >= {"leader", "employee"}


def test_work_taken_over_stands_in_the_plan_as_the_leaders_and_breaks_the_balance() -> None:
    card = scored([line("I'll do your weekly analysis myself.", "RESCUE"), "Okay.", *rounds(6)], PAULA)
    assert any(entry.kind == "employee-core" and entry.owner == "leader" for entry in card.ledgers.commitments)
    assert not _criterion(card, "S5")


def test_fewer_than_six_leader_turns_are_not_scored() -> None:
    card = scored(rounds(5), PAULA)
    assert (card.scored, card.score, card.band) == (False, None, None)
    assert card.why_not is not None
    assert "6" in card.why_not


def test_six_quiet_turns_are_scored() -> None:
    assert scored(rounds(6), PAULA).scored


def test_a_need_assumed_and_left_standing_fails_s2() -> None:
    card = scored(
        [line("You want to get back to being a star.", "ASSUME"), "I want to lead something.", *rounds(6)],
        PAULA,
    )
    assert not _criterion(card, "S2")
    assert {entry.source for entry in card.ledgers.needs} == {"assumed", "voiced"}


def test_no_criteria_and_no_score_without_a_scenario_but_moves_and_see_saw() -> None:
    card = scored(rounds(6, line("What matters to you?", "ASK"), "Mm."))
    assert card.criteria == ()
    assert card.score is None
    assert card.partnering_moves == 6
    assert card.moves_score == 100


def test_a_move_counts_three_times_at_most() -> None:
    many = scored([*[line(f"And {n}, what matters?", "ASK") for n in range(9)], line("I'll take it.", "RESCUE")])
    three = scored(
        [*[line(f"And {n}, what matters?", "ASK") for n in range(3)], *[QUIET] * 6, line("I'll take it.", "RESCUE")]
    )
    assert many.moves_score == three.moves_score


def test_scoring_twice_gives_the_same_card() -> None:
    talk = rounds(4, line("What matters?", "ASK"), "I want to lead.", line("I'll take it.", "RESCUE"), "Okay.")
    assert scored(talk, PAULA) == scored(talk, PAULA)


def test_the_reader_never_sees_hidden_needs_or_facts() -> None:
    from simulator.domain.transcript import Transcript, Turn  # noqa: PLC0415
    from simulator.scoring.conversation import Scorer  # noqa: PLC0415
    from tests.scoring.conversations import GivenReader  # noqa: PLC0415

    reader = GivenReader({})
    talk = Transcript(scenario=PAULA.id, turns=(Turn(speaker="leader", text="Hello."),))
    Scorer(load_rubric(), reader).score(talk, PAULA)
    seen = reader.asked[0].model_dump_json()
    assert not any(fact.text in seen for fact in PAULA.facts)


@pytest.mark.parametrize(("low", "high"), [(0, 39), (40, 59), (60, 79), (80, 100)])
def test_bands_stand_where_the_rubric_says(low: int, high: int) -> None:
    assert (low, high) in {(band.low, band.high) for band in load_rubric().scoring.bands}


def test_work_given_back_within_two_turns_no_longer_stands_in_the_plan() -> None:
    talk = [
        line("I'll do your weekly analysis myself.", "RESCUE"), "Okay.",
        line("I took that off you. It's yours again.", "HOLD"), "Fine.", *rounds(5),
    ]  # fmt: skip
    card = scored(talk, PAULA)
    assert [entry.taken_back for entry in card.ledgers.commitments] == [2]
    assert "The plan does not rest on both ends." in card.caps or (card.score_before_caps or 0) <= 60


def test_a_boundary_crossed_caps_the_score_until_it_is_mended() -> None:
    crossed = line("There's trouble at home, and that's what is behind this.", "ASSUME")
    mended = line("That was a guess about your home and none of my business. I take it back.", "HOLD")
    sentence = "A boundary of this situation was crossed."
    good: list[Line] = [
        line("What matters to you at work?", "ASK"), "I want to lead something.",
        line("I need to know who is on my team.", "SHARE"), "Right.",
        line("Is it that you want to be seen?", "CONFIRM"), "Yes. I should have said so.",
        line("You want room, and I need a date. How could both be true?", "TENSION"), "I could start with churn.",
        line("What else?", "OPTIONS"), "Maybe I could sit with the account team.",
        line("By the 14th I need a plan finance can cost. How is yours.", "BAR"), "Good.",
        line("If I take work back, will you call me on it?", "HOLD"), "Yes.",
        line("So you'll send the outline by Friday and I'll get you access by Monday. When do we check in?", "CLOSE"),
        "Agreed. I'll have it to you by Friday.",
    ]  # fmt: skip
    assert sentence in scored([crossed, "No.", *good, *rounds(3)], PAULA).caps
    assert sentence not in scored([crossed, "No.", mended, "Okay.", *good, *rounds(3)], PAULA).caps
