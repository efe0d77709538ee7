"""Two ways of one talk: what the difference came to, in sentences that say no more than is known."""

from dataclasses import replace

from simulator.domain.marked import DebriefTurn, Place
from simulator.domain.persona_state import Receipt
from simulator.domain.scenario import Levels
from simulator.domain.trail import Moment
from simulator.library.rubrics import load_rubric
from simulator.report.comparison import Comparison, SideLine, SideTalk, compare

RUBRIC = load_rubric()
TOLD = Receipt(kind="told", tier=1, fact="f", text="Something.")


def turn(text: str) -> DebriefTurn:
    return DebriefTurn(Place(0, 0, ""), "leader", "You", text, ())


def moment(number: int, *, trust: int = 30, energy: int = 30, seesaw: float = 0.0, told: int = 0) -> Moment:
    return Moment(
        number=number,
        levels=Levels(trust=trust, energy=energy, ownership=30),
        leader_energy=50,
        tier=0,
        seesaw=seesaw,
        receipts=(TOLD,) * told,
    )


def talk(label: str, *moments: Moment) -> SideTalk:
    lines = tuple(SideLine(one.number, turn(f"{label} {one.number}"), turn("Mm."), one) for one in moments)
    return SideTalk(label, label, "/", ended=True, debriefed=True, opening=turn("Hi."), start=moment(0), lines=lines)


def laid(first: SideTalk, second: SideTalk, shared: int) -> Comparison:
    return compare(first, second, shared, name="Paula", rubric=RUBRIC)


def test_what_differs_is_said_of_the_second_and_what_does_not_beside_it() -> None:
    found = laid(talk("A", moment(1)), talk("B", moment(1, trust=38, seesaw=9.0)), 0)
    (sentence,) = found.sentences
    assert sentence == (
        "Right after line 1, in “B”, Paula's trust is 38 instead of 30; the see-saw is with you instead of level. "
        "The same in both: energy."
    )


def test_no_difference_is_said_plainly() -> None:
    found = laid(talk("A", moment(1)), talk("B", moment(1)), 0)
    assert found.sentences == (
        "Right after line 1, nothing differs in trust and energy. The see-saw is level in both.",
    )


def test_lengths_are_not_compared_beyond_the_last_line_of_both() -> None:
    one = talk("A", moment(1), moment(2, trust=40), moment(3, trust=90, told=3))
    other = talk("B", moment(1), moment(2, trust=35, told=1))
    found = laid(one, other, 1)
    assert found.parted == 2
    assert [tuple(cell is not None for cell in row) for row in found.rows] == [(True, True), (True, False)]
    assert found.sentences[0].startswith("Right after line 2, in “B”, Paula's trust is 35 instead of 40")
    assert found.sentences[1] == "Paula told one thing in “B” and nothing in the other, in line 2."
    assert not any("90" in sentence for sentence in found.sentences)


def test_changes_stand_against_the_line_before_also_over_the_parting() -> None:
    found = laid(talk("A", moment(1, trust=33), moment(2, trust=30)), talk("B", moment(1, trust=33), moment(2)), 1)
    first, _ = found.rows[0]
    assert first is not None
    assert [(gauge.name, gauge.words, gauge.change) for gauge in first.gauges] == [
        ("See-saw", "level", "as before"),
        ("Energy", "30", "as before"),
        ("Trust", "30", "-3"),
    ]
    assert first.gauges[0].place == 50


def test_a_way_without_a_debrief_has_no_trust_and_says_why() -> None:
    still = replace(talk("B", moment(1, trust=99, told=2)), ended=False, debriefed=False)
    found = laid(talk("A", moment(1)), still, 0)
    assert found.withheld is not None
    assert "“B” is still open" in found.withheld
    _, second = found.rows[0]
    assert second is not None
    assert [gauge.name for gauge in second.gauges] == ["See-saw", "Energy"]
    assert not any("trust" in sentence or "told" in sentence for sentence in found.sentences)
    marks = replace(still, ended=True)
    assert "waits for you to mark" in (laid(talk("A", moment(1)), marks, 0).withheld or "")
    assert laid(talk("A", moment(1)), talk("B", moment(1)), 0).withheld is None


def test_the_same_word_for_word_and_a_line_not_coded() -> None:
    assert laid(talk("A", moment(1)), talk("B", moment(1)), 1).sentences == (
        "So far the two are the same, word for word.",
    )
    bare = talk("B", moment(1))
    bare = replace(bare, lines=(replace(bare.lines[0], moment=None, reply=None),))
    found = laid(talk("A", moment(1)), bare, 0)
    assert found.sentences == ()
    assert found.rows[0][1] is not None
    assert found.rows[0][1].gauges == ()
