import pytest

from simulator.domain.marked import Reliability
from simulator.library.rubrics import load_rubric
from tests.report.talks import SMALL, Said, Talk, rehearse, say

RUBRIC = load_rubric()
SMALL_TALK = say("Right. And then?")


def test_the_strength_is_the_weightiest_move_and_of_equals_the_one_that_opened_most() -> None:
    debrief = rehearse(
        [
            say("You are good at detail, as in March.", "VIEW", confidence=0.99),
            say("What matters to you?", "ASK", confidence=0.7),
            say("I need to know where we are.", "SHARE", confidence=0.6),
            say("And what else could be tried?", "OPTIONS", confidence=0.98),
        ]
    ).debrief()
    assert debrief.strength.quote == "I need to know where we are."
    assert debrief.strength.place
    assert debrief.strength.place.words == "line 3"
    assert debrief.strength.opened
    assert "violin" in debrief.strength.opened, "the fact told on this line"


def test_without_a_partnering_move_it_says_so_and_praises_nothing() -> None:
    strength = rehearse([say("You need to call them.", "TELL"), SMALL_TALK]).debrief().strength
    assert strength.quote is None
    assert strength.sentence.startswith("No partnering move was found")


def test_the_next_move_is_the_gravest_slip_left_standing_with_a_line_to_try() -> None:
    debrief = rehearse(
        [
            say("I'll do it for you.", "RESCUE", confidence=0.7),
            say("I took that over. Can we rewind?", "HOLD"),
            say("You need to call them.", "TELL", confidence=0.99),
            say("Give me the report, I'll write it.", "RESCUE", confidence=0.8),
            say("Give me the slides as well.", "RESCUE", confidence=0.95),
        ]
    ).debrief()
    step = debrief.next_move
    assert step.place
    assert step.place.words == "line 5", "line 1 is mended, line 3 weighs less, line 4 is less sure"
    assert step.better == "What would you keep?"
    assert step.flag == "line-5-rescue"
    move = RUBRIC.by_code["RESCUE"]
    assert step.why == f"{move.meant} {move.effect}", "what was meant comes first"


def test_without_a_slip_the_next_move_is_the_criterion_that_lost_most_points() -> None:
    step = rehearse([say("I need to know where we are.", "SHARE"), SMALL_TALK]).debrief().next_move
    assert (step.criterion, step.flag) == ("S2", None)
    assert step.better == "Is it the kind of work, or something else?"


def test_a_better_line_is_about_what_the_slip_touches_and_comes_twice_only_when_none_is_left() -> None:
    texts = ["Give me the report.", "Give me the report again.", "I'll do that work.", "And that, and the report."]
    flags = rehearse([say(text, "RESCUE", confidence=0.9 - n / 100) for n, text in enumerate(texts)]).debrief().flags
    assert [flag.better for flag in flags] == [
        "The reports stay with you. What is in the way?",
        "What would you keep?",
        "Which work would you fight for?",
        "The reports stay with you. What is in the way?",
    ]


def test_without_a_line_of_the_scenario_the_advice_stands_alone() -> None:
    flag = rehearse([say("You need to call them.", "TELL")]).debrief().flags[0]
    assert flag.better is None
    assert flag.advice == RUBRIC.by_code["TELL"].advice


def test_a_flag_says_what_was_meant_what_it_does_what_it_costs_and_which_pull_came_before() -> None:
    talk = rehearse(
        [
            say("Tell me more.", reply="I'm fine. Just busy."),
            say("You poor thing, and I'll do it.", RESCUE="I'll do it"),
        ]
    )
    flag = talk.debrief({"RESCUE": Reliability(precision=0.83, recall=0.7, turns=40)}).flags[0]
    assert (flag.quote, flag.tag, flag.sure) == ("I'll do it", "FOR", "very sure")
    assert flag.place.words == "line 2"
    assert flag.meant == RUBRIC.by_code["RESCUE"].meant
    assert flag.cost == "career"
    assert flag.cost_sentence
    assert flag.bait
    assert flag.bait.meaning == "hides the need"
    assert flag.reliability
    assert "about eight times in ten" in flag.reliability
    turn = talk.debrief().turns[flag.place.turn]
    assert [piece.text for piece in turn.segments if flag.id in piece.marks] == ["I'll do it"]
    assert talk.debrief().flags[0].reliability is None


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.95, "very sure"), (0.8, "fairly sure"), (0.55, "not quite sure"), (0.3, "a guess")]
)
def test_confidence_is_said_in_words(confidence: float, words: str) -> None:
    assert rehearse([say("You need to go.", "TELL", confidence=confidence)]).debrief().flags[0].sure == words


def test_a_mended_slip_is_praised_with_the_words_that_mended_it_and_its_takeover_no_longer_stands() -> None:
    debrief = rehearse(
        [
            say("I'll do it for you.", "RESCUE"),
            say("That was too fast. I took it over, can we rewind?", HOLD="I took it over, can we rewind?"),
        ]
    ).debrief()
    (praise,) = debrief.praise
    assert praise.quote == "I took it over, can we rewind?"
    assert (praise.slip.words, praise.place.words) == ("line 1", "line 2")
    assert praise.flags == ("line-1-rescue",)
    assert debrief.flags[0].repaired == praise.place
    assert debrief.plan.lines[0].taken_back == praise.place
    assert debrief.plan.sentence.startswith("There is no plan yet")


def test_the_plan_names_who_what_when_check_in_assent_and_what_a_leader_owes() -> None:
    debrief = rehearse(
        [
            say(
                "So you'll send me an outline by Thursday and I'll book a slot by Wednesday. When shall we talk again?",
                "CLOSE",
                reply="Yes, that works.",
            )
        ]
    ).debrief()
    theirs, mine = debrief.plan.lines
    assert (theirs.who, theirs.when, theirs.check_in) == ("Paula", "Thursday", True)
    assert (mine.who, mine.when, mine.owes) == ("you", "Wednesday", "systems")
    assert mine.agreed
    assert mine.agreed.words == "Paula's answer to line 1"
    assert "systems" in debrief.plan.given
    assert "coaching" in debrief.plan.not_given
    assert debrief.plan.sentence == "There are two promises: one yours and one Paula's."


def test_nine_criteria_are_sentences_with_the_turns_that_are_evidence() -> None:
    debrief = rehearse([say("What matters to you at work?", "ASK"), say("I need to know.", "SHARE")]).debrief()
    assert [line.code for line in debrief.criteria] == [f"S{number}" for number in range(1, 10)]
    first, last = debrief.criteria[0], debrief.criteria[-1]
    assert first.state == "partly"
    assert [place.words for place in first.evidence] == ["line 2"]
    assert last.state == "does not apply"


def test_a_short_conversation_is_not_scored_and_says_why_and_has_no_closing_scene() -> None:
    debrief = rehearse([SMALL_TALK] * 5).debrief()
    assert (debrief.verdict.scored, debrief.verdict.score, debrief.ending) == (False, None, None)
    assert debrief.verdict.why_not
    assert debrief.verdict.why_not.startswith("Not scored: ")
    assert debrief.no_ending


def test_nothing_said_yet_still_makes_a_debrief() -> None:
    debrief = rehearse([]).debrief()
    assert debrief.strength.quote is None
    assert debrief.next_move.title == "Say a first line."
    assert [card.state for card in debrief.disclosures.cards] == ["closed"] * 4


def test_caps_are_sentences_and_show_what_the_number_would_have_been() -> None:
    talk = rehearse([say("What matters?", "ASK"), say("And what else is possible?", "OPTIONS")] * 3)
    capped = talk.scorecard.model_copy(update={"caps": ("Nothing was confirmed.",), "score_before_caps": 90})
    verdict = Talk(talk.scenario, talk.rehearsal, capped, talk.trail).debrief().verdict
    assert (verdict.caps, verdict.before_caps) == (("Nothing was confirmed.",), 90)
    free = Talk(talk.scenario, talk.rehearsal, talk.scorecard.model_copy(update={"caps": ()}), talk.trail)
    assert free.debrief().verdict.before_caps is None


OPEN = (
    say("What matters to you at work?", "ASK"),
    say("I need to know where we are.", "SHARE"),
    say(
        "So you'll send me an outline by Thursday and I'll book a slot by Wednesday. When shall we talk again?",
        "CLOSE",
        reply="Yes, that works.",
    ),
)


def test_it_ends_in_partnering_only_when_level_open_and_with_half_a_path() -> None:
    def ending(*lines: Said) -> str | None:
        scene = rehearse(lines).debrief().ending
        return scene.kind if scene else None

    rest = (SMALL_TALK,) * 3
    assert ending(*OPEN, *rest) == "partnering"
    assert ending(*OPEN[1:], *rest, SMALL_TALK) == "parenting", "tier 2 was not reached"
    assert ending(*OPEN[:2], *rest, SMALL_TALK) == "parenting", "no path"
    tilted = [say("I'll do it for you.", "RESCUE")] * 2
    assert ending(*OPEN, *rest, *tilted) == "parenting", "the see-saw is over"


def test_own_energy_and_word_share_are_shown() -> None:
    debrief = rehearse([say("What now? And then?", reply="[looks up] Two words.")]).debrief()
    assert debrief.own_energy.sentence == "Your own energy went from 6 to 7 out of 10."
    assert debrief.talk.questions == 2
    assert debrief.talk.leader_words == 4
    opening = SMALL.persona.opening.split("]")[1].split()
    assert debrief.talk.employee_words == len(opening) + 2, "body language is no word"


def test_a_note_about_a_reply_and_an_unread_line_are_shown() -> None:
    talk = rehearse([SMALL_TALK])
    exchange = talk.rehearsal.exchanges[0].model_copy(update={"note": "The model failed; the built-in voice spoke."})
    noted = talk.rehearsal.model_copy(update={"exchanges": (exchange,)})
    turns = list(talk.scorecard.turns)
    turns[1] = turns[1].model_copy(update={"scored": False, "why_not": "Too long to read."})
    card = talk.scorecard.model_copy(update={"turns": tuple(turns)})
    debrief = Talk(talk.scenario, noted, card, talk.trail).debrief()
    assert debrief.turns[2].note == "The model failed; the built-in voice spoke."
    assert debrief.turns[1].unread == "Too long to read."


def test_a_scorecard_of_another_rehearsal_is_refused() -> None:
    one, other = rehearse([SMALL_TALK]), rehearse([say("Something else.")])
    with pytest.raises(ValueError, match="not of this rehearsal"):
        Talk(one.scenario, one.rehearsal, other.scorecard, one.trail).debrief()
