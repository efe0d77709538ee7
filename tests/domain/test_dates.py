"""Days with their hours, and occasions, as a plan names them."""

import pytest

from simulator.domain.dates import deadlines, named_deadline, same_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("the draft by Thursday the 12th", "Thursday the 12th"),
        ("Monday at eleven, with a range", "Monday at eleven"),
        ("Tuesday, half past eight, I'm better then", "Tuesday, half past eight"),
        ("it goes out tomorrow before ten", "tomorrow before ten"),
        ("at her door before five today", "before five today"),
        ("Tuesday after stand-up", "Tuesday after stand-up"),
        ("the Monday after that, ten minutes", "the Monday after that"),
        ("you have it before the board meets", "before the board meets"),
        ("ready by your next review", "by your next review"),
        ("a word ahead of Bryony's call", "ahead of Bryony's call"),
        ("in a fortnight", "in a fortnight"),
        ("by the end of the sprint", "the end of the sprint"),
        ("we'll talk soon", None),
        ("by the way", None),
        ("before I forget", None),
        ("he takes the Monday report", None),
        ("from my side", None),
    ],
)
def test_a_deadline_is_a_day_with_its_hour_or_an_occasion(text: str, date: str | None) -> None:
    assert named_deadline(text) == date


def test_every_day_of_a_sentence_is_found_in_order() -> None:
    assert deadlines("the figures on Tuesday at nine, the story on Friday") == ("Tuesday at nine", "Friday")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tuesday at nine", "Tuesday", True),
        ("before five today", "today", True),
        ("the 12th", "Thursday the 12th", True),
        ("Monday", "Tuesday", False),
        ("the 12th", "the 21st", False),
        (None, None, True),
        ("Monday", None, False),
    ],
)
def test_dates_are_the_same_when_the_words_of_one_are_in_the_other(
    one: str | None, other: str | None, *, same: bool
) -> None:
    assert same_date(one, other) is same
