"""The downloads on paper: one's own, with the words and without a secret, and linked where one looks for them."""

import pytest
from fastapi import FastAPI

from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_out_of_scope, load_scenario, scenario_ids
from tests.report.papers import ACCESSIBLE, dense, pages, text_of
from tests.web.test_secrets import ATTEMPTS, hidden_strings, told_in
from tests.web.visitors import EIGHT_LINES, Visitor

PAPERS = ("debrief.pdf", "before.pdf")
LAST = "<b>You</b> can sue me if you like."


def test_the_debrief_page_links_both_and_both_come_as_files(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES, ended=True)
    page = visitor.get(f"/debrief/{rehearsal}").text
    for name in PAPERS:
        assert f'href="/debrief/{rehearsal}/{name}" download' in page
        answer = visitor.get(f"/debrief/{rehearsal}/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == f'attachment; filename="paula-first-meeting-{name}"'
        assert answer.headers["cache-control"] == "no-store"
        assert ACCESSIBLE in answer.content
    whole = dense(text_of(visitor.get(f"/debrief/{rehearsal}/debrief.pdf").content))
    for line in EIGHT_LINES:
        assert dense(line.split(".")[0]) in whole
    one = visitor.get(f"/debrief/{rehearsal}/before.pdf").content
    assert pages(one) == 1
    assert load_scenario("paula-first-meeting").brief.own_needs[0] in text_of(one)


def test_the_same_talk_gives_the_same_file(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES, ended=True)
    for name in PAPERS:
        address = f"/debrief/{rehearsal}/{name}"
        assert visitor.get(address).content == visitor.get(address).content


def test_nothing_said_gives_papers_all_the_same(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(ended=True)
    for name in PAPERS:
        assert pages(visitor.get(f"/debrief/{rehearsal}/{name}").content) == 1


def test_they_are_their_owners_alone(app: FastAPI, visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES, ended=True)
    stranger = Visitor(app)
    assert stranger.person != visitor.person
    for name in PAPERS:
        answer = stranger.get(f"/debrief/{rehearsal}/{name}")
        assert answer.status_code == 404
        assert b"%PDF" not in answer.content


def test_a_talk_that_left_the_role_is_its_plain_words_with_the_help(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[*EIGHT_LINES, LAST])
    page = visitor.get(f"/debrief/{rehearsal}").text
    assert f'href="/debrief/{rehearsal}/debrief.pdf"' in page
    assert "before.pdf" not in page
    answer = visitor.get(f"/debrief/{rehearsal}/debrief.pdf")
    assert answer.headers["content-disposition"] == 'attachment; filename="paula-first-meeting-talk.pdf"'
    read = text_of(answer.content)
    told = load_out_of_scope().told("legal")
    for words in (told.lead, *told.help, *told.kept, *EIGHT_LINES, LAST):
        assert dense(words) in dense(read)
    for verdict in ("of 100", "One next move", "What you did well", "See-saw", "Nine things", "Earned from"):
        assert verdict not in read
    for move in load_rubric().moves:
        assert f"{move.tag} {move.name}" not in read
    before = visitor.get(f"/debrief/{rehearsal}/before.pdf")
    assert before.status_code == 400
    assert "Its page shows what was said." in before.text


@pytest.mark.parametrize("name", scenario_ids())
def test_what_was_not_told_is_on_neither(visitor: Visitor, name: str) -> None:
    rehearsal = visitor.sit_down(name, ATTEMPTS, ended=True)
    hidden = hidden_strings(load_scenario(name), told_in(visitor, rehearsal))
    assert hidden
    for paper in PAPERS:
        read = dense(text_of(visitor.get(f"/debrief/{rehearsal}/{paper}").content))
        assert load_scenario(name).title.split()[0] in read
        for secret in hidden:
            assert dense(secret) not in read
            assert dense(secret.split("] ")[-1]) not in read
