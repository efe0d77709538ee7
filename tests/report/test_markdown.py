import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from simulator.report.markdown import inline, plain, to_markdown
from tests.report.talks import rehearse, say

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ATTACKS = [
    "# Heading\n## another",
    "[click](javascript:alert(1)) and <https://evil.example> and ![x](y)",
    "<script>alert(1)</script> <b>bold</b> &lt;i&gt; &#60;",
    "a | b | c\n|---|---|---|",
    "> quote\n- item\n1. one\n***\n---\n===",
    "```\ncode\n``` `x` ~~~ ~~gone~~",
    "\n\n    indented\n\n\\\\* [ref]: http://x.example *a* __b__",
    "1) first",
    "- - -",
    "+ plus",
    "www.evil.example http://evil.example a@b.example",
    "\u202eback\u202c \x00 \u2028 \u200f",
]


def _kinds(tokens: list[Token]) -> list[tuple[str, str]]:
    """Structure of a document: the kind and level of all that is no text."""
    found = []
    for token in tokens:
        found.append((token.type, token.tag))
        found += [
            (child.type, child.tag) for child in token.children or () if child.type not in {"text", "text_special"}
        ]
    return found


def _document(text: str) -> str:
    lines = [
        say(text, "RESCUE", reply=text),
        say(f"Before {text} after", TELL=text),
        say(f"So I'll {text.split(maxsplit=1)[0]} it by Friday", "CLOSE"),
        say("What matters?", "ASK"),
        say("Well.", reply=f"I could {text}"),
        say("Fine."),
    ]
    return to_markdown(rehearse(lines, hold_me_to=text).debrief())


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_people_say_changes_no_structure(attack: str) -> None:
    harmless = "word"
    assert set(_kinds(READER.parse(_document(attack)))) == set(_kinds(READER.parse(_document(harmless))))
    counted = [kind for kind in _kinds(READER.parse(_document(attack))) if kind[0] in {"heading_open", "table_open"}]
    expected = [kind for kind in _kinds(READER.parse(_document(harmless))) if kind[0] in {"heading_open", "table_open"}]
    assert counted == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 \n\t#*_`~[]()<>!|\\-+=.&:/@$'\"{}^é\u200b"), max_size=40))
def test_any_text_is_one_paragraph_of_itself(text: str) -> None:
    tokens = READER.parse(plain(text))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    read = "".join(child.content for token in tokens for child in token.children or ())
    assert read == " ".join(text.replace("\u200b", "").split())
    children = {child.type for token in tokens for child in token.children or ()}
    assert children <= {"text", "text_special"}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_a_cell_of_a_table_stays_one_cell(text: str) -> None:
    tokens = READER.parse(f"| a | b |\n| --- | --- |\n| {inline(text)} | end |\n")
    assert [token.type for token in tokens].count("td_open") == 2
    assert tokens[-5].type == "inline" or "end" in "".join(token.content for token in tokens)


def test_addresses_do_not_become_links_in_readers_that_look_for_bare_ones() -> None:
    shown = plain("see http://a.example or www.b.example or c@d.example")
    assert "://" not in shown.replace("\\://", "")
    assert "www." not in shown
    assert "c@d" not in shown


def test_marked_words_are_bold_and_numbered_and_body_language_is_italic() -> None:
    shown = to_markdown(rehearse([say("Fine, I'll do it, yes.", RESCUE="I'll do it", reply="[nods] Okay.")]).debrief())
    assert "> “Fine, **I'll do it** (1), yes.”" in shown
    assert "> “*\\[nods\\]* Okay.”" in shown


def test_words_that_carry_two_moves_are_one_run_with_both_numbers() -> None:
    said = say("You are tired, so I take it.", ASSUME="You are tired", RESCUE="tired, so I take it")
    assert "“**You are tired, so I take it** (1, 2).”" in to_markdown(rehearse([said]).debrief())


def test_the_strength_comes_first_and_the_number_last() -> None:
    shown = to_markdown(rehearse([say("What matters?", "ASK")] * 6).debrief())
    heads = [line for line in shown.splitlines() if line.startswith("## ")]
    assert heads[0] == "## One thing you did well"
    assert heads[1] == "## One thing to try next"
    assert heads[-1] == "## Last, the number"
    assert "of 100" in shown.split("## Last, the number")[1]
    assert "of 100" not in shown.split("## Last, the number")[0]


def test_a_session_that_is_not_scored_says_so_plainly() -> None:
    shown = to_markdown(rehearse([say("What matters?", "ASK")]).debrief())
    assert "Not scored: a conversation needs at least" in shown


def test_the_same_rehearsal_gives_the_same_bytes() -> None:
    lines = [say("I'll do it.", "RESCUE"), say("What matters?", "ASK")] * 3
    assert to_markdown(rehearse(lines).debrief()) == to_markdown(rehearse(lines).debrief())
