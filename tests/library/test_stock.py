"""A voice of one's own may be small: the stock speaks where it is silent. A shipped one is complete by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from simulator.domain.voice import Line, Situation, TierLines, Voice
from simulator.domain.wording import leaked
from simulator.errors import ContentError
from simulator.library import scenarios
from simulator.library.places import scenarios_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario, load_stock, load_voice, scenario_ids
from simulator.library.stock import ENOUGH, completed
from simulator.library.voice_faults import every_line, silence_faults, stock_faults

NAME = "paula-first-meeting"
SMALL = """\
scenario: {name}
disclosures:
{told}
"""


def small_voice(folder: Path, extra: str = "") -> None:
    """Nothing but what each fact of the scenario sounds like, taken from the shipped voice."""
    whole = load_voice(NAME)
    scenario = load_scenario(NAME)
    told = "".join(
        f"  {fact.id}: [{next(line.text for line in whole.disclosures[fact.id] if leaked([fact], line.text))!r}]\n"
        for fact in scenario.facts
    )
    (folder / "voices").mkdir(exist_ok=True)
    text = SMALL.format(name=NAME, told=told) + extra
    (folder / "voices" / f"{NAME}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copy(scenarios_folder() / f"{NAME}.yaml", tmp_path)
    small_voice(tmp_path)
    return tmp_path


def line(text: str) -> Line:
    return Line(text=text)


def test_a_voice_of_one_sentence_a_fact_has_something_to_say_everywhere(own: Path) -> None:
    voice = load_voice(NAME, own)
    for code in load_rubric().codes:
        for tier in range(4):
            assert len(voice.reactions[code].at(tier)) >= ENOUGH, (code, tier)
    for situation in get_args(Situation):
        assert voice.situations[situation].at(0), situation
        if situation.startswith("back-"):
            assert voice.situations[situation].any, situation
    assert set(voice.account) == {"low", "middle", "high"}
    assert set(voice.disclosures) == {fact.id for fact in load_scenario(NAME).facts}


def test_no_line_of_the_stock_gives_a_fact_away_in_whatever_scenario_it_speaks() -> None:
    for name in scenario_ids():
        scenario = load_scenario(name)
        filled = completed(Voice(scenario=name), scenario, load_stock())
        for _, _, said, _ in every_line(filled):
            assert leaked(scenario.facts, said.text) == (), (name, said.text)


def test_a_stock_line_with_a_telling_word_is_left_out() -> None:
    scenario = load_scenario(NAME)
    secret = " ".join(scenario.facts[-1].tells[0])
    stock = Voice(
        scenario="stock",
        reactions={"ASK": TierLines(any=(line("Go on."), line(f"It is {secret}.")))},
    )
    assert completed(Voice(scenario=NAME), scenario, stock).reactions["ASK"].any == (line("Go on."),)


def test_the_stock_is_silent_where_three_lines_of_ones_own_stand() -> None:
    own = Voice(scenario=NAME, reactions={"ASK": TierLines(tier0=(line("One."), line("Two."), line("Three.")))})
    stock = Voice(
        scenario="stock", reactions={"ASK": TierLines(any=(line("Any."),), tier0=(line("0."),), tier1=(line("1."),))}
    )
    cell = completed(own, load_scenario(NAME), stock).reactions["ASK"]
    assert [said.text for said in cell.at(0)] == ["One.", "Two.", "Three."]
    assert [said.text for said in cell.at(1)] == ["1.", "Any."]


def test_two_lines_of_ones_own_are_joined_by_the_stock() -> None:
    own = Voice(scenario=NAME, situations={"greeting": TierLines(any=(line("Morning."), line("Hm.")))})
    stock = Voice(scenario="stock", situations={"greeting": TierLines(any=(line("Hello."),), tier2=(line("Hi."),))})
    cell = completed(own, load_scenario(NAME), stock).situations["greeting"]
    assert {said.text for said in cell.at(2)} == {"Morning.", "Hm.", "Hello.", "Hi."}


def test_the_stock_speaks_on_a_subject_only_where_the_scenario_has_it() -> None:
    stock = Voice(scenario="stock", topics={"pay": TierLines(any=(line("Money."),)), "moon": TierLines()})
    topics = completed(Voice(scenario=NAME), load_scenario(NAME), stock).topics
    assert topics["pay"].any == (line("Money."),)
    assert "moon" not in topics


def test_the_stock_is_no_scenario() -> None:
    assert "stock" not in scenario_ids()
    assert load_stock().scenario == "stock"


def test_a_stock_with_a_gap_or_a_fact_is_refused() -> None:
    stock = load_stock()
    gap = stock.model_copy(update={"reactions": {key: cell for key, cell in stock.reactions.items() if key != "ASK"}})
    assert any("ASK" in message for _, message in stock_faults(gap))
    told = stock.model_copy(update={"disclosures": {"secret": (line("So."),)}})
    assert any("no facts" in message for _, message in stock_faults(told))
    thin = stock.model_copy(update={"situations": {**stock.situations, "praise": TierLines(any=(line("Oh."),))}})
    assert any("needs 3 lines" in message for _, message in stock_faults(thin))


@pytest.fixture
def shipped_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of shipped scenarios, to be spoilt."""
    shutil.copytree(scenarios_folder() / "voices", tmp_path / "voices")
    shutil.copy(scenarios_folder() / f"{NAME}.yaml", tmp_path)
    monkeypatch.setattr(scenarios, "scenarios_folder", lambda: tmp_path)
    load_scenario.cache_clear()
    load_voice.cache_clear()
    yield tmp_path
    load_scenario.cache_clear()
    load_voice.cache_clear()


def test_a_shipped_voice_may_leave_nothing_to_the_stock(shipped_elsewhere: Path) -> None:
    small_voice(shipped_elsewhere)
    load_voice.cache_clear()
    with pytest.raises(ContentError) as caught:
        load_voice(NAME)
    said = str(caught.value)
    assert "has no lines for ASSUME" in said
    assert "has no lines for 'greeting'" in said
    assert "recalls" in said


def test_a_fact_that_nobody_can_say_is_named_with_what_to_write(own: Path) -> None:
    path = own / "voices" / f"{NAME}.yaml"
    path.write_text(f"scenario: {NAME}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"voices/.*disclosures: has no line for the fact .*one sentence as they"):
        load_voice(NAME, own)


def test_a_sentence_that_its_tells_do_not_notice_is_refused(own: Path) -> None:
    fact = load_scenario(NAME).facts[0]
    path = own / "voices" / f"{NAME}.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"  {fact.id}: [Something else.]" if row.startswith(f"  {fact.id}:") else row for row in lines]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ContentError, match=f"line 3, disclosures.{fact.id}: holds no group"):
        load_voice(NAME, own)


def test_a_missing_voice_file_is_named_with_what_to_write(own: Path) -> None:
    (own / "voices" / f"{NAME}.yaml").unlink()
    with pytest.raises(ContentError, match=rf"voices/{NAME}.yaml: is missing; write 'scenario: {NAME}'"):
        load_voice(NAME, own)


def test_a_telling_word_so_common_that_nothing_is_left_to_say_is_named() -> None:
    scenario = load_scenario(NAME)
    common = scenario.facts[0].model_copy(update={"tells": tuple((letter,) for letter in "abcdefghijklmnoprstuvwy[")})
    spoilt = scenario.model_copy(update={"facts": (common, *scenario.facts[1:])})
    filled = completed(Voice(scenario=NAME), spoilt, load_stock())
    faults = list(silence_faults(filled, spoilt, load_stock()))
    assert faults
    where, message = faults[0]
    assert where == ("facts", 0, "tells")
    assert "choose rarer words" in message


def test_a_topic_without_its_subject_is_refused(own: Path) -> None:
    small_voice(own, "topics:\n  moon:\n    any: [So.]\n")
    with pytest.raises(ContentError, match=r"topics.moon: is no subject of the scenario"):
        load_voice(NAME, own)
