"""The employee's own account: bounded, true to what happened, and moved only in the direction a move has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.debrief import Account, Debrief
from simulator.domain.scenario import Scenario
from simulator.domain.voice import Line, Voice
from simulator.domain.wording import leaked
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_engine, load_scenario, load_voice, scenario_ids
from simulator.report.account import build_account
from simulator.report.conversation import Conversation
from simulator.report.debrief import build_debrief
from simulator.report.json_export import to_json
from simulator.report.markdown import to_markdown
from tests.report.talks import SECRETS, SMALL, Said, Talk, rehearse, say

RUBRIC = load_rubric()
ENGINE = load_engine()
PARENTING = [move.code for move in RUBRIC.moves if move.side == "parenting"]
PARTNERING = [move.code for move in RUBRIC.moves if move.side == "partnering"]
VOICE = Voice(
    scenario=SMALL.id,
    reactions={},
    situations={},
    account={
        "low": (Line(text="Low."), Line(text="Low, told at."), Line(text="Low, and kept.", only_after=("kept",))),
        "middle": (Line(text="Middle."),),
        "high": (
            Line(text="High."),
            Line(text="High, with the harbour.", facts=("fact-of-the-harbour",)),
            Line(text="High, and asked.", only_after=("ASK", "OPTIONS")),
            Line(text="High, with a plan.", only_after=("plan",)),
        ),
    },
)
TELLING = "I need to call them about work."


def moves(*codes: str) -> Said:
    return say("This is about the work.", *codes)


codes_of_a_line = st.lists(st.sampled_from(RUBRIC.codes), max_size=3, unique=True)
talks = st.lists(codes_of_a_line, min_size=3, max_size=9).map(lambda lines: [moves(*codes) for codes in lines])


def of(lines: list[Said], *, scenario: Scenario = SMALL, voice: Voice = VOICE, seed: int = 7) -> Account | None:
    talk = rehearse(lines, scenario, seed=seed)
    conversation = Conversation(talk.scenario, RUBRIC, talk.scorecard, talk.trail)
    return build_account(conversation, talk.rehearsal, ENGINE, voice)


def values(lines: list[Said]) -> dict[str, int]:
    account = of(lines)
    assert account
    return {felt.name: felt.value for felt in account.felt}


def debrief(talk: Talk, voice: Voice = VOICE) -> Debrief:
    return build_debrief(talk.scenario, RUBRIC, talk.rehearsal, talk.scorecard, talk.trail, engine=ENGINE, voice=voice)


@settings(max_examples=60, deadline=None)
@given(talks)
def test_each_of_the_three_is_a_whole_number_from_0_to_10_and_comes_out_the_same_twice(lines: list[Said]) -> None:
    account = of(lines)
    assert account
    assert [felt.name for felt in account.felt] == ["seen", "heard", "respected"]
    assert all(felt.value in range(11) for felt in account.felt)
    assert account == of(lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARENTING), min_size=1, max_size=3, unique=True), min_size=3, max_size=9))
def test_a_talk_that_only_parents_is_told_low(lines: list[list[str]]) -> None:
    said = [moves(*codes) for codes in lines]
    for name, value in values(said).items():
        assert value <= getattr(ENGINE.afterwards, name).begin
    account = of(said)
    assert account
    assert (account.sentence or "").startswith("Low")


@settings(max_examples=40, deadline=None)
@given(st.permutations(PARTNERING))
def test_a_talk_that_only_partners_is_told_high_in_whatever_order(codes: list[str]) -> None:
    account = of([moves(code) for code in codes])
    assert account
    assert (account.sentence or "").startswith("High")
    assert min(felt.value for felt in account.felt) >= 6


@settings(max_examples=80, deadline=None)
@given(talks, st.sampled_from(["SCOLD", "LEVER", "RESCUE", "TELL", "HANDHOLD", "ABDICATE"]), st.data())
def test_a_slip_more_never_raises_respected(lines: list[Said], slip: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    line = lines[place]
    within = [*lines[:place], moves(*dict.fromkeys((*line.codes, slip))), *lines[place + 1 :]]
    between = [*lines[:place], moves(slip), *lines[place:]]
    assert values(within)["respected"] <= values(lines)["respected"]
    assert values(between)["respected"] <= values(lines)["respected"]


@settings(max_examples=60, deadline=None)
@given(talks, st.sampled_from(["SPLIT", "OPTIONS", "OFFER", "BAR", "CLOSE", "HOLD", "SHARE"]))
def test_a_last_line_that_partners_never_lowers_respected(lines: list[Said], move: str) -> None:
    assert values([*lines, moves(move)])["respected"] >= values(lines)["respected"]


def test_every_listed_move_weighs_in_the_direction_it_should() -> None:
    quiet = [moves()] * 3
    begin = values(quiet)
    gives = {"seen": "VIEW REFLECT CONFIRM", "heard": "ASK REFLECT CONFIRM"}
    gives |= {"respected": "SPLIT OPTIONS OFFER BAR CLOSE HOLD SHARE"}
    takes = {"seen": "ASSUME NURTURE SCOLD", "heard": "PERK EXCUSE"}
    takes |= {"respected": "RESCUE HANDHOLD LEVER SCOLD ABDICATE TELL"}
    for name, codes in gives.items():
        for code in codes.split():
            assert values([*quiet, moves(code)])[name] > begin[name], (name, code)
    for name, codes in takes.items():
        for code in codes.split():
            assert values([*quiet, moves(code), moves(code)])[name] < begin[name], (name, code)


def test_a_strength_is_seen_and_a_gap_is_not() -> None:
    strong = say("You found the double count in March.", "VIEW")
    gap = say("The note was missing twice in March.", "VIEW")
    assert values([strong, moves(), moves()])["seen"] > values([gap, moves(), moves()])["seen"]


def test_a_right_guess_is_seen_and_a_wrong_one_only_heard() -> None:
    right = values([say("Is it the work?", "CONFIRM"), moves(), moves()])
    wrong = values([say("Is it the tea?", "CONFIRM"), moves(), moves()])
    assert right["seen"] > wrong["seen"]
    assert right["heard"] == wrong["heard"]


def test_telling_weighs_on_being_heard_only_right_after_a_disclosure() -> None:
    asks, tells = say("What matters to you at work?", "ASK"), say(TELLING, "TELL")
    after = values([asks, tells, moves(), moves()])
    later = values([asks, moves(), tells, moves()])
    assert after["heard"] < later["heard"]
    plain = values([tells, moves(), moves(), moves()])
    spoken_up = values([tells, moves(), say("Hm.", reply="I want something else."), say(TELLING, "TELL")])
    assert spoken_up["heard"] < plain["heard"], "they spoke up for themselves, without a fact"


def test_what_was_told_counts_when_it_is_taken_up_and_not_when_the_leader_had_said_it_first() -> None:
    asks = say("What matters to you at work?", "ASK")
    taken_up = values([asks, say("So, the zebra."), moves()])
    assert taken_up["heard"] > values([asks, moves(), moves()])["heard"]
    said_first = [say("The zebra?"), asks, say("So, the zebra.")]
    assert values(said_first)["heard"] == values([moves(), asks, moves()])["heard"]


def test_a_repaired_slip_takes_half() -> None:
    quiet = [moves()] * 3
    slips = [say("I'll do it for you.", "RESCUE")] * 2
    mended = values([*slips, say("I took that over. Can we rewind?", "HOLD"), *quiet])
    late = values([say("I took that over. Can we rewind?", "HOLD"), *slips, *quiet])
    assert mended["respected"] > late["respected"]


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_too_few_lines_give_no_account(lines: int) -> None:
    assert of([moves("ASK")] * lines) is None
    talk = rehearse([moves("ASK")] * lines)
    assert debrief(talk).account is None
    assert "might tell it" not in to_markdown(debrief(talk))


def test_the_sentence_hangs_on_the_seed_and_on_nothing_else() -> None:
    lines = [moves("SCOLD")] * 3
    chosen = [of(lines, seed=seed) for seed in range(40)]
    assert {account.sentence for account in chosen if account} == {"Low.", "Low, told at.", "Low, and kept."}
    assert chosen == [of(lines, seed=seed) for seed in range(40)]


def test_a_sentence_is_said_only_where_it_is_true() -> None:
    def sentences(codes: list[str]) -> set[str | None]:
        accounts = [of([moves(code) for code in codes], seed=seed) for seed in range(60)]
        return {account.sentence for account in accounts if account}

    unasked = [code for code in PARTNERING if code not in {"ASK", "OPTIONS"}]
    assert sentences(unasked) == {"High."}, "nobody asked, the harbour was never told, and there is no plan"
    assert "High, and asked." in sentences(PARTNERING)


def test_a_fact_is_named_only_once_it_was_told() -> None:
    deep = [moves("ASK"), moves("SHARE"), moves("CONFIRM"), moves("REFLECT"), moves("SHARE"), moves("CONFIRM")]
    path = [*deep, moves("OPTIONS"), moves("SPLIT"), moves("HOLD"), moves("VIEW")]
    talk = rehearse(path)
    told = {receipt.fact for moment in talk.trail for receipt in moment.receipts if receipt.fact}
    assert "fact-of-the-harbour" in told
    accounts = [of(path, seed=seed) for seed in range(60)]
    assert "High, with the harbour." in {account.sentence for account in accounts if account}


def test_a_voice_without_accounts_has_no_sentence_and_the_three_all_the_same() -> None:
    account = of([moves("ASK")] * 3, voice=VOICE.model_copy(update={"account": {}}))
    assert account
    assert account.sentence is None
    assert len(account.felt) == 3


def test_it_stands_in_markdown_and_json_with_the_lines_it_rests_on() -> None:
    talk = rehearse([moves("SHARE"), moves("SCOLD"), moves("SCOLD")])
    made = debrief(talk)
    shown = to_markdown(made)
    assert "### How Paula might tell it" in shown
    assert "- Respected: hardly, 2 of 10. Line 1 gave it; lines 2 and 3 took from it." in shown
    assert "- Heard: a little, 3 of 10. No line of yours spoke to it either way." in shown
    assert "no verdict" in shown
    assert '"respected"' in to_json(made, talk.scorecard, talk.rehearsal)


@pytest.mark.parametrize("name", scenario_ids())
def test_no_account_of_a_shipped_voice_gives_away_what_was_not_told(name: str) -> None:
    scenario, voice = load_scenario(name), load_voice(name)
    level_moves = {"low": ["SCOLD"] * 4, "middle": [""] * 2 + ["SHARE", "REFLECT", "ASK"], "high": PARTNERING}
    for level, codes in level_moves.items():
        assert len(voice.account[level]) >= 4, level  # type: ignore[index]
        lines = [say("Hm, well.", *([code] if code else [])) for code in codes]
        for seed in range(20):
            talk = rehearse(lines, scenario, seed=seed)
            told = {receipt.fact for moment in talk.trail for receipt in moment.receipts if receipt.fact}
            account = debrief(talk, voice).account
            assert account
            assert account.sentence
            hidden = [fact for fact in scenario.facts if fact.id not in told]
            assert leaked(hidden, account.sentence) == ()
            assert not {"[", "{"} & set(account.sentence), "nobody fills or plays it"
            chosen = next(line for lines in voice.account.values() for line in lines if line.text == account.sentence)
            assert told.issuperset(chosen.facts)


def test_nothing_untold_stands_in_an_account() -> None:
    talk = rehearse([moves("SCOLD")] * 4)
    shown = repr(debrief(talk).account)
    assert not any(secret in shown for secret in SECRETS)


def test_the_account_is_in_no_score() -> None:
    talk = rehearse([moves("ASK")] * 6)
    assert debrief(talk).verdict == talk.debrief().verdict
