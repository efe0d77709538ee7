"""When a card is met again: spaced repetition by the `fsrs` library (FSRS-6), with the clock passed in.

Times are UTC without a zone, as the database keeps them. What is kept of a card is the library's own record as JSON
beside the one before it, so that a person can say afterwards that an answer was hard or easy.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from fsrs import Card, Rating, Scheduler

Ease = Literal["again", "hard", "good", "easy"]
EASES: tuple[Ease, ...] = get_args(Ease)

_SOON = timedelta(minutes=4)
"""A missed card comes back within the ten minutes."""
# Fuzz draws from a chance of its own, which nobody could pass in.
_SCHEDULER = Scheduler(learning_steps=(_SOON,), relearning_steps=(_SOON,), enable_fuzzing=False)
_RATINGS = {"again": Rating.Again, "hard": Rating.Hard, "good": Rating.Good, "easy": Rating.Easy}
_WEEKS_FROM, _MONTHS_FROM = 14, 60
"""Days from which a distance is told in weeks, and in months."""
_NO_NUMBER = 1
"""The library numbers cards by the clock; ours have names."""


@dataclass(frozen=True)
class Schedule:
    """Where a card stands: `record` is to be kept, `due` is when it is next met."""

    record: str
    due: datetime


def reviewed(record: str | None, ease: Ease, now: datetime) -> Schedule:
    """The schedule after an answer; `record` is None for a card met for the first time."""
    before = _read(record)["now"] if record else None
    return _after(before, ease, now)


def reviewed_anew(record: str, ease: Ease) -> Schedule:
    """The schedule if the last answer had been of another ease: the last review is done over, at its own time."""
    kept = _read(record)
    last = Card.from_json(kept["now"]).last_review
    if last is None:
        msg = "a kept card was reviewed at least once"
        raise ValueError(msg)
    return _after(kept["before"], ease, last.replace(tzinfo=None))


def _after(before: str | None, ease: Ease, now: datetime) -> Schedule:
    aware = now.replace(tzinfo=UTC)
    card = Card.from_json(before) if before else Card(card_id=_NO_NUMBER, due=aware)
    card, _ = _SCHEDULER.review_card(card, _RATINGS[ease], aware)
    return Schedule(json.dumps({"now": card.to_json(), "before": before}), card.due.replace(tzinfo=None))


def _read(record: str) -> dict[str, str]:
    kept: dict[str, str] = json.loads(record)
    return kept


def in_words(due: datetime, now: datetime) -> str:
    """When that is, as in: you meet it again tomorrow."""
    if due <= now + timedelta(hours=1):
        return "in a few minutes" if due > now else "now"
    days = (due.date() - now.date()).days
    if days == 0:
        return "later today"
    if days < _WEEKS_FROM:
        return "tomorrow" if days == 1 else f"in {days} days"
    if days < _MONTHS_FROM:
        return f"in {round(days / 7)} weeks"
    return f"in {round(days / 30)} months"
