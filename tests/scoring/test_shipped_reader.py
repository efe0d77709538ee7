"""What the shipped reader must get right: the published case, settled cases, and invariance. Not a measure of accuracy.

None of these lines stands in the training corpus (a test looks); accuracy is measured on held-out situations and
printed in the model card.
"""

import json
import re

import pytest

from simulator.domain.finding import Reading
from simulator.domain.transcript import CodingRequest, Turn
from simulator.library.places import rubrics_folder
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario
from simulator.scoring.reader import shipped_reader

TRAP = (
    "I know there's lots going on in your life. I'm willing to take some stuff off your plate to get you back on track."
)
PIVOT = "Paula, what's most important for you at work?"
DUMP = "Great, take all three, good luck"
REWIND = "I went straight to a fix, can we rewind?"
STAKES = (
    "I want to be straight with you: my VP has doubts about whether you're in the right seat. I don't share the "
    "conclusion, and I'd rather you heard it from me. What do you make of it?"
)
MASKED = "I'm fine. Just busy. A lot on."
CHALLENGE = "I want to be seen as a high performer. More challenge, not less."


def read(turn: str, scenario: str | None, *employee: str) -> Reading:
    known = load_scenario(scenario) if scenario else None
    return shipped_reader().code(
        CodingRequest(
            turn=turn,
            history=tuple(Turn(speaker="employee", text=text) for text in employee),
            shared=known.shared if known else (),
            employee_owned=known.employee_owned if known else (),
            setting=known.title if known else None,
        )
    )


def test_the_well_meant_opening_assumes_and_rescues_and_is_no_offer() -> None:
    codes = read(TRAP, "paula-first-meeting", MASKED).codes
    assert {"ASSUME", "RESCUE"} <= codes
    assert not {"OFFER", "SHARE", "REFLECT"} & codes


def test_the_pivot_question_asks_and_nothing_is_flagged() -> None:
    opening = load_scenario("paula-second-meeting").persona.opening
    assert read(PIVOT, "paula-second-meeting", opening).codes == {"ASK"}


def test_handing_over_all_three_walks_away() -> None:
    codes = read(DUMP, "paula-second-meeting", CHALLENGE).codes
    assert codes == {"ABDICATE"}


def test_taking_a_slip_back_is_held() -> None:
    assert "HOLD" in read(REWIND, "paula-first-meeting", "Okay. If you think so.").codes


def test_stakes_told_once_and_plainly_are_no_lever() -> None:
    parenting = {move.code for move in load_rubric().moves if move.side == "parenting"}
    assert not parenting & read(STAKES, "paula-first-meeting", "I'm okay, thanks.").codes


@pytest.mark.parametrize("turn", [TRAP, PIVOT, DUMP, REWIND, STAKES])
def test_none_of_these_lines_was_learnt_by_heart(turn: str) -> None:
    letters = re.sub(r"[^a-z]", "", turn.lower())
    for path in sorted((rubrics_folder() / "corpus").glob("*.jsonl")):
        for raw in path.read_text(encoding="utf-8").splitlines():
            line = json.loads(raw)
            assert re.sub(r"[^a-z]", "", line.get("turn", "").lower()) != letters, path.name


@pytest.mark.parametrize("turn", [TRAP, PIVOT, DUMP, REWIND, STAKES, "We'll see.", "Sit down, Paula."])
def test_every_quote_stands_in_the_turn(turn: str) -> None:
    for finding in read(turn, "paula-first-meeting", MASKED).findings:
        assert turn[finding.start : finding.end] == finding.quote


def test_the_same_turn_twice_gives_the_same_reading() -> None:
    for turn in (TRAP, PIVOT, DUMP, STAKES):
        assert read(turn, "paula-first-meeting", MASKED) == read(turn, "paula-first-meeting", MASKED)


@pytest.mark.parametrize("name", ["Paul", "Amina", "Wojciech", "Mrs Okafor"])
@pytest.mark.parametrize("turn", [PIVOT, "Paula, I'll write the report myself.", "Paula, you always do this."])
def test_another_name_changes_no_flag(turn: str, name: str) -> None:
    assert read(turn, None, MASKED).codes == read(turn.replace("Paula", name), None, MASKED).codes


@pytest.mark.parametrize(("turn", "why"), [("...", "no words"), ("word " * 2001, "longer than")])
def test_what_cannot_be_read_is_not_scored_and_says_why(turn: str, why: str) -> None:
    reading = read(turn, None)
    assert (reading.scored, reading.findings) == (False, ())
    assert reading.why_not is not None
    assert why in reading.why_not


def test_a_very_long_turn_is_still_read_to_its_end() -> None:
    turn = "The file was on the shared drive and the numbers were from March. " * 40 + "What matters most to you here?"
    found = {finding.code: finding for finding in read(turn, None, MASKED).findings}
    assert "ASK" in found
    assert found["ASK"].end == len(turn)
