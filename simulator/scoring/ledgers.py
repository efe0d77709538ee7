"""Needs, options and commitments of a conversation, each line with the turn it comes from (rubric section 4.5)."""

from collections.abc import Iterator, Sequence

from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Ledgers, NeedEntry, OptionEntry, ScoredTurn
from simulator.scoring.assent import assents
from simulator.scoring.options import asks_leave_only, proposes, put_forward, same_option, steps_told
from simulator.scoring.plan import Planned

_IMPOSED = frozenset({"TELL", "RESCUE"})
_AGAIN = 4
"""Turns within which the same move after a pushback is the same proposal."""


def build_ledgers(turns: Sequence[ScoredTurn], scenario: Scenario | None, rubric: Rubric) -> Ledgers:
    """Read the three ledgers from coded turns. Without a scenario no commitment counts as employee-core."""
    return Ledgers(
        needs=tuple(_needs(turns)),
        options=tuple(_options(turns)),
        commitments=tuple(Planned(turns, scenario, rubric).commitments()),
    )


def _needs(turns: Sequence[ScoredTurn]) -> list[NeedEntry]:
    entries: list[NeedEntry] = []
    for turn in turns:
        entries += [
            NeedEntry(whose="employee", text=code.quote, source="voiced", turn=turn.index)
            for code in turn.employee_codes
            if code.code == "NEED_VOICE"
        ]
        for scored in turn.findings:
            finding = scored.finding
            if finding.code == "SHARE":
                entries.append(NeedEntry(whose="leader", text=finding.quote, source="voiced", turn=turn.index))
            elif finding.code == "ASSUME":
                entries.append(NeedEntry(whose="employee", text=finding.quote, source="assumed", turn=turn.index))
            elif finding.code == "CONFIRM" and _answered(turns, turn.index):
                entries.append(NeedEntry(whose="employee", text=finding.quote, source="confirmed", turn=turn.index))
    return entries


def _answered(turns: Sequence[ScoredTurn], index: int) -> bool:
    """A guess counts as confirmed when the next employee turn agrees with it or corrects it."""
    answer = _next_of(turns, index, "employee")
    if answer is None:
        return False
    codes = frozenset(code.code for code in answer.employee_codes)
    return bool(codes & {"PUSHBACK", "NEED_VOICE"}) or assents(answer.text, codes)


def _options(turns: Sequence[ScoredTurn]) -> list[OptionEntry]:
    entries: list[OptionEntry] = []
    for turn in turns:
        for text in _put_forward(turn, turns[: turn.index]):
            if not any(same_option(text, entry.text) for entry in entries):
                entries.append(OptionEntry(text=text, by=turn.speaker, turn=turn.index))
    return entries


def _put_forward(turn: ScoredTurn, before: Sequence[ScoredTurn]) -> Iterator[str]:
    """The leader's proposals count whatever their manner: offered, told or taken over (rubrics/README.md)."""
    last = _codes(before[-1]) if before else frozenset()
    voiced = [code.quote for code in turn.employee_codes if code.code == "OPTION"]
    if not voiced and "OPTIONS" in last and turn.speaker == "employee" and proposes(turn.text):
        voiced = [turn.text]
    for quote in voiced:
        yield from put_forward(turn.text, quote)
    if "PUSHBACK" in last and any(_codes(earlier) & _codes(turn) & _IMPOSED for earlier in before[-_AGAIN:]):
        return  # it insists on what was there already
    for scored in turn.findings:
        finding = scored.finding
        if finding.code == "OFFER" and not asks_leave_only(turn.text):
            yield from put_forward(turn.text, finding.quote)
        elif finding.code == "TELL":
            yield from steps_told(finding.quote)
        elif finding.code == "RESCUE":
            yield finding.quote


def _codes(turn: ScoredTurn) -> frozenset[str]:
    return frozenset([*(scored.finding.code for scored in turn.findings), *(code.code for code in turn.employee_codes)])


def _next_of(turns: Sequence[ScoredTurn], index: int, speaker: str | None) -> ScoredTurn | None:
    return next((turn for turn in turns[index + 1 :] if speaker in {None, turn.speaker}), None)
