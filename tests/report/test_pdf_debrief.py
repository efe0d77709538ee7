"""The debrief on paper: what it holds, how it is set, and that words stay words."""

import re
from pathlib import Path

import pytest

from simulator.domain.marked import Reliability
from simulator.report.pdf import press
from simulator.report.pdf.full import debrief_pdf
from simulator.report.pdf.press import settable
from tests.report.papers import ACCESSIBLE, AT, dense, flat, pages, picture, right_edges, text_of, unpacked
from tests.report.talks import SECRETS, SMALL, rehearse, say

ATTACKS = [
    '#panic("x") #read("/etc/passwd") #sys.inputs',
    "*bold* _em_ `raw` $x^2$ @label <label> <script>alert(1)</script>",
    "= Heading == another - item + one / term: x",
    "\\ back\\slash \\u{41} // comment /* gone */ ~ --- ...",
    '#import "@preview/x:0.1.0" #set page(width: 1pt) ]]] }}} ))) [[[ {{{ (((',
    "“quotes” \"quotes\" 'quotes' & &amp; <!-- -->",
]
SCRIPTS = [
    "Привет, как ты?",
    "Καλημέρα, τι κάνεις;",
    "Łódź, Đakovo, Şişli, ő, ẞ, Tiếng Việt",
    "😀 👩🏽‍💻 🇩🇪 ❤️ 1️⃣ 🫠",
    "→ ✓ € ∞",
]
A4 = (595.3, 841.9)


def paper(text: str, scale: int = 1) -> bytes:
    lines = [
        say(text, "RESCUE", reply=f"[nods] {text}"),
        say(f"Before {text} after", TELL=text),
        say("What matters?", "ASK", reply=text),
        say("So I'll do it by Friday", "CLOSE"),
        say("Do as you like.", "ABDICATE"),
        say("Fine."),
    ]
    return debrief_pdf(rehearse(lines * scale, hold_me_to=text).debrief(), AT)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_say_is_set_as_it_was_typed(attack: str) -> None:
    made = paper(attack)
    read = dense(text_of(made))
    assert dense(f"Before {attack}") + "1after" in read  # 1 is the number of the note
    assert read.count(dense(attack)) >= 5
    assert picture(made).shape == picture(paper("word")).shape


@pytest.mark.parametrize("text", SCRIPTS)
def test_these_scripts_and_emoji_print_as_letters(text: str) -> None:
    made = paper(text)
    assert ACCESSIBLE in made
    assert "Boxes stand" not in text_of(made)


@pytest.mark.parametrize("text", SCRIPTS[:3])
def test_their_text_can_be_found_again(text: str) -> None:
    assert dense(text) in dense(text_of(paper(text)))


@pytest.mark.parametrize("text", ["漢字かな交じり文", "สวัสดีครับ", "नमस्ते"])
def test_other_scripts_print_with_a_word_about_it(text: str) -> None:
    made = paper(text)
    assert ACCESSIBLE not in made
    assert "Boxes stand for letters" in text_of(made)


def test_hebrew_and_arabic_do_print() -> None:
    assert ACCESSIBLE in paper("שלום מה שלומך")
    assert ACCESSIBLE in paper("مرحبا كيف حالك")


def test_what_cannot_be_seen_or_set_is_left_out() -> None:
    assert ACCESSIBLE in paper("a\x00b\u202ec\ue000e\ufefff\ufffd")
    assert settable("a\x00b\u202ec\ud800d\ue000e\ufefff\r\n\n\n\ng") == "abcdef\n\ng"


@pytest.mark.parametrize("word", ["x" * 200, "ж" * 200, "https://example.invalid/" + "a1" * 90, "W" * 600])
def test_a_long_word_wraps(word: str) -> None:
    made = paper(word)
    assert dense(word) in dense(text_of(made))
    assert max(right_edges(made)) < A4[0] - 50


def test_a_long_word_breaks_between_letters_and_never_inside_one() -> None:
    family, waved = "👩🏽\u200d💻", "n\u0303"
    broken = settable(family * 20 + waved * 40)
    assert set(broken.split("\u200b")) == {family, waved}


def test_the_order_is_that_of_the_debrief_and_the_number_comes_last() -> None:
    read = text_of(debrief_pdf(rehearse([say("What matters?", "ASK")] * 6).debrief(), AT))
    heads = ["What you did well", "One next move", "How it ended", "What was said", "What Paula held"]
    heads += ["The plan as it stands", "How it moved", "Nine things to look for", "Last, and least: the number"]
    places = [read.index(head) for head in heads]
    assert places == sorted(places)
    before, after = read.split(heads[-1])
    assert re.search(r"\d+ of 100", after)
    assert not re.search(r"\d+ of 100", before)
    assert "Partnering framework of Juice Inc." in after


def test_it_is_dated_numbered_titled_and_on_a4() -> None:
    made = paper("word")
    count = pages(made)
    read = text_of(made)
    assert "21 November 2026" in read
    for number in range(1, count + 1):
        assert f"{number} of {count}" in read
    height, width = picture(made).shape
    assert (abs(width - A4[0]) < 2, abs(height - A4[1]) < 2) == (True, True)
    assert b"/Title(The small situation)" in made
    assert b"/Lang(en)" in made


def test_the_margins_hold_what_a_letter_sheet_cuts_off() -> None:
    """Printed unscaled and centred, Letter loses 25 points at the top and as many at the bottom."""
    made = paper("word " * 300)
    for number in range(pages(made)):
        drawn = picture(made, number)
        assert drawn[:30].min() == 255
        assert drawn[-30:].min() == 255


def test_tags_and_numbers_stand_beside_the_words_they_are_about() -> None:
    read = text_of(paper("I do it for you"))
    for tag in ("FOR", "TO", "AWAY", "WITH"):
        assert read.count(tag) >= 2, tag
    assert "You, line 1 FOR" in read
    assert "You, line 5 AWAY" in read


def test_how_far_a_move_can_be_trusted_is_said_once() -> None:
    known = {"ASK": Reliability(precision=0.9, recall=0.8, turns=40)}
    read = text_of(debrief_pdf(rehearse([say("What matters?", "ASK")] * 6).debrief(known), AT))
    assert read.count("On lines it had not learnt from") == 1


def test_equal_debriefs_give_equal_bytes_and_no_path_of_this_machine() -> None:
    made = paper("word")
    assert made == paper("word")
    laid_open = unpacked(made)
    assert len(laid_open) > 2 * len(made)
    for trace in (str(Path(press.__file__).parent), str(Path.cwd()), str(Path.home()) + "/", "site-packages"):
        assert trace.encode() not in laid_open


def test_only_our_type_is_used() -> None:
    made = unpacked(paper("word 😀 → شكرا"))
    used = {name.split(b"+")[-1] for name in re.findall(rb"/BaseFont/([A-Za-z0-9+-]+)", made)}
    assert used
    assert all(name.startswith((b"NotoSans", b"NotoEmoji", b"DejaVuSans")) for name in used), used


def test_sixty_lines_and_none() -> None:
    lines = [say(f"This is the line of number {number}", "ASK") for number in range(1, 61)]
    made = debrief_pdf(rehearse(lines).debrief(), AT)
    read = text_of(made)
    assert pages(made) > 8
    for line in lines:
        assert line.text in read
    empty = debrief_pdf(rehearse([]).debrief(), AT)
    assert pages(empty) == 1
    assert "You have not said anything yet" in text_of(empty)


def test_what_was_not_told_is_on_no_paper() -> None:
    talk = rehearse([say("What matters to you?", "ASK"), say("I'll do it.", "RESCUE")])
    debrief = talk.debrief()
    told = " ".join(card.text or "" for card in debrief.disclosures.cards)
    hidden = [secret for secret in SECRETS if secret not in told]
    assert 0 < len(hidden) < len(SECRETS)
    laid_open = unpacked(debrief_pdf(debrief, AT))
    read = text_of(debrief_pdf(debrief, AT))
    for secret in hidden:
        assert secret not in read
        assert secret.encode() not in laid_open
    assert next(secret for secret in SECRETS if secret in told) in read


def test_a_name_of_another_script_does_not_stop_the_picture() -> None:
    for name in ("漢字", "😀 Аня", '<&"'):
        persona = SMALL.persona.model_copy(update={"name": name})
        talk = rehearse([say("What matters?", "ASK")] * 2, SMALL.model_copy(update={"persona": persona}))
        assert pages(debrief_pdf(talk.debrief(), AT)) >= 2


def test_templates_reach_for_nothing_beyond_their_folder() -> None:
    found = sorted(Path(press.__file__).parent.glob("*.typ"))
    assert [path.stem for path in found] == ["before", "full", "left", "style"]
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert "@preview" not in text
        assert not re.search(r"\b(eval|read|plugin)\(", text)
        assert set(re.findall(r'#?import "([^"]+)"', text)) <= {"style.typ"}


def test_flat_is_what_text_is_compared_by() -> None:
    assert flat("a\u200b b\n c") == "a b c"


def test_a_moment_without_a_time_zone_is_utc() -> None:
    debrief = rehearse([say("Fine.")]).debrief()
    assert debrief_pdf(debrief, AT.replace(tzinfo=None, microsecond=5)) == debrief_pdf(debrief, AT)
