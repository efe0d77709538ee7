"""The words one can tap: each parenting move has its word, and a file that does not fit stops with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import ContentError
from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric
from simulator.library.self_rating import load_self_words

SHIPPED = rubrics_folder() / "self-rating.yaml"


def test_every_parenting_move_has_one_word_and_fine_has_none() -> None:
    words = load_self_words().words
    parenting = [code for word in words if word.side == "parenting" for code in word.codes]
    assert sorted(parenting) == sorted(move.code for move in load_rubric().moves if move.side == "parenting")
    assert words[0].id == "fine"
    assert words[0].codes == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("[ABDICATE]", "[TELL]"), "TELL belongs to 'told' already"),
        (lambda text: text.replace("[ABDICATE]", "[]"), "a parenting word must stand for at least one move"),
        (lambda text: text.replace("[ABDICATE]", "[ASK]"), "ASK is a partnering move"),
        (lambda text: text.replace("[ABDICATE]", "[LEAVE]"), "'LEAVE' is no code of the rubric"),
        (lambda text: text.replace("HANDHOLD", "TELL"), "no word stands for HANDHOLD"),
        (lambda text: text.replace("id: left", "id: told"), "told is listed twice"),
        (lambda text: text.replace("id: let-go", "id: let-go-of-all-that-was"), "words.6.id"),
        (lambda text: text.replace("means: I left", "meens: I left"), "meens"),
    ],
)
def test_words_that_do_not_fit_are_named_with_their_line(
    tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    path = tmp_path / "self-rating.yaml"
    before = SHIPPED.read_text(encoding="utf-8")
    path.write_text(change(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    with pytest.raises(ContentError) as caught:
        load_self_words(path)
    assert "self-rating.yaml, line " in str(caught.value)
    assert said in str(caught.value)
