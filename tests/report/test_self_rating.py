"""One's own marks beside the reader's findings: every line counted once, and nobody called right."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.debrief import Debrief
from simulator.domain.self_rating import Gap, lines_to_mark, waits_for_marks
from simulator.library.self_rating import load_self_words
from simulator.report.json_export import to_json
from simulator.report.markdown import to_markdown
from simulator.report.self_rating import gap_between, gap_of, with_own_marks
from tests.report.talks import RUBRIC, Talk, rehearse, say

WORDS = load_self_words()
PARENTING = {move.code for move in RUBRIC.moves if move.side == "parenting"}

LINES = st.integers(min_value=1, max_value=12)
MARKS = st.dictionaries(LINES, st.none() | st.sampled_from([word.id for word in WORDS.words]) | st.just("of-before"))
FOUND = st.dictionaries(LINES, st.frozensets(st.sampled_from(RUBRIC.codes), max_size=4))


def marked(talk: Talk, *marks: str | None, **kept: object) -> Talk:
    """The talk with a mark a line."""
    exchanges = tuple(
        exchange.model_copy(update={"self_rating": mark})
        for exchange, mark in zip(talk.rehearsal.exchanges, marks, strict=True)
    )
    rehearsal = talk.rehearsal.model_copy(update={"exchanges": exchanges, **kept})
    return Talk(talk.scenario, rehearsal, talk.scorecard, talk.trail)


def told(talk: Talk) -> Debrief:
    return with_own_marks(talk.debrief(), WORDS, RUBRIC, talk.rehearsal, talk.scorecard)


@given(MARKS, FOUND)
def test_every_line_is_counted_once_and_the_counts_add_up(
    marks: dict[int, str | None], found: dict[int, frozenset[str]]
) -> None:
    gap = gap_between(WORDS, RUBRIC, marks, found)
    parts = [gap.agreed, gap.missed, gap.over, gap.level, gap.unmarked]
    assert sorted(chain(*parts)) == sorted(marks.keys() & found.keys())
    known = {line for line in marks.keys() & found.keys() if WORDS.word(marks[line])}
    assert set(gap.marked) == known
    assert set(gap.found) == {line for line in marks.keys() & found.keys() if found[line] & PARENTING}
    assert set(gap.same_kind) <= set(gap.agreed)
    assert set(gap.unmarked_found) <= set(gap.unmarked)
    assert all(list(part) == sorted(set(part)) for part in (*parts, gap.same_kind, gap.marked, gap.found))


@given(MARKS, FOUND)
def test_each_line_lies_where_its_mark_and_its_findings_put_it(
    marks: dict[int, str | None], found: dict[int, frozenset[str]]
) -> None:
    gap = gap_between(WORDS, RUBRIC, marks, found)
    for line in gap.marked:
        word = WORDS.word(marks[line])
        assert word is not None
        admitted, seen = word.side == "parenting", bool(found[line] & PARENTING)
        expected = {(True, True): gap.agreed, (False, True): gap.missed, (True, False): gap.over}
        assert line in expected.get((admitted, seen), gap.level)
        assert (line in gap.same_kind) is bool(admitted and found[line] & set(word.codes))


def test_the_marks_of_a_talk_as_one_sentence_with_its_lines() -> None:
    talk = rehearse(
        [
            say("I know you are bored.", "ASSUME"),
            say("I will do it for you.", "RESCUE"),
            say("Do it by Friday, like this.", "TELL"),
            say("What matters to you?", "ASK"),
            say("Sort it out yourself.", "ABDICATE"),
            say("You are lazy.", "SCOLD"),
            say("Good morning."),
        ]
    )
    debrief = told(marked(talk, "assumed", "fine", "pressed", "told", "asked", None, "fine"))
    assert debrief.self_rated is not None
    assert debrief.self_rated.gap == Gap(
        agreed=(1, 3), same_kind=(1,), missed=(2, 5), over=(4,), level=(7,), unmarked=(6,), unmarked_found=(6,)
    )
    assert debrief.self_rated.sentence == (
        "You marked two of the five lines in which the reader found parenting (lines 1, 2, 3, 5 and 6); "
        "one you called “fine” (line 2); one you called “I asked” (line 5); one you left unmarked (line 6); "
        "one you marked where it found none (line 4)."
    )
    assert debrief.self_rated.kinds == "In one of the two lines you both marked, you named the same kind."
    assert debrief.self_rated.differ is not None
    own = {turn.place.line: turn.own for turn in debrief.turns if turn.own}
    assert set(own) == {1, 2, 3, 4, 5, 7}
    assert [own[line].beside for line in (1, 3, 2, 4, 7)] == ["same", "other", "missed", "over", "level"]
    assert own[2].sentence == "You marked “fine”. The reader found Take it over."
    assert own[4].sentence == "You marked “I told”. The reader found no parenting here, but Ask what matters."
    every = " ".join([debrief.self_rated.sentence, *(one.sentence for one in own.values())]).lower()
    assert not any(word in every for word in ("wrong", "correct", "mistake", "should have", "blind"))


@pytest.mark.parametrize(
    ("codes", "marks", "sentence"),
    [
        ("TELL", "told", "You marked the one line in which the reader found parenting (line 1)."),
        ("TELL", "fine", "You called “fine” the one line in which the reader found parenting (line 1)."),
        ("ASK", "asked", "The reader found no parenting in your lines, nor did you."),
        ("ASK", "told", "The reader found no parenting in your lines; one you marked all the same (line 1)."),
    ],
)
def test_a_short_talk_in_a_plain_sentence(codes: str, marks: str, sentence: str) -> None:
    debrief = told(marked(rehearse([say("One line.", codes)]), marks))
    assert debrief.self_rated is not None
    assert debrief.self_rated.sentence == sentence
    assert (debrief.self_rated.differ is None) is (
        sentence.startswith("You marked") or sentence.endswith("nor did you.")
    )


def test_without_a_mark_nothing_is_said_of_it() -> None:
    debrief = told(rehearse([say("One line.", "TELL")]))
    assert debrief.self_rated is None
    assert all(turn.own is None for turn in debrief.turns)
    assert "saw it yourself" not in to_markdown(debrief)


def test_what_counts_is_what_the_debrief_shows() -> None:
    talk = marked(rehearse([say("One line.", "TELL", "ASK"), say("Another.")]), "fine", "told")
    shown = {turn.place.line: bool(turn.flags) for turn in talk.debrief().turns if turn.speaker == "leader"}
    gap = gap_of(WORDS, RUBRIC, talk.rehearsal, talk.scorecard)
    assert set(gap.found) == {line for line, flagged in shown.items() if flagged} == {1}
    assert gap.over == (2,)


def test_a_line_that_could_not_be_scored_is_no_difference() -> None:
    talk = marked(rehearse([say("One line.", "TELL"), say("Another.")]), "told", "told")
    turns = tuple(
        turn.model_copy(update={"scored": False, "why_not": "No."}) if turn.text == "Another." else turn
        for turn in talk.scorecard.turns
    )
    talk = Talk(talk.scenario, talk.rehearsal, talk.scorecard.model_copy(update={"turns": turns}), talk.trail)
    assert gap_of(WORDS, RUBRIC, talk.rehearsal, talk.scorecard) == Gap(agreed=(1,), same_kind=(1,))
    assert [turn.own.beside for turn in told(talk).turns if turn.own] == ["same", None]


def test_lines_that_a_branch_copied_are_not_asked_for_and_not_counted() -> None:
    talk = rehearse([say("Of the parent.", "TELL"), say("Of the branch.", "TELL")])
    branch = marked(talk, "fine", "told", parent="r0", parent_line=2, ended_at=talk.rehearsal.opened_at)
    assert [line.number for line in lines_to_mark(branch.rehearsal)] == [2]
    assert waits_for_marks(branch.rehearsal)
    assert gap_of(WORDS, RUBRIC, branch.rehearsal, branch.scorecard) == Gap(agreed=(2,), same_kind=(2,))
    nothing_new = branch.rehearsal.model_copy(update={"parent_line": 3})
    assert not waits_for_marks(nothing_new)


@pytest.mark.parametrize("kept", [{"self_rated": "done"}, {"self_rated": "skipped"}, {"left_role": "medical"}])
def test_nobody_waits_for_marks_that_were_given_or_cannot_be(kept: dict[str, str]) -> None:
    talk = rehearse([say("One line.")])
    ended = talk.rehearsal.model_copy(update={"ended_at": talk.rehearsal.opened_at})
    assert waits_for_marks(ended)
    assert not waits_for_marks(ended.model_copy(update=kept))
    assert not waits_for_marks(talk.rehearsal)


def test_the_marks_are_taken_along() -> None:
    talk = marked(rehearse([say("One line.", "TELL")]), "fine", self_rated="done")
    debrief = told(talk)
    assert debrief.self_rated is not None
    markdown = to_markdown(debrief)
    assert debrief.self_rated.sentence in markdown
    assert "You marked “fine”. The reader found Tell the fix." in markdown
    exported = to_json(debrief, talk.scorecard, talk.rehearsal)
    assert '"self_rated": "done"' in exported
    assert '"word": "fine"' in exported
