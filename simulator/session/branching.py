"""Two talks of one beginning as they are laid side by side, and the place from which a line is tried again."""

from dataclasses import replace

from simulator.domain.branch import Kin
from simulator.domain.marked import DebriefTurn, Place
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.self_rating import waits_for_marks
from simulator.errors import InputError
from simulator.library.scenarios import scenario_of
from simulator.report.comparison import Comparison, SideLine, SideTalk, compare
from simulator.report.marking import segments
from simulator.session.debriefing import debrief_of
from simulator.session.rehearsing import Rehearsing


def side_by_side(rehearsing: Rehearsing, first: tuple[Rehearsal, Kin], second: tuple[Rehearsal, Kin]) -> Comparison:
    """Lay two talks side by side, each given with what it is called.

    InputError for two that do not begin alike, and for a talk that left what can be rehearsed.
    """
    (one, _), (other, _) = first, second
    if one.left_role is not None or other.left_role is not None:
        raise InputError("One of the two came to something that cannot be rehearsed, so nothing of it is compared.")
    if one.id == other.id or not begin_alike(one, other):
        raise InputError(
            "These two are not ways of one talk. Side by side stand a talk and a branch of it, or two of its branches."
        )
    scenario = scenario_of(one)
    talks = (_side(rehearsing, *first), _side(rehearsing, *second))
    if talks[0].label == talks[1].label:
        talks = (talks[0], replace(talks[1], label=f"{talks[1].label} (2)"))
    return compare(*talks, shared_lines(one, other), name=scenario.persona.name, rubric=rehearsing.taker.rubric)


def may_be_debriefed(rehearsal: Rehearsal) -> bool:
    """Whether what was found in a talk may be shown: it has ended, and the leader's own view of it was asked."""
    return rehearsal.ended_at is not None and rehearsal.left_role is None and not waits_for_marks(rehearsal)


def begin_alike(one: Rehearsal, other: Rehearsal) -> bool:
    """Whether two talks come from one: the same person met, prepared for alike, with the same chance."""
    return (one.scenario, one.scenario_version, one.seed, one.preparation) == (
        other.scenario,
        other.scenario_version,
        other.seed,
        other.preparation,
    )


def shared_lines(one: Rehearsal, other: Rehearsal) -> int:
    """How many lines two talks share from the beginning: the same words, found to be the same, answered the same."""
    number = 0
    for first, second in zip(one.exchanges, other.exchanges, strict=False):
        if (first.leader, first.reply, first.reading) != (second.leader, second.reply, second.reading):
            break
        number += 1
    return number


def _side(rehearsing: Rehearsing, rehearsal: Rehearsal, kin: Kin) -> SideTalk:
    """A talk as its debrief shows it, or as it was said while there may be none."""
    trail = rehearsing.trail(rehearsal)
    moments = {moment.number: moment for moment in trail}
    debriefed = may_be_debriefed(rehearsal)
    turns = debrief_of(rehearsing, rehearsal).debrief.turns if debriefed else _plain(rehearsal)
    replies = {turn.place.line: turn for turn in turns if turn.speaker == "employee"}
    return SideTalk(
        id=rehearsal.id,
        label=kin.label,
        href=kin.href,
        ended=rehearsal.ended_at is not None,
        debriefed=debriefed,
        opening=replies[0],
        start=trail[0],
        lines=tuple(
            SideLine(turn.place.line, turn, replies.get(turn.place.line), moments.get(turn.place.line))
            for turn in turns
            if turn.speaker == "leader"
        ),
    )


def _plain(rehearsal: Rehearsal) -> tuple[DebriefTurn, ...]:
    """The words alone."""
    persona = scenario_of(rehearsal).persona
    line, turns = 0, []
    for index, turn in enumerate(rehearsal.turns(persona.opening)):
        leads = turn.speaker == "leader"
        line += leads
        words = f"line {line}" if leads else f"{persona.name}'s answer"
        turns.append(
            DebriefTurn(
                place=Place(turn=index, line=line, words=words),
                speaker=turn.speaker,
                name="You" if leads else persona.name,
                text=turn.text,
                segments=segments(turn.text, employee=not leads),
            )
        )
    return tuple(turns)
