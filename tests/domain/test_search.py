"""Words are found whatever their case and script, and nothing typed is a wildcard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.search import excerpt, fold, marked, terms_in, terms_of


@pytest.mark.parametrize(
    ("typed", "said", "found"),
    [
        ("REBATES", "You found the rebates.", True),
        ("bate", "You found the rebates.", True),
        ("важно", "Что для тебя ВАЖНО?", True),
        ("ΔΡΌΜΟΣ", "στον δρόμος", True),
        ("straße", "In der STRASSE", True),
        ("café", "the cafe\u0301", True),
        ("don't", "I don’t know.", True),
        ("found rebates", "The rebates you found", True),
        ('"found rebates"', "The rebates you found", False),
        ("“found the”", "You found the rebates.", True),
        ("100%", "100 percent", False),
        ("100%", "It is 100% done", True),
        ("a_b", "axb", False),
        ("%", "nothing", False),
        ("[abc]", "a", False),
    ],
)
def test_what_is_found(typed: str, said: str, *, found: bool) -> None:
    terms = terms_of(typed)
    assert terms
    assert (terms_in(said, terms) == frozenset(terms)) is found


def test_nothing_is_looked_for_where_nothing_is_typed() -> None:
    for typed in ("", "   ", '"', '""', '" "'):
        assert terms_of(typed) == ()


def test_the_found_words_are_marked_in_the_text_as_it_was_said() -> None:
    pieces = marked("In der Straße: Что ВАЖНО?", terms_of("STRASSE важно"))
    assert [(piece.text, piece.found) for piece in pieces] == [
        ("In der ", False),
        ("Straße", True),
        (": Что ", False),
        ("ВАЖНО", True),
        ("?", False),
    ]


def test_an_excerpt_is_short_and_has_the_word() -> None:
    text = "Before. " * 100 + "The rebates were counted twice.\n" + "After. " * 100
    pieces = excerpt(text, terms_of("REBATES"), most=120)
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.found] == ["rebates"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 130
    assert "\n" not in shown


@given(st.text(max_size=400), st.text(max_size=12))
def test_the_pieces_are_the_text_and_what_is_marked_is_what_was_looked_for(text: str, typed: str) -> None:
    terms = terms_of(typed)
    pieces = marked(text, terms)
    assert fold("".join(piece.text for piece in pieces)) == fold(text)
    assert any(piece.found for piece in pieces) is bool(terms_in(text, terms))
    excerpt(text, terms, most=40)
