"""Repairs, severities and tags: what a finding weighs within its conversation (rubric section 4.1)."""

import re
from collections.abc import Mapping, Sequence

from simulator.domain.finding import Finding
from simulator.domain.rubric import Rubric, Tag
from simulator.domain.wording import fold, has_stem

_GRAVEST = 3
_TAKES_BACK = re.compile(
    r"\bi(?:'d| would|'ll| will)? (?:like to |want to )?(?:withdraw|unsay|undo|redo|scrap)\b"
    r"|\b(?:i|let me) take (?:it|that|this|all that) back\b"
    r"|\bi(?:'m| am)? (?:set|setting|put|putting|hand|handing|give|giving) (?:it|that|this) (?:down|back)\b"
    r"|\bi(?:'ve| have)? (?:just )?(?:made (?:it|that|this) up|(?:took|taken) (?:it|that|this)|put words in)\b"
    r"|\bi shouldn't have\b|\bthat was (?:a guess|unfair|wrong) of me\b|\bstrike (?:it|that|this|out)\b"
    r"|\blet me (?:\w+ ){1,3}(?:again|properly|differently|afresh|over)\b"
)
"""The leader's own words or act, undone: verbs of taking back, beside what the rubric lists."""
_ANSWERED_DISCLOSURE = frozenset({"NEED_VOICE", "OWN"})


def repairs_of(
    leader_turns: Sequence[int], findings: Mapping[int, Sequence[Finding]], texts: Mapping[int, str], rubric: Rubric
) -> dict[int, int]:
    """For each leader turn whose slips were repaired: the turn that did it.

    A repair is a HOLD, or a partnering move in a turn that says it begins again, within the rubric's window.
    """
    repaired: dict[int, int] = {}
    for place, index in enumerate(leader_turns):
        codes = {finding.code for finding in findings[index]}
        said = fold(texts[index])
        redo = any(has_stem(word, said) for word in rubric.scoring.redo_words) or _TAKES_BACK.search(said) is not None
        partners = any(rubric.by_code[code].side == "partnering" for code in codes)
        if not ("HOLD" in codes or (redo and partners)):
            continue
        for earlier in leader_turns[max(0, place - rubric.scoring.repair_window) : place]:
            if any(rubric.by_code[finding.code].side == "parenting" for finding in findings[earlier]):
                repaired.setdefault(earlier, index)
    return repaired


def severity_of(
    code: str, codes: frozenset[str], before: frozenset[str], *, told_before: bool, withheld: bool, rubric: Rubric
) -> int:
    """Severity of a parenting move in its turn.

    `before` holds the employee's codes just before it, `told_before` whether the same move came in an earlier turn,
    `withheld` whether the stakes were never told. Partnering moves weigh 0.
    """
    base = rubric.by_code[code].severity
    if code == "ASSUME" and codes & {"TELL", "RESCUE"}:
        return _GRAVEST
    if code in {"NURTURE", "PERK"} and before & _ANSWERED_DISCLOSURE:
        return base + 1
    if code == "TELL" and told_before and "PUSHBACK" in before:
        return _GRAVEST
    if code == "EXCUSE" and withheld:
        return _GRAVEST
    return base


def tag_of(code: str, codes: frozenset[str], rubric: Rubric) -> Tag:
    """FOR, TO, AWAY or WITH; ASSUME is FOR when a kindness hangs on it in the same turn."""
    move = rubric.by_code[code]
    kind = any(rubric.by_code[other].tag == "FOR" for other in codes if other != code)
    return move.kind_tag if move.kind_tag and kind else move.tag
