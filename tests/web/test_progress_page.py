"""Progress: only what counts, only one's own, and honest about what is missing."""

import asyncio
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from simulator.domain.rehearsal import Preparation
from simulator.library.scenarios import load_scenario
from simulator.store.branches import BranchStore
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor

OTHER = "the-date-that-slid"


def talked(visitor: Visitor, lines: int = 6, scenario: str = PAULA) -> str:
    """An ended talk whose debrief is open."""
    return visitor.sit_down(scenario, said=EIGHT_LINES[:lines], ended=True)


def page(visitor: Visitor, query: str = "") -> str:
    visitor.made.digesting.talks_of(visitor.person, patience=30)
    answer = visitor.get(f"/progress{query}")
    assert answer.status_code == 200
    return answer.text


def listed(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/debrief/([0-9a-f]+)">', text)


def test_with_nothing_ended_the_page_says_what_to_do(app: FastAPI, visitor: Visitor) -> None:
    nobody = TestClient(app, base_url="http://127.0.0.1:7860", headers={"accept": "text/html"})
    for text in (nobody.get("/progress").text, page(visitor)):
        assert "End a talk with at least six lines" in text
        assert "Choose somebody to sit down with" in text
        assert "<svg xmlns" not in text
    visitor.sit_down(said=EIGHT_LINES[:1])
    assert "Nothing to see here yet" in page(visitor)


def test_each_picture_has_its_sentence_and_its_tables(visitor: Visitor) -> None:
    for _ in range(3):
        talked(visitor)
    text = page(visitor)
    sections = re.findall(r'<section class="card picture" aria-labelledby="([a-z-]+)">(.*?)</section>', text, re.DOTALL)
    assert [name for name, _ in sections] == ["moves", "groups", "seesaw", "criteria"]
    for _, section in sections:
        assert 'role="img"' in section
        assert "In these three talks with somebody as guarded as usual" in section
        assert "<caption>" in section
    assert "Mark your own lines after a talk" in text
    assert 'aria-current="page">Progress' in text


def test_branches_left_talks_and_open_ones_are_not_counted(visitor: Visitor) -> None:
    counts = talked(visitor)
    store = visitor.made.store
    branch = BranchStore(store.database).branch(visitor.person, counts, 2)
    store.end(visitor.person, branch)
    left = visitor.sit_down(said=EIGHT_LINES[:6])
    store.say(visitor.person, left, "Goodbye.", "press-left", 7, left_role="medical")
    visitor.sit_down(said=EIGHT_LINES[:6])
    text = page(visitor)
    assert listed(text) == [counts]
    assert "One talk, as guarded as usual." in text


def test_a_short_talk_is_listed_with_the_reason_and_in_no_picture(visitor: Visitor) -> None:
    short = talked(visitor, lines=3)
    text = page(visitor)
    assert listed(text) == [short]
    assert "needs at least 6 lines of yours, this one has 3" in text
    assert "<svg xmlns" not in text
    talked(visitor)
    assert "One talk more is in the list below only: not scored." in page(visitor)


def test_a_talk_that_waits_for_the_leaders_own_view_gives_nothing_away(visitor: Visitor) -> None:
    waits = visitor.sit_down(said=EIGHT_LINES[:6], ended=True, waits=True)
    text = page(visitor)
    assert "One talk is not in here yet" in text
    assert f'href="/debrief/{waits}"' in text
    assert listed(text) == []
    assert "<svg xmlns" not in text


def test_it_can_be_narrowed_down_and_remembers_what_was_chosen(visitor: Visitor) -> None:
    first, second = talked(visitor), talked(visitor, scenario=OTHER)
    assert set(listed(page(visitor))) == {first, second}
    text = page(visitor, f"?scenario={OTHER}&weeks=4")
    assert listed(text) == [second]
    assert f'<option value="{OTHER}" selected>' in text
    assert '<option value="4" selected>' in text
    assert '<details class="which" open>' in text
    none = page(visitor, "?guardedness=closed")
    assert "No ended talk fits that choice." in none
    assert listed(none) == []


@pytest.mark.parametrize(
    "query", ["?weeks=x&voice=%3Cscript%3E&guardedness=7", "?scenario=%22%3E%3Cscript%3E", "?weeks="]
)
def test_what_is_no_choice_is_no_harm(visitor: Visitor, query: str) -> None:
    talked(visitor, lines=1)
    assert "<script" not in page(visitor, query)


def test_a_longer_list_is_cut_and_can_be_had_whole(visitor: Visitor) -> None:
    for _ in range(22):
        talked(visitor, lines=1)
    assert "being counted" in visitor.get("/progress").text
    assert len(listed(page(visitor))) == 20
    assert "Show all 22 talks" in page(visitor)
    assert len(listed(page(visitor, "?every=1"))) == 22


def test_everybody_sees_their_own_talks_alone(app: FastAPI, visitor: Visitor) -> None:
    mine = talked(visitor)
    assert listed(page(visitor)) == [mine]
    assert listed(page(Visitor(app))) == []


def test_how_guarded_they_were_shows_in_the_shapes(visitor: Visitor) -> None:
    talked(visitor)
    text = page(visitor)
    assert "as usual</text>" in text
    assert "hard to reach</text>" not in text
    rehearsing, store = visitor.made.rehearsing, visitor.made.store
    closed = Preparation(answers=None, guardedness="closed")
    opened = rehearsing.open(visitor.person, load_scenario(PAULA), closed, seed=1)
    asyncio.run(_say(visitor, opened.id))
    store.end(visitor.person, opened.id)
    visitor.skip(opened.id)
    assert "hard to reach</text>" in page(visitor)


async def _say(visitor: Visitor, rehearsal: str) -> None:
    for number, line in enumerate(EIGHT_LINES, 1):
        async for _ in visitor.made.rehearsing.say(visitor.person, rehearsal, line, f"press-{number}", number):
            pass
