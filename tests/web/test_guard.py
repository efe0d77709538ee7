"""What another site sends is turned away, and a page loads nothing from elsewhere."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.web.visitors import ADDRESS, Visitor, open_app


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_changes_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    rehearsal = visitor.sit_down()
    answer = visitor.post(f"/rehearsals/{rehearsal}/delete", headers=headers)
    assert answer.status_code == 403
    assert "nothing was changed" in answer.text
    assert visitor.made.store.get(visitor.person, rehearsal)


@pytest.mark.parametrize("headers", [{"origin": ADDRESS}, {"sec-fetch-site": "same-origin"}, {}])
def test_our_own_form_is_taken(visitor: Visitor, headers: dict[str, str]) -> None:
    rehearsal = visitor.sit_down()
    assert visitor.post(f"/rehearsals/{rehearsal}/delete", headers=headers).status_code == 303


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "elsewhere.example:7860", "", "[", "127.0.0.1.elsewhere.example"]
)
def test_a_name_that_leads_here_by_dns_is_turned_away_on_loopback(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860"])
def test_the_names_of_this_machine_are_served(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", headers={"host": host}).status_code == 200


def test_a_server_for_others_answers_to_its_own_name(tmp_path: Path) -> None:
    app = open_app(tmp_path, host="0.0.0.0")  # noqa: S104 - nothing listens in this test
    assert Visitor(app).get("/", headers={"host": "practice.example"}).status_code == 200


def test_other_origins_are_given_no_permission(visitor: Visitor) -> None:
    for path in ("/", "/health", "/rehearse/config"):
        answer = visitor.get(path, headers={"origin": "https://elsewhere.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/brief/paula-first-meeting", "/settings", "/nowhere", "/health"])
def test_reading_pages_run_no_script_but_ours(visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_reading_pages_name_no_address_beyond_this_machine(visitor: Visitor) -> None:
    for path in ("/", "/brief/paula-first-meeting", "/settings", "/static/style.css", "/static/see-saw.svg"):
        text = visitor.get(path).text.replace("http://www.w3.org/2000/svg", "").replace("http://127.0.0.1", "")
        assert "http:" not in text
        assert "https:" not in text
        assert "@import" not in text


def test_the_conversation_page_knows_nobody_without_a_cookie(app: FastAPI) -> None:
    assert Visitor(app).get("/rehearse/config", headers={"accept": "*/*"}).status_code == 401
