"""Names, pronouns, job titles and industries: what may be swapped without a finding changing."""

import random

import pytest

from simulator.domain.transcript import CodingRequest, Turn
from simulator.scoring.alike import STAND_INS, stand_ins
from simulator.scoring.artefact import HOME, TOKENIZER
from simulator.scoring.encoding import Encoder
from simulator.scoring.swaps import SWAPS, rewritten

ENCODER = Encoder.load(HOME / TOKENIZER)
SAID = CodingRequest(
    turn="Marek, I'll tell Ottilie myself. She trusts me, and her manager owes me one. Okay?",
    history=(Turn(speaker="employee", text="I asked Ottilie twice. Nothing came back from the bank on Friday."),),
    shared=("Ottilie runs the depot.",),
    employee_owned=("talking to Ottilie",),
)


def test_names_are_told_from_other_capitals() -> None:
    assert set(stand_ins(SAID)) == {"Marek", "Ottilie"}


def test_every_stand_in_is_one_word_of_the_vocabulary() -> None:
    for word in STAND_INS:
        assert len(ENCODER.windows(CodingRequest(turn=word))[0].offsets) == 1


@pytest.mark.parametrize("swap", ["names", "pronouns"])
def test_the_network_sees_no_difference_in_names_and_pronouns(swap: str) -> None:
    other, _ = rewritten(SAID, {}, SWAPS[swap](SAID, random.Random(3)))
    assert other.turn != SAID.turn
    assert [w.ids for w in ENCODER.windows(other)] == [w.ids for w in ENCODER.windows(SAID)]


def test_a_quote_is_still_that_of_the_typed_words() -> None:
    window = ENCODER.windows(SAID)[0]
    words = [SAID.turn[a:b] for a, b in window.offsets]
    assert words[0] == "Marek"
    assert "Ottilie" in words
    assert "".join(words) == SAID.turn.replace(" ", "")


@pytest.mark.parametrize("swap", list(SWAPS))
def test_a_swap_changes_its_words_and_moves_the_quotes(swap: str) -> None:
    quote = "her manager owes me one"
    at = SAID.turn.index(quote)
    other, spans = rewritten(SAID, {"LEVER": (at, at + len(quote))}, SWAPS[swap](SAID, random.Random(3)))
    assert other != SAID
    span = spans["LEVER"]
    assert span is not None
    assert other.turn[slice(*span)].endswith("owes me one")
    assert other.turn[: span[0]].endswith("and ")


def test_a_plural_stays_a_plural() -> None:
    said = CodingRequest(turn="Managers and a nurse met the engineers.")
    other, _ = rewritten(said, {}, SWAPS["job titles"](said, random.Random(1)))
    first, *_, last = other.turn.rstrip(".").split()
    assert first[0].isupper()
    assert first.endswith("s")
    assert last.endswith("s")
