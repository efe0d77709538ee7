"""Drills in the browser: forms without a script, nothing typed is lost, only one's own."""

import re
from html import unescape

import pytest
from fastapi import FastAPI
from httpx2 import Response

from simulator.domain.drill import KINDS, NOTHING
from simulator.library.drills import load_drills
from simulator.library.rubrics import load_rubric
from simulator.store.drills import DrillStore
from simulator.store.self_ratings import SelfRatingStore
from tests.web.visitors import Visitor

SLIP = "Let me take the two reports off your plate, I'll do them myself."
SPOT, REWRITE = load_drills().spot[0], load_drills().rewrite[0]


@pytest.fixture
def visitor(app: FastAPI) -> Visitor:
    """Somebody who has opened a page: they are known by their cookie."""
    known = Visitor(app)
    assert known.person
    return known


def begin(visitor: Visitor, *kinds: str, own: bool = True) -> str:
    """Begin ten minutes; return the address of the first card."""
    form = {"kind": list(kinds or KINDS), **({"own": "on"} if own else {})}
    assert visitor.post("/drills/start", data=form).headers["location"] == "/drills/next"
    return str(visitor.get("/drills/next").headers["location"])


def slip(visitor: Visitor, *before: str) -> str:
    name = visitor.sit_down(said=(*before, SLIP), ended=True)
    SelfRatingStore(visitor.made.store.database).finish(visitor.person, name, {}, "skipped")
    return name


def answer(visitor: Visitor, item: str, given: str, answers: int = 0) -> Response:
    return visitor.post(f"/drills/cards/{item}", data={"given": given, "answers": str(answers)})


def kept(visitor: Visitor) -> list[str]:
    return [one.given for one in DrillStore(visitor.made.store.database).answers(visitor.person)]


def words(page: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_the_start_says_what_there_is_and_has_one_button(visitor: Visitor) -> None:
    page = visitor.get("/drills")
    assert page.status_code == 200
    assert f"{len(load_drills().cards)} cards are new to you" in words(page)
    assert "Begin ten minutes" in page.text
    assert 'href="/drills" aria-current="page"' in page.text
    assert "My own lines" not in page.text


def test_a_round_goes_from_card_to_card_to_its_end(visitor: Visitor) -> None:
    first = begin(visitor, "spot")
    assert first.startswith("/drills/cards/spot:")
    asked = visitor.get(first)
    assert "0 cards done" in words(asked)
    told = visitor.get(answer(visitor, first.removeprefix("/drills/cards/"), NOTHING).headers["location"])
    assert "1 card done" in words(told)
    assert "Next card" in told.text
    second = visitor.get("/drills/next").headers["location"]
    assert second not in {first, "/drills/done"}
    end = words(visitor.get("/drills/done"))
    assert "1 card done" in end
    assert "To meet again" in end or "What went well" in end


def test_a_reload_shows_the_same_card_in_the_same_state(visitor: Visitor) -> None:
    first = begin(visitor)
    assert visitor.get("/drills/next").headers["location"] == first
    there = answer(visitor, SPOT.id, SPOT.codes[0]).headers["location"]
    assert words(visitor.get(there)) == words(visitor.get(there))
    assert load_rubric().by_code[SPOT.codes[0]].name in words(visitor.get(there))


def test_a_form_sent_twice_is_one_answer(visitor: Visitor) -> None:
    one = answer(visitor, SPOT.id, SPOT.codes[0])
    assert answer(visitor, SPOT.id, SPOT.codes[0]).headers["location"] == one.headers["location"]
    assert kept(visitor) == [SPOT.codes[0]]


def test_a_choice_is_told_why_with_the_words_marked(visitor: Visitor) -> None:
    page = visitor.get(answer(visitor, SPOT.id, NOTHING).headers["location"])
    assert SPOT.why in words(page)
    marked = re.search(r"<mark class=\"\w+\">(.*?)</mark>", page.text)
    assert marked
    assert unescape(marked.group(1)) == SPOT.quote
    assert "You chose “Nothing here”" in words(page)


def test_a_typed_line_comes_back_escaped_with_its_quotes_marked_and_a_sample(visitor: Visitor) -> None:
    typed = "<b>Don't worry</b>, I'll do all of it myself."
    page = visitor.get(answer(visitor, REWRITE.id, typed).headers["location"])
    assert "<b>Don" not in page.text
    assert "&lt;b&gt;" in page.text
    assert "Not yet" in page.text
    assert REWRITE.sample
    assert REWRITE.sample in words(page)
    assert REWRITE.why in words(page)
    assert kept(visitor) == [typed]


@pytest.mark.parametrize(
    ("item", "given", "told"),
    [
        (SPOT.id, "", "Choose one of the answers"),
        (REWRITE.id, "   ", "The box is empty"),
        (REWRITE.id, "word " * 500, "Make it shorter"),
        (REWRITE.id, "?!", "no words"),
    ],
)
def test_what_cannot_be_judged_comes_back_with_a_sentence(visitor: Visitor, item: str, given: str, told: str) -> None:
    page = answer(visitor, item, given)
    assert page.status_code == 400
    assert told in words(page)
    assert item == SPOT.id or f">{given}</textarea>" in page.text
    assert kept(visitor) == []


def test_an_answer_from_an_older_page_is_not_lost(visitor: Visitor) -> None:
    answer(visitor, REWRITE.id, "What has been on your mind?")
    page = answer(visitor, REWRITE.id, "Something else altogether?")
    assert page.status_code == 409
    assert "Something else altogether?</textarea>" in page.text
    assert 'name="answers" value="1"' in page.text
    assert kept(visitor) == ["What has been on your mind?"]


def test_a_line_about_what_is_not_rehearsed_gets_help_and_is_not_kept(visitor: Visitor) -> None:
    page = answer(visitor, REWRITE.id, "Some days I think about killing myself.")
    assert "was not judged" in words(page)
    assert "Some days I think about killing myself.</textarea>" in page.text
    assert kept(visitor) == []


def test_showing_a_card_counts_as_missed(visitor: Visitor) -> None:
    begin(visitor)
    there = visitor.post(f"/drills/cards/{REWRITE.id}", data={"show": "1", "answers": "0"}).headers["location"]
    assert "in a few minutes" in words(visitor.get(there))
    assert "To meet again" in words(visitor.get("/drills/done"))


def test_a_tap_on_easy_moves_the_card_on(visitor: Visitor) -> None:
    begin(visitor)
    there = answer(visitor, SPOT.id, SPOT.codes[0]).headers["location"]
    store = DrillStore(visitor.made.store.database)
    before = store.cards(visitor.person)[0].due
    tapped = visitor.post(f"/drills/answers/{there.rsplit('=', 1)[1]}/ease", data={"ease": "easy"})
    assert tapped.headers["location"] == "/drills/next"
    assert store.cards(visitor.person)[0].due > before


def test_without_a_kind_nothing_begins(visitor: Visitor) -> None:
    page = visitor.post("/drills/start", data={"own": "on"})
    assert page.status_code == 400
    assert "Choose at least one kind" in page.text


@pytest.mark.parametrize(
    "value", ["", "x", "1.spot.own.2", "99999999999999.spot.own", "9999999999999.spot.own", "1.x.own"]
)
def test_a_cookie_that_is_not_ours_begins_nothing(visitor: Visitor, value: str) -> None:
    visitor.cookies.set("partnering_round", value)
    assert visitor.get("/drills/next").headers["location"] == "/drills"
    assert visitor.get("/drills/done").headers["location"] == "/drills"
    assert visitor.get("/drills").status_code == 200


def test_after_ten_minutes_the_round_is_over(visitor: Visitor) -> None:
    begin(visitor)
    visitor.cookies.delete("partnering_round")
    visitor.cookies.set("partnering_round", "1700000000000.spot.own")
    assert visitor.get("/drills/next").headers["location"] == "/drills/done"
    assert "up" in words(visitor.get("/drills/done"))
    assert "ten minutes are up" in words(visitor.get(f"/drills/cards/{SPOT.id}"))


def test_own_lines_can_be_switched_off_on_the_page(visitor: Visitor) -> None:
    slip(visitor)
    page = visitor.get("/drills")
    assert "2 cards from your latest talks" in words(page)
    assert begin(visitor).startswith("/drills/cards/own:")
    assert not begin(visitor, own=False).startswith("/drills/cards/own:")
    page = visitor.get("/drills")
    assert re.search(r'name="own" value="on">', page.text)


def test_an_own_card_shows_the_talk_and_nobody_else_gets_it(visitor: Visitor, app: FastAPI) -> None:
    name = slip(visitor)
    item = f"own:{name}:1:spot"
    page = visitor.get(f"/drills/cards/{item}")
    assert SLIP in words(page)
    assert "your talk with Paula" in words(page)
    told = answer(visitor, item, "RESCUE").headers["location"]
    assert "It can be wrong" in words(visitor.get(told))
    stranger = Visitor(app)
    assert stranger.person
    assert stranger.get(f"/drills/cards/{item}").status_code == 404
    assert answer(stranger, item, "RESCUE").status_code == 404
    number = told.rsplit("=", 1)[1]
    assert stranger.get(f"/drills/cards/{SPOT.id}?answer={number}").status_code == 404
    assert stranger.post(f"/drills/answers/{number}/ease", data={"ease": "easy"}).status_code == 404
    visitor.post(f"/rehearsals/{name}/delete")
    assert visitor.get(told).status_code == 404
    assert kept(visitor) == []


def test_a_long_talk_before_the_line_is_folded_away_and_still_there(visitor: Visitor) -> None:
    name = slip(visitor, "Thanks for making the time.", "I am glad you are here.")
    page = visitor.get(f"/drills/cards/own:{name}:3:rewrite")
    assert "What was said before (2 lines)" in words(page)
    assert "Thanks for making the time." in words(page)


def test_no_locked_fact_is_on_an_own_card(visitor: Visitor) -> None:
    from simulator.library.scenarios import load_scenario  # noqa: PLC0415 - for this test alone

    name = slip(visitor)
    facts = load_scenario("paula-first-meeting").facts
    for kind in ("spot", "rewrite"):
        page = words(visitor.get(f"/drills/cards/own:{name}:1:{kind}"))
        assert not [fact.id for fact in facts if fact.text in page]


@pytest.mark.parametrize(
    "card", [group[0] for group in (load_drills().silence, load_drills().need)], ids=lambda c: c.kind
)
def test_the_sample_is_not_on_the_page_before_the_answer(visitor: Visitor, card: object) -> None:
    item, sample = getattr(card, "id", ""), getattr(card, "sample", "")
    assert sample not in words(visitor.get(f"/drills/cards/{item}"))
    assert sample in words(visitor.get(answer(visitor, item, sample).headers["location"]))
