"""The page before the meeting: always one, and never in a script that cannot be read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.card import Card
from simulator.report.pdf.before import before_pdf, card_from, one_page, shortened
from tests.report.papers import ACCESSIBLE, AT, dense, pages, picture, right_edges, text_of
from tests.report.talks import SECRETS, SMALL, rehearse, say

LABELS = ("What matters to me", "What I will ask", "My limit", "My first line")
CARD = Card(
    matters="That Jörg stays.",
    ask="What would make Mondays good?",
    limit='The shift plan stands until March. #panic("x") *no* $x$',
    first_line="Jörg, how are the Mondays for you? 😀",
)
FIELD = st.one_of(
    st.text(max_size=600),
    st.sampled_from(["", "x" * 600, "word " * 120, "a\n" * 300, "😀" * 600, "漢" * 600, "W W" * 200, "\n" * 600]),
)


def test_the_card_stands_on_it_word_for_word() -> None:
    made = one_page(
        "Talk with Jörg", CARD, made_at=AT, standing=["You: I ask HR"], held_to="Ask first.", source="From me."
    )
    read = text_of(made)
    expected = ["Talk with Jörg", LABELS[0], CARD.matters, LABELS[1], CARD.ask, LABELS[2], CARD.limit]
    expected += [LABELS[3], "Jörg, how are the Mondays for you?", "You: I ask HR", "Ask first.", "From me."]
    places = [read.index(words) for words in expected]
    assert places == sorted(places)
    assert "21 November 2026" in read
    assert ACCESSIBLE in made
    assert b"/Title(Talk with J" in made or b"/Title<FEFF" in made


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(max_size=300),
    fields=st.tuples(FIELD, FIELD, FIELD, FIELD),
    standing=st.lists(FIELD, max_size=6),
    held=FIELD,
)
def test_it_is_one_page_whatever_stands_on_it(
    title: str, fields: tuple[str, str, str, str], standing: list[str], held: str
) -> None:
    matters, ask, limit, first_line = fields
    card = Card(matters=matters, ask=ask, limit=limit, first_line=first_line)
    made = one_page(title, card, made_at=AT, standing=standing, held_to=held, source="Made from a rehearsal.")
    assert pages(made) == 1
    assert max(right_edges(made)) < 560
    drawn = picture(made)
    assert drawn[-30:].min() == 255
    read = text_of(made)
    for label in LABELS:
        assert label in read


def test_long_texts_are_set_smaller_and_then_cut_at_a_word() -> None:
    long = " ".join(f"word{number}" for number in range(80))[:600]
    usual = one_page("Title", Card(matters=long, ask=long, limit=long, first_line=long), made_at=AT)
    assert text_of(usual).count(dense(long)) == 0
    assert dense(text_of(usual)).count(dense(long)) == 4
    wide = "WWWW " * 120
    cut = one_page("Title", Card(matters=wide, ask=wide, limit=wide, first_line=wide), made_at=AT, standing=[wide] * 3)
    read = text_of(cut)
    assert pages(cut) == 1
    assert "WWWW …" in read
    assert "W…" not in read


def test_an_empty_card_is_a_sheet_to_write_on() -> None:
    empty = picture(one_page("Talk", Card(), made_at=AT))
    width = empty.shape[1]
    ruled = [row for row in empty if np.count_nonzero(row < 230) > 0.7 * width]
    assert len(ruled) >= 8


def test_letters_are_no_boxes() -> None:
    """The picture of a missing letter is always the same; none of these is it."""

    def drawn(letter: str) -> bytes:
        return picture(one_page(letter, Card(), made_at=AT), scale=2)[120:260].tobytes()

    box = drawn("漢")
    assert drawn("字") == box
    seen = {drawn(letter) for letter in ("Ж", "ω", "ő", "😀", "🫠", "→")}
    assert box not in seen
    assert len(seen) == 6


def test_what_the_debrief_knows_fills_it() -> None:
    lines = [
        say("What matters to you about the work?", "ASK"),
        say("I'll do the reports by Friday.", "RESCUE", "CLOSE"),
        say("Fine."),
    ]
    debrief = rehearse(lines * 2, hold_me_to="Ask before I fix.").debrief()
    card = card_from(debrief, SMALL.brief)
    assert SMALL.brief.own_needs[0] in card.matters
    assert card.ask.splitlines()[0] == "What matters to you about the work?"
    assert SMALL.brief.fixed[1] in card.limit
    assert card.first_line == debrief.next_move.better
    read = text_of(before_pdf(debrief, SMALL.brief, AT))
    assert "A line to have ready" in read
    assert dense(debrief.next_move.better or "") in dense(read)
    assert "The plan as it stands" in read
    assert "Ask before I fix." in read
    assert "rehearsal with Paula" in read


def test_a_card_that_was_written_comes_before_what_the_debrief_knows() -> None:
    debrief = rehearse([say("I'll do the reports by Friday.", "RESCUE")] * 2).debrief()
    read = text_of(before_pdf(debrief, SMALL.brief, AT, Card(matters="That she stays.", first_line="Hello.")))
    assert "That she stays." in read
    assert "My first line Hello." in read
    assert SMALL.brief.own_needs[0] not in read
    assert SMALL.brief.fixed[1] in read


def test_it_holds_no_secret_and_is_the_same_twice() -> None:
    debrief = rehearse([say("What matters to you?", "ASK")] * 3).debrief()
    made = before_pdf(debrief, SMALL.brief, AT)
    assert made == before_pdf(debrief, SMALL.brief, AT)
    assert not [secret for secret in SECRETS if secret in text_of(made)]


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("one two three", 20, "one two three"),
        ("one two three", 10, "one two …"),
        ("one,  two\nthree", 9, "one …"),
        ("abcdefghij", 6, "abcd …"),
        ("", 6, ""),
    ],
)
def test_shortened(text: str, most: int, expected: str) -> None:
    assert shortened(text, most) == expected
    assert len(shortened(text, most)) <= max(most, min(len(text), most))


def test_promises_stand_on_it_once_and_those_agreed_on_first() -> None:
    lines = [
        say("I'll do the reports.", "RESCUE"),
        say("You draft an outline by Thursday, and we check in on Friday. Does that work?", "CLOSE", reply="Yes."),
    ]
    debrief = rehearse(lines * 3).debrief()
    made = text_of(before_pdf(debrief, SMALL.brief, AT))
    assert len(debrief.plan.lines) > 3
    assert made.count("You: “I'll do the reports”") <= 1
    agreed = next(line for line in debrief.plan.lines if line.agreed)
    assert dense(agreed.what) in dense(made.split("The plan as it stands")[1])
