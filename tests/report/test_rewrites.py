"""The better lines that the shipped scenarios bring."""

from collections import Counter

import pytest

from simulator.domain.scenario import Scenario
from simulator.domain.transcript import CodingRequest, Turn
from simulator.domain.wording import leaked, subjects_of
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario, scenario_ids
from simulator.scoring.reader import shipped_reader

RUBRIC = load_rubric()
SHIPPED = [load_scenario(name) for name in scenario_ids()]
PARENTING = [move.code for move in RUBRIC.moves if move.side == "parenting"]


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.id)
def test_each_slip_has_three_lines_or_more_of_which_one_fits_anywhere(scenario: Scenario) -> None:
    for code in PARENTING:
        lines = [rewrite for rewrite in scenario.rewrites if rewrite.move == code]
        assert len(lines) >= 3, code
        assert any(rewrite.about is None for rewrite in lines), code
        assert any(rewrite.about for rewrite in lines), code


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.id)
def test_each_criterion_that_applies_has_a_line(scenario: Scenario) -> None:
    wanted = {criterion.code for criterion in RUBRIC.criteria} - ({"S9"} if scenario.tension is None else set())
    assert wanted <= {rewrite.move for rewrite in scenario.rewrites}


@pytest.mark.parametrize("scenario", SHIPPED, ids=lambda scenario: scenario.id)
def test_no_line_gives_a_fact_away_or_crosses_a_boundary(scenario: Scenario) -> None:
    for rewrite in scenario.rewrites:
        assert not leaked(scenario.facts, rewrite.line), rewrite.line
        assert not subjects_of(scenario.boundaries, rewrite.line), rewrite.line


def test_no_line_is_written_twice_and_each_can_be_said_in_one_breath_or_two() -> None:
    lines = Counter(rewrite.line for scenario in SHIPPED for rewrite in scenario.rewrites)
    assert max(lines.values()) == 1
    assert max(len(line.split()) for line in lines) <= 45


def test_no_line_is_copied_from_the_rubrics_examples() -> None:
    examples = {text for move in RUBRIC.moves for text in move.positives}
    assert not examples & {rewrite.line for scenario in SHIPPED for rewrite in scenario.rewrites}


def test_hardly_any_line_would_itself_be_flagged_by_the_shipped_reader() -> None:
    reader, flagged, lines = shipped_reader(), [], 0
    for scenario in SHIPPED:
        said = (Turn(speaker="employee", text=scenario.persona.opening),)
        for rewrite in scenario.rewrites:
            request = CodingRequest(
                turn=rewrite.line, history=said, shared=scenario.shared, employee_owned=scenario.employee_owned
            )
            lines += 1
            if reader.code(request).codes & set(PARENTING):
                flagged.append(rewrite.line)
    assert len(flagged) <= lines * 0.03, flagged
