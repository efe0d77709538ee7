"""What an employee remembers of what the leader said they would do."""

import pytest

from simulator.persona.promises import promises_in

KEPT = (
    ("I'll tell the VP on Friday.", "Friday"),
    ("Thanks. I will send you the draft by the 9th. And you decide.", "the 9th"),
    ("My part is the two calls.", None),
)
PASSED_OVER = (
    "I'll be honest, this worries me.",
    "Should I'll say, I'll do it on Friday?",
    "You'll send me the draft by Friday.",
    "I will " + "really " * 30 + "do it on Friday.",
)


@pytest.mark.parametrize(("text", "day"), KEPT)
def test_a_promise_is_kept_in_the_leaders_own_words(text: str, day: str | None) -> None:
    found = promises_in(text, frozenset({"SPLIT"}), 3)
    assert [(promise.turn, promise.when) for promise in found] == [(3, day)]
    assert found[0].words in text


@pytest.mark.parametrize("text", PASSED_OVER)
def test_what_is_no_promise_is_passed_over(text: str) -> None:
    assert promises_in(text, frozenset({"SPLIT"}), 3) == ()


def test_without_a_day_or_a_plan_nothing_is_held() -> None:
    assert promises_in("I'll look into it.", frozenset(), 1) == ()
    assert len(promises_in("I'll look into it.", frozenset({"CLOSE"}), 1)) == 1
