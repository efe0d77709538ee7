"""The key goes in and never comes out; only a server of this machine alone takes one."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.domain.endpoint import Endpoint
from simulator.library.scenarios import load_scenario
from simulator.persona.llm_voice import LlmVoice
from simulator.store.endpoint_file import EndpointFile
from tests.web.visitors import PAULA, Visitor, open_app

KEY = "sk-do-not-show-me-4711"
FORM = {"address": "http://127.0.0.1:9/v1", "key": KEY, "model": "some-model"}
PATHS = ("/settings", "/", f"/brief/{PAULA}", "/health")


@pytest.fixture(autouse=True)
def forgotten(visitor: Visitor) -> Iterator[None]:
    yield
    visitor.post("/settings/forget")


def test_a_model_is_kept_used_and_its_key_never_sent_back(visitor: Visitor, home: Path) -> None:
    visitor.get("/")
    answers = [visitor.post("/settings/model", data=FORM), *(visitor.get(path) for path in PATHS)]
    answers.append(visitor.post("/settings/model", data={**FORM, "address": "no address"}))
    answers.append(visitor.post("/settings/test"))
    assert answers[0].status_code == 303
    for answer in answers:
        assert KEY not in answer.text
        assert KEY not in str(answer.headers)
    assert "some-model" in visitor.get("/settings").text
    assert EndpointFile(home).read() == Endpoint(FORM["address"], KEY, "some-model")
    assert isinstance(visitor.made.voices.voice_of(load_scenario(PAULA)), LlmVoice)


def test_the_file_with_the_key_is_its_owners_alone(visitor: Visitor, home: Path) -> None:
    visitor.get("/")
    visitor.post("/settings/model", data=FORM)
    assert stat.S_IMODE((home / "endpoint.json").stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir() if "endpoint" in path.name] == ["endpoint.json"]


def test_an_empty_key_goes_on_with_the_one_kept_for_this_address_and_for_no_other(visitor: Visitor, home: Path) -> None:
    visitor.get("/")
    visitor.post("/settings/model", data=FORM)
    visitor.post("/settings/model", data={**FORM, "key": "", "model": "another"})
    assert EndpointFile(home).read() == Endpoint(FORM["address"], KEY, "another")
    visitor.post("/settings/model", data={**FORM, "key": "", "address": "http://127.0.0.1:10/v1"})
    kept = EndpointFile(home).read()
    assert kept is not None
    assert kept.api_key != KEY


def test_forgetting_deletes_it_and_the_built_in_employee_speaks(visitor: Visitor, home: Path) -> None:
    visitor.get("/")
    visitor.post("/settings/model", data=FORM)
    assert visitor.post("/settings/forget").status_code == 303
    assert EndpointFile(home).read() is None
    assert visitor.made.voices.endpoint is None
    assert "built-in employee" in visitor.get("/settings").text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"address": "localhost:11434"}, "is not a web address"),
        ({"model": " "}, "name is missing"),
        ({"key": "ké"}, "key"),
    ],
)
def test_what_cannot_be_used_is_said_and_not_kept(
    visitor: Visitor, home: Path, wrong: dict[str, str], says: str
) -> None:
    visitor.get("/")
    answer = visitor.post("/settings/model", data={**FORM, **wrong})
    assert answer.status_code == 400
    assert says in answer.text
    assert f'value="{({**FORM, **wrong})["address"]}"' in answer.text
    assert EndpointFile(home).read() is None
    assert visitor.made.voices.endpoint is None


def test_the_test_says_which_part_does_not_work(visitor: Visitor) -> None:
    visitor.get("/")
    text = visitor.post("/settings/model", data={**FORM, "then": "test"}).text
    assert "It does not work yet" in text
    assert "Not tried." in text


def test_without_a_model_there_is_nothing_to_test(visitor: Visitor) -> None:
    visitor.get("/")
    assert visitor.post("/settings/test").status_code == 400


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    endpoint = Endpoint("http://127.0.0.1:9/v1", KEY, "named-by-environment")
    app = open_app(tmp_path_factory.mktemp("public"), host="0.0.0.0", endpoint=endpoint)  # noqa: S104
    return Visitor(app)


@pytest.mark.parametrize("path", ["/settings/model", "/settings/test", "/settings/forget"])
def test_a_server_for_others_takes_no_key_and_tests_none(public: Visitor, path: str) -> None:
    public.get("/")
    answer = public.post(path, data=FORM)
    assert answer.status_code == 403
    assert "only on a server that listens to its own machine" in answer.text
    assert EndpointFile(public.made.settings.home).read() is None
    assert public.made.voices.endpoint == Endpoint("http://127.0.0.1:9/v1", KEY, "named-by-environment")


def test_a_server_for_others_shows_neither_form_nor_address_nor_folder(public: Visitor) -> None:
    text = public.get("/settings").text
    assert 'name="key"' not in text
    assert "127.0.0.1:9" not in text
    assert str(public.made.settings.home) not in text
    assert "named-by-environment" in text


def test_a_server_for_others_does_not_use_what_was_entered_on_loopback(tmp_path: Path) -> None:
    EndpointFile(tmp_path).write(Endpoint("http://127.0.0.1:9/v1", KEY, "entered"))
    assert Visitor(open_app(tmp_path, host="0.0.0.0")).made.voices.endpoint is None  # noqa: S104
    assert Visitor(open_app(tmp_path)).made.voices.endpoint == Endpoint("http://127.0.0.1:9/v1", KEY, "entered")
