from hypothesis import given
from hypothesis import strategies as st

from simulator.report.marking import Mark, segments

_MARKS = st.lists(st.builds(Mark, st.sampled_from("abcdef"), st.integers(-5, 60), st.integers(-5, 60)), max_size=6)


@given(st.text(max_size=50), _MARKS, st.booleans())
def test_joined_pieces_are_the_text_whatever_the_offsets(text: str, marks: list[Mark], employee: bool) -> None:  # noqa: FBT001
    pieces = segments(text, marks, employee=employee)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=50), _MARKS)
def test_each_letter_has_exactly_the_marks_that_cover_it(text: str, marks: list[Mark]) -> None:
    place = 0
    for piece in segments(text, marks):
        for _ in piece.text:
            assert sorted(piece.marks) == sorted(mark.id for mark in marks if mark.start <= place < mark.end)
            place += 1


def test_words_that_two_moves_share_name_both() -> None:
    pieces = segments("You are tired, so I take it.", [Mark("assume", 0, 14), Mark("rescue", 8, 27)])
    assert [(piece.text, piece.marks) for piece in pieces] == [
        ("You are ", ("assume",)),
        ("tired,", ("assume", "rescue")),
        (" so I take it", ("rescue",)),
        (".", ()),
    ]


def test_body_language_stands_alone_for_the_employee_and_is_text_for_the_leader() -> None:
    pieces = segments("[nods] Fine.", employee=True)
    assert [(piece.text, piece.aside) for piece in pieces] == [("[nods]", True), (" Fine.", False)]
    assert [piece.aside for piece in segments("[nods] Fine.")] == [False]
