"""The tables of a line played again: no spread is drawn where there is none."""

from simulator.domain.played import Answered, Play, Played, Setting, Standing
from simulator.library.rubrics import load_rubric
from simulator.report.spread import kind_of, spread

RUBRIC = load_rubric()
AFTER = Standing(trust=40, energy=30, ownership=20, seesaw=0.0, tier=1)
HIGHER = Standing(trust=45, energy=30, ownership=20, seesaw=6.0, tier=1)


def answered(text: str = "Okay.", **how: object) -> Answered:
    given: dict[str, object] = {"told": False, "stance": "answer", "quirk": None, "codes": (), "note": None}
    return Answered(text=text, **(given | how))  # type: ignore[arg-type]


def played(*plays: Play, line: int = 4, further: int = 0, failed: tuple[str, ...] = ()) -> Played:
    return Played(Setting("id", "The first way", "Paula", line, "Hello.", "Okay.", further), plays, failed)


def test_a_reply_is_named_by_the_weightiest_thing_it_does() -> None:
    assert kind_of(answered(told=True, quirk="testing", codes=("OWN",)), RUBRIC) == "tells you something"
    assert kind_of(answered(quirk="testing", codes=("OWN",)), RUBRIC) == "tests whether you mean it"
    assert kind_of(answered(codes=("PUSHBACK",)), RUBRIC) == "disagrees or corrects"
    assert kind_of(answered(codes=("NONE_OF_OURS",), stance="hold-back"), RUBRIC) == "holds back"


def test_what_is_the_same_in_every_play_is_said_to_be_the_same() -> None:
    found = spread([played(*(Play(n, answered(f"{n}"), AFTER, None) for n in range(5)))], RUBRIC)
    assert found.same_after
    assert all(cell.same for row in found.after for cell in row.cells)
    assert found.after[0].cells[0].counts == (("40", 5),)
    assert found.later == ()
    assert "the same in every play" in found.sentences[-1]
    assert found.sentences[0] == "Line 4, played five times: Paula answers every time, in five different replies."


def test_what_differs_is_counted_the_lowest_first() -> None:
    plays = [Play(n, answered(), AFTER, HIGHER if n == 0 else AFTER) for n in range(4)]
    found = spread([played(*plays, further=2)], RUBRIC)
    assert found.same_after
    assert not found.same_later
    assert found.later[0].cells[0].counts == (("40", 3), ("45", 1))
    assert found.later[3].cells[0].counts == (("with you (+6.0)", 1), ("level (0.0)", 3))
    uneven = [Play(0, answered(), AFTER, None), Play(1, answered(), HIGHER, None)]
    assert not spread([played(*uneven)], RUBRIC).same_after


def test_kinds_stand_beside_each_other_the_commonest_first() -> None:
    one = played(*(Play(n, answered(f"a{n}"), AFTER, None) for n in range(3)))
    other = played(
        Play(0, answered("b", codes=("BAIT_SHRUG",)), AFTER, None),
        Play(1, answered("c"), AFTER, None),
        failed=("Gone.",),
    )
    found = spread([one, other], RUBRIC)
    assert [(row.words, [(cell.count, cell.of) for cell in row.cells]) for row in found.kinds] == [
        ("answers", [(3, 3), (1, 2)]),
        ("hands the choice up", [(0, 3), (1, 2)]),
    ]
    assert found.lines[1].failed == (("Gone.", 1),)


def test_three_replies_are_shown_one_of_each_kind_first_and_none_twice() -> None:
    plays = [
        *(Play(n, answered("Same."), AFTER, None) for n in range(3)),
        Play(3, answered("Other."), AFTER, None),
        Play(4, answered("Another."), AFTER, None),
        Play(5, answered("Up to you.", codes=("BAIT_SHRUG",)), AFTER, None),
    ]
    samples = spread([played(*plays)], RUBRIC).lines[0].samples
    assert [(sample.text, sample.times) for sample in samples] == [("Same.", 3), ("Up to you.", 1), ("Other.", 1)]


def test_without_a_play_nothing_is_claimed() -> None:
    found = spread([played(failed=("Gone.", "Gone."))], RUBRIC)
    assert found.sentences == ()
    assert found.kinds == ()
    assert found.lines[0].failed == (("Gone.", 2),)
