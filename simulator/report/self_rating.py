"""A leader's marks of their own lines beside what the reader found. Neither is the yardstick of the other."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from simulator.domain.debrief import Clause, Debrief, SelfRated
from simulator.domain.marked import OwnMark, Place
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.rubric import Rubric
from simulator.domain.scorecard import Scorecard
from simulator.domain.self_rating import Beside, Gap, SelfWords, Word, lines_to_mark
from simulator.report.phrases import in_words, listed

Said = tuple[str, tuple[int, ...]]
"""Words, and the leader lines they speak of."""
_DIFFER = "Where the two differ, that alone makes neither right: the reader misses some moves and marks some wrongly."
_WHERE = "in which the reader found parenting"


def gap_between(
    words: SelfWords, rubric: Rubric, marks: Mapping[int, str | None], found: Mapping[int, Collection[str]]
) -> Gap:
    """Lay marks beside findings.

    `marks` is by leader line, from 1: the id of a word, or None where nothing was tapped. `found` is by the same
    numbers: the codes the reader found, parenting and partnering alike, empty where it found none; a line that is not
    in it could not be scored and is left out, as is a line that is not in `marks`. A word that is no longer one of
    `words` counts as not marked. Give only codes the reader was sure enough of to show: a `Scorecard` has no others.
    """
    lines: dict[str, list[int]] = {}
    for line in sorted(marks.keys() & found.keys()):
        word = words.word(marks[line])
        parenting = any(rubric.by_code[code].side == "parenting" for code in found[line])
        if word is None:
            lines.setdefault("unmarked", []).append(line)
            if parenting:
                lines.setdefault("unmarked_found", []).append(line)
            continue
        beside = lie_beside(word, rubric, found[line])
        lines.setdefault({"same": "agreed", "other": "agreed"}.get(beside, beside), []).append(line)
        if beside == "same":
            lines.setdefault("same_kind", []).append(line)
    return Gap(**{name: tuple(numbers) for name, numbers in lines.items()})


def gap_of(words: SelfWords, rubric: Rubric, rehearsal: Rehearsal, scorecard: Scorecard) -> Gap:
    """`gap_between` for one rehearsal and its own scorecard; lines a branch copied from its parent are left out."""
    return gap_between(words, rubric, marks_of(rehearsal), codes_by_line(scorecard))


def lie_beside(word: Word, rubric: Rubric, codes: Collection[str]) -> Beside:
    """How one mark lies beside the codes found in its line."""
    parenting = {code for code in codes if rubric.by_code[code].side == "parenting"}
    if word.side == "partnering":
        return "missed" if parenting else "level"
    if not parenting:
        return "over"
    return "same" if parenting & set(word.codes) else "other"


def marks_of(rehearsal: Rehearsal) -> dict[int, str | None]:
    """The marks by leader line, from 1, of the lines that were to be marked."""
    return {exchange.number: exchange.self_rating for exchange in lines_to_mark(rehearsal)}


def codes_by_line(scorecard: Scorecard) -> dict[int, tuple[str, ...]]:
    """The codes a debrief shows, by leader line, from 1, in the order of the words; without lines not scored."""
    leader = [turn for turn in scorecard.turns if turn.speaker == "leader"]
    return {
        line: tuple(one.finding.code for one in sorted(turn.findings, key=lambda one: one.finding.start))
        for line, turn in enumerate(leader, start=1)
        if turn.scored
    }


def with_own_marks(
    debrief: Debrief, words: SelfWords, rubric: Rubric, rehearsal: Rehearsal, scorecard: Scorecard
) -> Debrief:
    """The debrief with the leader's marks beside the findings; all three must be of this rehearsal."""
    marks = _own_marks(words, rubric, rehearsal, scorecard)
    turns = tuple(
        replace(turn, own=marks.get(turn.place.line)) if turn.speaker == "leader" else turn for turn in debrief.turns
    )
    places = {turn.place.line: turn.place for turn in turns if turn.speaker == "leader"}
    gap = gap_of(words, rubric, rehearsal, scorecard)
    return replace(debrief, turns=turns, self_rated=_told(words, gap, marks_of(rehearsal), places))


def _told(words: SelfWords, gap: Gap, marks: Mapping[int, str | None], places: Mapping[int, Place]) -> SelfRated | None:
    """What the marks of one talk amount to; None where no line was marked that the reader could score."""
    if not gap.marked:
        return None
    clauses = tuple(Clause(said, tuple(places[line] for line in lines)) for said, lines in _clauses(words, gap, marks))
    sentence = "; ".join(clause.words + _in_brackets([place.line for place in clause.places]) for clause in clauses)
    return SelfRated(
        sentence=f"{sentence}.",
        clauses=clauses,
        kinds=_kinds(gap),
        differ=_DIFFER if gap.missed or gap.over or len(gap.same_kind) < len(gap.agreed) else None,
        gap=gap,
    )


def _own_marks(words: SelfWords, rubric: Rubric, rehearsal: Rehearsal, scorecard: Scorecard) -> dict[int, OwnMark]:
    """Each mark beside the reader's view of its line, by leader line, from 1."""
    found = codes_by_line(scorecard)
    marks: dict[int, OwnMark] = {}
    for line, name in marks_of(rehearsal).items():
        word, codes = words.word(name), found.get(line)
        if word is not None:
            beside = None if codes is None else lie_beside(word, rubric, codes)
            marks[line] = OwnMark(word.id, word.says, beside, _side_by_side(word, rubric, codes, beside))
    return marks


def _side_by_side(word: Word, rubric: Rubric, codes: Collection[str] | None, beside: Beside | None) -> str:
    mine = f"You marked “{word.says}”"
    if codes is None:
        return f"{mine}. The reader could not read this line."
    names = listed(list(dict.fromkeys(rubric.by_code[code].name for code in codes)))
    if beside == "over":
        return f"{mine}. The reader found no parenting here{f', but {names}' if names else ''}."
    if not names:
        return f"{mine}. The reader found no move here."
    return f"{mine}. The reader found {names}{': the same kind' if beside == 'same' else ''}."


def _clauses(words: SelfWords, gap: Gap, marks: Mapping[int, str | None]) -> list[Said]:
    """The parts of the sentence, each with its lines."""
    called = {word.says: tuple(line for line in gap.missed if marks[line] == word.id) for word in words.words}
    called = {says: lines for says, lines in called.items() if lines}
    if not gap.found:
        return _none_found(gap)
    if len(gap.found) == 1:
        did = "marked" if gap.agreed else "".join(f"called “{says}”" for says in called) or "left unmarked"
        said: list[Said] = [(f"You {did} the one line {_WHERE}", gap.found)]
    else:
        how_many = {0: "none", len(gap.found): "all"}.get(len(gap.agreed), in_words(len(gap.agreed)))
        said = [(f"You marked {how_many} of the {in_words(len(gap.found))} lines {_WHERE}", gap.found)]
        said += [(f"{in_words(len(lines))} you called “{says}”", lines) for says, lines in called.items()]
        if gap.unmarked_found:
            said.append((f"{in_words(len(gap.unmarked_found))} you left unmarked", gap.unmarked_found))
    if gap.over:
        said.append((f"{in_words(len(gap.over))} you marked where it found none", gap.over))
    return said


def _none_found(gap: Gap) -> list[Said]:
    none = "The reader found no parenting in your lines"
    if not gap.over:
        return [(f"{none}, nor did you", ())]
    return [(none, ()), (f"{in_words(len(gap.over))} you marked all the same", gap.over)]


def _kinds(gap: Gap) -> str | None:
    both, same = len(gap.agreed), len(gap.same_kind)
    if not both:
        return None
    if both == 1:
        return f"In the line you both marked, you named {'the same kind' if same else 'another kind than it did'}."
    how_many = {0: "none", both: "all"}.get(same, in_words(same))
    return f"In {how_many} of the {in_words(both)} lines you both marked, you named the same kind."


def _in_brackets(lines: list[int]) -> str:
    numbers = listed([str(line) for line in lines])
    return f" ({'line' if len(lines) == 1 else 'lines'} {numbers})" if lines else ""
