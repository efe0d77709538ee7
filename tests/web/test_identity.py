"""Who asks is known by a signed cookie, and another person's rehearsal is nowhere to be found."""

import stat
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from simulator.errors import NotFoundError
from simulator.web import pages
from simulator.web.identity import Identity, read_secret
from tests.web.visitors import EIGHT_LINES, Visitor, parts

GUARDED = {
    ("POST", "/rehearsals/{id}/end"): {},
    ("POST", "/rehearsals/{id}/second-reading"): {},
    ("POST", "/rehearsals/{id}/second-reading/stop"): {},
    ("POST", "/rehearsals/{id}/look-back"): {"energy_after": "3", "hold_me_to": "mine now"},
    ("POST", "/rehearsals/{id}/delete"): {},
    ("POST", "/rehearsals/{id}/branch"): {"line": "1"},
    ("POST", "/rehearsals/{id}/name"): {"name": "mine now"},
    ("POST", "/rehearsals/{id}/afresh"): {},
    ("GET", "/api/rehearsals/{id}/speech"): {},
    ("POST", "/api/rehearsals/{id}/heard"): {"sound": "mine now"},
    ("POST", "/api/rehearsals/{id}/replies/{number}/sound"): {},
    ("POST", "/talks/{id}/name"): {"name": "mine now"},
    ("GET", "/talks/{id}/delete"): {},
    ("POST", "/talks/{id}/delete"): {"what": "all"},
    ("POST", "/api/rehearsals/{id}/draft"): {"text": "mine now"},
    ("POST", "/api/rehearsals/{id}/mark"): {"line": "1", "word": "fine"},
    ("GET", "/rate/{id}"): {},
    ("POST", "/rate/{id}"): {"line-1": "fine", "then": "done"},
    ("GET", "/debrief/{id}"): {},
    ("GET", "/debrief/{id}/debrief.md"): {},
    ("GET", "/debrief/{id}/debrief.json"): {},
    ("GET", "/debrief/{id}/debrief.csv"): {},
    ("GET", "/debrief/{id}/debrief.pdf"): {},
    ("GET", "/debrief/{id}/before.pdf"): {},
}


def test_the_first_visit_gives_a_cookie_no_script_and_no_other_site_can_use(visitor: Visitor) -> None:
    given = visitor.get("/").headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "set-cookie" not in visitor.get("/").headers


def test_a_cookie_over_https_is_kept_to_https(app: FastAPI) -> None:
    assert "; Secure" in Visitor(app, address="https://127.0.0.1").get("/").headers["set-cookie"]


def test_scripts_and_pictures_of_a_page_make_nobody_new(app: FastAPI) -> None:
    stranger = Visitor(app)
    assert "set-cookie" not in stranger.get("/static/style.css", headers={"accept": "*/*"}).headers
    assert "set-cookie" not in stranger.post("/rehearsals", data={"scenario": "paula-first-meeting"}).headers


@pytest.mark.parametrize("path", ["/", "/brief/paula-first-meeting", "/settings"])
def test_pages_that_show_nothing_personal_need_no_cookie(app: FastAPI, path: str) -> None:
    answer = Visitor(app).get(path, headers={"accept": "*/*"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_without_a_cookie_a_form_is_answered_by_a_page_that_says_what_to_do(app: FastAPI) -> None:
    answer = Visitor(app).post("/rehearsals", data={"scenario": "paula-first-meeting"})
    assert answer.status_code == 401
    assert "Open the start page and allow cookies" in answer.text


@pytest.mark.parametrize("change", ["x{}", "{}x", "forged"])
def test_a_forged_cookie_is_nobody(app: FastAPI, visitor: Visitor, change: str) -> None:
    rehearsal = visitor.sit_down()
    name, value = next(iter(visitor.cookies.items()))
    thief = Visitor(app)
    thief.cookies.set(name, change.format(value))
    assert thief.get(f"/debrief/{rehearsal}").status_code == 404
    assert thief.post(f"/rehearsals/{rehearsal}/delete").status_code == 404
    assert visitor.made.store.get(visitor.person, rehearsal)


def test_a_cookie_of_another_server_is_nobody() -> None:
    assert Identity("one").read(Identity("two").sign("somebody")) is None


def test_a_cookie_ends_after_four_hundred_days(monkeypatch: pytest.MonkeyPatch) -> None:
    identity = Identity("secret")
    signed = identity.sign("somebody")
    assert identity.read(signed) == ("somebody", 0)
    later = time.time() + 401 * 24 * 3600
    monkeypatch.setattr("itsdangerous.timed.time", SimpleNamespace(time=lambda: later))
    assert identity.read(signed) is None


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    secret = read_secret(tmp_path / "new")
    assert read_secret(tmp_path / "new") == secret
    assert len(secret) == 64
    assert stat.S_IMODE((tmp_path / "new" / "cookie.secret").stat().st_mode) == 0o600


def test_every_route_of_a_rehearsal_is_in_the_list_above() -> None:
    routes = {
        (method, route.path.replace("{rehearsal_id}", "{id}"))
        for page in iter_modules(pages.__path__)
        for route in import_module(f"{pages.__name__}.{page.name}").router.routes
        for method in route.methods
        if "rehearsal_id" in route.path
    }
    assert routes == set(GUARDED)


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_another_persons_rehearsal_is_not_there(app: FastAPI, method: str, path: str) -> None:
    owner, other = Visitor(app), Visitor(app)
    rehearsal = owner.sit_down(said=EIGHT_LINES[:1])
    other.sit_down()
    before = parts(app).store.get(owner.person, rehearsal)
    data = GUARDED[method, path] or None
    theirs = other.request(method, path.format(id=rehearsal, number=1), data=data)
    nowhere = other.request(method, path.format(id="0" * 32, number=1), data=data)
    assert theirs.status_code == nowhere.status_code == 404
    assert theirs.text == nowhere.text
    assert EIGHT_LINES[0] not in theirs.text
    assert parts(app).store.get(owner.person, rehearsal) == before


def test_the_start_page_lists_ones_own_only(app: FastAPI) -> None:
    owner, other = Visitor(app), Visitor(app)
    rehearsal = owner.sit_down(said=["Something only I said."])
    assert rehearsal in owner.get("/").text
    assert rehearsal not in other.get("/").text


def test_what_is_deleted_is_gone_for_its_owner_too(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1])
    assert visitor.post(f"/rehearsals/{rehearsal}/delete").headers["location"] == "/"
    with pytest.raises(NotFoundError):
        visitor.made.store.get(visitor.person, rehearsal)
