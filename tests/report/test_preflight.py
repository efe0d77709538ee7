"""From talks to figures and bars: plain arithmetic."""

from dataclasses import replace

import pytest

from simulator.domain.leaders import LeaderKind
from simulator.domain.preflight import Answer, Talk
from simulator.domain.scenario import Guardedness, Tier
from simulator.report.preflight import FEWEST_ANSWERS, faults_of, figures_of, troubles

ENOUGH = 10


def answer(turn: int, kind: LeaderKind, tier: Tier, trust: int = 50) -> Answer:
    return Answer(turn, kind, f"Line {turn}", f"Reply {turn}", tier=tier, trust=trust, energy=trust)


def talk(
    kind: LeaderKind,
    *tiers: Tier,
    script: str = "plain",
    level: Guardedness = "guarded",
    seed: int = 1,
    trust: int = 50,
) -> Talk:
    answers = tuple(answer(turn, kind, tier, trust) for turn, tier in enumerate(tiers, 1))
    return Talk(kind, script, level, seed, answers, pressing=kind in {"parenting", "hostile"})


SOUND = (
    *(talk("partnering", 0, 1, 2, 3, seed=seed, trust=90) for seed in range(5)),
    *(talk("partnering", 0, 1, 1, 2, 2, 3, seed=seed, level="closed") for seed in range(5)),
    *(talk("parenting", 0, 0, 0, script=f"poor {seed}", trust=20) for seed in range(5)),
)


def spoilt(change: dict[str, object], place: int = -1) -> tuple[Talk, ...]:
    """The sound talks with the last answer of one of them changed."""
    one = SOUND[place]
    talks = list(SOUND)
    talks[place] = replace(one, answers=(*one.answers[:-1], replace(one.answers[-1], **change)))  # type: ignore[arg-type]
    return tuple(talks)


def test_a_sound_employee_has_no_faults_and_its_sides_lie_apart() -> None:
    figures = figures_of(SOUND)
    assert faults_of(figures, ENOUGH) == ()
    assert troubles(SOUND) == ()
    assert figures.separation
    assert (figures.separation.tier.mean, figures.separation.trust.mean) == (3, 70)
    assert figures.separation.trust.low == figures.separation.trust.high == 70


def test_turns_to_a_tier_are_counted_where_it_first_stands_open() -> None:
    figures = figures_of(SOUND)
    assert [figures.depths["guarded"][tier].turns for tier in ("1", "2", "3")] == [2, 3, 4]
    assert [figures.depths["closed"][tier].turns for tier in ("1", "2", "3")] == [2, 4, 6]
    assert figures.depths["open"]["3"].turns is None


def test_an_interval_is_as_wide_as_the_scripts_differ() -> None:
    talks = [talk("partnering", 3, script=f"{trust}", trust=trust) for trust in (10, 50, 90)]
    spread = figures_of(talks).endings["partnering"].trust
    assert spread.mean == 50
    assert (spread.low, spread.high) == (10, 90)


def test_ten_thousand_answers_are_asked() -> None:
    assert f"{FEWEST_ANSWERS:,}" in faults_of(figures_of(SOUND))[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"leaked": ("promotion",)}, "not been earned"),
        ({"faults": ("left the role",)}, "left the role"),
        ({"repeated": True}, "repeated a line"),
        ({"gave": True}, "gave in"),
        ({"agreed": True}, "gave in"),
        ({"tier": 3}, "Leaders who press get through"),
    ],
)
def test_each_bar_is_missed_by_what_it_is_there_for(change: dict[str, object], says: str) -> None:
    (fault,) = faults_of(figures_of(spoilt(change)), ENOUGH)
    assert says in fault


def test_good_leaders_who_do_not_get_through_are_a_fault_and_are_named() -> None:
    talks = spoilt({"tier": 2}, place=0)
    (fault,) = faults_of(figures_of(talks), ENOUGH)
    assert "80%" in fault
    (trouble,) = troubles(talks)
    assert (trouble.what, trouble.script, trouble.turn) == ("a good leader ended at tier 2", "plain", 4)


def test_what_a_good_leader_is_given_is_no_caving_in() -> None:
    figures = figures_of(spoilt({"gave": True, "agreed": True}, place=0))
    assert figures.cave_ins.count == figures.caved_talks.count == 0
    assert (figures.cave_ins.of, figures.caved_talks.of) == (15, 5)


def test_silence_between_does_not_thin_the_rate() -> None:
    quiet = replace(SOUND[-1], answers=(*SOUND[-1].answers, answer(4, "silent", 0, 20)))
    assert figures_of([*SOUND[:-1], quiet]).cave_ins.of == 15


def test_the_place_of_a_leak_is_named_and_its_words_are_not() -> None:
    (trouble,) = troubles(spoilt({"leaked": ("promotion",)}))
    assert trouble.turn == 3
    assert trouble.reply is None
