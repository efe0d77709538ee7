"""The order of cards: what is due first, then what one misses most, never two of one setting in a row."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from simulator.domain.drill import Drill
from simulator.domain.finding import Finding, Reading
from simulator.domain.rehearsal import Exchange, Preparation, Rehearsal
from simulator.drills.choosing import count_misses, next_card
from simulator.drills.schedule import reviewed
from simulator.library.rubrics import load_rubric
from tests.drills.scenes import dealt, rewrite, silence, spot

NOW = datetime(2026, 11, 2, 12)  # noqa: DTZ001 - UTC without a zone


def chosen(
    deck: list[Drill], due: dict[str, datetime], met: list[Drill] | None = None, missed: dict[str, int] | None = None,
    seed: int = 1,
) -> str | None:  # fmt: skip
    found = next_card(deck, due, met or [], missed or {}, now=NOW, chance=Random(seed))
    return found.card.id if found else None


def test_a_missed_card_comes_before_a_known_one() -> None:
    missed, known = dealt(spot("missed", setting="a"), spot("known", setting="b"))
    earlier = NOW - timedelta(hours=1)
    due = {"spot:missed": reviewed(None, "again", earlier).due, "spot:known": reviewed(None, "good", earlier).due}
    assert chosen([known, missed], due) == "spot:missed"
    assert chosen([known], due) is None


def test_of_two_that_are_due_the_longest_overdue_comes_first_and_both_before_a_new_one() -> None:
    deck = dealt(spot("new", setting="a"), spot("late", setting="b"), spot("later", setting="c"))
    due = {"spot:late": NOW - timedelta(days=2), "spot:later": NOW - timedelta(days=1)}
    assert chosen(deck, due) == "spot:late"
    assert chosen(deck, {**due, "spot:late": NOW + timedelta(days=1)}) == "spot:later"


def test_the_code_missed_most_is_met_first_but_does_not_fill_the_round() -> None:
    codes = ("TELL", "TELL", "TELL", "RESCUE", "RESCUE", "NURTURE")
    deck = dealt(*(spot(f"{code.lower()}-{place}", code, setting=str(place)) for place, code in enumerate(codes)))
    met: list[Drill] = []
    for _ in codes:
        left = [drill for drill in deck if drill not in met]
        name = chosen(left, {}, met, {"TELL": 5, "RESCUE": 2})
        met.append(next(drill for drill in deck if drill.card.id == name))
    order = [drill.card.codes[0] for drill in met]
    assert order[0] == "TELL"
    assert order[:4].count("RESCUE") >= 1
    assert order[-1] == "NURTURE"


def test_no_two_of_one_setting_follow_each_other() -> None:
    deck = dealt(*(spot(f"{place}-{kind}", setting=place) for place in ("a", "b", "c") for kind in ("x", "y", "z")))
    for seed in range(20):
        met: list[Drill] = []
        while name := chosen([drill for drill in deck if drill not in met], {}, met, seed=seed):
            card = next(drill for drill in deck if drill.card.id == name)
            others = {drill.card.setting for drill in deck if drill not in met}
            if met and len(others) > 1:
                assert card.card.setting != met[-1].card.setting
            met.append(card)
        assert len(met) == len(deck)


def test_a_due_card_of_the_same_setting_waits_for_one_of_another() -> None:
    last, same, other = dealt(spot("last", setting="a"), spot("same", setting="a"), spot("other", setting="b"))
    due = {"spot:last": NOW + timedelta(days=1), "spot:same": NOW - timedelta(days=1)}
    assert chosen([last, same, other], due, [last]) == "spot:other"
    assert chosen([last, same], due, [last]) == "spot:same"


def test_kinds_take_turns() -> None:
    met = dealt(spot("met", "ASK", setting="x"))
    assert chosen(dealt(spot("next", "TELL", setting="y"), rewrite("next", setting="z")), {}, met) == "rewrite:next"


def test_misses_are_counted_from_answers_and_from_parenting_in_own_talks() -> None:
    found = tuple(Finding(code=code, quote="x", start=0, end=1, confidence=0.9) for code in ("TELL", "RESCUE", "ASK"))
    line = Exchange(
        number=1, leader="x", reading=Reading(findings=found), reply="Yes.", status="complete", voice="authored",
        note=None,
    )  # fmt: skip
    talk = Rehearsal(
        id="t", person="p", scenario="s", scenario_version=1, seed=1, preparation=Preparation(answers=None),
        opened_at=NOW, ended_at=NOW, energy_after=None, hold_me_to=None, hints=False, draft="",
        exchanges=(line, line.model_copy(update={"number": 2})),
    )  # fmt: skip
    branch = talk.model_copy(update={"parent_line": 2})
    answers = [(Drill(spot("a", "TELL")), False), (Drill(spot("b", None)), False), (Drill(silence()), True)]
    assert count_misses(answers, [talk], load_rubric()) == Counter(TELL=3, RESCUE=2, NOTHING=1)
    # The line before a branch was counted where it was said.
    assert count_misses([], [branch], load_rubric()) == Counter(TELL=1, RESCUE=1)
