"""The employee's state machine: the promises of the engine rules, with given readings."""

from itertools import pairwise

from simulator.domain.finding import Finding, Reading
from simulator.domain.persona_state import PersonaState
from simulator.domain.scenario import Scenario
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_scenario, scenario_ids
from simulator.persona.step import Stepped, open_state, step

PAULA = load_scenario("paula-first-meeting")
AGAIN = load_scenario("paula-second-meeting")


def reading(text: str, *codes: str) -> Reading:
    return Reading(
        findings=tuple(Finding(code=code, quote=text, start=0, end=len(text), confidence=0.9) for code in codes)
    )


def take(scenario: Scenario, state: PersonaState, text: str, *codes: str) -> Stepped:
    return step(scenario, state, text, reading(text, *codes), rubric=load_rubric(), engine=load_engine())


def play(scenario: Scenario, *lines: tuple[str, ...], seed: int = 1) -> list[Stepped]:
    state, steps = open_state(scenario, seed, 60, load_engine()), []
    for text, *codes in lines:
        steps.append(take(scenario, state, text, *codes))
        state = steps[-1].state
    return steps


def test_the_well_meant_opening_deflates_and_opens_nothing() -> None:
    line = "I know there's lots going on in your life. I'm willing to take some stuff off your plate."
    stepped = play(PAULA, (line, "ASSUME", "RESCUE"))[0]
    assert PAULA.persona.start.energy - stepped.state.levels.energy >= 12
    assert stepped.state.tier == 0
    assert stepped.state.seesaw > load_rubric().seesaw.balanced
    assert stepped.cue.stance == "deflate"


def test_the_pivot_question_opens_the_second_meeting_at_once() -> None:
    stepped = play(AGAIN, ("Paula, what's most important for you at work?", "ASK"))[0]
    assert stepped.state.tier == 2
    told = AGAIN.fact_by_id[stepped.cue.tell[0]]
    assert told.tier == 2
    assert told.need == "significance"


def test_handing_over_all_three_lifts_for_two_turns_and_then_costs() -> None:
    steps = play(
        AGAIN,
        ("Paula, what's most important for you at work?", "ASK"),
        ("Great, take all three, good luck", "ABDICATE"),
        ("Right.",),
        ("So.",),
    )
    energies = [stepped.state.levels.energy for stepped in steps]
    assert energies[1] > energies[0]
    assert energies[2] == energies[1]
    assert energies[3] < energies[0]
    assert steps[1].state.seesaw <= -3
    assert [receipt.kind for receipt in steps[3].receipts] == ["wore-off"]


def test_one_tier_at_most_opens_in_a_turn() -> None:
    for stepped in play(PAULA, ("What matters to you at work?", "ASK", "REFLECT", "SHARE", "CONFIRM", "VIEW")):
        assert stepped.state.tier == 1


def test_a_turn_that_parents_opens_nothing_however_well_it_asks() -> None:
    stepped = play(PAULA, ("What matters to you? You should do the reports first.", "ASK", "TELL"))[0]
    assert stepped.state.tier == 0
    assert stepped.cue.tell == ()


def test_below_trust_25_a_good_question_is_heard_and_not_answered() -> None:
    steps = play(
        PAULA, ("You always vanish.", "SCOLD"), ("You never finish.", "SCOLD"), ("What matters to you at work?", "ASK")
    )
    assert steps[2].state.levels.trust < load_engine().guardedness["guarded"].deflect_below
    assert steps[2].state.tier == 0
    assert steps[2].cue.stance == "deflect"
    assert [receipt.kind for receipt in steps[2].receipts] == ["withheld"]


def test_a_heavy_deflation_closes_a_tier_and_says_so() -> None:
    steps = play(PAULA, ("What matters to you at work?", "ASK"), ("You're unreliable.", "SCOLD"))
    assert (steps[0].state.tier, steps[1].state.tier) == (1, 0)
    assert "closed" in {receipt.kind for receipt in steps[1].receipts}
    assert steps[1].cue.may_mention == ()


def test_a_rescue_in_play_keeps_the_last_tier_shut_until_it_is_repaired() -> None:
    way = [
        ("What matters to you at work?", "ASK"),
        ("So the weeks are long.", "REFLECT"),
        ("I'll give the second report to Tom.", "RESCUE"),
        ("What matters to you at work?", "ASK"),
        ("So the weeks are long, and nothing hard comes your way.", "REFLECT"),
    ]
    guess = ("Is it that you want to be seen, to be challenged again?", "CONFIRM")
    shut = play(PAULA, *way, guess)
    assert shut[-1].state.tier < 3
    mended = play(PAULA, *way, ("I took that off you. Can I take it back?", "HOLD"), guess)
    assert mended[-1].state.tier >= shut[-1].state.tier


def test_a_wrong_guess_is_corrected_and_gains_little() -> None:
    right = play(PAULA, ("Is it that you want to be challenged?", "CONFIRM"))[0]
    wrong = play(PAULA, ("Is it the commute?", "CONFIRM"))[0]
    assert (right.cue.guess, wrong.cue.guess) == ("right", "wrong")
    assert wrong.state.levels.energy < right.state.levels.energy


def test_the_same_good_move_again_and_again_moves_less_and_less() -> None:
    steps = play(PAULA, *[("What matters to you at work?", "ASK")] * 4)
    trusts = [PAULA.persona.start.trust, *(stepped.state.levels.trust for stepped in steps)]
    gains = [after - before for before, after in pairwise(trusts)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] < gains[0]


def test_no_cue_ever_names_a_fact_above_the_tier_or_not_told() -> None:
    lines = [
        ("What matters to you at work?", "ASK"),
        ("So the weeks are long.", "REFLECT"),
        ("You're unreliable.", "SCOLD"),
        ("I was wrong to say that.", "HOLD"),
        ("What matters to you at work?", "ASK"),
        ("I never asked you.", "SHARE"),
        ("Is it that you want to be challenged?", "CONFIRM"),
        ("I'll do it.", "RESCUE"),
    ]
    for name in scenario_ids():
        scenario = load_scenario(name)
        for stepped in play(scenario, *lines * 3):
            for fact in (*stepped.cue.tell, *stepped.cue.may_mention):
                assert scenario.fact_by_id[fact].tier <= stepped.state.tier
                assert fact in stepped.state.told


def test_receipts_name_no_fact_that_was_not_told() -> None:
    for stepped in play(PAULA, ("What matters to you at work?", "ASK"), ("You're unreliable.", "SCOLD")):
        for receipt in stepped.receipts:
            told = receipt.fact in stepped.state.told
            assert receipt.kind != "told" or told
            assert all(fact.text not in receipt.text for fact in PAULA.facts if fact.id not in stepped.state.told)


def test_the_step_is_a_function_of_its_arguments() -> None:
    lines = [("What matters to you at work?", "ASK"), ("I'll do it.", "RESCUE"), ("Hm.",)]
    assert play(PAULA, *lines) == play(PAULA, *lines)


def test_levels_stay_between_0_and_100() -> None:
    low = play(PAULA, *[("You're unreliable.", "SCOLD", "RESCUE", "LEVER")] * 12)[-1].state.levels
    high = play(PAULA, *[("What matters?", "ASK", "HOLD", "CONFIRM", "SPLIT", "CLOSE", "VIEW", "REFLECT")] * 40)[-1]
    assert min(low.trust, low.energy, low.ownership) >= 0
    assert max(high.state.levels.trust, high.state.levels.energy, high.state.levels.ownership) <= 100


def test_carrying_for_two_tires_the_leader_and_shared_work_gives_back() -> None:
    tired = play(PAULA, *[("I'll do it.", "RESCUE")] * 4)[-1].state.leader_energy
    rested = play(PAULA, ("What matters at work?", "ASK"), ("Which part is yours?", "SPLIT"))[-1].state.leader_energy
    assert tired < 60 < rested
