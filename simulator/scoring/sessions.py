"""How well whole conversations are judged: agreement with criteria and ledgers that were given by hand. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from simulator.domain.dates import same_date
from simulator.domain.finding import Finding, Reading
from simulator.domain.scorecard import CommitmentEntry, Scorecard
from simulator.domain.transcript import CodingRequest, Speaker
from simulator.domain.value import Value


class LabelledNeed(Value):
    """A line of the need ledger, by hand."""

    whose: Speaker
    source: Literal["voiced", "confirmed", "assumed"]
    turn: int


class LabelledOption(Value):
    """A distinct option, by hand."""

    by: Speaker
    turn: int


class LabelledCommitment(Value):
    """A promise, by hand."""

    owner: Literal["leader", "employee", "both"]
    date: str | None
    check_in: bool
    assented: bool
    kind: Literal["employee-core", "leader-owes", "other"]
    turn: int


class LabelledSession(Value):
    """A whole conversation with what is true of it."""

    id: str
    scenario: str
    turns: tuple[tuple[Speaker, str], ...] = Field(min_length=1)
    codes: dict[int, tuple[str, ...]]
    """Codes of each leader turn, by its index."""
    employee_codes: dict[int, tuple[str, ...]] = {}
    criteria: dict[str, bool | None]
    """None where a criterion does not apply."""
    needs: tuple[LabelledNeed, ...] = ()
    options: tuple[LabelledOption, ...] = ()
    commitments: tuple[LabelledCommitment, ...] = ()
    why: dict[str, str] = {}
    """A clause for each criterion that was close; for people only."""

    def faults(self, leader_codes: Collection[str], employee_codes: Collection[str]) -> tuple[str, ...]:
        """What in the labels does not fit the conversation or the rubric, as clauses for the person."""
        ledgers = {
            "needs": [entry.turn for entry in self.needs],
            "options": [entry.turn for entry in self.options],
            "commitments": [entry.turn for entry in self.commitments],
        }
        return (
            *self._misplaced("codes", self.codes, "leader", leader_codes),
            *self._misplaced("employee_codes", self.employee_codes, "employee", employee_codes),
            *(
                f"{name}: there is no turn {turn}"
                for name, named in ledgers.items()
                for turn in named
                if not 0 <= turn < len(self.turns)
            ),
        )

    def _misplaced(
        self, name: str, coded: Mapping[int, Sequence[str]], speaker: Speaker, known: Collection[str]
    ) -> Iterable[str]:
        for index, codes in coded.items():
            if not 0 <= index < len(self.turns) or self.turns[index][0] != speaker:
                yield f"{name}: turn {index} is no turn of the {speaker}"
            yield from (f"{name}: {code} is no code of the rubric" for code in codes if code not in known)


@dataclass(frozen=True)
class HandReader:
    """Reads a labelled session as it was coded by hand; each code is carried by the whole turn."""

    session: LabelledSession
    version: str = "by hand"

    def code(self, request: CodingRequest) -> Reading:
        """The hand-given codes of the leader turn that follows `request.history`."""
        return _whole(request, self.session.codes)

    def code_employee(self, request: CodingRequest) -> Reading:
        """The hand-given codes of the employee turn that follows `request.history`."""
        return _whole(request, self.session.employee_codes)


def _whole(request: CodingRequest, codes: Mapping[int, Sequence[str]]) -> Reading:
    said = request.turn
    return Reading(
        findings=tuple(
            Finding(code=code, quote=said, start=0, end=len(said), confidence=1.0)
            for code in codes.get(len(request.history), ())
        )
    )


class Agreement(Value):
    """One criterion. The rates are None where no session can be compared."""

    n: int
    """Sessions to which it applies."""
    met: int
    """Of these, met by hand."""
    found: int
    """Of these, met by the software."""
    agreed: float | None
    """Share, 0-1."""
    kappa: float | None
    """Cohen's kappa (Cohen 1960)."""


class Hits(Value):
    """One ledger. Precision is None where nothing was found, recall where nothing was there."""

    n: int
    found: int
    precision: float | None
    recall: float | None


class PlanHits(Hits):
    """The commitment ledger, with the share of matched lines that agree in each field, 0-1, or None without any."""

    date: float | None
    check_in: float | None
    assent: float | None
    kind: float | None


class SessionFigures(Value):
    """The software against hand-labelled sessions."""

    sessions: int
    criteria: dict[str, Agreement]
    needs: Hits
    """A line is right when whose, source and turn are."""
    options: Hits
    """A line is right when by whom and in which turn are; as many a turn as were labelled."""
    commitments: PlanHits
    """A line is right when owner and turn are."""


def session_figures(pairs: Sequence[tuple[LabelledSession, Scorecard]], criteria: Sequence[str]) -> SessionFigures:
    """Compare labels and scorecards of the same conversations."""
    return SessionFigures(
        sessions=len(pairs),
        criteria={code: _agreement(pairs, code) for code in criteria},
        needs=_hits(
            pairs,
            lambda session: [(e.whose, e.source, e.turn) for e in session.needs],
            lambda card: [(e.whose, e.source, e.turn) for e in card.ledgers.needs],
        ),
        options=_hits(
            pairs,
            lambda session: [(e.by, e.turn) for e in session.options],
            lambda card: [(e.by, e.turn) for e in card.ledgers.options],
        ),
        commitments=_plan_hits(pairs),
    )


def _agreement(pairs: Sequence[tuple[LabelledSession, Scorecard]], code: str) -> Agreement:
    judged: list[tuple[bool, bool]] = []
    for session, card in pairs:
        label = session.criteria.get(code)
        if label is not None:
            judged.append((label, any(result.code == code and result.met for result in card.criteria)))
    total = len(judged)
    met, found = sum(label for label, _ in judged), sum(said for _, said in judged)
    if not total:
        return Agreement(n=0, met=0, found=0, agreed=None, kappa=None)
    agreed = sum(label == said for label, said in judged) / total
    chance = (met * found + (total - met) * (total - found)) / total**2
    kappa = (agreed - chance) / (1 - chance) if chance < 1 else 1.0
    return Agreement(n=total, met=met, found=found, agreed=agreed, kappa=kappa)


def _hits(
    pairs: Sequence[tuple[LabelledSession, Scorecard]],
    labelled: Callable[[LabelledSession], Iterable[tuple[object, ...]]],
    read: Callable[[Scorecard], Iterable[tuple[object, ...]]],
) -> Hits:
    n = found = right = 0
    for session, card in pairs:
        there, said = Counter(labelled(session)), Counter(read(card))
        n, found, right = n + there.total(), found + said.total(), right + (there & said).total()
    return Hits(n=n, found=found, precision=_share(right, found), recall=_share(right, n))


def _plan_hits(pairs: Sequence[tuple[LabelledSession, Scorecard]]) -> PlanHits:
    hits = _hits(
        pairs,
        lambda session: [(e.owner, e.turn) for e in session.commitments],
        lambda card: [(e.owner, e.turn) for e in card.ledgers.commitments],
    )
    matched = [match for session, card in pairs for match in _matched(session.commitments, card.ledgers.commitments)]
    shares = {
        field: _share(sum(match[place] for match in matched), len(matched)) for place, field in enumerate(_PLAN_FIELDS)
    }
    return PlanHits.model_validate({**hits.model_dump(), **shares})


_PLAN_FIELDS = ("date", "check_in", "assent", "kind")


def _matched(
    labelled: Sequence[LabelledCommitment], read: Sequence[CommitmentEntry]
) -> list[tuple[bool, bool, bool, bool]]:
    """For each pair of lines with the same owner and turn, the most alike first: which fields agree."""
    candidates = sorted(
        (
            (_alike(label, entry), i, j)
            for i, label in enumerate(labelled)
            for j, entry in enumerate(read)
            if (label.owner, label.turn) == (entry.owner, entry.turn)
        ),
        key=lambda candidate: (-sum(candidate[0]), candidate[1], candidate[2]),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    matched = []
    for fields, i, j in candidates:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            matched.append(fields)
    return matched


def _alike(label: LabelledCommitment, entry: CommitmentEntry) -> tuple[bool, bool, bool, bool]:
    return (
        same_date(label.date, entry.date),
        label.check_in == entry.check_in,
        label.assented == (entry.assent_turn is not None),
        label.kind == entry.kind,
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
