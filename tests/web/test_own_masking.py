"""Whoever is asked about an own situation, be it the employee or the second reader, never hears certain words."""

import asyncio

import pytest
from fastapi import FastAPI

from simulator.domain.second_reading import SecondReading
from simulator.llm.scripted import ScriptedModel
from simulator.scoring.judge import JudgedMove, Judgement
from simulator.session.judging import SecondReader
from tests.web.own_talks import describe, kept, sit_down, talk
from tests.web.visitors import Visitor, parts

PRIVATE = ("Zeltron", "Basel", "Karin Oberholzer")
LINES = (
    "Zeltron was on the phone, and karin oberholzer listened in.",
    "I'll call Karin-Oberholzer and take the Basel account myself.",
)


def heard_in(model: ScriptedModel) -> str:
    return "\n".join(message.content for asked in model.heard for message in asked).casefold()


def private_talk(app: FastAPI, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch) -> tuple[Visitor, str]:
    monkeypatch.setattr(parts(app).voices, "_chat", model)
    visitor = Visitor(app)
    situation = describe(visitor, unsent="\n".join(PRIVATE))
    rehearsal = sit_down(visitor, situation)
    talk(visitor, rehearsal, LINES)
    return visitor, rehearsal


def test_the_model_that_plays_hears_placeholders_and_the_page_shows_the_words(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The second reply is repaired: its first attempt leaves the role.
    model = ScriptedModel(
        ["[looks up] So Na", "me-03 liste", "ned in. On Name", "-01."],
        "As an AI I cannot speak of Name-01.",
        "[shrugs] Then take Name-02. Name-03 will be glad.",
    )
    visitor, rehearsal = private_talk(app, model, monkeypatch)
    assert len(model.heard) == 3
    for word in PRIVATE:
        assert all(part.casefold() not in heard_in(model) for part in word.split())
    assert "name-02" in heard_in(model)
    replies = [exchange.reply for exchange in kept(visitor, rehearsal).exchanges]
    assert replies[0] == "[looks up] So Karin Oberholzer listened in. On Zeltron."
    assert replies[1] == "[shrugs] Then take Basel. Karin Oberholzer will be glad."
    assert [exchange.voice for exchange in kept(visitor, rehearsal).exchanges] == ["llm", "llm"]


def test_the_second_reader_hears_placeholders_and_its_quotes_stand_in_the_line(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, rehearsal = private_talk(app, ScriptedModel("Hm.", "Fine, then."), monkeypatch)
    judged = ScriptedModel(
        Judgement(moves=[], better_line=None),
        Judgement(
            moves=[JudgedMove(reason="Takes Name-02 over.", quote="call Name-03 and take the Name-02", code="RESCUE")],
            better_line="What would you do about Name-02?",
        ),
    )
    reader = SecondReader(visitor.made.store, visitor.made.rehearsing.taker, lambda: judged)

    async def read() -> None:
        reader.start(visitor.person, rehearsal)
        for _ in range(400):
            if reader.progress(kept(visitor, rehearsal)).done:
                break
            await asyncio.sleep(0.02)
        await reader.close()

    asyncio.run(read())
    for word in PRIVATE:
        assert all(part.casefold() not in heard_in(judged) for part in word.split())
    second = kept(visitor, rehearsal).exchanges[1].second
    assert isinstance(second, SecondReading)
    assert [finding.quote for finding in second.findings] == ["call Karin-Oberholzer and take the Basel"]
    assert second.findings[0].reason == "Takes Basel over."
    assert second.better == "What would you do about Basel?"


def test_a_shipped_person_is_asked_about_without_a_mask(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    model = ScriptedModel("[nods] Hello.")
    monkeypatch.setattr(parts(app).voices, "_chat", model)
    Visitor(app).sit_down(said=("Hello, it is me from Zeltron.",))
    assert "zeltron" in heard_in(model)
