"""The trail as points of a curve, and what the curve amounts to."""

from collections.abc import Sequence

from simulator.domain.debrief import Curve, CurvePoint
from simulator.domain.seesaw import side
from simulator.report.conversation import Conversation


def build_curve(conversation: Conversation) -> Curve:
    """Points of the trail, the opening first, which is added where the trail begins later."""
    names = {
        conversation.places[turn.index].line: tuple(
            move.name
            for scored in turn.findings
            if (move := conversation.rubric.by_code[scored.finding.code]).side == "parenting"
        )
        for turn in conversation.leader_turns
    }
    start = conversation.scenario.persona.start
    points = tuple(
        CurvePoint(
            line=moment.number,
            seesaw=moment.seesaw,
            energy=moment.levels.energy,
            trust=moment.levels.trust,
            ownership=moment.levels.ownership,
            tier=moment.tier,
            flags=names.get(moment.number, ()),
            opened=any(receipt.kind in {"opened", "told"} for receipt in moment.receipts),
            closed=any(receipt.kind == "closed" for receipt in moment.receipts),
        )
        for moment in conversation.trail
    )
    if not points or points[0].line > 0:
        points = (CurvePoint(0, 0.0, start.energy, start.trust, start.ownership, 0), *points)
    seesaw = conversation.rubric.seesaw
    return Curve(
        who=conversation.name,
        points=points,
        limit=seesaw.limit,
        balanced=seesaw.balanced,
        sentence=_sentence(conversation, points),
    )


def _sentence(conversation: Conversation, points: Sequence[CurvePoint]) -> str:
    name, first, last = conversation.name, points[0], points[-1]
    furthest = max(points, key=lambda point: abs(point.seesaw))
    if side(furthest.seesaw, conversation.rubric) == "balanced":
        board = "The see-saw stayed level."
    else:
        end = "your end" if furthest.seesaw > 0 else f"{name}'s end"
        now = {"balanced": "came back to level", "over": "stands on your side", "under": f"stands on {name}'s side"}
        came = now[side(last.seesaw, conversation.rubric)]
        board = f"The see-saw went furthest to {end} after line {furthest.line}, and at the close it {came}."
    energy, trust = _went(first.energy, last.energy), _went(first.trust, last.trust)
    return f"{board} {name}'s energy {energy}, {conversation.scenario.persona.pronouns.possessive} trust {trust}."


def _went(first: int, last: int) -> str:
    return f"stayed at {last}" if first == last else f"went from {first} to {last}"
