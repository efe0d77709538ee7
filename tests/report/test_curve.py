import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from simulator.report.curve import TABLE_HEAD, draw_curve, table_rows
from tests.report.talks import SMALL, Said, rehearse, say

TALK = [
    say("I'll do it for you.", "RESCUE"),
    say("You need to call them.", "TELL"),
    say("What matters to you at work?", "ASK"),
    say("What would you try?", "OPTIONS"),
]
SVG = "{http://www.w3.org/2000/svg}"


def _drawn(lines: Sequence[Said] = TALK) -> ET.Element:
    return ET.fromstring(draw_curve(rehearse(lines).debrief().curve))  # noqa: S314 - our own


def test_the_picture_is_named_and_told_in_words() -> None:
    root = _drawn()
    named = root.attrib["aria-labelledby"].split()
    texts = {element.attrib.get("id"): element.text for element in root.iter() if "id" in element.attrib}
    assert root.attrib["role"] == "img"
    assert [name in texts for name in named] == [True, True]
    description = texts[named[1]]
    assert description
    assert "Line 2: see-saw you carry it" in description


def test_it_reaches_for_nothing_outside_and_runs_nothing() -> None:
    drawn = draw_curve(rehearse(TALK).debrief().curve)
    without_namespace = drawn.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|href|<script|<style|<image|@import|url\(|\son\w+=|style=", without_namespace)


def test_every_colour_is_a_variable_with_a_fallback_or_the_pages_own() -> None:
    for element in _drawn().iter():
        for name in ("fill", "stroke"):
            colour = element.attrib.get(name, "none")
            assert colour in {"none", "currentColor"} or re.fullmatch(r"var\(--curve-[a-z]+, #[0-9a-f]{6}\)", colour)


def test_lines_are_told_apart_without_colour() -> None:
    groups = [group for group in _drawn().iter(f"{SVG}g") if group.find(f"{SVG}polyline") is not None]
    looks = {
        (polyline.attrib.get("stroke-dasharray"), group[1].tag)
        for group in groups
        if (polyline := group.find(f"{SVG}polyline")) is not None
    }
    assert len(looks) == len(groups) == 3


def test_letters_are_large_enough_on_a_phone() -> None:
    root = _drawn()
    width = float(root.attrib["viewBox"].split()[2])
    assert width <= 390
    for element in root.iter(f"{SVG}text"):
        assert float(element.attrib.get("font-size", root.attrib["font-size"])) * 358 / width >= 11


def test_flags_stand_on_their_lines_and_everything_is_within_the_picture() -> None:
    root = _drawn()
    titles = [title.text for title in root.iter(f"{SVG}title")][1:]
    assert "Line 1: Take it over" in titles
    assert "Line 2: Tell the fix" in titles
    assert "Line 3: opened" in titles
    numbers = [float(n) for p in root.iter(f"{SVG}polyline") for n in re.findall(r"[\d.]+", p.attrib["points"])]
    assert 0 <= min(numbers) <= max(numbers) <= 430


def test_the_table_says_the_same_as_the_picture() -> None:
    talk = rehearse(TALK)
    rows = table_rows(talk.debrief().curve)
    assert {len(row) for row in rows} == {len(TABLE_HEAD)}
    assert rows[0][:4] == ("opening", "0.0 (level)", str(SMALL.persona.start.energy), str(SMALL.persona.start.trust))
    assert rows[2] == (
        "2",
        "+5.0 (you carry it)",
        str(talk.trail[2].levels.energy),
        str(talk.trail[2].levels.trust),
        "Tell the fix",
    )
    assert rows[3][4] == "something opened"


def test_a_conversation_without_a_line_and_one_of_sixty_can_be_drawn() -> None:
    assert ET.fromstring(draw_curve(rehearse([]).debrief().curve)) is not None  # noqa: S314 - our own
    long = _drawn([say(f"And {number}?") for number in range(60)])
    labels = [t.text for t in long.iter(f"{SVG}text") if t.text and t.text.isdigit()]
    assert labels[-1] == "60"
    assert len(labels) <= 12


def test_a_name_cannot_break_out_of_the_picture() -> None:
    persona = SMALL.persona.model_copy(update={"name": '<script>"&\x00'})
    talk = rehearse(TALK, SMALL.model_copy(update={"persona": persona}))
    root = ET.fromstring(draw_curve(talk.debrief().curve, 'x" onload="'))  # noqa: S314 - our own
    assert not list(root.iter(f"{SVG}script"))
    assert "onload" not in root.attrib
