"""Rate yourself: asked for before the debrief, easy to skip, kept tap by tap, and blind to the reader."""

import json
import re

import pytest
from fastapi import FastAPI

from simulator.library.rubrics import load_rubric
from simulator.library.self_rating import load_self_words
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor

SLIP = 6
"""The line of EIGHT_LINES in which the reader finds parenting."""


def waiting(visitor: Visitor, lines: int = len(EIGHT_LINES)) -> str:
    return visitor.sit_down(said=EIGHT_LINES[:lines], ended=True, waits=True)


def checked(page: str) -> dict[str, str]:
    """What is tapped on the page, by line."""
    return dict(re.findall(r'name="line-(\d+)" value="([a-z-]+)" checked', page))


def test_the_debrief_leads_to_ones_own_view_first_and_each_button_on_to_it(visitor: Visitor) -> None:
    for button, kept in (("done", "skipped"), ("skip", "skipped")):
        rehearsal = waiting(visitor)
        assert visitor.get(f"/debrief/{rehearsal}").headers["location"] == f"/rate/{rehearsal}"
        page = visitor.get(f"/rate/{rehearsal}")
        assert page.status_code == 200
        assert page.text.count('<button class="button" name="then"') == 2
        answer = visitor.post(f"/rate/{rehearsal}", data={"then": button})
        assert answer.headers["location"] == f"/debrief/{rehearsal}"
        assert visitor.get(f"/debrief/{rehearsal}").status_code == 200
        assert visitor.made.store.get(visitor.person, rehearsal).self_rated == kept
        assert visitor.get(f"/rate/{rehearsal}").headers["location"] == f"/debrief/{rehearsal}"


def test_a_tap_is_kept_at_once_and_comes_back(visitor: Visitor) -> None:
    rehearsal = waiting(visitor)
    for line, word in ((1, "fine"), (SLIP, "told"), (SLIP, "took"), (2, "asked"), (2, "")):
        answer = visitor.post(f"/api/rehearsals/{rehearsal}/mark", data={"line": str(line), "word": word})
        assert answer.status_code == 204
    page = visitor.get(f"/rate/{rehearsal}").text
    assert checked(page) == {"1": "fine", str(SLIP): "took"}
    assert "2 of 8 marked" in page


def test_without_a_script_the_form_keeps_all_of_it(visitor: Visitor) -> None:
    rehearsal = waiting(visitor)
    form = {f"line-{number}": "" for number in range(1, 9)} | {"line-2": "told", f"line-{SLIP}": "took"}
    visitor.post(f"/rate/{rehearsal}", data={**form, "then": "done"})
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert kept.self_rated == "done"
    assert [exchange.self_rating for exchange in kept.exchanges] == [None, "told", None, None, None, "took", None, None]
    late = visitor.post(f"/api/rehearsals/{rehearsal}/mark", data={"line": "1", "word": "fine"})
    assert late.status_code == 409
    assert visitor.made.store.get(visitor.person, rehearsal) == kept


def test_nothing_of_the_readers_view_is_on_the_page(visitor: Visitor) -> None:
    rehearsal = waiting(visitor)
    page = visitor.get(f"/rate/{rehearsal}").text
    visitor.skip(rehearsal)
    debrief = visitor.get(f"/debrief/{rehearsal}").text
    made = visitor.made.rehearsing.scorecard(visitor.made.store.get(visitor.person, rehearsal))
    assert made.parenting_moves > 0, "nothing was found, so nothing could leak"
    rubric = load_rubric()
    words = [
        *(code for code in rubric.codes),
        *(move.name for move in rubric.moves),
        *(text for move in rubric.moves for text in (move.meant, move.effect, move.advice) if text),
        *(band.name for band in rubric.scoring.bands),
        "<mark",
        "why-line",
        "receipt",
        "data-code",
    ]
    shown = [word for word in words if word in debrief]
    assert len(shown) > 8, "these words would not be on the debrief either"
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b" if word[0] != "<" else word, page)] == []
    classes = {name for found in re.findall(r'class="([^"]*)"', page) for name in found.split()}
    assert classes.isdisjoint({"with", "for", "to", "away", "tag", "opened", "told", "closed", "reasons"})
    assert not re.search(r"\d+ of 100|confidence|0\.\d", page)


def test_the_page_is_the_same_whatever_the_reader_found(visitor: Visitor) -> None:
    rehearsal = waiting(visitor)
    before = visitor.get(f"/rate/{rehearsal}").text
    kept = visitor.made.store.get(visitor.person, rehearsal)
    with visitor.made.store.database.write() as session:
        from simulator.store.tables import RehearsalRow  # noqa: PLC0415 - only this test looks beneath the store

        row = session.get(RehearsalRow, rehearsal)
        assert row is not None
        for exchange in row.exchanges:
            exchange.reading = '{"findings": []}'
    assert visitor.made.store.get(visitor.person, rehearsal) != kept
    assert visitor.get(f"/rate/{rehearsal}").text == before


def test_the_two_views_stand_side_by_side_afterwards(visitor: Visitor) -> None:
    rehearsal = waiting(visitor)
    form = {"line-2": "told", f"line-{SLIP}": "fine", "then": "done"}
    page = visitor.get(visitor.post(f"/rate/{rehearsal}", data=form).headers["location"]).text
    own = page.split('aria-labelledby="own-view"')[1].split("</section>")[0]
    assert "You called “fine” the one line in which the reader found parenting" in own
    assert "one you marked where it found none" in own
    assert re.search(r'<a href="#turn-\d+">line 6</a>', own)
    assert re.search(r'<a href="#turn-\d+">line 2</a>', own)
    assert 'href="#trust"' in own
    assert 'id="trust"' in page
    assert page.count('class="own"') == 2
    markdown = visitor.get(f"/debrief/{rehearsal}/debrief.md").text
    assert "## How you saw it yourself" in markdown
    document = json.loads(visitor.get(f"/debrief/{rehearsal}/debrief.json").text)
    assert document["rehearsal"]["self_rated"] == "done"
    assert document["debrief"]["self_rated"]["gap"]["missed"] == [SLIP]
    assert document["debrief"]["self_rated"]["gap"]["over"] == [2]


def test_downloads_can_be_had_before(visitor: Visitor) -> None:
    rehearsal = waiting(visitor)
    assert visitor.get(f"/debrief/{rehearsal}/debrief.md").status_code == 200
    assert visitor.get(f"/debrief/{rehearsal}/debrief.json").status_code == 200


@pytest.mark.parametrize("lines", [(), ("I could kill myself tonight.",)])
def test_an_empty_talk_and_one_that_left_the_role_are_not_asked_about(visitor: Visitor, lines: tuple[str, ...]) -> None:
    rehearsal = visitor.sit_down(said=lines, ended=True, waits=True)
    assert bool(visitor.made.store.get(visitor.person, rehearsal).left_role) is bool(lines)
    assert visitor.get(f"/debrief/{rehearsal}").status_code == 200
    assert visitor.get(f"/rate/{rehearsal}").headers["location"] == f"/debrief/{rehearsal}"


def test_while_they_talk_there_is_nothing_to_mark(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:2])
    assert visitor.get(f"/rate/{rehearsal}").headers["location"] == f"/debrief/{rehearsal}"
    early = visitor.post(f"/api/rehearsals/{rehearsal}/mark", data={"line": "1", "word": "fine"})
    assert early.status_code == 400
    assert "still open" in early.text


def test_a_branch_asks_only_for_the_lines_said_in_it(visitor: Visitor) -> None:
    rehearsal = waiting(visitor, 4)
    with visitor.made.store.database.write() as session:
        from simulator.store.tables import RehearsalRow  # noqa: PLC0415 - only this test looks beneath the store

        row = session.get(RehearsalRow, rehearsal)
        assert row is not None
        row.parent_line = 3
    kept = visitor.made.store.get(visitor.person, rehearsal)
    page = visitor.get(f"/rate/{rehearsal}").text
    assert 'name="line-3"' in page
    assert 'name="line-2"' not in page
    assert "0 of 2 marked" in page
    answer = kept.exchanges[1].reply.rpartition("] ")[2].replace("'", "&#39;")
    assert answer in page, "what came just before the first line is missing"
    assert EIGHT_LINES[0] not in page


@pytest.mark.parametrize(
    "form",
    [{"line-1": "TELL"}, {"line-1": "<script>"}, {"line-x": "fine"}, {"line--1": "fine"}, {"line-": "fine"}],
)
def test_a_form_with_other_words_changes_nothing_and_says_so(visitor: Visitor, form: dict[str, str]) -> None:
    rehearsal = waiting(visitor)
    kept = visitor.made.store.get(visitor.person, rehearsal)
    answer = visitor.post(f"/rate/{rehearsal}", data={**form, "then": "done"})
    assert answer.status_code == 400
    assert "eload" in answer.text
    assert visitor.made.store.get(visitor.person, rehearsal) == kept


def test_what_was_typed_is_text_on_the_page(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=["<script>alert(1)</script> <b>${x}</b>"], ended=True, waits=True)
    page = visitor.get(f"/rate/{rehearsal}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_whoever_does_not_wish_to_be_asked_reads_at_once(app: FastAPI) -> None:
    visitor = Visitor(app)
    assert visitor.person
    settings = visitor.get("/settings").text
    assert re.search(r'name="marks" value="on" checked', settings)
    assert visitor.post("/settings/own-marks", data={"marks": "off"}).headers["location"] == "/settings?kept=own-marks"
    assert re.search(r'name="marks" value="off" checked', visitor.get("/settings").text)
    rehearsal = waiting(visitor)
    assert visitor.get(f"/debrief/{rehearsal}").status_code == 200
    # It has been read: who asks to be asked again is not asked about this one.
    visitor.post("/settings/own-marks", data={"marks": "on"})
    assert visitor.get(f"/debrief/{rehearsal}").status_code == 200
    assert visitor.get(f"/debrief/{waiting(visitor)}").status_code == 303


def test_every_word_is_on_every_line_and_explained(visitor: Visitor) -> None:
    page = visitor.get(f"/rate/{waiting(visitor, 3)}").text
    for word in load_self_words().words:
        assert page.count(f'value="{word.id}"') == 3
        assert word.means.replace("'", "&#39;") in page
    assert f"/brief/{PAULA}" not in page
