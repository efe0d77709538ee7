"""The picture over weeks: like with like, nothing said of too few, and every point where its figure is."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from simulator.domain.digest import FORMAT, Digest, EndedTalk, Made, OwnMarks
from simulator.domain.scenario import Guardedness
from simulator.library.rubrics import load_rubric
from simulator.report.progress.draw import draw_picture
from simulator.report.progress.picture import Picture
from simulator.report.progress.pictures import missing_sentences, pictures
from simulator.report.progress.tables import TALK_HEAD, talk_rows
from simulator.report.progress.talks import Choice, Talk, compared

NOW = datetime(2026, 11, 21, 18, 0)  # noqa: DTZ001 - as the database keeps it
SVG = "{http://www.w3.org/2000/svg}"
RUBRIC = load_rubric()


def digest(partnering: int = 4, parenting: int = 2, guardedness: Guardedness = "guarded", **other: object) -> Digest:
    """Ten lines with so many moves."""
    made = Made(format=FORMAT, rubric="r", reader="d", scenario=1)
    known: dict[str, object] = {
        "made": made,
        "scenario": "paula",
        "title": "Paula",
        "guardedness": guardedness,
        "voice": "authored",
        "lines": 10,
        "read": 10,
        "why_not": None,
        "partnering": partnering,
        "parenting": parenting,
        "groups": {"FOR": parenting, "TO": 0, "AWAY": 0, "WITH": partnering},
        "met": ("S1", "S2"),
        "missed": ("S3",),
        "seesaw": 1.0,
        "side": "balanced",
        "own": None,
        "energy_before": None,
        "energy_after": None,
        "self_rated": "skipped",
    }
    return Digest.model_validate(known | other)


def talks(digests: Sequence[Digest], *, days: int = 2) -> tuple[Talk, ...]:
    """One talk each, so many days apart, the last today."""
    ended = [
        EndedTalk(f"r{number}", NOW - timedelta(days=days * (len(digests) - 1 - number)), waits=False, digest=one)
        for number, one in enumerate(digests)
    ]
    return Choice().of(ended, NOW)


def picture(digests: Sequence[Digest], name: str = "moves") -> Picture:
    return next(one for one in pictures(talks(digests), RUBRIC) if one.id == name)


@pytest.mark.parametrize("many", [1, 2])
def test_of_one_or_two_talks_nothing_is_said_but_that_they_are_too_few(many: int) -> None:
    for drawn in pictures(talks([digest()] * many), RUBRIC):
        assert drawn.sentence.startswith("Too few yet")
        assert not any(strip.trend for strip in drawn.strips)


def test_an_easy_week_is_not_growth() -> None:
    hard = [digest(2, 4, "closed")] * 6
    easy = [digest(9, 0, "open")] * 4
    sentence = picture([*hard, *easy]).sentence
    assert "hard to reach" in sentence
    assert "typically 2 partnering moves and 4 parenting moves" in sentence
    assert "9" not in sentence


def test_of_equally_many_the_kind_met_last_is_spoken_of() -> None:
    mixed = [digest(guardedness=kind) for kind in ("open", "closed") * 3]
    assert "hard to reach" in picture(mixed).sentence
    assert "more open than usual" in picture(list(reversed(mixed))).sentence


def test_three_talks_of_three_kinds_are_not_compared() -> None:
    sentence = picture([digest(guardedness=kind) for kind in ("open", "guarded", "closed")]).sentence
    assert "like cannot be compared with like yet" in sentence


@pytest.mark.parametrize(("many", "recent", "earlier"), [(3, 3, 0), (5, 5, 0), (6, 3, 3), (9, 4, 4), (30, 5, 5)])
def test_the_last_talks_are_laid_beside_as_many_before_them(many: int, recent: int, earlier: int) -> None:
    all_of_them = talks([digest()] * many)
    like = compared(all_of_them)
    assert like
    assert (len(like.recent), len(like.earlier)) == (recent, earlier)
    assert (*like.earlier, *like.recent) == all_of_them[many - recent - earlier :]


def test_a_sentence_says_the_middle_value_now_and_before() -> None:
    moves = [1, 9, 2, 7, 3, 4]
    assert picture([digest(one, 0) for one in moves]).sentence == (
        "In your last three talks with somebody as guarded as usual there were typically 4 partnering moves and 0 "
        "parenting moves in ten lines; in the three before, 2 and 0."
    )


def test_moves_are_counted_against_the_lines_that_could_be_read() -> None:
    drawn = picture([digest(4, 2, lines=10, read=5)])
    assert [strip.dots[0].value for strip in drawn.strips] == [8.0, 4.0]


def test_the_groups_name_the_one_that_is_there_most() -> None:
    most = digest(groups={"FOR": 1, "TO": 0, "AWAY": 3, "WITH": 4})
    assert "mostly AWAY" in picture([most] * 3, "groups").sentence
    none = digest(parenting=0)
    assert "typically found nothing" in picture([none] * 3, "groups").sentence


def test_the_see_saw_is_told_by_how_often_it_ended_where() -> None:
    ends = [digest(side="over", seesaw=6.0), digest(side="over", seesaw=5.0), digest(), digest()]
    ends += [digest(side="under", seesaw=-6.0), digest()]
    assert picture(ends, "seesaw").sentence == (
        "In your last three talks with somebody as guarded as usual it ended twice level and once with them carrying "
        "it alone; in the three before it ended once level and twice with you carrying it."
    )


def test_criteria_count_only_where_they_apply() -> None:
    kept = [digest(met=("S1",), missed=("S2", "S3")), digest(met=("S1", "S2"), missed=("S3", "S9"))]
    table = picture([*kept, digest(met=("S1",), missed=())], "criteria").tables[0]
    names = {criterion.code: criterion.name for criterion in RUBRIC.criteria}
    cells = {row[0]: row[1] for row in table.rows}
    assert cells[names["S1"]] == "3 of 3"
    assert cells[names["S2"]] == "1 of 2"
    assert cells[names["S3"]] == "0 of 2"
    assert cells[names["S9"]] == "0 of 1"
    assert cells[names["S4"]] == "did not apply"


def test_own_marks_are_added_up_and_talks_without_are_left_out() -> None:
    marked = [digest(own=OwnMarks(found=4, agreed=agreed, over=1), self_rated="done") for agreed in (1, 2, 4)]
    drawn = picture([digest(), *marked, digest(own=OwnMarks(found=0, agreed=0, over=2))], "own-view")
    assert drawn.sentence.endswith("the reader found parenting in twelve lines; seven of them you had marked yourself.")
    assert [(dot.place, dot.value) for dot in drawn.strips[0].dots] == [(1, 0.25), (2, 0.5), (3, 1.0)]


def test_energy_needs_both_ends() -> None:
    noted = [digest(energy_before=4, energy_after=after) for after in (5, 6, 3)]
    drawn = picture([digest(energy_before=9), *noted, digest(energy_after=1)], "energy")
    assert "you typically came with 4 and left with 5" in drawn.sentence
    assert [(dot.start, dot.value) for dot in drawn.strips[0].dots] == [(4, 5), (4, 6), (4, 3)]


def test_what_nobody_noted_has_no_picture_but_a_way_to_it() -> None:
    some = talks([digest()] * 3)
    assert {one.id for one in pictures(some, RUBRIC)} == {"moves", "groups", "seesaw", "criteria"}
    assert len(missing_sentences(some)) == 2
    assert missing_sentences(()) == ()


def test_a_trend_is_the_middle_of_five_like_talks_and_needs_six() -> None:
    assert all(strip.trend is None for strip in picture([digest()] * 5).strips)
    some = [digest(one) for one in (5, 1, 4, 2, 3)]
    trend = picture([*some, digest(9, guardedness="open"), digest(8)]).strips[0].trend
    assert trend
    assert trend.points == ((4, 3), (6, 3))


def test_of_very_many_talks_the_trend_is_calmer() -> None:
    trend = picture([digest(number % 7) for number in range(100)]).strips[0].trend
    assert trend
    assert trend.size == 10


def test_a_choice_takes_what_fits() -> None:
    ended = [
        EndedTalk("old", NOW - timedelta(weeks=5), waits=False, digest=digest()),
        EndedTalk("llm", NOW, waits=False, digest=digest(voice="llm")),
        EndedTalk("open", NOW, waits=False, digest=digest(guardedness="open", scenario="other")),
        EndedTalk("waits", NOW, waits=True, digest=digest()),
        EndedTalk("uncounted", NOW, waits=False, digest=None),
    ]

    def found(choice: Choice) -> list[str]:
        return [talk.rehearsal for talk in choice.of(ended, NOW)]

    assert found(Choice()) == ["old", "llm", "open"]
    assert found(Choice(weeks=4)) == ["llm", "open"]
    assert found(Choice(voice="llm")) == ["llm"]
    assert found(Choice(guardedness="open")) == found(Choice(scenario="other")) == ["open"]


def test_a_week_is_a_row_with_who_was_met_in_it() -> None:
    some = [digest(2), digest(4, guardedness="open"), digest(9), digest(1)]
    table = next(one for one in pictures(talks(some, days=3), RUBRIC) if one.id == "moves").tables[0]
    assert [(row[0].split()[0], row[1], row[-1]) for row in table.rows] == [
        ("16", "5", "2 as usual"),
        ("9", "3", "1 more open and 1 as usual"),
    ]


def test_every_talk_has_a_row_also_the_ones_that_are_not_scored() -> None:
    short = digest(lines=2, read=2, why_not="Not scored: too short.")
    rows = talk_rows(talks([digest(energy_before=3), short]))
    assert rows[0].why_not == "Not scored: too short."
    assert rows[0].cells[-1] == "2"
    cells = dict(zip(TALK_HEAD, rows[1].cells, strict=True))
    assert cells["Partnering in ten lines"] == cells["WITH in ten lines"] == "4"
    assert cells["Criteria met"] == "2 of 3"
    assert cells["Your energy"] == "3 → not noted"


MANY = [digest(number % 6, number % 4, ("open", "guarded", "closed")[number % 3]) for number in range(40)]
FULL = [
    one.model_copy(update={"own": OwnMarks(found=2, agreed=1, over=0), "energy_before": 4, "energy_after": 8})
    for one in MANY
]


@pytest.mark.parametrize("digests", [FULL[:1], FULL[:3], FULL, FULL * 10], ids=len)
def test_the_pictures_are_whole_named_and_within_their_frame(digests: Sequence[Digest]) -> None:
    for one in pictures(talks(digests), RUBRIC):
        root = ET.fromstring(draw_picture(one))  # noqa: S314 - our own
        width, height = (float(number) for number in root.attrib["viewBox"].split()[2:])
        texts = {element.attrib["id"]: element.text for element in root.iter() if "id" in element.attrib}
        assert one.sentence in (texts[f"{one.id}-desc"] or "")
        assert width <= 340
        for element in root.iter(f"{SVG}text"):
            assert float(element.attrib.get("font-size", root.attrib["font-size"])) * 298 / width >= 11
        for element in root.iter(f"{SVG}path"):
            for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", element.attrib["d"]):
                assert -6 <= float(x) <= width
                assert -10 <= float(y) <= height


def test_a_point_stands_at_its_figure_and_its_shape_says_how_guarded() -> None:
    drawn = draw_picture(picture([digest(0, 0, "open"), digest(5, 0, "guarded"), digest(5, 5, "closed")]))
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    strip = next(group for group in root.iter(f"{SVG}g") if "fill" in group.attrib)
    open_, guarded, closed = (path.attrib["d"] for path in strip)
    assert "a4.5" in open_
    assert "h8.1v8.1" in guarded
    assert "l5.4" in closed
    at = {name: float(re.findall(r"[\d.]+", d)[1]) for name, d in (("open", open_), ("guarded", guarded))}
    assert at["open"] - (at["guarded"] + 4.05) == pytest.approx(84, abs=0.2)


def test_colours_are_variables_with_a_fallback_and_nothing_is_fetched() -> None:
    for one in pictures(talks(FULL), RUBRIC):
        drawn = draw_picture(one)
        assert not re.search(r"href|<script|<style|<image|url\(|\son\w+=|style=", drawn)
        for element in ET.fromstring(drawn).iter():  # noqa: S314 - our own
            for name in ("fill", "stroke"):
                colour = element.attrib.get(name, "none")
                assert colour in {"none", "currentColor"} or re.fullmatch(
                    r"var\(--progress-[a-z]+, #[0-9a-f]{6}\)", colour
                )


def test_words_never_shame() -> None:
    worst = digest(0, 30, met=(), missed=tuple(c.code for c in RUBRIC.criteria), side="over", seesaw=10.0)
    for one in pictures(talks([worst] * 12), RUBRIC):
        assert not re.search(r"\b(bad|poor|fail|wrong|worse|only|still|unfortunately)\b", one.sentence.lower())
