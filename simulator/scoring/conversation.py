"""A transcript from anywhere to a Scorecard: codes, repairs, ledgers, criteria, score, caps and band."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from simulator.domain.finding import Finding, Reading
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import CriterionResult, Scorecard, ScoredFinding, ScoredTurn
from simulator.domain.seesaw import tilt
from simulator.domain.transcript import CodingRequest, Transcript, Turn
from simulator.domain.wording import subjects_of
from simulator.scoring.criteria import Evidence, judge, plan_in_balance
from simulator.scoring.ledgers import build_ledgers
from simulator.scoring.repair import repairs_of, severity_of, tag_of

_NEVER_ASKED = ("ASSUME", "ASK", "CONFIRM")


class TurnReader(Protocol):
    """Reads one turn in its context."""

    @property
    def version(self) -> str:
        """Changes whenever the same turn may be read differently."""

    def code(self, request: CodingRequest) -> Reading:
        """Find the moves in a leader turn."""

    def code_employee(self, request: CodingRequest) -> Reading:
        """Find the employee codes (rubric section 4.4) in an employee turn."""


@dataclass(frozen=True)
class Scorer:
    """Scores whole conversations with one rubric and one reader."""

    rubric: Rubric
    reader: TurnReader

    def request(self, turns: Sequence[Turn], index: int, scenario: Scenario | None) -> CodingRequest:
        """What the reader sees of the leader turn at `index`: all before it, and nothing hidden."""
        return CodingRequest(
            turn=turns[index].text,
            history=tuple(turns[:index]),
            shared=scenario.shared if scenario else (),
            employee_owned=scenario.employee_owned if scenario else (),
            setting=scenario.title if scenario else None,
        )

    def heard(self, turns: Sequence[Turn], index: int) -> Reading:
        """What the reader finds in the employee turn at `index`."""
        return self.reader.code_employee(CodingRequest(turn=turns[index].text, history=tuple(turns[:index])))

    def score(
        self, transcript: Transcript, scenario: Scenario | None, readings: Mapping[int, Reading] | None = None
    ) -> Scorecard:
        """Score a transcript. `readings` by turn index are taken as they are; what is missing is read now."""
        turns = transcript.turns
        known = dict(readings or {})
        for index, turn in enumerate(turns):
            if turn.speaker == "leader" and index not in known:
                known[index] = self.reader.code(self.request(turns, index, scenario))
        scored = self._scored_turns(turns, known, scenario)
        leader_turns = [turn for turn in scored if turn.speaker == "leader"]
        ledgers = build_ledgers(scored, scenario, self.rubric)
        seesaw = tuple(turn.seesaw for turn in leader_turns)
        why_not = self._why_not(leader_turns)
        criteria: tuple[CriterionResult, ...] = ()
        evidence = None
        if scenario:
            evidence = Evidence(scored, ledgers, seesaw[-1] if seesaw else 0.0, scenario, self.rubric)
            criteria = judge(evidence)
        moves = self._moves_score(scored)
        total = caps = None
        if evidence and why_not is None:
            total = round(
                self.rubric.scoring.criteria_share * sum(result.points for result in criteria)
                + self.rubric.scoring.moves_share * moves
            )
            caps = self._caps(evidence, criteria)
        score = min([total, *caps.values()]) if total is not None and caps is not None else None
        return Scorecard(
            rubric_version=self.rubric.version,
            reader_version=self.reader.version,
            scenario=scenario.id if scenario else transcript.scenario,
            scored=why_not is None,
            why_not=why_not,
            turns=scored,
            parenting_moves=self._count(scored, "parenting"),
            partnering_moves=self._count(scored, "partnering"),
            seesaw=seesaw,
            ledgers=ledgers,
            criteria=criteria,
            score=score,
            score_before_caps=total,
            caps=tuple(sentence for sentence, cap in (caps or {}).items() if total is not None and cap < total),
            band=next(
                (b.name for b in self.rubric.scoring.bands if score is not None and b.low <= score <= b.high), None
            ),
            moves_score=round(moves, 1) if why_not is None else None,
        )

    def _scored_turns(
        self, turns: Sequence[Turn], readings: Mapping[int, Reading], scenario: Scenario | None
    ) -> tuple[ScoredTurn, ...]:
        leader_turns = [index for index, turn in enumerate(turns) if turn.speaker == "leader"]
        findings: dict[int, Sequence[Finding]] = {index: readings[index].findings for index in leader_turns}
        texts = {index: turns[index].text for index in leader_turns}
        repaired = repairs_of(leader_turns, findings, texts, self.rubric)
        withheld = self._stakes_withheld(turns, scenario)
        seesaw, before, bait = 0.0, frozenset[str](), None
        seen: set[str] = set()
        result: list[ScoredTurn] = []
        for index, turn in enumerate(turns):
            if turn.speaker == "employee":
                heard = readings.get(index) or self.heard(turns, index)
                employee_codes = heard.findings
                before = frozenset(code.code for code in employee_codes)
                bait = next((code for code in sorted(before) if code.startswith("BAIT_")), None)
                result.append(
                    ScoredTurn(
                        index=index,
                        speaker="employee",
                        text=turn.text,
                        scored=True,
                        employee_codes=employee_codes,
                        seesaw=seesaw,
                    )
                )
                continue
            codes = frozenset(finding.code for finding in findings[index])
            seesaw = tilt(seesaw, codes, self.rubric)
            weighed = []
            for finding in findings[index]:
                severity = float(
                    severity_of(
                        finding.code,
                        codes,
                        before,
                        told_before=finding.code in seen,
                        withheld=withheld,
                        rubric=self.rubric,
                    )
                )
                mended = repaired.get(index) if severity else None
                weighed.append(
                    ScoredFinding(
                        finding=finding,
                        severity=severity * (self.rubric.scoring.repaired_factor if mended is not None else 1),
                        repaired_by=mended,
                        tag=tag_of(finding.code, codes, self.rubric),
                        bait=bait if severity else None,
                    )
                )
            seen |= codes
            result.append(
                ScoredTurn(
                    index=index,
                    speaker="leader",
                    text=turn.text,
                    scored=readings[index].scored,
                    why_not=readings[index].why_not,
                    findings=tuple(weighed),
                    tags=tuple(dict.fromkeys(scored.tag for scored in weighed)),
                    seesaw=seesaw,
                    repair=index in repaired.values(),
                )
            )
        return tuple(result)

    def _stakes_withheld(self, turns: Sequence[Turn], scenario: Scenario | None) -> bool:
        """Whether the scenario has stakes and no leader turn ever touched them."""
        if scenario is None or all(subject.id != "stakes" for subject in scenario.subjects):
            return False
        return not any(
            "stakes" in subjects_of(scenario.subjects, turn.text) for turn in turns if turn.speaker == "leader"
        )

    def _why_not(self, leader_turns: Sequence[ScoredTurn]) -> str | None:
        fewest = self.rubric.scoring.fewest_leader_turns
        if len(leader_turns) < fewest:
            return (
                f"Not scored: a conversation needs at least {fewest} lines of yours, this one has {len(leader_turns)}."
            )
        unread = sum(not turn.scored for turn in leader_turns)
        if unread * 2 > len(leader_turns):
            return "Not scored: most of your lines could not be read."
        return None

    def _moves_score(self, turns: Sequence[ScoredTurn]) -> float:
        """M = 100 P / (P + 2N): weights of partnering codes, each counted a few times at most, against severities."""
        counts: dict[str, int] = {}
        severities = 0.0
        for turn in turns:
            for scored in turn.findings:
                severities += scored.severity
                if self.rubric.by_code[scored.finding.code].weight:
                    counts[scored.finding.code] = counts.get(scored.finding.code, 0) + 1
        partnering = sum(
            self.rubric.by_code[code].weight * min(count, self.rubric.scoring.repeat_limit)
            for code, count in counts.items()
        )
        if partnering == 0:
            return 0.0
        return 100 * partnering / (partnering + self.rubric.scoring.severity_factor * severities)

    def _caps(self, evidence: Evidence, criteria: Sequence[CriterionResult]) -> dict[str, int]:
        """Cap by the sentence that explains it."""
        met = {result.code: result.met for result in criteria}
        caps = self.rubric.scoring.caps
        found: dict[str, int] = {}
        if not met["S2"]:
            found["What mattered to them was not confirmed."] = caps.need_not_confirmed
        if not plan_in_balance(evidence):
            found["The plan does not rest on both ends."] = caps.plan_out_of_balance
        if not evidence.having("SHARE"):
            found["You never said what you need yourself."] = caps.nothing_shared
        if self._boundary_broken(evidence):
            found["A boundary of this situation was crossed."] = caps.boundary_broken
        return found

    def _boundary_broken(self, evidence: Evidence) -> bool:
        return any(
            scored.finding.code in _NEVER_ASKED
            and scored.repaired_by is None
            and subjects_of(evidence.scenario.boundaries, scored.finding.quote)
            for turn in evidence.turns
            for scored in turn.findings
        )

    def _count(self, turns: Sequence[ScoredTurn], side: str) -> int:
        return sum(self.rubric.by_code[scored.finding.code].side == side for turn in turns for scored in turn.findings)
