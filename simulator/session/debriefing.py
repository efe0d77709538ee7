"""From a kept rehearsal to its debrief: scored, replayed and told, each time anew."""

from dataclasses import dataclass
from functools import cache

from simulator.domain.debrief import Debrief
from simulator.domain.marked import Reliability
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scorecard import Scorecard
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_scenario
from simulator.report.debrief import build_debrief
from simulator.scoring.artefact import load_manifest
from simulator.session.rehearsing import Rehearsing


@dataclass(frozen=True)
class Debriefed:
    """A debrief with what it was made from."""

    rehearsal: Rehearsal
    scorecard: Scorecard
    debrief: Debrief


def debrief_of(rehearsing: Rehearsing, rehearsal: Rehearsal) -> Debriefed:
    """Score a rehearsal and build its debrief; takes milliseconds where the readings of its lines were kept."""
    scorecard = rehearsing.scorecard(rehearsal)
    debrief = build_debrief(
        load_scenario(rehearsal.scenario),
        load_rubric(),
        rehearsal,
        scorecard,
        rehearsing.trail(rehearsal),
        shipped_reliability(),
    )
    return Debriefed(rehearsal, scorecard, debrief)


@cache
def shipped_reliability() -> dict[str, Reliability]:
    """How far the shipped reader can be trusted, by code: on its test split, else on the split it was tuned on."""
    figures = load_manifest().figures
    measured = figures.get("test") or figures.get("dev")
    if measured is None:
        return {}
    return {
        code: Reliability(precision=found.precision, recall=found.recall, turns=found.n)
        for code, found in measured.codes.items()
    }
