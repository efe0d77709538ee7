"""Past talks in the page: found, opened again, named and deleted by forms alone."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from simulator.domain.rehearsal import Preparation
from simulator.library.scenarios import load_scenario
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor, parts

SLID = "the-date-that-slid"


def labels(text: str) -> list[str]:
    """What the rows are called, in order, without their marks."""
    return [re.sub("<[^>]+>", "", found) for found in re.findall(r"<h2 id=\"label-[^>]+>(.*?)</h2>", text)]


def open_one(visitor: Visitor, scenario: str = PAULA) -> str:
    return visitor.made.rehearsing.open(visitor.person, load_scenario(scenario), Preparation(answers=None), 1).id


def test_somebody_new_is_told_what_will_stand_here(visitor: Visitor) -> None:
    for _ in range(2):
        text = visitor.get("/talks").text
        assert "Nothing is kept yet" in text
        assert 'type="search"' not in text


def test_an_open_talk_goes_on_and_an_ended_one_opens_its_debrief(visitor: Visitor) -> None:
    still_open = visitor.sit_down(said=EIGHT_LINES[:2])
    ended = visitor.sit_down(said=EIGHT_LINES[:1], ended=True)
    text = visitor.get("/talks").text
    assert f'href="/rehearse/?r={still_open}"' in text
    assert "Go on at line 3" in text
    assert f'href="/debrief/{ended}"' in text
    assert text.index(ended) < text.index(still_open), "the newest first"
    assert 'href="/talks" aria-current="page"' in text
    assert visitor.get(f"/debrief/{ended}").status_code == 200


def test_words_are_found_and_marked_with_who_said_them(visitor: Visitor) -> None:
    visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    visitor.sit_down(SLID, said=["Nothing <b>of</b> 100% sure."], ended=True)
    text = visitor.get("/talks", params={"q": "REORGANISATION long"}).text
    assert len(labels(text)) == 1
    assert '<mark class="sought">reorganisation</mark>' in text
    assert '<mark class="sought">long</mark>' in text
    assert "You, line 3:" in re.sub("<[^>]+>", "", text)
    assert 'value="REORGANISATION long"' in text
    text = visitor.get("/talks", params={"q": "100%"}).text
    assert len(labels(text)) == 1
    assert "Nothing &lt;b&gt;of&lt;/b&gt; " in text
    assert "1 of 2 talks" in text
    text = visitor.get("/talks", params={"q": "%"}).text
    assert len(labels(text)) == 1
    text = visitor.get("/talks", params={"q": "nobody-said-this <script>"}).text
    assert labels(text) == []
    assert "None of your 2 talks fits" in text
    assert "nobody-said-this &lt;script&gt;" in text


def test_filters_hold_together(visitor: Visitor) -> None:
    ended = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    branch = visitor.made.branches.branch(visitor.person, ended, 2)
    other = open_one(visitor, SLID)

    def shown(**asked: str) -> set[str]:
        return set(re.findall(r'<article class="past" id="talk-(\w+)"', visitor.get("/talks", params=asked).text))

    assert shown() == {ended, branch, other}
    assert shown(state="ended") == {ended}
    assert shown(state="open") == {branch, other}
    assert shown(branches="off") == {ended, other}
    assert shown(about=PAULA) == {ended, branch}
    assert shown(about=PAULA, state="open") == {branch}
    assert shown(about="nowhere") == set()
    assert shown(state="nonsense", branches="nonsense", page="-3") == {ended, branch, other}
    text = visitor.get("/talks", params={"about": PAULA}).text
    assert f'<option value="{PAULA}" selected>{load_scenario(PAULA).title}</option>' in text
    assert "Line 2, another way" in text
    visitor.post(f"/talks/{branch}/name", data={"name": "Asked sooner"})
    assert "another way from line 2" in visitor.get("/talks").text


def test_many_talks_are_paged(visitor: Visitor) -> None:
    for _ in range(27):
        open_one(visitor)
    first = visitor.get("/talks?q=" + "paula").text
    assert len(labels(first)) == 25
    assert "Page 1 of 2" in first
    assert 'href="/talks?q=paula&amp;page=2"' in first
    assert len(labels(visitor.get("/talks?q=paula&page=2").text)) == 2
    assert len(labels(visitor.get("/talks?page=99").text)) == 2
    assert len(re.findall(r"<li>\s*<span class=\"what\">", visitor.get("/").text)) == 5
    assert "All 27 past talks" in visitor.get("/").text


def test_a_talk_is_named_and_the_name_taken_back(visitor: Visitor) -> None:
    talk = visitor.sit_down(said=EIGHT_LINES[:1], ended=True)
    answer = visitor.post(f"/talks/{talk}/name?q=time", data={"name": "  Before <i>the</i>\x00 review "})
    assert answer.headers["location"] == f"/talks?q=time#talk-{talk}"
    assert visitor.made.store.get(visitor.person, talk).name == "Before <i>the</i> review"
    assert labels(visitor.get("/talks").text) == ["Before &lt;i&gt;the&lt;/i&gt; review"]
    assert labels(visitor.get("/talks?q=REVIEW").text) == ["Before &lt;i&gt;the&lt;/i&gt; review"]
    assert "Before &lt;i&gt;the&lt;/i&gt; review" in visitor.get("/").text
    visitor.post(f"/talks/{talk}/name", data={"name": "   "})
    assert labels(visitor.get("/talks").text) == [load_scenario(PAULA).title]


def test_a_name_that_is_too_long_comes_back_with_a_sentence(visitor: Visitor) -> None:
    talk = visitor.sit_down()
    name = "é" * 121
    answer = visitor.post(f"/talks/{talk}/name", data={"name": name})
    assert answer.status_code == 400
    assert name in answer.text
    assert "121 characters; 120 is the most" in answer.text
    assert visitor.made.store.get(visitor.person, talk).name is None


def test_deleting_says_what_goes_and_what_stays(visitor: Visitor) -> None:
    talk = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    text = visitor.get(f"/talks/{talk}/delete").text
    assert "Your 3 lines and the replies" in text
    assert "What came from it" not in text
    branch = visitor.made.branches.branch(visitor.person, talk, 2)
    text = visitor.get(f"/talks/{talk}/delete?q=time").text
    assert "One other talk branches off it" in text
    assert "a copy of the lines said before" in text
    assert f'action="/talks/{talk}/delete?q=time"' in text
    answer = visitor.post(f"/talks/{talk}/delete?q=time", data={"what": "one"})
    assert answer.headers["location"] == "/talks?q=time&gone=1"
    assert "It is deleted." in visitor.get(answer.headers["location"]).text
    assert visitor.get(f"/debrief/{talk}").status_code == 404
    assert visitor.get(f"/talks/{talk}/delete").status_code == 404
    assert [entry.id for entry in visitor.made.talks.entries(visitor.person)] == [branch]
    assert "The talk it branched off stays" in visitor.get(f"/talks/{branch}/delete").text


def test_a_talk_goes_with_its_branches_where_that_is_asked_for(visitor: Visitor) -> None:
    talk = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    for line in (2, 3):
        visitor.made.branches.branch(visitor.person, talk, line)
    assert "Delete it with its 2 branches" in visitor.get(f"/talks/{talk}/delete").text
    assert visitor.post(f"/talks/{talk}/delete", data={"what": "all"}).headers["location"] == "/talks?gone=3"
    assert visitor.made.talks.entries(visitor.person) == ()


@pytest.mark.parametrize("way", ["/talks/{id}/delete", "/rehearsals/{id}/delete"])
def test_what_is_deleted_is_nowhere_in_the_data_folder(visitor: Visitor, home: Path, way: str) -> None:
    words = f"a-word-nobody-else-says-{way.count('talks')}"
    talk = visitor.sit_down(said=[f"What matters most, {words}?", f"I hear that, {words}."], ended=True)
    visitor.get(f"/debrief/{talk}")
    visitor.made.store.look_back(visitor.person, talk, 5, words)
    visitor.post(f"/talks/{talk}/name", data={"name": words})
    visitor.get("/talks", params={"q": words})
    assert any(words.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert visitor.post(way.format(id=talk)).status_code == 303
    left = [path.name for path in home.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]
    assert left == []


def test_a_talk_that_left_the_role_is_found_but_not_quoted(visitor: Visitor) -> None:
    talk = visitor.sit_down(said=[EIGHT_LINES[0]])
    store, person = visitor.made.store, visitor.person
    store.say(person, talk, "Words for nobody's eyes.", "press-left", 2, left_role="crisis")
    text = visitor.get("/talks", params={"q": "nobody's eyes"}).text
    assert f'id="talk-{talk}"' in text
    assert "for nobody" not in text
    assert f'href="/debrief/{talk}"' in text


def test_the_words_of_what_was_not_told_find_nothing(visitor: Visitor) -> None:
    open_one(visitor)
    for fact in load_scenario(PAULA).facts:
        assert labels(visitor.get("/talks", params={"q": f'"{fact.text}"'}).text) == []


def test_a_situation_that_is_gone_breaks_nothing(visitor: Visitor) -> None:
    gone = load_scenario(PAULA).model_copy(update={"id": "no-longer-here"})
    talk = visitor.made.store.open(visitor.person, gone, Preparation(answers=None), 1).id
    assert labels(visitor.get("/talks").text) == ["A situation that is no longer here"]
    assert labels(visitor.get("/talks?q=longer&about=no-longer-here").text) == ["A situation that is no longer here"]
    assert visitor.get(f"/talks/{talk}/delete").status_code == 200
    assert "no longer here" in visitor.get("/").text


def test_the_start_page_reads_no_rehearsal_as_a_whole(app: FastAPI, visitor: Visitor) -> None:
    visitor.sit_down(said=EIGHT_LINES[:1], ended=True)
    whole = parts(app)

    class Closed:
        database = whole.store.database

    app.state.parts = replace(whole, store=Closed())  # type: ignore[arg-type]
    try:
        assert visitor.get("/").status_code == 200
        assert visitor.get("/talks?q=time").status_code == 200
    finally:
        app.state.parts = whole
