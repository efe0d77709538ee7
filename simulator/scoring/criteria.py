"""The nine session criteria (rubric section 4.6), each judged from coded turns and ledgers. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.domain.rubric import Criterion, Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import CommitmentEntry, CriterionResult, Ledgers, ScoredTurn
from simulator.domain.seesaw import side
from simulator.domain.wording import gives_away
from simulator.scoring.promises import standing_habit

_FIXES = frozenset({"TELL", "RESCUE", "OFFER", "SPLIT"})
_ABOUT_THE_PERSON = frozenset({"ASK", "CONFIRM", "REFLECT", "HOLD"})
_SPOKEN_UP = frozenset({"NEED_VOICE", "OWN"})
_HALF = 0.5
_FEWEST_OPTIONS = 2


@dataclass(frozen=True)
class Evidence:
    """What the criteria look at."""

    turns: tuple[ScoredTurn, ...]
    ledgers: Ledgers
    seesaw: float
    scenario: Scenario
    rubric: Rubric

    @property
    def promises(self) -> tuple[CommitmentEntry, ...]:
        """Commitments that stand: not taken back."""
        return tuple(entry for entry in self.ledgers.commitments if entry.taken_back is None)

    def having(self, *codes: str) -> tuple[int, ...]:
        """Indices of leader turns with any of these codes."""
        return tuple(turn.index for turn in self.turns if any(scored.finding.code in codes for scored in turn.findings))

    def unrepaired(self, *codes: str) -> tuple[int, ...]:
        """Indices of leader turns with any of these codes left standing."""
        return tuple(
            turn.index
            for turn in self.turns
            if any(scored.finding.code in codes and scored.repaired_by is None for scored in turn.findings)
        )


@dataclass(frozen=True)
class _Verdict:
    share: float
    turns: tuple[int, ...] = ()


def judge(evidence: Evidence) -> tuple[CriterionResult, ...]:
    """Results in the rubric's order. S9's points go to S1 where the scenario declares no tension."""
    tension = evidence.scenario.tension is not None
    moved = next((c.points for c in evidence.rubric.criteria if c.code == "S9"), 0)
    results = []
    for criterion in evidence.rubric.criteria:
        applies = criterion.code != "S9" or tension
        of = criterion.points + (moved if criterion.code == "S1" and not tension else 0)
        verdict = _JUDGES[criterion.code](evidence) if applies else _Verdict(0.0)
        results.append(_result(criterion, verdict, of if applies else 0, applies=applies))
    return tuple(results)


def plan_in_balance(evidence: Evidence) -> bool:
    """No employee-core item with the leader, and at least one thing the leader owes."""
    commitments = evidence.promises
    core = [entry for entry in commitments if entry.kind == "employee-core"]
    owed = any(entry.kind == "leader-owes" for entry in commitments)
    return owed and all(entry.owner == "employee" for entry in core)


def _result(criterion: Criterion, verdict: _Verdict, of: int, *, applies: bool) -> CriterionResult:
    met = applies and verdict.share >= 1
    sentence = criterion.met if met else criterion.missed
    if not applies:
        sentence = "This situation declares no tension; its points count for S1."
    return CriterionResult(
        code=criterion.code,
        met=met,
        share=verdict.share,
        points=round(verdict.share * of, 2),
        of=of,
        turns=tuple(sorted(set(verdict.turns))),
        sentence=sentence,
        applies=applies,
    )


def _both_needs(evidence: Evidence) -> _Verdict:
    theirs = [e.turn for e in evidence.ledgers.needs if e.whose == "employee" and e.source != "assumed"]
    mine = evidence.having("SHARE")
    return _Verdict(_HALF * bool(theirs) + _HALF * bool(mine), (*theirs, *mine))


def _confirmed(evidence: Evidence) -> _Verdict:
    needs = [e.turn for e in evidence.ledgers.needs if e.whose == "employee" and e.source != "assumed"]
    standing = evidence.unrepaired("ASSUME")
    return _Verdict(float(bool(needs) and not standing), (*needs, *standing))


def _connected_first(evidence: Evidence) -> _Verdict:
    asked = min(evidence.having("ASK"), default=None)
    fix = min(evidence.having(*_FIXES), default=None)
    if asked is None:
        return _Verdict(0.0, (fix,) if fix is not None else ())
    told = min(_disclosures(evidence), default=None)
    met = told is not None and (fix is None or (asked < fix and told < fix))
    return _Verdict(float(met), tuple(index for index in (asked, told, fix) if index is not None))


def _disclosures(evidence: Evidence) -> Iterable[int]:
    """Employee turns that tell a fact they held, speak up for themselves, or answer a guess at what matters."""
    answers = {entry.turn + 1 for entry in evidence.ledgers.needs if entry.source == "confirmed"}
    for turn in evidence.turns:
        if turn.speaker == "employee":
            if turn.index in answers:
                yield turn.index
            told = any(gives_away(fact, turn.text) for fact in evidence.scenario.facts)
            if told or any(code.code in _SPOKEN_UP for code in turn.employee_codes):
                yield turn.index


def _their_options(evidence: Evidence) -> _Verdict:
    options = evidence.ledgers.options
    theirs = [option.turn for option in options if option.by == "employee"]
    enough = len(options) >= _FEWEST_OPTIONS and len(theirs) > len(options) * _HALF
    return _Verdict(float(enough), tuple(option.turn for option in options))


def _balance(evidence: Evidence) -> _Verdict:
    level = side(evidence.seesaw, evidence.rubric) == "balanced"
    return _Verdict(float(level and plan_in_balance(evidence)), tuple(e.turn for e in evidence.promises))


def _complete_path(evidence: Evidence) -> _Verdict:
    entries = evidence.promises
    owners = {entry.owner for entry in entries if not (entry.check_in and entry.owner == "both")}
    each_side = "both" in owners or {"leader", "employee"} <= owners
    dated = any(entry.date for entry in entries) and all(entry.date or standing_habit(entry.text) for entry in entries)
    checked = any(entry.check_in and entry.assent_turn is not None for entry in entries)
    agreed = any(entry.assent_turn is not None for entry in entries)
    share = sum((each_side, dated, checked, agreed)) / 4
    return _Verdict(share, tuple(entry.turn for entry in entries))


def _mutual(evidence: Evidence) -> _Verdict:
    held = evidence.having("HOLD") + tuple(turn.index for turn in evidence.turns if turn.repair)
    owned = tuple(t.index for t in evidence.turns if any(code.code == "OWN" for code in t.employee_codes))
    asked = evidence.having("VIEW")
    return _Verdict(float(bool(held) and bool(owned or asked)), (*held, *owned, *asked))


def _results_and_person(evidence: Evidence) -> _Verdict:
    results, person = evidence.having("BAR", "VIEW"), evidence.having(*_ABOUT_THE_PERSON)
    return _Verdict(_HALF * bool(results) + _HALF * bool(person), (*results, *person))


def _tension_held(evidence: Evidence) -> _Verdict:
    held = evidence.having("TENSION")
    plan = min((entry.turn for entry in evidence.promises if entry.date), default=None)
    before_plan = bool(held) and (plan is None or held[0] <= plan)
    collapsed = [i for i in evidence.unrepaired("LEVER", "TELL", "EXCUSE") if held and i > held[0]]
    return _Verdict(float(before_plan and not collapsed), (*held, *collapsed))


_JUDGES: dict[str, Callable[[Evidence], _Verdict]] = {
    "S1": _both_needs,
    "S2": _confirmed,
    "S3": _connected_first,
    "S4": _their_options,
    "S5": _balance,
    "S6": _complete_path,
    "S7": _mutual,
    "S8": _results_and_person,
    "S9": _tension_held,
}
