"""Going back to a line, two ways side by side, a line played again: one's own, and nothing that was not told."""

import asyncio
import logging
import re
from itertools import cycle

import pytest
from fastapi import FastAPI

from simulator.domain.wording import leaked
from simulator.library.scenarios import load_scenario, load_voice
from simulator.llm.scripted import ScriptedModel
from simulator.session.counterfactual import start_of
from simulator.session.voices import Voices
from simulator.web.rehearse import drawing
from tests.web.test_secrets import ATTEMPTS, hidden_strings, told_in
from tests.web.visitors import EIGHT_LINES, PAULA, Visitor, parts

ASKED = "Which of the two reports would you rather keep, and what would make the other one lighter?"


def unmarked(text: str) -> str:
    """A page's text without the marks around a move's words."""
    return re.sub(r"</?mark[^>]*>", "", text)


def branch(visitor: Visitor, rehearsal: str, line: int, **more: str) -> str:
    """Press "Try another line here"; return the branch."""
    answer = visitor.post(f"/rehearsals/{rehearsal}/branch", data={"line": str(line), **more})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith("/rehearse/?r=")
    return answer.headers["location"].partition("r=")[2]


def say(visitor: Visitor, rehearsal: str, *lines: str, ended: bool = False) -> None:
    made = visitor.made

    async def talk() -> None:
        first = len(made.store.get(visitor.person, rehearsal).exchanges) + 1
        for number, line in enumerate(lines, first):
            async for _ in made.rehearsing.say(visitor.person, rehearsal, line, f"branch-{number}", number):
                pass

    asyncio.run(talk())
    if ended:
        made.store.end(visitor.person, rehearsal)
        visitor.skip(rehearsal)


@pytest.fixture
def two(visitor: Visitor) -> tuple[str, str]:
    """A talk that has ended, and a branch of it at line 6 that has ended."""
    parent = visitor.sit_down(said=EIGHT_LINES, ended=True)
    other = branch(visitor, parent, 6)
    say(visitor, other, ASKED, *EIGHT_LINES[6:], ended=True)
    return parent, other


def plays(visitor: Visitor, **form: str) -> str:
    """Play, and return the page of what came of it."""
    answer = visitor.post("/plays", data={"plays": "3", **form})
    assert answer.status_code == 303, answer.text
    page = visitor.get(answer.headers["location"])
    assert page.status_code == 200
    return page.text


def test_the_line_can_be_tried_from_conversation_and_debrief(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES)
    kept = visitor.made.store.get(visitor.person, rehearsal)
    drawn = drawing.talk(load_scenario(PAULA), kept)
    assert drawn.count("Try another line here") == len(EIGHT_LINES)
    assert "Go on from where it ended" not in drawn
    visitor.made.store.end(visitor.person, rehearsal)
    visitor.skip(rehearsal)
    ended = drawing.talk(load_scenario(PAULA), visitor.made.store.get(visitor.person, rehearsal))
    text = visitor.get(f"/debrief/{rehearsal}").text
    for page in (ended, text):
        assert page.count("Try another line here") == len(EIGHT_LINES)
        assert page.count("Go on from where it ended") == 1
    assert text.count("Play this line ten times") == len(EIGHT_LINES)


def test_a_branch_opens_with_the_old_line_in_the_box_and_says_where_it_is(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES, ended=True)
    made = branch(visitor, rehearsal, 6)
    kept = visitor.made.store.get(visitor.person, made)
    assert kept.draft == EIGHT_LINES[5]
    scenario = load_scenario(PAULA)
    assert "back before line 6" in drawing.talk(scenario, kept)
    family = visitor.made.branches.family(visitor.person, made)
    head = drawing.who(scenario, family)
    assert "Line 6, another way" in head
    assert f'href="/debrief/{rehearsal}"' in head
    say(visitor, made, ASKED)
    assert "back before" not in drawing.talk(scenario, visitor.made.store.get(visitor.person, made))


def test_a_better_line_can_be_put_into_the_box(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES, ended=True)
    assert "Try it in the place of line 6" in visitor.get(f"/debrief/{rehearsal}").text
    made = branch(visitor, rehearsal, 6, instead=ASKED)
    assert visitor.made.store.get(visitor.person, made).draft == ASKED


def test_both_debriefs_say_who_is_whose(visitor: Visitor, two: tuple[str, str]) -> None:
    parent, other = two
    sibling = branch(visitor, parent, 2)
    of_parent, of_branch = (visitor.get(f"/debrief/{name}").text for name in two)
    assert "Tried another way" in of_parent
    assert f"/compare?a={parent}&amp;b={other}" in of_parent
    assert "A branch of" in of_branch
    assert f"/compare?a={parent}&amp;b={other}" in of_branch
    assert f'href="/rehearse/?r={sibling}"' in of_branch
    visitor.made.store.delete(visitor.person, parent)
    assert "of a talk that was deleted" in visitor.get(f"/debrief/{other}").text


def test_a_branch_is_named(visitor: Visitor, two: tuple[str, str]) -> None:
    answer = visitor.post(f"/rehearsals/{two[1]}/name", data={"name": "Asked <b>instead</b>"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/debrief/{two[1]}")
    text = visitor.get(f"/debrief/{two[1]}").text
    assert "Asked &lt;b&gt;instead&lt;/b&gt;" in text
    assert "<b>instead" not in text
    too_long = visitor.post(f"/rehearsals/{two[1]}/name", data={"name": "x" * 121})
    assert too_long.status_code == 400
    assert "121 characters" in too_long.text


def test_side_by_side_shows_what_parted_and_folds_what_is_shared(visitor: Visitor, two: tuple[str, str]) -> None:
    page = visitor.get(f"/compare?a={two[0]}&b={two[1]}")
    assert page.status_code == 200
    text = page.text
    shared, _, rest = text.partition("From line 6 on")
    assert "lines 1 to 5" in shared
    assert EIGHT_LINES[4] in unmarked(shared)
    assert EIGHT_LINES[4] not in unmarked(rest)
    assert "take the two reports off your plate" in rest
    assert "Which of the two reports" in rest
    assert "Right after line 6" in shared
    assert "the last that both have" in shared
    assert '<mark class="for">' in rest
    assert "closed up again" in rest
    assert "Trust" in rest
    assert "still open" not in text
    assert "Was it the line, or chance?" in text


def test_an_open_way_shows_words_and_see_saw_and_nothing_the_reader_found(visitor: Visitor) -> None:
    parent = visitor.sit_down(said=EIGHT_LINES[:2])
    other = branch(visitor, parent, 2)
    say(visitor, other, "Let me take the two reports off your plate, I'll do them myself.")
    text = visitor.get(f"/compare?a={parent}&b={other}").text
    assert "still open" in text
    assert "See-saw" in text
    assert "Let me take the two reports" in text
    for kept_back in ("<mark", 'class="tag', ">Trust<", "receipt", "Was it the line"):
        assert kept_back not in text, kept_back


def test_a_way_whose_lines_wait_to_be_marked_shows_no_finding_either(visitor: Visitor) -> None:
    parent = visitor.sit_down(said=EIGHT_LINES, ended=True, waits=True)
    other = branch(visitor, parent, 6)
    say(visitor, other, ASKED)
    text = visitor.get(f"/compare?a={parent}&b={other}").text
    assert "waits for you to mark your lines" in text
    assert "<mark" not in text
    refused = visitor.post("/plays", data={"a": parent, "line": "6"})
    assert refused.status_code == 400
    assert "own view" in refused.text


def test_a_way_with_nothing_said_yet_and_one_that_goes_on(visitor: Visitor) -> None:
    parent = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    on = branch(visitor, parent, 4)
    assert "the same, word for word" in visitor.get(f"/compare?a={parent}&b={on}").text
    say(visitor, on, "One more thing.")
    assert "goes on where" in visitor.get(f"/compare?a={parent}&b={on}").text
    begun = branch(visitor, parent, 2)
    assert "nothing has been said yet" in visitor.get(f"/compare?a={parent}&b={begun}").text


def test_two_talks_that_do_not_begin_alike_are_not_compared(visitor: Visitor) -> None:
    one = visitor.sit_down(said=EIGHT_LINES[:2], ended=True)
    other = visitor.sit_down("red-column-green-column", said=EIGHT_LINES[:2], ended=True)
    for a, b in ((one, other), (one, one)):
        answer = visitor.get(f"/compare?a={a}&b={b}")
        assert answer.status_code == 400
        assert "not ways of one talk" in answer.text


def test_a_line_is_played_again_and_the_page_says_what_that_is_worth(visitor: Visitor, two: tuple[str, str]) -> None:
    one = plays(visitor, a=two[0], line="6")
    assert "a property of the simulator, not of a real person" in one
    assert "the same in every play" in one
    assert "Only this one turn was played" in one
    both = plays(visitor, a=two[0], b=two[1], line="6", further="on")
    assert "Two lines, played again" in both
    assert "After your next lines" in both
    assert re.search(r"[1-3] of 3</span>", both)
    assert "Which of the two reports" in both


def test_only_the_same_moment_is_compared(visitor: Visitor, two: tuple[str, str]) -> None:
    for line, status in (("7", 400), ("9", 400), ("0", 404), ("-4", 404)):
        answer = visitor.post("/plays", data={"a": two[0], "b": two[1], "line": line})
        assert answer.status_code == status, line
    for wrong in ({"plays": "2"}, {"plays": "21"}, {"plays": "many"}, {"line": "six"}):
        answer = visitor.post("/plays", data={"a": two[0], "line": "6", **wrong})
        assert answer.status_code == 400, wrong


def test_plays_of_a_deleted_talk_are_gone_with_it(visitor: Visitor, two: tuple[str, str]) -> None:
    address = visitor.post("/plays", data={"a": two[0], "b": two[1], "line": "6", "plays": "3"}).headers["location"]
    assert visitor.get(address).status_code == 200
    visitor.made.store.delete(visitor.person, two[0])
    assert visitor.get(address).status_code == 404
    again = visitor.post("/plays", data={"a": two[1], "line": "6", "plays": "3"}).headers["location"]
    lingers = visitor.made.counterfactuals._runs  # noqa: SLF001 - what no page shows may linger all the same
    assert again.rpartition("/")[2] in lingers
    visitor.post(f"/rehearsals/{two[1]}/delete")
    assert {address.rpartition("/")[2], again.rpartition("/")[2]}.isdisjoint(lingers)


def test_what_is_somebody_elses_is_not_there(app: FastAPI, visitor: Visitor, two: tuple[str, str]) -> None:
    address = visitor.post("/plays", data={"a": two[0], "line": "6", "plays": "3"}).headers["location"]
    stranger = Visitor(app)
    own = stranger.sit_down(said=EIGHT_LINES[:1], ended=True)
    for answer in (
        stranger.post(f"/rehearsals/{two[0]}/branch", data={"line": "2"}),
        stranger.post(f"/rehearsals/{two[1]}/name", data={"name": "Mine"}),
        stranger.get(f"/compare?a={two[0]}&b={two[1]}"),
        stranger.get(f"/compare?a={own}&b={two[1]}"),
        stranger.get("/compare"),
        stranger.post("/plays", data={"a": two[0], "line": "1"}),
        stranger.post("/plays", data={"a": own, "b": two[0], "line": "1"}),
        stranger.get(address),
        stranger.post(f"{address}/stop"),
    ):
        assert answer.status_code == 404, answer.url
        assert EIGHT_LINES[5] not in answer.text
    assert visitor.get(address).status_code == 200
    assert [kin.name for kin in visitor.made.branches.family(visitor.person, two[0]).children] == [
        "Line 6, another way"
    ]


def test_a_talk_that_left_what_can_be_rehearsed_is_neither_branched_nor_compared(visitor: Visitor) -> None:
    parent = visitor.sit_down(said=EIGHT_LINES[:3], ended=True)
    other = branch(visitor, parent, 3)
    say(visitor, other, "I am going to kill myself tonight.")
    kept = visitor.made.store.get(visitor.person, other)
    assert kept.left_role is not None
    assert visitor.get(f"/compare?a={parent}&b={other}").status_code == 400
    assert visitor.post(f"/rehearsals/{other}/branch", data={"line": "1"}).status_code == 400
    assert "Try another line" not in drawing.talk(load_scenario(PAULA), kept)
    assert visitor.post("/plays", data={"a": other, "line": "1"}).status_code == 400
    assert "side by side" not in visitor.get(f"/debrief/{parent}").text


@pytest.mark.parametrize("speaks", ["authored", "llm"])
@pytest.mark.parametrize("name", [PAULA, "minute-nine", "the-date-that-slid"])
def test_nothing_that_was_not_told_comes_out_beside_or_again(
    app: FastAPI, name: str, speaks: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    scenario, voice = load_scenario(name), load_voice(name)
    leaks = cycle(line.text for lines in voice.disclosures.values() for line in lines)
    model = ScriptedModel(*(next(leaks) for _ in range(400)))
    voices: Voices = parts(app).voices
    monkeypatch.setattr(voices, "_chat", model if speaks == "llm" else None)
    visitor = Visitor(app)
    lines = (EIGHT_LINES[0], *ATTEMPTS[:3], EIGHT_LINES[5])
    parent = visitor.sit_down(name, lines, ended=True)
    other = branch(visitor, parent, 3)
    say(visitor, other, "What would you like to be different here?", *ATTEMPTS[5:8], ended=True)

    told = told_in(visitor, parent) | told_in(visitor, other)
    hidden = [fact for fact in scenario.facts if fact.id not in told]
    assert hidden, "nothing was hidden any more: this would prove nothing"
    places = {
        "side by side": visitor.get(f"/compare?a={parent}&b={other}").text,
        "debrief": visitor.get(f"/debrief/{other}").text,
        "one line": plays(visitor, a=parent, line="2", further="on"),
        "two lines": plays(visitor, a=parent, b=other, line="3", further="on"),
        "log": caplog.text,
        "prompts": "\n".join(message.content for heard in model.heard for message in heard),
    }
    assert (len(model.heard) > 0) is (speaks == "llm")
    for place, text in places.items():
        for secret in hidden_strings(scenario, told):
            assert secret not in text, f"{place}: {secret}"
            assert secret.split("] ")[-1] not in text, f"{place}: {secret}"
    for run in visitor.made.counterfactuals._of(visitor.person):  # noqa: SLF001 - all that was said, not only three
        for line in run.lines:
            assert all(leaked(hidden, one.answered.text) == () for one in line.plays)


def test_progress_is_shown_and_can_be_stopped(visitor: Visitor, two: tuple[str, str]) -> None:
    keeper, person = visitor.made.counterfactuals, visitor.person
    start = start_of(keeper.taker, visitor.made.store.get(person, two[0]), 6, "The first way", further=0)

    async def begun() -> tuple[str, str]:
        run = keeper.start(person, (start,), 10, "slow-7b")
        # In this thread, so that no play goes on while the page is drawn.
        return run.id, visitor.get(f"/plays/{run.id}").text

    run, during = asyncio.run(begun())
    assert "of 10</p>" in during
    assert f'action="/plays/{run}/stop"' in during
    assert '<script src="/static/plays.js"' in during
    keeper.get(person, run).stopped = True
    assert "Stopped after" in visitor.get(f"/plays/{run}").text
