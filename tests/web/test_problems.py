"""Whatever goes wrong is a page of ours with a sentence that says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from fastapi import FastAPI

from simulator.errors import SimulatorError, StoreError
from simulator.store.rehearsals import RehearsalStore
from simulator.store.talks import Entry, TalkStore
from simulator.web.parts import Parts
from tests.web.visitors import PAULA, Visitor, parts


@dataclass(frozen=True)
class FailingStore(RehearsalStore):
    """A store that fails in one way, whatever it is asked."""

    error: Exception

    def knows(self, person: str) -> bool:  # noqa: ARG002
        raise self.error


@dataclass(frozen=True)
class FailingTalks(TalkStore):
    """The same for past talks, which the start page shows."""

    error: Exception

    def entries(self, person: str) -> tuple[Entry, ...]:  # noqa: ARG002
        raise self.error


def failing_parts(whole: Parts, error: Exception) -> Parts:
    database = whole.store.database
    return replace(whole, store=FailingStore(database, error), talks=FailingTalks(database, error))


@pytest.fixture
def failing(app: FastAPI, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    whole = parts(app)
    app.state.parts = failing_parts(whole, request.param)
    yield Visitor(app, quiet=False)
    app.state.parts = whole


def test_an_address_that_leads_nowhere(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert "Your rehearsals are on the start page" in answer.text
    assert 'class="wordmark"' in answer.text


def test_a_form_opened_as_an_address(visitor: Visitor) -> None:
    answer = visitor.get("/rehearsals/abc/end")
    assert answer.status_code == 405
    assert "Begin again from the start page" in answer.text


def test_a_form_with_a_part_missing(visitor: Visitor) -> None:
    visitor.get("/")
    answer = visitor.post("/rehearsals", data={})
    assert answer.status_code == 400
    assert "Go back, look through it" in answer.text


def test_a_promise_that_is_too_long(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(ended=True)
    answer = visitor.post(f"/rehearsals/{rehearsal}/look-back", data={"hold_me_to": "x" * 1001})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


@pytest.mark.parametrize("failing", [StoreError("The disk is full, so free some space.")], indirect=True)
def test_a_full_disk_is_said_in_our_own_words(failing: Visitor) -> None:
    answer = failing.get("/")
    assert answer.status_code == 503
    assert "The disk is full, so free some space." in answer.text
    assert 'class="wordmark"' in answer.text


@pytest.mark.parametrize("failing", [ZeroDivisionError("the inner workings")], indirect=True)
def test_what_nobody_foresaw_shows_no_inner_workings(failing: Visitor) -> None:
    answer = failing.get("/")
    assert answer.status_code == 500
    assert "inner workings" not in answer.text
    assert "Traceback" not in answer.text
    assert "is kept" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("failing", [StoreError("The database is busy.")], indirect=True)
def test_health_says_when_the_database_does_not_answer(failing: Visitor) -> None:
    answer = failing.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"error": "The database is busy."}


def test_health_says_so_when_all_is_well(visitor: Visitor) -> None:
    assert visitor.get("/health").json()["status"] == "ok"


def test_a_sentence_about_what_was_asked_is_escaped(visitor: Visitor) -> None:
    text = visitor.get("/brief/%3Cscript%3Ealert(1)").text
    assert "<script>alert" not in text
    assert PAULA in text


def test_every_error_of_ours_has_a_page(app: FastAPI) -> None:
    whole = parts(app)
    pending: list[type[SimulatorError]] = [SimulatorError]
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        arguments = {"ContentError": (("a sentence.",),), "ModelInterrupted": ("a sentence.", "part")}
        error = kind(*arguments.get(kind.__name__, ("a sentence.",)))
        app.state.parts = failing_parts(whole, error)
        answer = Visitor(app, quiet=False).get("/")
        assert answer.status_code >= 400
        assert "a sentence." in answer.text
    app.state.parts = whole
