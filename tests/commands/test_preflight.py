"""The command `preflight`, with a small set of leaders and a reader that says what it is told to."""

import json
from pathlib import Path

import pytest

from simulator.__main__ import main
from simulator.commands import preflight as command
from simulator.domain.preflight import Certificate
from tests.session.flights import PAULA, ToldReader, anyone, flight, leaders

KEPT: list[Certificate] = []


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One good leader, one poor one, forty shuffled answers; certificates are kept in a list."""

    def keep(new: list[Certificate], folder: Path) -> Path:
        KEPT.extend(new)
        return folder / "certificates.json"

    KEPT.clear()
    monkeypatch.setattr(command, "shipped_taker", lambda: flight().taker)
    monkeypatch.setattr(command, "load_leaders", lambda _name: leaders())
    monkeypatch.setattr(command, "load_any_leaders", anyone)
    monkeypatch.setattr(command, "write_certificates", keep)
    monkeypatch.setattr(command, "_SHUFFLED", {"authored": 40, "llm": 40})


def test_one_object_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preflight", PAULA.id, "--json", "--seeds", "2"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["scenario"], told["version"], told["reader"]) == (PAULA.id, PAULA.version, ToldReader.version)
    assert (told["voice"], told["seeds"]) == ("authored", 2)
    assert told["faults"]
    assert "answers were looked at" in told["faults"][0]
    assert set(told["figures"]["depths"]) == {"open", "guarded", "closed"}
    assert told["cost"]["readings"] > 0
    assert not KEPT


def test_a_person_reads_what_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preflight", PAULA.id, "--seeds", "1"]) == 1
    said = capsys.readouterr().out
    for words in ("Not fit to be practised with", "good less poor", "opens 3", "closed", "gave away", "lines read"):
        assert words in said
    assert all(fact.text not in said for fact in PAULA.facts)


def test_all_bars_met_is_status_0_and_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "FEWEST_ANSWERS", 10)
    assert main(["preflight", PAULA.id, "--seeds", "1", "--write"]) == 0
    assert "Fit to be practised with." in capsys.readouterr().out
    (kept,) = KEPT
    assert kept.scenario == PAULA.id
    assert kept.passed


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["nobody"], "There is no scenario 'nobody'"),
        ([PAULA.id, "--seeds", "0"], "--seeds must be at least 1"),
        ([PAULA.id, "--voice", "llm"], "There is no model to try"),
        ([PAULA.id, "--voice", "llm", "--write"], "built-in voice alone"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, given: list[str], says: str
) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL", "PARTNERING_GGUF"):
        monkeypatch.delenv(name, raising=False)
    assert main(["preflight", *given]) == 1
    assert says in capsys.readouterr().err
    assert not KEPT
