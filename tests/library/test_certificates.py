"""Every shipped person was tried with scripted leaders as they stand now, and passed."""

import pytest

from simulator.library.certificates import standing
from simulator.library.places import scenarios_folder
from simulator.library.scenarios import scenario_ids
from simulator.scoring.artefact import load_manifest


@pytest.mark.parametrize("name", scenario_ids(scenarios_folder()))
def test_a_shipped_person_passed_with_the_shipped_reader(name: str) -> None:
    word, faults = standing(name, load_manifest().version, scenarios_folder())
    assert (word, faults) == ("passed", ()), f"run: python -m simulator preflight {name} --write"
