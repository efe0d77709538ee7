"""From a kept rehearsal to its debrief: scored, replayed and told, each time anew."""

from dataclasses import dataclass
from functools import cache

from simulator.domain.debrief import Debrief
from simulator.domain.marked import Reliability
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.scorecard import Scorecard
from simulator.errors import InputError
from simulator.library.rubrics import load_rubric
from simulator.library.scenarios import load_out_of_scope, scenario_of, voice_for
from simulator.library.self_rating import load_self_words
from simulator.report.debrief import build_debrief
from simulator.report.left_role import LeftTalk, SaidTurn
from simulator.report.self_rating import with_own_marks
from simulator.scoring.artefact import load_manifest
from simulator.session.rehearsing import Rehearsing


@dataclass(frozen=True)
class Debriefed:
    """A debrief with what it was made from."""

    rehearsal: Rehearsal
    scorecard: Scorecard
    debrief: Debrief


def debrief_of(rehearsing: Rehearsing, rehearsal: Rehearsal) -> Debriefed:
    """Score a rehearsal and build its debrief; takes milliseconds where the readings of its lines were kept.

    InputError for a talk that left what can be rehearsed: it has none, and `left_talk_of` gives what there is.
    """
    if rehearsal.left_role is not None:
        raise InputError(f"{load_out_of_scope().not_scored} Its page shows what was said.")
    scorecard = rehearsing.scorecard(rehearsal)
    debrief = build_debrief(
        scenario_of(rehearsal),
        load_rubric(),
        rehearsal,
        scorecard,
        rehearsing.trail(rehearsal),
        shipped_reliability(),
        engine=rehearsing.taker.engine,
        voice=voice_for(rehearsal),
    )
    marked = with_own_marks(debrief, load_self_words(), load_rubric(), rehearsal, scorecard)
    return Debriefed(rehearsal, scorecard, marked)


def left_talk_of(rehearsal: Rehearsal) -> LeftTalk:
    """A talk that left what can be rehearsed, with the help that fits; ValueError for any other."""
    if rehearsal.left_role is None:
        msg = "this rehearsal was not left"
        raise ValueError(msg)
    scenario, scope = scenario_of(rehearsal), load_out_of_scope()
    names = {"leader": "You", "employee": scenario.persona.name}
    return LeftTalk(
        id=rehearsal.id,
        scenario=rehearsal.scenario,
        title=scenario.title,
        employee=scenario.persona.name,
        opened_at=rehearsal.opened_at,
        ended_at=rehearsal.ended_at,
        kind=rehearsal.left_role,
        told=scope.told(rehearsal.left_role),
        why_not=scope.not_scored,
        turns=tuple(
            SaidTurn(turn.speaker, names[turn.speaker], turn.text) for turn in rehearsal.turns(scenario.persona.opening)
        ),
    )


@cache
def shipped_reliability() -> dict[str, Reliability]:
    """How far the shipped reader can be trusted, by code: on its test split, else on the split it was tuned on."""
    figures = load_manifest().figures
    measured = figures.get("test") or figures.get("held")
    if measured is None:
        return {}
    return {
        code: Reliability(precision=found.precision, recall=found.recall, turns=found.n)
        for code, found in measured.codes.items()
    }
