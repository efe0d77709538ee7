"""Cards from one's own talks: each line in which the reader was sure of a parenting move, to spot and to say anew.

A card holds what was said in that talk up to the line and what both knew, nothing that was still closed.
"""

from collections.abc import Iterator

from simulator.domain.drill import Drill, DrillKind, Rewrite, Spot
from simulator.domain.finding import Finding
from simulator.domain.rehearsal import Exchange, Rehearsal
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.self_rating import waits_for_marks
from simulator.domain.transcript import Turn
from simulator.report.moves import choose_rewrite

_SURE = 0.6
"""Confidence from which a finding is worth being drilled."""
_DISTRACTORS = 3


def can_be_drilled(rehearsal: Rehearsal) -> bool:
    """Whether a talk gives cards: it has ended as a rehearsal, and the reader's view of it has been opened."""
    return rehearsal.ended_at is not None and rehearsal.left_role is None and not waits_for_marks(rehearsal)


def talk_of(item: str) -> str | None:
    """The rehearsal a card was made from, by the card's id; None for a shipped card."""
    source, _, rest = item.partition(":")
    return rest.partition(":")[0] if source == "own" else None


def own_drills(rehearsal: Rehearsal, scenario: Scenario, rubric: Rubric) -> Iterator[Drill]:
    """The cards of a talk, two for each slip; of a branch only from the line that was tried anew."""
    turns = rehearsal.turns(scenario.persona.opening)
    places = [place for place, turn in enumerate(turns) if turn.speaker == "leader"]
    talk = f"your talk with {scenario.persona.name} on {rehearsal.opened_at.day} {rehearsal.opened_at:%B}"
    for place, exchange in zip(places, rehearsal.exchanges, strict=True):
        before = turns[:place]
        if exchange.number < (rehearsal.parent_line or 1) or before[-1].speaker != "employee":
            continue
        slips = _slips(exchange, rubric)
        if slips:
            spot = _spot(rehearsal, scenario, rubric, exchange, slips, before)
            for card in (spot, _rewrite(spot, scenario, rubric, slips[0])):
                yield Drill(card, rehearsal.id, talk)


def _slips(exchange: Exchange, rubric: Rubric) -> list[Finding]:
    """Parenting moves the reader was sure of, the gravest first."""
    found = exchange.reading.findings if exchange.reading else ()
    moves = rubric.by_code
    slips = [one for one in found if moves[one.code].side == "parenting" and one.confidence >= _SURE]
    return sorted(slips, key=lambda one: (-moves[one.code].severity, -one.confidence, one.start))


def _spot(
    rehearsal: Rehearsal,
    scenario: Scenario,
    rubric: Rubric,
    exchange: Exchange,
    slips: list[Finding],
    before: tuple[Turn, ...],
) -> Spot:
    first, *others = slips
    move = rubric.by_code[first.code]
    found = exchange.reading.codes if exchange.reading else frozenset()
    choices = {first.code, *_near(first.code, found, rubric)}
    return Spot(
        id=_item(rehearsal, exchange, "spot"),
        setting=scenario.title,
        shared=scenario.shared,
        employee_owned=scenario.employee_owned,
        history=before,
        line=exchange.leader,
        code=first.code,
        quote=first.quote,
        also=tuple(dict.fromkeys(other.code for other in others)),
        choices=tuple(code for code in rubric.codes if code in choices),
        why=f"{move.definition} {move.effect}",
    )


def _rewrite(spot: Spot, scenario: Scenario, rubric: Rubric, slip: Finding) -> Rewrite:
    move = rubric.by_code[slip.code]
    better = choose_rewrite(scenario, slip.code, slip.quote, spot.line, ())
    return Rewrite(
        id=f"{spot.id.removesuffix('spot')}rewrite",
        setting=spot.setting,
        shared=spot.shared,
        employee_owned=spot.employee_owned,
        history=spot.history,
        line=spot.line,
        code=slip.code,
        quote=slip.quote,
        why=f"{move.meant} {move.effect}",
        sample=better.line if better else None,
    )


def _item(rehearsal: Rehearsal, exchange: Exchange, kind: DrillKind) -> str:
    return f"own:{rehearsal.id}:{exchange.number}:{kind}"


def _near(code: str, found: frozenset[str], rubric: Rubric) -> list[str]:
    """Moves that are taken for this one: by the rubric's near-misses either way, then its neighbours of the step."""
    move = rubric.by_code[code]
    taken_for = [near.code for near in move.near_misses]
    takes = [other.code for other in rubric.moves if any(near.code == code for near in other.near_misses)]
    beside = [other.code for other in rubric.moves if other.step == move.step]
    near = dict.fromkeys((*taken_for, *takes, *beside, *rubric.codes))
    return [other for other in near if other in rubric.by_code and other not in found and other != code][:_DISTRACTORS]
