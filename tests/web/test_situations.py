"""A leader's own situation from the form to the note on how it went, and the follow-up."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from simulator.domain.scenario import Scenario
from simulator.library.scenarios import scenario_of
from simulator.web.pages.situations import today
from tests.report.papers import flat, text_of
from tests.web.own_talks import FORM, describe, kept, own_of, sit_down, talk
from tests.web.visitors import Visitor

LINES = (
    "What matters most to you in your work?",
    "So the two lists make it hard to know what counts?",
    "I need the reports by the 5th, and I would like to find a way with you.",
    "You should simply plan better.",
)


def played(visitor: Visitor, rehearsal: str) -> Scenario:
    return scenario_of(kept(visitor, rehearsal))


def test_with_none_the_list_says_what_it_is_for_and_the_start_page_offers_it(visitor: Visitor) -> None:
    assert visitor.person
    page = visitor.get("/situations").text
    assert "Describe a talk of mine" in page
    start = visitor.get("/").text
    assert 'href="/situations/new">Your own situation' in start
    assert 'href="/situations"' in start


def test_what_was_typed_is_kept_and_can_be_changed(visitor: Visitor) -> None:
    situation = describe(visitor)
    page = visitor.get(f"/situations/{situation}?done=new").text
    assert "Your talk with Kim" in page
    assert "Kept. Only you can see it." in page
    assert "Rehearse with Kim" in page
    form = visitor.get(f"/situations/{situation}/edit").text
    for name in ("called", "role", "visible", "guess2", "unsent"):
        assert FORM[name].splitlines()[0] in form
    visitor.post(f"/situations/{situation}", data=FORM | {"called": "Robin"})
    assert "Your talk with Robin" in visitor.get(f"/situations/{situation}").text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"called": " "}, "Not their real name"),
        ({"called": "Alex"}, "another name than they have"),
        ({"called": "you"}, "no name that can be spoken to"),
        ({"visible": " \n "}, "at least one thing that anyone could see"),
        ({"needs": ""}, "at least one thing you need"),
        ({"kind": "nothing"}, "Choose what comes nearest"),
        ({"manner": ""}, "Choose what comes nearest"),
        ({"guess1": "Tired."}, "as a whole sentence"),
        ({"guess1": FORM["guess2"]}, "stands here twice"),
        ({"guess1": "Three reports came after the 5th."}, "cannot be kept back"),
        ({"on": "tomorrow"}, "is no day"),
        ({"unsent": "a"}, "a single letter"),
        ({"visible": "x" * 500}, "500 characters long"),
        ({"fixed": "\n".join(map(str, range(20)))}, "20 lines"),
    ],
)
def test_what_will_not_do_comes_back_with_a_sentence_and_all_that_was_typed(
    visitor: Visitor, wrong: dict[str, str], says: str
) -> None:
    assert visitor.person
    answer = visitor.post("/situations", data=FORM | wrong)
    assert answer.status_code == 400
    assert says in answer.text
    assert "Not kept yet" in answer.text
    sent = FORM | wrong
    for name in ("role", "strength", "guess3"):
        assert sent[name] in answer.text
    assert visitor.get("/situations").text.count("Your talk with") == 0


def test_markup_is_shown_as_it_was_typed(visitor: Visitor) -> None:
    situation = describe(visitor, called="K<b>im", needs="<script>alert(1)</script> by noon")
    for page in ("", "/edit", "/brief", "/card"):
        text = visitor.get(f"/situations/{situation}{page}").text
        assert "<script>alert" not in text
        assert "<b>im" not in text


def test_it_is_rehearsed_and_debriefed_like_any_other(visitor: Visitor) -> None:
    situation = describe(visitor)
    brief = visitor.get(f"/situations/{situation}/brief?q1=3&q2=3&q3=0&energy=7").text
    assert "6 of 9: bring all of it" in brief
    assert "plays your guesses" in brief
    assert "Three reports came after the 5th." in brief
    assert 'value="7" checked' in brief
    rehearsal = sit_down(visitor, situation, q1="1", q2="2", q3="3", energy="4", guardedness="open")
    opened = kept(visitor, rehearsal)
    assert opened.situation == situation
    assert opened.preparation.answers == (1, 2, 3)
    assert opened.preparation.guardedness == "open"
    talk(visitor, rehearsal, LINES)
    assert all(exchange.reply for exchange in kept(visitor, rehearsal).exchanges)
    page = visitor.get(f"/debrief/{rehearsal}").text
    assert "Your talk with Kim" in page
    assert f"/situations/{situation}/card" in page
    markdown = visitor.get(f"/debrief/{rehearsal}/debrief.md")
    assert "Kim" in markdown.text
    exported = visitor.get(f"/debrief/{rehearsal}/debrief.json").json()
    assert exported["rehearsal"]["scenario"].startswith("own-")
    assert "own" not in exported["rehearsal"]["preparation"]
    assert visitor.get(f"/debrief/{rehearsal}/debrief.pdf").content.startswith(b"%PDF")
    assert "Your talk with Kim" in visitor.get("/").text
    assert "rehearsed once" in visitor.get("/situations").text


def test_a_talk_that_leaves_the_role_has_its_goodbye_and_no_debrief(visitor: Visitor) -> None:
    rehearsal = sit_down(visitor, describe(visitor))
    talk(visitor, rehearsal, ("Sometimes I think about killing myself.",), end=False)
    left = kept(visitor, rehearsal)
    assert left.left_role is not None
    assert left.exchanges[0].reply
    assert visitor.get(f"/debrief/{rehearsal}").status_code == 200


def test_they_meet_again_two_weeks_later(visitor: Visitor) -> None:
    situation = describe(visitor)
    first = sit_down(visitor, situation)
    talk(visitor, first, LINES)
    name = own_of(visitor, first).scenario.id
    assert "two weeks later" in visitor.get(f"/brief/{name}?again={first}").text
    answer = visitor.post("/rehearsals", data={"scenario": name, "again": first})
    second = answer.headers["location"].removeprefix("/rehearse/?r=")
    scenario = played(visitor, second)
    assert scenario.title.endswith("two weeks later")
    assert scenario.facts == own_of(visitor, first).scenario.facts
    assert kept(visitor, second).situation == situation
    talk(visitor, second, LINES[:2])
    assert visitor.get(f"/debrief/{second}").status_code == 200


def test_trying_again_begins_afresh_with_the_same_person(visitor: Visitor) -> None:
    situation = describe(visitor)
    first = sit_down(visitor, situation)
    talk(visitor, first, LINES[:1])
    visitor.post(f"/situations/{situation}/delete", data={"talks": "keep"})
    answer = visitor.post(f"/rehearsals/{first}/afresh")
    again = kept(visitor, answer.headers["location"].removeprefix("/rehearse/?r="))
    assert again.preparation.own == own_of(visitor, first)
    assert again.exchanges == ()
    assert visitor.post(f"/rehearsals/{visitor.sit_down()}/afresh").status_code == 404


def test_editing_changes_no_earlier_talk(visitor: Visitor) -> None:
    situation = describe(visitor)
    before = sit_down(visitor, situation)
    talk(visitor, before, LINES[:1])
    visitor.post(f"/situations/{situation}", data=FORM | {"called": "Robin", "guess1": ""})
    assert played(visitor, before).persona.name == "Kim"
    assert "Kim" in visitor.get(f"/debrief/{before}").text
    assert played(visitor, sit_down(visitor, situation)).persona.name == "Robin"


def test_names_in_it_are_offered_and_never_forced(visitor: Visitor) -> None:
    situation = describe(visitor)
    page = visitor.get(f"/situations/{situation}").text
    assert 'value="Basel"' in page
    assert 'value="Zeltron"' not in page, "it is on the list already"
    visitor.post(f"/situations/{situation}/unsent", data={"word": ["Basel", "not offered"]})
    assert "Basel\n" in visitor.get(f"/situations/{situation}/edit").text.replace("</textarea>", "\n")
    own = own_of(visitor, sit_down(visitor, situation))
    assert own.unsent == ("Zeltron", "Basel")


def test_the_card_begins_with_ones_own_words_and_is_kept(visitor: Visitor) -> None:
    situation = describe(visitor)
    page = visitor.get(f"/situations/{situation}/card").text
    assert "Reports by the 5th." in page
    assert "The 5th stands." in page
    rehearsal = sit_down(visitor, situation)
    talk(visitor, rehearsal, LINES)
    page = visitor.get(f"/situations/{situation}/card").text
    assert "What matters most to you in your work?" in page
    assert "You should simply plan better" not in page
    answer = visitor.post(f"/situations/{situation}/card", data={"matters": "That it holds.", "first_line": "Hi Kim."})
    assert answer.headers["location"] == f"/situations/{situation}/card/print"
    printed = visitor.get(answer.headers["location"]).text
    assert "That it holds." in printed
    assert "The 5th stands." not in printed, "an emptied field stays empty on the card"
    for page in (f"/situations/{situation}/card.pdf", f"/debrief/{rehearsal}/before.pdf"):
        assert "Hi Kim." in flat(text_of(visitor.get(page).content))
    assert "card planned" in visitor.get("/situations").text


def test_a_card_too_long_comes_back_with_what_was_typed(visitor: Visitor) -> None:
    situation = describe(visitor)
    answer = visitor.post(f"/situations/{situation}/card", data={"ask": "Why? " * 200, "limit": "Not that."})
    assert answer.status_code == 400
    assert "600 is the most" in answer.text
    assert "Not that." in answer.text
    assert visitor.made.store.database is not None
    assert "card planned" not in visitor.get("/situations").text


def test_after_its_day_one_is_asked_how_it_went_and_the_follow_up_begins_there(visitor: Visitor) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    situation = describe(visitor, on=yesterday)
    start = visitor.get("/").text
    assert "How did it go with Kim?" in start
    assert f"/situations/{situation}/afterwards" in start
    assert f'value="{yesterday}"' in visitor.get(f"/situations/{situation}/afterwards").text
    note = {
        "on": yesterday,
        "how": "Short, and better than feared.",
        "mattered": "To be told first.",
        "agreed": "I tell her first.\nShe names the list.",
        "energy": "6",
        "surprised": "That she had tried already.",
    }
    visitor.post(f"/situations/{situation}/afterwards", data=note)
    page = visitor.get(f"/situations/{situation}").text
    assert "Practise the follow-up" in page
    assert "That she had tried already." in page
    assert "How did it go" not in visitor.get("/").text
    form = visitor.get(f"/situations/new?after={situation}").text
    assert "Agreed: I tell her first." in form
    assert "Kim said what matters: To be told first." in form
    assert FORM["guess2"] not in form, "the last talk may have proved it wrong"
    follow = describe(visitor, follows=situation, guess1="", visible="Agreed: I tell her first.")
    brief = visitor.get(f"/situations/{follow}/brief").text
    assert "What you noted after the last talk" in brief
    assert "Short, and better than feared." in brief
    assert "Open the follow-up" in visitor.get(f"/situations/{situation}").text
    assert f"/situations/{situation}" in visitor.get(f"/situations/{follow}").text
    visitor.post(f"/situations/{follow}", data=FORM | {"needs": "Another need."})
    assert "Short, and better than feared." in visitor.get(f"/situations/{follow}/brief").text


def test_a_follow_up_needs_a_note_first_and_its_own_situation(app: FastAPI, visitor: Visitor) -> None:
    situation = describe(visitor)
    assert visitor.get(f"/situations/new?after={situation}").status_code == 400
    stranger = Visitor(app)
    other = describe(stranger, follows=situation)
    assert stranger.get(f"/situations/{other}").text.count(situation) == 0


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ({}, "a few words"),
        ({"on": "2999-01-01", "how": "Well."}, "still to come"),
        ({"how": "x" * 1001}, "1000 is the"),
    ],
)
def test_a_note_that_will_not_do_comes_back(visitor: Visitor, note: dict[str, str], says: str) -> None:
    situation = describe(visitor)
    answer = visitor.post(f"/situations/{situation}/afterwards", data=note | {"mattered": "" if not note else "Calm."})
    assert answer.status_code == 400
    assert says in answer.text
    assert "Calm." in answer.text or not note


def test_deleting_asks_what_becomes_of_its_talks(visitor: Visitor) -> None:
    situation = describe(visitor)
    rehearsal = sit_down(visitor, situation)
    talk(visitor, rehearsal, LINES[:1])
    page = visitor.get(f"/situations/{situation}").text
    assert "And its 1 rehearsal?" in page
    answer = visitor.post(f"/situations/{situation}/delete", data={"talks": "delete"})
    assert "Deleted." in visitor.get(answer.headers["location"]).text
    assert visitor.get(f"/situations/{situation}").status_code == 404
    assert visitor.get(f"/debrief/{rehearsal}").status_code == 404


@pytest.mark.parametrize(
    "page", ["", "/edit", "/situation.json", "/brief", "/card", "/card/print", "/card.pdf", "/afterwards"]
)
def test_somebody_elses_situation_is_not_there(app: FastAPI, visitor: Visitor, page: str) -> None:
    situation = describe(visitor)
    stranger = Visitor(app)
    assert stranger.person
    assert stranger.get(f"/situations/{situation}{page}").status_code == 404
    for sent in ("", "/unsent", "/rehearse", "/card", "/afterwards", "/delete"):
        assert stranger.post(f"/situations/{situation}{sent}", data=FORM).status_code == 404
    assert situation not in stranger.get("/situations").text
    assert visitor.get(f"/situations/{situation}").status_code == 200


def test_a_branch_of_it_is_with_the_same_person(visitor: Visitor) -> None:
    rehearsal = sit_down(visitor, describe(visitor))
    talk(visitor, rehearsal, LINES)
    branch = visitor.made.branches.branch(visitor.person, rehearsal, 2)
    assert own_of(visitor, branch) == own_of(visitor, rehearsal)
    assert kept(visitor, branch).situation == kept(visitor, rehearsal).situation
