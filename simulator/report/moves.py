"""The moves of each leader turn as notes: what was meant first, then what it did, then a better line."""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.domain.marked import Bait, Flag, Partnered, Reliability
from simulator.domain.scenario import Rewrite, Scenario
from simulator.domain.scorecard import ScoredFinding, ScoredTurn
from simulator.domain.second_reading import SecondReading
from simulator.domain.wording import subjects_of
from simulator.report.conversation import Conversation
from simulator.report.phrases import how_reliable, how_sure, what_it_costs

Found = tuple[ScoredTurn, ScoredFinding]
Key = tuple[int, str, int]
Better = tuple[str, str | None]
"""A better line, and the model that wrote it if one did."""


def note_moves(
    conversation: Conversation,
    reliability: Mapping[str, Reliability] | None,
    seconds: Mapping[int, SecondReading] | None = None,
) -> dict[int, tuple[Flag | Partnered, ...]]:
    """Notes by turn index, in the order of the words. `seconds` are second readings, by line."""
    better = _better_lines(conversation)
    better |= _written_for_it(conversation, seconds or {})
    noted: dict[int, tuple[Flag | Partnered, ...]] = {}
    for turn in conversation.leader_turns:
        ids: set[str] = set()
        notes: list[Flag | Partnered] = []
        for scored in _in_order(turn):
            common = _common(conversation, turn, scored, reliability, ids)
            if conversation.rubric.by_code[scored.finding.code].side == "parenting":
                notes.append(_flag(conversation, scored, common, better.get(_key(turn, scored), (None, None))))
            else:
                notes.append(Partnered(**common, opened=_opened(conversation, turn, scored.finding.code)))
        noted[turn.index] = tuple(notes)
    return noted


def choose_rewrite(scenario: Scenario, move: str, quote: str, text: str, used: Iterable[Rewrite]) -> Rewrite | None:
    """The line for this slip: about what its words touch, else what its turn touches, else about nothing in particular.

    A line in `used` is taken only when no other is left for the move.
    """
    fitting = [rewrite for rewrite in scenario.rewrites if rewrite.move == move]
    taken = tuple(used)
    touched = (*subjects_of(scenario.subjects, quote), *subjects_of(scenario.subjects, text))

    def fit(rewrite: Rewrite) -> int:
        if rewrite.about is None:
            return len(touched)
        return touched.index(rewrite.about) if rewrite.about in touched else len(touched) + 1

    fresh = [rewrite for rewrite in fitting if rewrite not in taken]
    return min(fresh or fitting, key=fit, default=None)


def gravity(turn: ScoredTurn, scored: ScoredFinding) -> tuple[bool, float, float, int]:
    """Sorts slips: those left standing first, then the gravest, the surest, the earliest."""
    return (scored.repaired_by is not None, -scored.severity, -scored.finding.confidence, turn.index)


def _written_for_it(conversation: Conversation, seconds: Mapping[int, SecondReading]) -> dict[Key, Better]:
    """A model's line stands with the gravest slip of its turn: it was written for that very turn."""
    lines: dict[Key, Better] = {}
    for turn in conversation.leader_turns:
        second = seconds.get(conversation.places[turn.index].line)
        slips = [s for s in turn.findings if conversation.rubric.by_code[s.finding.code].side == "parenting"]
        if second and second.better and slips:
            gravest = min(slips, key=lambda scored: gravity(turn, scored))
            lines[_key(turn, gravest)] = (second.better, second.model)
    return lines


def _better_lines(conversation: Conversation) -> dict[Key, Better]:
    """A line for each slip; the gravest chooses first, so that the next move gets the one that fits best."""
    slips: list[Found] = [
        (turn, scored)
        for turn in conversation.leader_turns
        for scored in _in_order(turn)
        if conversation.rubric.by_code[scored.finding.code].side == "parenting"
    ]
    used: list[Rewrite] = []
    lines: dict[Key, Better] = {}
    for turn, scored in sorted(slips, key=lambda slip: gravity(*slip)):
        finding = scored.finding
        rewrite = choose_rewrite(conversation.scenario, finding.code, finding.quote, turn.text, used)
        if rewrite:
            used.append(rewrite)
            lines[_key(turn, scored)] = (rewrite.line, None)
    return lines


def _in_order(turn: ScoredTurn) -> list[ScoredFinding]:
    return sorted(turn.findings, key=lambda scored: (scored.finding.start, scored.finding.end, scored.finding.code))


def _key(turn: ScoredTurn, scored: ScoredFinding) -> Key:
    return (turn.index, scored.finding.code, scored.finding.start)


def _common(
    conversation: Conversation,
    turn: ScoredTurn,
    scored: ScoredFinding,
    reliability: Mapping[str, Reliability] | None,
    ids: set[str],
) -> dict[str, Any]:
    finding = scored.finding
    move = conversation.rubric.by_code[finding.code]
    place = conversation.places[turn.index]
    name = f"line-{place.line}-{finding.code.lower()}"
    again = sum(known == name or known.startswith(f"{name}-") for known in ids)
    ids.add(name := f"{name}-{again + 1}" if again else name)
    return {
        "id": name,
        "place": place,
        "code": finding.code,
        "name": move.name,
        "tag": scored.tag,
        "quote": finding.quote,
        "start": finding.start,
        "end": finding.end,
        "confidence": finding.confidence,
        "sure": how_sure(finding.confidence),
        "reliability": how_reliable((reliability or {}).get(finding.code)),
        "effect": move.effect,
        "advice": move.advice,
    }


def _flag(
    conversation: Conversation, scored: ScoredFinding, common: dict[str, Any], better: tuple[str | None, str | None]
) -> Flag:
    move = conversation.rubric.by_code[scored.finding.code]
    bait = next((code for code in conversation.rubric.employee_codes if code.code == scored.bait), None)
    return Flag(
        **common,
        meant=move.meant,
        better=better[0],
        better_by=better[1],
        cost=move.cost,
        cost_sentence=what_it_costs(move.cost, conversation.scenario.persona),
        bait=Bait(code=bait.code, meaning=bait.meaning) if bait else None,
        severity=scored.severity,
        repaired=conversation.places[scored.repaired_by] if scored.repaired_by is not None else None,
    )


def _opened(conversation: Conversation, turn: ScoredTurn, code: str) -> bool:
    moment = conversation.moment_of_line.get(conversation.places[turn.index].line)
    return moment is not None and any(
        receipt.kind in {"opened", "told"} and receipt.code == code for receipt in moment.receipts
    )
