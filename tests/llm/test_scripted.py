"""The scripted model of the package: says what it was given, keeps what it heard, complains when it runs out."""

import asyncio
from collections.abc import Sequence
from typing import Literal

import pytest

from simulator.domain.chat import ChatModel, Message
from simulator.domain.value import Value
from simulator.errors import ModelInterrupted, ModelRefused, ModelUnavailable, ModelUnreadable
from simulator.llm.scripted import ScriptedModel

ASKED = (Message(role="user", content="How are you?"),)


class Verdict(Value):
    level: Literal["met", "missed"]


def hear(model: ChatModel, messages: Sequence[Message] = ASKED) -> list[str]:
    async def go() -> list[str]:
        return [piece async for piece in model.stream(messages, most_tokens=9)]

    return asyncio.run(go())


def judge(model: ChatModel) -> Verdict:
    return asyncio.run(model.fill(ASKED, Verdict, most_tokens=9))


def test_replies_come_in_order_and_pieces_as_given() -> None:
    model = ScriptedModel("Fine.", ["And ", 0.0, "you?"])
    assert hear(model) == ["Fine."]
    assert hear(model) == ["And ", "you?"]
    assert model.left == 0


def test_what_was_heard_is_kept() -> None:
    model = ScriptedModel("Fine.", '{"level": "met"}')
    hear(model)
    judge(model)
    assert model.heard == [ASKED, ASKED]


def test_it_complains_when_it_has_run_out_so_that_nobody_takes_it_for_a_failing_model() -> None:
    model = ScriptedModel("Fine.")
    hear(model)
    with pytest.raises(LookupError, match="run out after 1"):
        hear(model)


def test_an_error_before_text_is_that_error() -> None:
    with pytest.raises(ModelRefused, match="no key"):
        hear(ScriptedModel(ModelRefused("no key")))


def test_an_error_after_text_is_an_interruption_with_the_text() -> None:
    with pytest.raises(ModelInterrupted) as caught:
        hear(ScriptedModel(["It's ", "fi", ModelUnavailable("gone")]))
    assert caught.value.partial == "It's fi"


def test_forms_are_given_or_read() -> None:
    model = ScriptedModel(Verdict(level="missed"), 'Well: {"level": "met"}', "no form")
    assert judge(model).level == "missed"
    assert judge(model).level == "met"
    with pytest.raises(ModelUnreadable):
        judge(model)
