"""Words that must not leave the machine are in no request, and stand again in what comes back."""

import asyncio
from collections.abc import Iterable

import pytest
from pydantic import BaseModel

from simulator.domain.chat import Message
from simulator.errors import ModelInterrupted, ModelUnavailable
from simulator.llm.masking import Mask, MaskedModel
from simulator.llm.scripted import Piece, ScriptedModel

WORDS = ("Anna Berg", "Zeltron", "Al", "O'Neil", "Anna")


def asked(text: str) -> tuple[Message, ...]:
    return (Message(role="system", content="You work at Zeltron."), Message(role="user", content=text))


def streamed(model: MaskedModel, text: str) -> list[str]:
    async def take() -> list[str]:
        return [piece async for piece in model.stream(asked(text), most_tokens=50)]

    return asyncio.run(take())


@pytest.mark.parametrize(
    "text",
    [
        "zeltron ZELTRON Zeltron's Zeltronian ex-Zeltron antizeltron",
        "Anna, anna's and Annas; Anna Berg and anna\nberg and Anna-Berg",
        "Al said; AL; Al's",
        "O’Neil o'neil O'NEIL’s",
    ],
)
def test_words_are_taken_out_in_every_way_they_are_written(text: str) -> None:
    left = Mask(WORDS).out(text).casefold().replace("’", "'")
    for word in ("zeltron", "anna", "berg", "o'neil"):
        assert word not in left
    assert "al's" not in left


def test_short_words_are_left_where_they_are_part_of_another() -> None:
    assert Mask(["Al", "Jo"]).out("Also, join us, all of you.") == "Also, join us, all of you."


def test_the_longest_is_meant_where_it_stands() -> None:
    mask = Mask(WORDS)
    assert mask.out("Anna Berg and Anna") == "Name-01 and Name-05"
    assert mask.back("Name-01 and name-05, Name-02.") == "Anna Berg and Anna, Zeltron."


def test_letters_with_marks_are_the_same_composed_and_decomposed() -> None:
    assert Mask(["Jos\u00e9"]).out("Jose\u0301 came") == "Name-01 came"


def test_a_number_that_stands_for_no_word_is_left() -> None:
    assert Mask(WORDS).back("Name-77 and Name-00 and Name-1") == "Name-77 and Name-00 and Name-1"


def test_no_word_is_in_a_request_and_all_are_back_in_the_reply() -> None:
    scripted = ScriptedModel("[nods] Name-01 told me. Name-02 is fine.")
    said = "".join(streamed(MaskedModel(scripted, WORDS), "Did anna berg talk to Zeltron, Al?"))
    assert said == "[nods] Anna Berg told me. Zeltron is fine."
    heard = " ".join(message.content for message in scripted.heard[0])
    assert not any(word.casefold() in heard.casefold() for word in ("Anna", "Berg", "Zeltron", "Al?"))


def cut(text: str, size: int) -> Iterable[Piece]:
    return [text[start : start + size] for start in range(0, len(text), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 11])
def test_a_placeholder_cut_in_two_is_put_back_and_never_shown(size: str) -> None:
    text = "Nobody named Name-02 knew. Ask Name-05 then, not Name-01"
    shown = ""
    for piece in streamed(MaskedModel(ScriptedModel(cut(text, int(size))), WORDS), "Well?"):
        shown += piece
        assert "name-" not in shown.casefold()
    assert shown == "Nobody named Zeltron knew. Ask Anna then, not Anna Berg"


def test_what_came_before_a_break_is_put_back_too() -> None:
    broken = ScriptedModel(["It was Name-0", "2 and na", ModelUnavailable("gone")])
    model = MaskedModel(broken, WORDS)
    with pytest.raises(ModelInterrupted) as caught:
        streamed(model, "Well?")
    assert caught.value.partial == "It was Zeltron and na"


class Judged(BaseModel):
    """A form with words in it."""

    quote: str
    parts: list[dict[str, str]]


def test_a_filled_form_has_the_words_as_the_last_message_spells_them() -> None:
    scripted = ScriptedModel(Judged(quote="Name-02 is late", parts=[{"why": "Name-01"}]))
    model = MaskedModel(scripted, WORDS)
    filled = asyncio.run(model.fill(asked("zeltron is late"), Judged, most_tokens=50))
    assert filled == Judged(quote="zeltron is late", parts=[{"why": "Anna Berg"}])
    assert "zeltron" not in str(scripted.heard).casefold()
    assert model.name == "scripted"
