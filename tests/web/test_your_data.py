"""All of one's data: taken along whole, without what was not told; and deleted for good."""

import csv
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from simulator.domain.own import Own
from simulator.domain.rehearsal import Preparation
from simulator.library.scenarios import load_scenario, load_voice
from simulator.session.export import PREPARATION, given_out
from tests.web.test_secrets import ATTEMPTS, hidden_strings, told_in
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor, open_app, parts

EVERYTHING = "/your-data/everything.zip"


def taken(visitor: Visitor) -> dict[str, str]:
    """The files of an export, as text."""
    answer = visitor.get(EVERYTHING)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_everything_is_in_the_file_and_it_says_what_is_what(visitor: Visitor) -> None:
    ended = visitor.sit_down(said=[*EIGHT_LINES[:5], "=1+1 не так, “Пола” 🙂"], ended=True)
    still_open = visitor.sit_down(said=["Only begun."])
    left = visitor.sit_down(said=["Fine."])
    visitor.made.store.say(visitor.person, left, "Out of it.", "press-left", 2, left_role="crisis")
    visitor.made.store.keep_draft(visitor.person, still_open, "Half a line")
    visitor.post(f"/talks/{ended}/name", data={"name": "@home"})
    files = taken(visitor)
    assert {"README.txt", "data.json", "talks.csv", "lines.csv"} < set(files)
    for talk in (ended, still_open, left):
        forms = {name.rpartition(".")[2] for name in files if talk[:8] in name}
        assert forms == {"md", "json"}
    debrief = json.loads(next(files[name] for name in files if ended[:8] in name and name.endswith(".json")))
    assert debrief == visitor.get(f"/debrief/{ended}/debrief.json").json()
    assert "This talk is open." in next(files[name] for name in files if still_open[:8] in name)

    data = json.loads(files["data.json"])
    kept = {talk["id"]: talk for talk in data["rehearsals"]}
    assert set(kept) == {ended, still_open, left}
    assert kept[still_open]["draft"] == "Half a line"
    assert kept[ended]["exchanges"][5]["leader"].endswith("“Пола” 🙂")
    assert kept[ended]["exchanges"][0]["reading"]["scored"] is True
    assert kept[left]["left_role"] == "crisis"
    assert {"situations", "drill_cards", "drill_answers", "since", "schema_version"} <= set(data)

    talks = {row["talk"]: row for row in table(files["talks.csv"])}
    assert [talks[talk]["state"] for talk in (ended, still_open, left)] == ["ended", "open", "left"]
    assert talks[ended]["name"] == "'@home"
    assert talks[left]["parenting"] == talks[still_open]["parenting"] == ""
    lines = table(files["lines.csv"])
    assert next(row["text"] for row in lines if row["talk"] == ended and row["line"] == "6").startswith("'=1+1")
    assert not any(row["codes"] for row in lines if row["talk"] == left)
    for described in (*data, *kept[ended], *kept[ended]["exchanges"][0], *talks[ended], *lines[0]):
        assert re.search(rf"\b{described}\b", files["README.txt"]), f"README.txt does not say what {described} is"
    assert "$" not in files["README.txt"]


def test_nobody_s_data_but_one_s_own(visitor: Visitor) -> None:
    other = Visitor(visitor.app)  # type: ignore[arg-type]
    other.sit_down(said=["Words of somebody else."])
    visitor.sit_down(said=["Words of mine."])
    whole = "".join(taken(visitor).values())
    assert "Words of mine." in whole
    assert "somebody else" not in whole
    assert visitor.person not in whole


def test_a_talk_whose_situation_is_gone_is_taken_along_as_it_was_said(visitor: Visitor) -> None:
    gone = load_scenario(PAULA).model_copy(update={"id": "no-longer-here"})
    store, person = visitor.made.store, visitor.person
    talk = store.open(person, gone, Preparation(answers=None), 1).id
    store.say(person, talk, "Still my words.", "press-1", 1)
    store.end(person, talk)
    files = taken(visitor)
    assert "Still my words." in next(files[name] for name in files if talk[:8] in name)
    assert table(files["talks.csv"])[0]["situation"] == "A situation that is no longer here"


def test_what_was_not_told_is_in_no_file(visitor: Visitor) -> None:
    talk = visitor.sit_down(said=ATTEMPTS, ended=True)
    whole = "".join((*taken(visitor).values(), visitor.get(f"/debrief/{talk}/debrief.csv").text))
    hidden = hidden_strings(load_scenario(PAULA), told_in(visitor, talk))
    assert hidden
    for secret in hidden:
        assert secret not in whole
        assert secret.split("] ")[-1] not in whole


def test_a_situation_of_one_s_own_gives_out_only_its_brief(visitor: Visitor) -> None:
    scenario = load_scenario(PAULA)
    own = Own(scenario=scenario, voice=load_voice(PAULA), unsent=("Contoso",))
    person = visitor.person
    preparation = Preparation(answers=None, own=own)
    talk = visitor.made.store.open(person, scenario, preparation, 1).id
    kept = visitor.made.everything.talk(person, talk)
    assert scenario.facts[0].text in json.dumps(kept, ensure_ascii=False)
    shown = json.dumps(given_out(kept), ensure_ascii=False)
    assert all(secret not in shown for secret in hidden_strings(scenario, frozenset()))
    assert not any(word in shown for word in ("facts", "unlocks", "disclosures", 'needs": [{'))
    assert scenario.brief.situation in shown
    assert "Contoso" in shown
    assert all(secret not in "".join(taken(visitor).values()) for secret in hidden_strings(scenario, frozenset()))


def test_whoever_adds_to_a_preparation_says_whether_it_is_given_out() -> None:
    assert set(Preparation.model_fields) == {*PREPARATION, "own"}


def test_a_debrief_as_csv(visitor: Visitor) -> None:
    talk = visitor.sit_down(said=EIGHT_LINES, ended=True)
    answer = visitor.get(f"/debrief/{talk}/debrief.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert f'filename="{PAULA}-debrief.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = table(answer.content.decode())
    assert [row["text"] for row in rows if row["speaker"] == "You"] == list(EIGHT_LINES)
    assert any("RESCUE" in row["codes"] for row in rows)
    assert f'href="/debrief/{talk}/debrief.csv"' in visitor.get(f"/debrief/{talk}").text


def test_settings_say_where_it_is_and_how_much(visitor: Visitor, home: Path) -> None:
    visitor.get("/")
    text = visitor.get("/settings").text
    assert str(home / "kept.sqlite3") in text
    assert "Nothing is kept of you yet" in text
    assert EVERYTHING not in text
    visitor.sit_down(said=EIGHT_LINES[:2])
    text = visitor.get("/settings").text
    assert "<li>1 talk</li>" in text
    assert "2 lines of yours" in text
    assert f'href="{EVERYTHING}"' in text


def test_the_path_is_shown_to_this_machine_alone(tmp_path: Path) -> None:
    app = open_app(tmp_path, host="0.0.0.0")  # noqa: S104 - what is shown then is the point
    visitor = Visitor(app)
    visitor.sit_down(said=["One."])
    for path in ("/settings", "/your-data/delete"):
        assert str(tmp_path) not in visitor.get(path).text
    parts(app).digesting.close()
    parts(app).store.database.close()


@pytest.mark.parametrize("word", ["", "yes", "delete it"])
def test_another_word_deletes_nothing(visitor: Visitor, word: str) -> None:
    talk = visitor.sit_down(said=["Kept."])
    answer = visitor.post("/your-data/delete", data={"word": word})
    assert answer.status_code == 400
    assert "nothing was deleted" in answer.text
    assert visitor.made.store.get(visitor.person, talk)


def test_everything_is_deleted_for_good_and_the_browser_is_somebody_new(visitor: Visitor, home: Path) -> None:
    other = Visitor(visitor.app)  # type: ignore[arg-type]
    theirs = other.sit_down(said=["words-of-another"])
    words = "words-that-must-be-gone"
    talk = visitor.sit_down(said=[f"What matters, {words}?", words], ended=True)
    visitor.get(f"/debrief/{talk}")
    visitor.sit_down(said=[words])
    visitor.made.branches.branch(visitor.person, talk, 2, words)
    visitor.made.store.look_back(visitor.person, talk, 3, words)
    visitor.post("/settings/hints", data={"hints": "on"})
    before = visitor.person
    assert words in "".join(taken(visitor).values())
    assert "3 talks" in visitor.get("/your-data/delete").text

    answer = visitor.post("/your-data/delete", data={"word": " Delete "})
    assert answer.status_code == 303
    assert visitor.person != before
    text = visitor.get(answer.headers["location"]).text
    assert "Everything that was kept of you is deleted" in text
    assert "partnering_hints" not in visitor.cookies
    assert not visitor.made.store.knows(before)
    for person in (before, visitor.person):
        assert visitor.made.everything.amount(person).nothing
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path.name for path in files if words.encode() in path.read_bytes()] == []
    assert [path.name for path in files if before.encode() in path.read_bytes()] == []
    assert visitor.get("/talks").status_code == 200
    assert "Nothing is kept of you" in visitor.get("/your-data/delete").text
    assert other.made.store.get(other.person, theirs).exchanges[0].leader == "words-of-another"
    visitor.sit_down(said=["Anew."])
    assert len(visitor.made.talks.entries(visitor.person)) == 1


def test_somebody_without_a_cookie_takes_and_deletes_nothing(visitor: Visitor) -> None:
    assert visitor.post("/your-data/delete", data={"word": "delete"}).status_code == 401
    assert visitor.get(EVERYTHING, headers={"accept": "*/*"}).status_code == 401
