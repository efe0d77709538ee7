"""Every shipped drill is a test case: sound, never from a test batch, and judged by itself."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from simulator.domain.drill import NOTHING, AnyCard, Need, Rewrite, Silence, Spot
from simulator.drills.judging import judge_choice, judge_line
from simulator.errors import ContentError
from simulator.library.drills import load_drills
from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric
from simulator.scoring.reader import shipped_reader

DRILLS = load_drills()
RUBRIC = load_rubric()
CORPUS = rubrics_folder() / "corpus"


def named(card: AnyCard) -> str:
    return card.id


def lines_of(*names: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in names:
        for path in CORPUS.glob(name):
            rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
            found.update((row["id"], row) for row in rows)
    return found


TRAINED, TESTED = lines_of("b*.jsonl", "e1.jsonl"), lines_of("t*.jsonl")


def test_there_are_enough_of_each_kind_and_of_each_move() -> None:
    assert len(DRILLS.cards) >= 120
    spots = Counter(card.codes[0] for card in DRILLS.spot)
    assert all(spots[code] >= 2 for code in RUBRIC.codes)
    assert spots[NOTHING] >= 10
    parenting = {move.code for move in RUBRIC.moves if move.side == "parenting"}
    assert {card.code for card in DRILLS.rewrite} == parenting


@pytest.mark.parametrize("card", [card for card in DRILLS.cards if card.source], ids=named)
def test_a_card_holds_its_line_as_it_was_labelled(card: AnyCard) -> None:
    assert card.source is not None
    row = TRAINED[card.source]
    assert card.setting == row["setting"]
    told = [(turn.speaker, turn.text) for turn in card.history]
    assert told == [(speaker, text) for speaker, text in row["history"]] or isinstance(card, Silence)
    if isinstance(card, Silence):
        assert told[-1] == ("employee", row["turn"])
    if isinstance(card, Spot | Rewrite):
        assert card.line == row["turn"]
        assert [(found["code"], found["quote"]) for found in row["codes"]] == (
            [(card.code, card.quote)] if card.code else []
        )


def test_no_card_comes_near_a_test_batch() -> None:
    tested = {row["turn"] for row in TESTED.values()}
    settings = {row["setting"] for row in TESTED.values()}
    for card in DRILLS.cards:
        assert card.source not in TESTED
        assert card.setting not in settings
        assert getattr(card, "line", None) not in tested


@pytest.mark.parametrize("card", DRILLS.spot, ids=named)
def test_the_reader_sees_in_a_line_what_the_label_says(card: Spot) -> None:
    assert shipped_reader().code(card.request(card.line)).codes == card.right - {NOTHING}
    assert judge_choice(card, card.codes[0], RUBRIC).right


@pytest.mark.parametrize("card", [*DRILLS.rewrite, *DRILLS.silence, *DRILLS.need], ids=named)
def test_a_sample_passes_its_own_judgement(card: Rewrite | Silence | Need) -> None:
    assert card.sample is not None
    assert judge_line(card, card.sample, shipped_reader().code(card.request(card.sample)), RUBRIC).right


@pytest.mark.parametrize("card", DRILLS.rewrite, ids=named)
def test_the_old_line_typed_again_does_not_pass(card: Rewrite) -> None:
    verdict = judge_line(card, card.line, shipped_reader().code(card.request(card.line)), RUBRIC)
    assert not verdict.right
    assert card.code in {found.code for found in verdict.findings}


@pytest.mark.parametrize("card", DRILLS.silence, ids=named)
def test_a_pause_passes_everywhere(card: Silence) -> None:
    for line in ("...", "Mm, go on."):
        assert judge_line(card, line, shipped_reader().code(card.request(line)), RUBRIC).right


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("code: ASSUME", "code: ASSUMED", "choices must hold the move"),
        ("choices: [ASSUME, SCOLD, CONFIRM, VIEW]", "choices: [ASSUME, SCOLD, CONFIRM]", "needs at least 4"),
        ("choices: [ASSUME, SCOLD, CONFIRM, VIEW]", "choices: [ASSUME, SCOLD, CONFIRM, LOOK]", "'LOOK' is no move"),
        ("quote: \"You're avoiding her.", 'quote: "You avoid her.', "exact part of the line"),
        ("spot:b11-027", "spot:b12-091", "name of two cards"),
        ("rewrite:b12-048", "spot:other", "must begin with 'rewrite:'"),
        ("tempts: [TELL, LEVER]", "tempts: [ASK]", "must be a parenting move"),
        ("line: ", "lines: ", "did you mean 'line'?"),
    ],
)
def test_a_wrong_card_is_named_with_file_line_and_field(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (rubrics_folder() / "drills.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "drills.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"drills\.yaml, line \d+, (spot|rewrite|silence)") as caught:
        load_drills(path)
    assert told in str(caught.value)


def test_a_move_without_a_card_is_a_fault(tmp_path: Path) -> None:
    text = (rubrics_folder() / "drills.yaml").read_text(encoding="utf-8")
    path = tmp_path / "drills.yaml"
    path.write_text(text.replace("code: HOLD", "code: SHARE").replace("HOLD", "SHARE"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"missing: HOLD|must not hold a move twice"):
        load_drills(path)
