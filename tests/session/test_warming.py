"""Voices are read behind the first pages, and the program ends when it is told to."""

import time

import pytest

from simulator.errors import ContentError
from simulator.library.scenarios import scenario_ids
from simulator.session import warming
from simulator.session.warming import Warming


def test_every_voice_is_read_and_a_wrong_one_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def load(name: str) -> None:
        read.append(name)
        if len(read) == 1:
            raise ContentError(("wrong",))

    monkeypatch.setattr(warming, "load_voice", load)
    monkeypatch.setattr(warming, "_BEFORE", 0.0)
    monkeypatch.setattr(warming, "_BETWEEN", 0.0)
    begun = Warming()
    begun.start()
    ends = time.monotonic() + 10
    while len(read) < len(scenario_ids()):
        assert time.monotonic() < ends
        time.sleep(0.01)
    begun.close()
    assert tuple(read) == scenario_ids()


def test_stopping_early_reads_nothing_and_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "load_voice", lambda _: pytest.fail("read after the end"))
    begun = Warming()
    begun.start()
    began = time.monotonic()
    begun.close()
    assert time.monotonic() - began < 2
    Warming().close()
