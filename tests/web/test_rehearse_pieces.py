"""The conversation page without a browser: how words appear, what is drawn, what a browser may say."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import TypeVar

import pytest

from simulator.errors import InputError
from simulator.library.scenarios import load_scenario
from simulator.web.rehearse import drawing
from simulator.web.rehearse.asked import read_asked
from simulator.web.rehearse.pacing import paced, revealed

Piece = TypeVar("Piece")
PAULA = load_scenario("paula-first-meeting")


async def _pieces(*waits: float) -> AsyncIterator[int]:
    for number, wait in enumerate(waits):
        await asyncio.sleep(wait)
        yield number


async def _all(source: AsyncIterator[Piece]) -> list[Piece]:
    return [piece async for piece in source]


def test_a_reply_is_revealed_word_by_word_and_whole_in_the_end() -> None:
    reply = "[looks up] It has been a long week and I am tired."
    shown = asyncio.run(_all(revealed(reply, 0.05, every=0.01)))
    assert shown[-1] == reply
    assert 1 < len(shown) <= 6
    assert all(longer.startswith(shorter) for shorter, longer in pairwise(shown))
    assert asyncio.run(_all(revealed(reply, 0.0))) == [reply]
    assert asyncio.run(_all(revealed("", 1.5))) == [""]


def test_a_slow_first_piece_is_told_once_and_still_comes() -> None:
    assert asyncio.run(_all(paced(_pieces(0.05, 0.0), patience=0.01, every=0.0))) == [None, 0, 1]
    assert asyncio.run(_all(paced(_pieces(0.0), patience=5.0, every=0.0))) == [0]
    assert asyncio.run(_all(paced(_pieces(), patience=5.0, every=0.0))) == []


def test_a_break_while_waiting_reaches_the_page() -> None:
    async def breaks() -> AsyncIterator[int]:
        await asyncio.sleep(0)
        raise InputError("Broken.")
        yield 1

    with pytest.raises(InputError, match="Broken"):
        asyncio.run(_all(paced(breaks(), patience=5.0, every=0.0)))


def test_body_language_that_has_only_begun_is_drawn_as_such() -> None:
    drawn = drawing.now(PAULA, "Hello.", 1, "key", "[looks at the")
    assert "<i>[looks at the]</i>" in drawn or "<i>looks at the</i>" in drawn


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><b>'])
def test_what_was_typed_is_escaped(typed: str) -> None:
    drawn = drawing.now(PAULA, typed, 1, "key") + drawing.word(typed)
    assert typed not in drawn
    assert "&lt;" in drawn or "&gt;" in drawn


@pytest.mark.parametrize("sent", [None, "", "{}", "[]", '{"rehearsal": 3}', '{"rehearsal": "a", "turn": 0}', "x" * 99])
def test_what_no_page_of_ours_says_is_refused_with_a_sentence(sent: object) -> None:
    with pytest.raises(InputError, match="Reload it"):
        read_asked(sent)
