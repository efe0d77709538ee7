"""Whatever somebody types and chooses, what comes of it can be played, and gives nothing away beforehand."""

import random
from datetime import date
from itertools import pairwise, product
from typing import get_args

import pytest

from simulator.domain.own import Afterwards, Described, Own, PronounWord
from simulator.domain.own_stock import Concern, beside
from simulator.domain.scenario import Fact, Kind
from simulator.domain.voice import Situation
from simulator.domain.wording import gives_away, leaked
from simulator.errors import InputError
from simulator.library.own_drafting import draft_own, load_own_stock, shown_scenario
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_stock, own_faults, own_voice, public_texts
from simulator.library.stock import silent, stock_lines_lost
from simulator.library.voice_faults import every_line

STOCK = load_own_stock()
ID = "ab" * 16
GUESSES = (
    "I never know which of the two lists counts.",
    "I was promised the Basel account and then it went to somebody else.",
    "Ich habe Angst, dass man mich nicht mehr braucht!",
    "Я боюсь ошибиться ещё раз",
    'I\'m {tired} of $name, [sighs] and "quotes" <b>too</b>.',
    "I can't do the night shift any more because of my knee, and nobody has asked me why.",
    "Either the lorry | or the ledger [shrugs] gets me ] up {when} at night.",
    "To be honest I do not see the point of the Tuesday meeting at all",
)
VISIBLE = (
    "Three reports came after the 5th.",
    "She left the Tuesday meeting early.",
    "The Basel account changed hands in March.",
    "Two customers asked for somebody else.",
)
NEEDS = ("Reports by the 5th.", "To know by Friday whether I can count on it.", "A plan that is theirs.")


def described(**other: object) -> Described:
    plain: dict[str, object] = {
        "called": "Kim",
        "visible": VISIBLE[:2],
        "needs": NEEDS[:1],
        "manner": "friendly",
        "guesses": (GUESSES[0], "", ""),
    }
    return Described.model_validate(plain | other)


def by_chance(seed: int) -> Described:
    """Anything the form can send."""
    chance = random.Random(seed)
    guesses = [chance.choice(("", *GUESSES)) for _ in range(3)]
    while len({guess for guess in guesses if guess}) < sum(map(bool, guesses)):
        guesses = [chance.choice(("", *GUESSES)) for _ in range(3)]
    return described(
        called=chance.choice(("Kim", "Robin Q.", "Ö", "new one", "Will")),
        pronouns=chance.choice(get_args(PronounWord)),
        role=chance.choice(("", "shift lead")),
        kind=chance.choice(get_args(Kind)),
        visible=tuple(chance.sample(VISIBLE, chance.randint(1, 4))),
        needs=tuple(chance.sample(NEEDS, chance.randint(1, 3))),
        fixed=tuple(chance.sample(("The 5th stands.", "No more people."), chance.randint(0, 2))),
        theirs=tuple(chance.sample(("how the report is written", "the order of the day"), chance.randint(0, 2))),
        strength=chance.choice(("", "In March they calmed the auditor down in ten minutes.")),
        manner=chance.choice(STOCK.manners).id,
        guesses=tuple(guesses),
        earlier=chance.choice((None, Afterwards(on=date(2031, 5, 1), how="Short."))),
    )


def assert_playable(own: Own) -> None:
    scenario, voice = own.scenario, own_voice(own)
    assert own_faults(own) == ()
    assert not tuple(silent(voice, load_stock()))
    assert {fact.tier for fact in scenario.facts} == {1, 2, 3}
    assert len(scenario.hints) >= 3
    for code in load_rubric().codes:
        assert all(voice.reactions[code].at(tier) for tier in range(4)), code
    for situation in get_args(Situation):
        assert any(voice.situations[situation].at(tier) for tier in range(4)), situation
    for fact in scenario.facts:
        assert any(gives_away(fact, line.text) for line in voice.disclosures[fact.id])
        assert stock_lines_lost(fact, load_stock()) <= 60
    for _, text in public_texts(scenario):
        assert leaked(scenario.facts, text) == (), text
    for _, _, line, telling in every_line(voice):
        others = [fact for fact in scenario.facts if fact.id not in telling]
        assert leaked(others, line.text) == (), line.text


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_typed_and_chosen_can_be_played(seed: int) -> None:
    assert_playable(draft_own(by_chance(seed), ID, seed))


@pytest.mark.parametrize(("kind", "manner"), list(product(get_args(Kind), [one.id for one in STOCK.manners])), ids=str)
def test_every_kind_with_every_manner_can_be_played(kind: Kind, manner: str) -> None:
    assert_playable(draft_own(described(kind=kind, manner=manner, guesses=("", "", "")), ID, 1))


def own_concerns(own: Own) -> set[str]:
    """Concerns of the stock that are held."""
    tells = {fact.tells for fact in own.scenario.facts}
    return {one.id for one in STOCK.concerns if _as_fact(one).tells in tells}


def _as_fact(one: Concern) -> Fact:
    return Fact(id=one.id, tier=one.tier, text=one.text, tells=one.tells)


def test_something_is_held_that_nobody_typed_and_not_always_the_same() -> None:
    held = [own_concerns(draft_own(described(), ID, seed)) for seed in range(12)]
    assert all(len(found) == 3 for found in held)
    assert len({frozenset(found) for found in held}) > 4
    assert len(set().union(*held)) > 8


def test_the_same_seed_gives_the_same_person() -> None:
    assert draft_own(described(), ID, 5) == draft_own(described(), ID, 5)


def test_a_guess_is_held_at_its_depth_and_sometimes_told_second() -> None:
    orders = set()
    for seed in range(12):
        facts = [fact for fact in draft_own(described(), ID, seed).scenario.facts if fact.tier == 1]
        assert sum("which of the two lists counts" in fact.text for fact in facts) == 1
        orders.add("which of the two lists counts" in facts[0].text)
    assert orders == {True, False}


def test_the_deepest_guess_is_what_naming_it_brings_out() -> None:
    for seed in range(8):
        facts = draft_own(described(guesses=("", "", GUESSES[0])), ID, seed).scenario.facts
        assert "which of the two lists counts" in next(fact.text for fact in facts if fact.tier == 3)


def test_a_checked_guess_of_the_leader_is_right_but_a_shallow_one_opens_no_depth() -> None:
    scenario = draft_own(described(guesses=(GUESSES[0], "", GUESSES[5])), ID, 1).scenario
    words = {subject.id: subject.words for subject in scenario.subjects}
    assert "count" in words[scenario.need_subject]
    assert "knee" not in words[scenario.need_subject], "four letters begin too many words"
    assert "night" in words["deepest"]
    assert "count" not in words["deepest"]
    deepest = [sign.about for rule in scenario.unlocks if rule.tier == 3 for sign in rule.now]
    assert "deepest" in deepest
    assert scenario.need_subject not in deepest


def test_what_is_shown_before_the_talk_does_not_depend_on_what_is_drawn() -> None:
    one = shown_scenario(described(), ID)
    other = draft_own(described(), ID, 99).scenario
    assert one.brief == other.brief
    assert (one.persona.public, one.persona.role, one.title) == (other.persona.public, other.persona.role, other.title)


def test_a_guess_that_says_what_anyone_could_see_comes_back_with_a_sentence() -> None:
    with pytest.raises(InputError, match="cannot be kept back"):
        draft_own(described(guesses=(VISIBLE[0], "", "")), ID, 1)


def test_a_guess_that_anybody_might_say_comes_back_with_a_sentence() -> None:
    with pytest.raises(InputError, match="cannot be kept back"):
        draft_own(described(guesses=("That is that.", "", ""), visible=("They said: that is that.",)), ID, 1)


def test_a_form_full_of_reasons_comes_back_with_a_sentence() -> None:
    every = tuple(line.text for one in STOCK.concerns for line in (*one.says, *one.recalls))
    with pytest.raises(InputError, match="nothing is left to be told"):
        draft_own(described(visible=every, guesses=("", "", "")), ID, 1)


@pytest.mark.parametrize("one", STOCK.concerns, ids=lambda one: one.id)
def test_a_concern_is_told_by_its_lines_and_hides_in_its_own_words(one: Concern) -> None:
    fact = _as_fact(one)
    assert all(gives_away(fact, line.text) for line in one.says), "each line must be noticed when it is said"
    assert stock_lines_lost(fact, load_stock()) <= 8
    assert "$name" in one.text
    lines = [line.text for line in (*one.says, *one.recalls)]
    assert len(set(lines)) == len(lines)


def test_no_two_concerns_tell_each_other() -> None:
    every = sorted(STOCK.concerns, key=lambda one: one.id)
    for one in every:
        for other in every:
            if one is not other:
                for line in (*other.says, *other.recalls):
                    assert not gives_away(_as_fact(one), line.text), (one.id, other.id, line.text)


def test_each_depth_offers_a_choice_to_whomever_one_meets() -> None:
    for kind in get_args(Kind):
        for depth in (1, 2, 3):
            fitting = [one for one in STOCK.concerns if one.tier == depth and one.fits(kind)]
            assert len(fitting) >= 4, (kind, beside(kind), depth)
    every_line_once = sorted(line.text for one in STOCK.concerns for line in (*one.says, *one.recalls))
    assert all(one != other for one, other in pairwise(every_line_once))
