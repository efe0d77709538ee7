"""All four kinds are judged by the shipped reader, on lines that stand in no corpus."""

import pytest

from simulator.domain.drill import NOTHING, AnyCard, Need, Rewrite, Silence
from simulator.drills.judging import Verdict, judge_choice, judge_line, refusal
from simulator.library.rubrics import load_rubric
from simulator.scoring.reader import shipped_reader
from tests.drills.scenes import ORDER, need, rewrite, silence, spot

RUBRIC = load_rubric()


def judged(card: Rewrite | Silence | Need, line: str) -> Verdict:
    reader, asked = shipped_reader(), card.request(line)
    return judge_line(card, line, reader.code(asked), RUBRIC, reader.confidences(asked))


@pytest.mark.parametrize(
    ("code", "chosen", "right"),
    [
        ("TELL", "TELL", True),
        ("TELL", "OFFER", False),
        ("TELL", NOTHING, False),
        (None, NOTHING, True),
        (None, "BAR", False),
    ],
)
def test_a_choice_is_right_or_told_what_it_is(code: str | None, chosen: str, right: bool) -> None:  # noqa: FBT001
    verdict = judge_choice(spot(code=code), chosen, RUBRIC)
    assert verdict.right is right
    assert (RUBRIC.by_code[code].name if code else "othing here") in verdict.sentence


def test_each_move_of_an_own_line_may_be_chosen() -> None:
    card = spot().model_copy(update={"also": ("BAR",)})
    assert judge_choice(card, "BAR", RUBRIC).right


@pytest.mark.parametrize(
    "line",
    [
        "What have you already thought of for the spring?",
        "The spring is out and the letter still lies ahead of you. What would help you most with the two?",
        "You decide what the letter says, and I'll find the money for a spring. Is that a fair split?",
    ],
)
def test_a_line_that_hands_the_work_back_passes(line: str) -> None:
    verdict = judged(rewrite(), line)
    assert verdict.right, verdict
    assert all(verdict_quote.quote in line for verdict_quote in verdict.findings)


@pytest.mark.parametrize(
    "line",
    [
        ORDER,
        "Leave the letter to me, I'll write to the lender tonight.",
        "Don't worry about the carousel, it will all turn out fine.",
        "You never finish anything on time, it's always the same with you.",
    ],
)
def test_a_line_that_parents_does_not(line: str) -> None:
    verdict = judged(rewrite(), line)
    assert not verdict.right
    assert "Not yet" in verdict.sentence


def test_a_line_without_any_move_hands_nothing_back() -> None:
    verdict = judged(rewrite(), "The museum opens at ten.")
    assert not verdict.right
    assert "handed back" in verdict.sentence


@pytest.mark.parametrize("line", ["...", "Mm, go on.", "I'm listening.", "What would you want it to say?"])
def test_saying_little_or_asking_holds_the_silence(line: str) -> None:
    assert judged(silence(), line).right, judged(silence(), line)


@pytest.mark.parametrize(
    "line",
    [
        "You need to apologise to her first and then ask for a week.",
        "I'll write the letter for you tonight.",
        "Do whatever you want, it's your problem now.",
    ],
)
def test_taking_the_bait_fails(line: str) -> None:
    verdict = judged(silence(), line)
    assert not verdict.right, verdict
    assert verdict.findings


def test_what_the_reader_half_hears_is_named_and_left_to_the_person() -> None:
    verdict = judged(silence(), "Fine, I'll write it for you tonight.")
    assert verdict.right
    assert verdict.doubts == ("RESCUE",)
    assert "You decide" in verdict.sentence
    assert RUBRIC.by_code["RESCUE"].name in verdict.sentence
    assert not judged(silence(), "What would you want it to say?").doubts


def test_many_words_are_no_fault_but_are_named() -> None:
    line = "I notice that I have an answer ready and I would like to keep it to myself for a moment. " * 3
    verdict = judged(silence(), line)
    if verdict.right:
        assert "words" in verdict.sentence


def test_an_own_need_passes_and_a_demand_does_not() -> None:
    assert judged(need(), "I'm worried, because I gave the lender my word and I don't want to break it.").right
    order = judged(need(), "I need you to write that letter by five.")
    assert not order.right
    expectation = judged(
        need(),
        "I worry about it, because I gave my word. The carousel has to turn by the 9th, that is the date of the show.",
    )
    assert not expectation.right, expectation


@pytest.mark.parametrize("card", [rewrite(), silence(), need()], ids=lambda card: card.kind)
def test_an_empty_box_gets_a_sentence(card: AnyCard) -> None:
    assert "empty" in (refusal(card, " \n") or "")
    assert refusal(card, "What do you see?") is None
    assert (refusal(card, "...") is None) == (card.kind == "silence")
