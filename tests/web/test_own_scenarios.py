"""Scenarios of a trainer's own stand on the start page beside the shipped ones, and are played like them."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.commands.new_scenario import new_scenario
from simulator.errors import ContentError
from simulator.library.scenarios import use_own
from tests.commands.test_new_scenario import ANSWERS, NAME
from tests.web.visitors import Visitor, open_app, parts

TITLE = "The late handovers"
SECRETS = ("twenty minutes", "never shown", "found out", "manual")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with one scenario."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(ANSWERS))
    assert new_scenario(tmp_path / "mine") == 0
    yield tmp_path / "mine"
    use_own(None)


@pytest.fixture
def guest(mine: Path, tmp_path: Path) -> Iterator[Visitor]:
    app = open_app(tmp_path, scenarios=mine)
    yield Visitor(app)
    parts(app).store.database.close()


def test_it_stands_on_the_start_page_and_has_a_brief(guest: Visitor) -> None:
    page = guest.get("/").text
    assert TITLE in page
    assert "Minute nine" in page
    brief = guest.get(f"/brief/{NAME}").text
    assert "the morning shift found the belts still full" in brief
    assert not any(secret in brief for secret in SECRETS)


def test_it_is_played_and_debriefed(guest: Visitor) -> None:
    said = ("Hello Karim.", "What was it like last night, from your side?", "Thank you.", "Bye.")
    rehearsal = guest.sit_down(NAME, said, ended=True)
    kept = guest.made.store.get(guest.person, rehearsal)
    assert all(exchange.reply for exchange in kept.exchanges)
    page = guest.get(f"/debrief/{rehearsal}")
    assert page.status_code == 200
    assert TITLE in page.text
    assert "found out" not in page.text


def test_a_wrong_file_stops_the_start_with_every_fault(mine: Path, tmp_path: Path) -> None:
    file = mine / f"{NAME}.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("minutes:", "minuets:"), encoding="utf-8")
    with pytest.raises(ContentError, match="did you mean 'minutes'"):
        open_app(tmp_path, scenarios=mine)


def test_without_the_setting_it_is_not_there(mine: Path, tmp_path: Path) -> None:
    assert mine.is_dir()
    app = open_app(tmp_path)
    try:
        assert TITLE not in Visitor(app).get("/").text
    finally:
        parts(app).store.database.close()
