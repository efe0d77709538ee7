"""What the pages say after a talk left what can be rehearsed: the help that fits, the words, and no verdict."""

import asyncio
import json

import pytest
from fastapi import FastAPI

from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_out_of_scope, scenario_of
from simulator.scoring.judge import Judgement
from simulator.session.judging import SecondReader
from simulator.web.layout import fill
from simulator.web.rehearse import drawing
from simulator.web.rehearse.asked import Asked
from simulator.web.rehearse.conversation import Conversation, View
from tests.web.test_second_reading import Judging
from tests.web.visitors import EIGHT_LINES, Visitor

LEAVES = {
    "self-harm": "Are you thinking about suicide?",
    "harassment": "There is a bullying complaint about you, and HR has it.",
    "discrimination": "You were turned down because you're pregnant, between us.",
    "medical": "My antidepressants make the mornings slow.",
    "legal": "Sign it, or we take legal action against you.",
}
LAST = "<b>You</b> can sue me if you like."


def escaped(sentence: str) -> str:
    return fill("rehearse/word.html", sentence=sentence, number="").partition(">")[2].partition("</p>")[0]


@pytest.mark.parametrize("kind", LEAVES)
def test_the_page_says_which_help_fits(visitor: Visitor, kind: str) -> None:
    rehearsal = visitor.sit_down(said=[EIGHT_LINES[0], LEAVES[kind]])
    text = visitor.get(f"/debrief/{rehearsal}").text
    told = load_out_of_scope().told(kind)
    for sentence in (told.lead, *told.help, *told.kept):
        assert escaped(sentence) in text
    assert "not scored" in text
    assert f'action="/rehearsals/{rehearsal}/delete"' in text


def test_page_and_downloads_carry_the_words_and_no_verdict(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[*EIGHT_LINES, LAST])
    page = visitor.get(f"/debrief/{rehearsal}").text
    markdown = visitor.get(f"/debrief/{rehearsal}/debrief.md")
    document = visitor.get(f"/debrief/{rehearsal}/debrief.json")
    assert (markdown.status_code, document.status_code) == (200, 200)
    for text in (page, markdown.text, document.text):
        assert EIGHT_LINES[5] in text.replace("&#39;", "'")
        for move in load_rubric().moves:
            assert f'"{move.code}"' not in text
            assert f"<strong>{move.name}</strong>" not in text
        for verdict in ("of 100", "One next move", "What you did well", "See-saw", "Nine things", "<mark", "receipt"):
            assert verdict not in text
    assert "<b>You</b>" not in page
    assert "<b>You</b>" not in markdown.text
    whole = json.loads(document.text)
    assert whole["scorecard"] == {"scored": False, "why_not": load_out_of_scope().not_scored}
    assert whole["rehearsal"]["left_role"] == "legal"
    leader = [turn["text"] for turn in whole["transcript"]["turns"] if turn["speaker"] == "leader"]
    assert leader == [*EIGHT_LINES, LAST]
    assert visitor.person not in document.text


def test_it_is_its_owners_alone(app: FastAPI, visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[LAST])
    stranger = Visitor(app)
    assert stranger.person != visitor.person
    for path in ("", "/debrief.md", "/debrief.json"):
        answer = stranger.get(f"/debrief/{rehearsal}{path}")
        assert answer.status_code == 404
        assert "sue me" not in answer.text


def test_no_model_reads_it_even_if_asked(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[EIGHT_LINES[0], LAST])
    assert visitor.post(f"/rehearsals/{rehearsal}/second-reading").status_code == 303
    model = Judging(Judgement(moves=[], better_line=None))
    made = visitor.made
    reader = SecondReader(made.store, made.rehearsing.taker, lambda: model)  # type: ignore[arg-type,return-value]

    async def run() -> None:
        reader.start(visitor.person, rehearsal)
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    asyncio.run(run())
    assert model.asked == []


def test_the_second_meeting_is_refused_with_a_sentence(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=[LAST])
    answer = visitor.get(f"/brief/paula-first-meeting?again={rehearsal}")
    assert answer.status_code == 400
    assert "cannot be rehearsed" in answer.text


def test_the_conversation_page_ends_with_the_goodbye_and_then_the_help(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down()

    async def say() -> list[View]:
        conversation = Conversation(visitor.made.rehearsing, pace=0.0)
        asked = Asked(rehearsal=rehearsal, turn=1, submission="press", calm=True)
        return [view async for view in conversation.say(visitor.person, asked, LEAVES["medical"])]

    views = asyncio.run(say())
    told = load_out_of_scope().told("medical")
    first, last = views[0].talk or "", views[-1].talk or ""
    assert 'data-stage="open"' in first
    assert told.lead not in first
    assert 'data-stage="ended"' in last
    for sentence in (told.lead, *told.help, *told.kept):
        assert escaped(sentence) in last
    assert "Read what was said" in last
    assert LEAVES["medical"] in last
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert drawing.talk(scenario_of(kept), kept, heard=True) == last
    assert views[-1].pictures == views[0].pictures


def test_an_ordinary_end_says_nothing_of_it(visitor: Visitor) -> None:
    rehearsal = visitor.sit_down(said=EIGHT_LINES[:1], ended=True)
    kept = visitor.made.store.get(visitor.person, rehearsal)
    assert kept.left_role is None
    drawn = drawing.talk(scenario_of(kept), kept)
    assert "This conversation has ended." in drawn
    assert "Read the debrief" in drawn
    assert load_out_of_scope().lead not in drawn
