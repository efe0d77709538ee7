"""The commitment ledger: who promised what by when, who agreed, and whose work it is (rubric section 4.5)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from simulator.domain.dates import named_deadline, same_date
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import CommitmentEntry, ScoredTurn
from simulator.domain.wording import fold, has_stem
from simulator.scoring.assent import PRESSES, assents
from simulator.scoring.content import content_words
from simulator.scoring.promises import Said, clauses_of, owner_of

_NEAR = 3
"""Turns within which a day said again is the same promise said again."""
_ASKING = frozenset({"ASK", "REFLECT", "CONFIRM"})
"""Where these were the leader's part, a day named in the answer belongs to a story unless somebody will act."""
_CHECK_IN = re.compile(
    r"\b(check[- ]?in|check back|look at how|see how (it|that)|talk again|speak again|meet again|catch up"
    r"|sit down again|come back to (it|this)|review (it|this|how)|touch base|fifteen minutes|half an hour"
    r"|shall we (talk|meet|speak)|same time next|every (week|two weeks|fortnight|other week)|once a week)\b"
)


@dataclass(frozen=True)
class _Draft:
    """A line of the ledger on its way."""

    entry: CommitmentEntry
    proposed: bool = False
    """Put by the leader as the employee's step: their own promise takes its place."""
    shared_out: bool = False
    """Only says who would carry it: what the same side then promises with a day takes its place."""
    remark: bool = False


@dataclass(frozen=True)
class Planned:
    """Reads the promises of a conversation."""

    turns: Sequence[ScoredTurn]
    scenario: Scenario | None
    rubric: Rubric

    def commitments(self) -> list[CommitmentEntry]:
        """Promises in the order in which they were made. Without a scenario none is the employee's core work."""
        drafts: list[_Draft] = []
        for turn in self.turns:
            found = list(self._of_leader(turn, drafts) if turn.speaker == "leader" else self._of_employee(turn, drafts))
            drafts += _without_repeats(found)
        drafts = [draft for draft in drafts if not _replaced(draft, drafts)]
        return [self._with_check_in(draft.entry, drafts) for draft in drafts]

    def _of_leader(self, turn: ScoredTurn, before: Sequence[_Draft]) -> Iterator[_Draft]:
        codes = _codes(turn)
        rescues = [scored for scored in turn.findings if scored.finding.code == "RESCUE"]
        for scored in rescues:
            entry = self._entry(turn, scored.finding.quote, "leader", named_deadline(scored.finding.quote))
            taken = {"kind": "employee-core", "owes": None, "taken_back": scored.repaired_by}
            yield _Draft(entry.model_copy(update=taken))
        answer = self._next(turn.index, "employee")
        plans = "CLOSE" in codes or (answer is not None and "COMMIT" in _codes(answer) and not codes & _ASKING)
        for said in clauses_of(turn.text):
            owner = owner_of(said.person, "leader")
            if _echoes(said, turn, before) or (
                owner == "leader" and any(said.text in s.finding.quote for s in rescues)
            ):
                continue
            if said.wish and "CLOSE" not in codes:
                continue
            if said.date and plans:
                named = said.person is not None or not said.asked
                wanted = not said.remark and (named if "CLOSE" in codes else said.binds or said.asked)
            elif said.date:
                wanted = owner == "leader" and said.binds and not said.asked
            else:
                wanted = not said.asked and (
                    (plans and said.binds) or ("SPLIT" in codes and (said.binds or said.divides))
                )
            if wanted:
                yield _Draft(
                    self._entry(turn, said.text, owner, said.date, check_in=said.check_in),
                    proposed=owner == "employee",
                    shared_out=said.date is None and "CLOSE" not in codes,
                )

    def _of_employee(self, turn: ScoredTurn, before: Sequence[_Draft]) -> Iterator[_Draft]:
        asked = self.turns[turn.index - 1] if turn.index else None
        codes = _codes(turn)
        answers = asked is not None and bool(_codes(asked) & {"CLOSE", "SPLIT"})
        talks = asked is not None and bool(_codes(asked) & _ASKING)
        plans = answers or ("COMMIT" in codes and not talks)
        for said in clauses_of(turn.text, asked.text if asked else ""):
            if said.asked or _echoes(said, turn, before):
                continue
            owner = owner_of(said.person, "employee")
            if said.date:
                wanted = plans or (said.binds and (owner == "employee" or "COMMIT" in codes))
            else:
                wanted = said.binds or (answers and said.divides)
            if wanted:
                yield _Draft(
                    self._entry(turn, said.text, owner, said.date, check_in=said.check_in),
                    shared_out=said.date is None,
                    remark=said.remark,
                )

    def _entry(
        self,
        turn: ScoredTurn,
        text: str,
        owner: Literal["leader", "employee", "both"],
        date: str | None,
        *,
        check_in: bool = False,
    ) -> CommitmentEntry:
        kind, owes = self._kind(turn, text, owner)
        return CommitmentEntry(
            text=text,
            owner=owner,
            date=date,
            check_in=check_in,
            assent_turn=turn.index if turn.speaker == "employee" else self._assent(turn),
            kind=kind,
            owes=owes,
            turn=turn.index,
        )

    def _kind(
        self, turn: ScoredTurn, text: str, owner: Literal["leader", "employee", "both"]
    ) -> tuple[Literal["employee-core", "leader-owes", "other"], str | None]:
        """Whose work it is.

        What the employee takes on is theirs; what the leader brings is owed, unless it takes, drops or polices.
        """
        owes = next(
            (o.id for o in self.rubric.leader_owes if any(has_stem(word, fold(text)) for word in o.words)), None
        )
        if owner == "employee":
            return ("employee-core" if self.scenario else "other"), None
        if owes is None and self._core(text):
            return "employee-core", None
        if owner == "both":
            return ("leader-owes", owes) if owes else ("other", None)
        imposed = any(
            self.rubric.by_code[scored.finding.code].side == "parenting" and text in scored.finding.quote
            for scored in turn.findings
        )
        return ("other", None) if imposed else ("leader-owes", owes)

    def _core(self, text: str) -> bool:
        words = content_words(text)
        return self.scenario is not None and any(
            len(words & content_words(item)) >= min(2, len(content_words(item)))
            for item in self.scenario.employee_owned
        )

    def _assent(self, turn: ScoredTurn) -> int | None:
        answer = self._next(turn.index, "employee")
        if answer is None:
            return None
        codes = _codes(turn)
        pressed = bool(codes & PRESSES) and not codes & {"CLOSE", "SPLIT"}
        agreed = assents(answer.text, _codes(answer), asked="?" in turn.text, pressed=pressed)
        return answer.index if agreed else None

    def _with_check_in(self, entry: CommitmentEntry, drafts: Sequence[_Draft]) -> CommitmentEntry:
        """A check-in with a day of its own is a line of its own; one without belongs to the promises around it."""
        answer = self._next(entry.turn, None)
        near = {entry.turn, answer.index if answer else entry.turn}
        if entry.check_in or any(draft.entry.check_in and draft.entry.turn in near for draft in drafts):
            return entry
        around = self.turns[entry.turn].text + " " + (answer.text if answer else "")
        return entry.model_copy(update={"check_in": _CHECK_IN.search(fold(around)) is not None})

    def _next(self, index: int, speaker: str | None) -> ScoredTurn | None:
        return next((turn for turn in self.turns[index + 1 :] if speaker in {None, turn.speaker}), None)


def _codes(turn: ScoredTurn) -> frozenset[str]:
    return frozenset([*(scored.finding.code for scored in turn.findings), *(code.code for code in turn.employee_codes)])


def _echoes(said: Said, turn: ScoredTurn, before: Sequence[_Draft]) -> bool:
    """Whether a clause only says a day again that has just been promised."""
    recent = takewhile(lambda draft: turn.index - draft.entry.turn <= _NEAR, reversed(before))
    return said.date is not None and any(
        same_date(said.date, draft.entry.date)
        and (
            draft.entry.check_in == said.check_in
            if said.person == "us"
            else said.person in {None, "us"} or owner_of(said.person, turn.speaker) == draft.entry.owner
        )
        for draft in recent
        if draft.entry.turn < turn.index and not (draft.proposed and "COMMIT" in _codes(turn))
    )


def _without_repeats(found: Sequence[_Draft]) -> list[_Draft]:
    """Each promise of one turn once: a day weighed and then named is one; a remark is none beside a promise."""
    kept: list[_Draft] = []
    for draft in found:
        same = [
            other
            for other in kept
            if other.entry.owner == draft.entry.owner
            and draft.entry.date is not None
            and same_date(other.entry.date, draft.entry.date)
            and min(_weight(other), _weight(draft)) <= 1
        ]
        kept = [other for other in kept if other not in same or _weight(other) > _weight(draft)]
        if not any(other in kept for other in same):
            kept.append(draft)
    dated = [draft for draft in kept if draft.entry.date and not draft.remark]
    return [draft for draft in kept if not (draft.remark and dated)]


def _weight(draft: _Draft) -> int:
    return len(content_words(draft.entry.text) - content_words(draft.entry.date or ""))


def _replaced(draft: _Draft, drafts: Sequence[_Draft]) -> bool:
    entry = draft.entry
    own = [other.entry for other in drafts if other.entry.owner == entry.owner and other.entry.date]
    if draft.shared_out and entry.taken_back is None:
        return bool(own)
    if not draft.proposed or entry.assent_turn is None:
        return False
    said = [other for other in own if other.turn == entry.assent_turn]
    rivals = [other for other in drafts if other.proposed and other.entry.turn == entry.turn]
    return any(same_date(entry.date, other.date) for other in said) or (len(rivals) == 1 and bool(said))
