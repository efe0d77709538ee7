"""What the tells of the shipped scenarios are worth: their own lines, a model's other words for them, innocent talk."""

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from simulator.domain.scenario import Fact
from simulator.domain.wording import gives_away
from simulator.library.scenarios import load_scenario, load_voice, scenario_ids
from simulator.persona.gate import faults, gate_of

Said = dict[str, dict[str, str]]

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("paraphrases.yaml").read_text(encoding="utf-8"))
FEWEST_KNOWN = 0.95
FEWEST_FRESH = 2 / 3
"""Measured when written: 54 of 65 fresh ones, and 33 of 65 before the tells were widened."""


@pytest.mark.parametrize("name", scenario_ids())
def test_every_line_that_tells_or_recalls_a_fact_is_stopped_while_it_is_locked(name: str) -> None:
    scenario, voice = load_scenario(name), load_voice(name)
    lines = [
        (fact, line.text)
        for told in (voice.disclosures, voice.recalls)
        for fact, lines in told.items()
        for line in lines
    ]
    assert len(lines) >= 2 * len(scenario.facts)
    passed = [(fact, text) for fact, text in lines if "locked fact" not in faults(text, scenario, ())]
    assert passed == []
    assert [(fact, text) for fact, text in lines if not gate_of(scenario).tells(fact, text)] == []


def _passed(said: Said) -> list[str]:
    return [
        f"{name}, {fact}: {text}"
        for name, facts in said.items()
        for fact, text in facts.items()
        if "locked fact" not in faults(text, load_scenario(name), ())
    ]


@pytest.mark.parametrize(("kind", "fewest"), [("known", FEWEST_KNOWN), ("fresh", FEWEST_FRESH)])
def test_a_model_s_other_words_for_a_locked_fact_are_mostly_stopped(kind: str, fewest: float) -> None:
    said: Said = WORDS[kind]
    assert sorted(said) == sorted(scenario_ids())
    assert all(len(facts) == 5 and set(facts) <= set(load_scenario(name).fact_by_id) for name, facts in said.items())
    total, passed = 5 * len(said), _passed(said)
    stopped = (total - len(passed)) / total
    report = [f"{kind}: {total - len(passed)} of {total} stopped ({stopped:.0%}); passed:", *passed]
    sys.stdout.write("\n  ".join(report) + "\n")  # pytest shows it with -rA
    assert stopped >= fewest, report


@pytest.mark.parametrize("name", scenario_ids())
def test_innocent_talk_about_the_same_things_passes(name: str) -> None:
    assert [(text, found) for text in WORDS["innocent"][name] if (found := faults(text, load_scenario(name), ()))] == []


def _fact(*tells: tuple[str, ...]) -> Fact:
    return Fact(id="a-fact", tier=1, text="He made the bread.", tells=tells)


def test_a_bar_between_stems_stands_for_either() -> None:
    fact = _fact(("loaf|bread", "each | every"), ("poster",), ("loaf", "each"))
    assert fact.tells == (("loaf", "each"), ("loaf", "every"), ("bread", "each"), ("bread", "every"), ("poster",))
    assert gives_away(fact, "One. Bread for every one of them.")
    assert not gives_away(fact, "Bread. For every one of them.")


@pytest.mark.parametrize("tells", [(("loaf|",),), (("a||b", "c"),), (("",),), ((),)])
def test_a_group_that_would_stop_every_line_is_refused(tells: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValidationError, match="each group must hold a word"):
        _fact(*tells)
