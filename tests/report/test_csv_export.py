"""CSV that reads back as it was meant, and that no spreadsheet runs."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.report.csv_export import BETWEEN, BYTE_ORDER_MARK, TURN_HEAD, safe, to_csv, turn_rows
from tests.report.talks import SMALL, rehearse, say

TRIGGERS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001
BEGINS_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")  # noqa: RUF001


def read_back(text: str) -> list[list[str]]:
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""), strict=True))


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("- and then?", "'- and then?"),
        ("@Paula", "'@Paula"),
        ("\tindented", "'\tindented"),
        ("\r=1", "'\r'=1"),
        ("  =1+1", "  '=1+1"),
        ("＝1+1", "'＝1+1"),  # noqa: RUF001
        ("Fine; =cmd|'/c calc'!A1", "Fine; '=cmd|'/c calc'!A1"),
        ("Two = two - always", "Two = two - always"),
        ('She said "yes", Пола 🙂', 'She said "yes", Пола 🙂'),
        ("", ""),
    ],
)
def test_what_could_be_a_formula_is_text(typed: str, cell: str) -> None:
    assert safe(typed) == cell


def test_quotes_line_breaks_and_every_script_come_back() -> None:
    words = 'You said "soon",\nthen nothing. Ответ: да. 🙂'
    text = to_csv(("who", "what", "how much"), [("You", words, -1.5), ("Paula", "", None)])
    assert text.encode().startswith(b"\xef\xbb\xbf")
    assert read_back(text) == [["who", "what", "how much"], ["You", words, "-1.5"], ["Paula", "", ""]]
    assert ",-1.5\r\n" in text, "a number is no text"


hostile = st.text(st.sampled_from(TRIGGERS + "\"',;| \u3000ab1é\u2028")) | st.text(st.characters(codec="utf-8"))


@settings(max_examples=300)
@given(st.lists(st.lists(hostile, min_size=3, max_size=3), max_size=4))
def test_any_text_comes_back_and_begins_no_formula_however_it_is_split(rows: list[list[str]]) -> None:
    text = to_csv(("a", "b", "c"), rows)
    back = read_back(text)[1:]
    assert back == [[safe(cell) for cell in row] for row in rows]
    for given_row, row in zip(rows, back, strict=True):
        for typed, cell in zip(given_row, row, strict=True):
            assert not cell.startswith(("\t", "\r", "\n"))
            assert not any(BEGINS_FORMULA.match(part) for part in re.split("[;\t\r\n]", cell))
            assert cell.replace("'", "") == typed.replace("'", "")


def test_a_debrief_has_a_row_for_each_turn() -> None:
    debrief = rehearse(
        [
            say("What matters most to you here?", "ASK", reply="-Hard to say."),
            say("Let me take it. I'll do it.", RESCUE="Let me take it", OFFER="I'll do it"),
        ]
    ).debrief()
    rows = read_back(to_csv(TURN_HEAD, turn_rows(debrief)))
    kept = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert rows[0] == list(TURN_HEAD)
    assert [row["turn"] for row in kept] == [str(number) for number in range(1, len(debrief.turns) + 1)]
    opening, asked, answer, took = kept[:4]
    assert (opening["line"], opening["see_saw"], opening["text"]) == ("0", "0.0", SMALL.persona.opening)
    assert (asked["line"], asked["speaker"], asked["tags"]) == ("1", "You", "WITH")
    assert answer["text"] == "'-Hard to say."
    assert (answer["see_saw"], answer["trust"]) == ("", "")
    assert took["codes"].split(BETWEEN)[0] == "RESCUE"
    assert took["quotes"].split(BETWEEN)[0] == "Let me take it"
    assert all(0 <= float(one) <= 1 for one in took["confidence"].split(BETWEEN))
    assert len({took[name].count(BETWEEN) for name in ("codes", "quotes", "confidence")}) == 1
    assert float(took["see_saw"]) == debrief.curve.points[2].seesaw
    assert int(took["energy"]) == debrief.curve.points[2].energy
