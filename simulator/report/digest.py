"""A rehearsal and its scorecard to its digest: the figures that the pages over weeks are made of. Pure."""

from collections import Counter

from simulator.domain.digest import TAGS, Digest, Made, OwnMarks, SpokenBy
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.rubric import Rubric
from simulator.domain.scorecard import Scorecard
from simulator.domain.seesaw import side
from simulator.domain.self_rating import Gap


def build_digest(
    rehearsal: Rehearsal, scorecard: Scorecard, rubric: Rubric, made: Made, *, title: str, gap: Gap | None
) -> Digest:
    """Count what one rehearsal adds. `scorecard` must be its own; `gap` is None where lines were not marked."""
    leader = [turn for turn in scorecard.turns if turn.speaker == "leader"]
    groups = Counter(scored.tag for turn in leader for scored in turn.findings)
    end = scorecard.seesaw[-1] if scorecard.seesaw else 0.0
    return Digest(
        made=made,
        scenario=rehearsal.scenario,
        title=title,
        guardedness=rehearsal.preparation.guardedness,
        voice=_spoken_by(rehearsal),
        lines=len(leader),
        read=sum(turn.scored for turn in leader),
        why_not=scorecard.why_not,
        partnering=scorecard.partnering_moves,
        parenting=scorecard.parenting_moves,
        groups={tag: groups[tag] for tag in TAGS},
        met=tuple(result.code for result in scorecard.criteria if result.applies and result.met),
        missed=tuple(result.code for result in scorecard.criteria if result.applies and not result.met),
        seesaw=end,
        side=side(end, rubric),
        own=OwnMarks(found=len(gap.found), agreed=len(gap.agreed), over=len(gap.over)) if gap else None,
        energy_before=rehearsal.preparation.energy,
        energy_after=rehearsal.energy_after,
        self_rated=rehearsal.self_rated,
    )


def _spoken_by(rehearsal: Rehearsal) -> SpokenBy:
    """Who spoke for the employee; the built-in voice where nobody did."""
    voices = {exchange.voice for exchange in rehearsal.exchanges if exchange.reply}
    if len(voices) > 1:
        return "both"
    return next(iter(voices), "authored")
