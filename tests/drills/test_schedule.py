"""What one misses comes sooner, and a tap on hard or easy does the last review over."""

from datetime import datetime, timedelta

import pytest

from simulator.drills.schedule import in_words, reviewed, reviewed_anew

NOON = datetime(2026, 11, 2, 12)  # noqa: DTZ001 - UTC without a zone, as the database keeps it


def test_a_missed_card_comes_back_within_the_ten_minutes_and_a_known_one_days_later() -> None:
    missed, known = reviewed(None, "again", NOON), reviewed(None, "good", NOON)
    assert NOON < missed.due < NOON + timedelta(minutes=10)
    assert known.due >= NOON + timedelta(days=1)


def test_a_card_known_again_comes_later_each_time_and_once_missed_comes_soon() -> None:
    first = reviewed(None, "good", NOON)
    second = reviewed(first.record, "good", first.due)
    assert second.due - first.due > first.due - NOON
    slipped = reviewed(second.record, "again", second.due)
    assert slipped.due - second.due < timedelta(minutes=10)
    back = reviewed(slipped.record, "good", slipped.due)
    assert back.due - slipped.due < second.due - first.due


def test_the_same_answers_at_the_same_times_give_the_same_dates() -> None:
    assert reviewed(None, "good", NOON) == reviewed(None, "good", NOON)


@pytest.mark.parametrize("before", [None, reviewed(None, "good", NOON - timedelta(days=3)).record])
def test_hard_and_easy_are_the_review_done_over_and_not_one_more(before: str | None) -> None:
    good = reviewed(before, "good", NOON)
    assert reviewed_anew(good.record, "good") == good
    assert reviewed_anew(good.record, "easy") == reviewed(before, "easy", NOON)
    assert reviewed_anew(good.record, "hard").due < good.due < reviewed_anew(good.record, "easy").due


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(0), "now"),
        (timedelta(minutes=4), "in a few minutes"),
        (timedelta(hours=5), "later today"),
        (timedelta(hours=13), "tomorrow"),
        (timedelta(days=3), "in 3 days"),
        (timedelta(days=21), "in 3 weeks"),
        (timedelta(days=90), "in 3 months"),
    ],
)
def test_a_date_is_told_as_a_distance(ahead: timedelta, words: str) -> None:
    assert in_words(NOON + ahead, NOON) == words
