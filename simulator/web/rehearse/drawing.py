"""The pieces of the page as text: conversation, pictures, brief. Everything a person typed is escaped by the templates.

During a conversation no code, flag or tier is drawn: what was found is for the debrief.
"""

from collections.abc import Sequence
from itertools import pairwise
from secrets import token_hex

from simulator.domain.branch import Family
from simulator.domain.rehearsal import Rehearsal
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.domain.seesaw import side
from simulator.domain.trail import Moment
from simulator.library.scenarios import load_out_of_scope
from simulator.web.layout import fill

_STEEPEST = 13.0
"""Degrees of the plank when one side carries everything."""
_VISIBLE = 1.0
"""Degrees from which a lean is seen."""
_FELT = 3
"""Points of energy: a smaller change is not worth a word."""
_ENERGY = ((15, "nearly gone"), (30, "low"), (50, "some"), (70, "good"), (100, "high"))


def talk(scenario: Scenario, rehearsal: Rehearsal, *, heard: bool = False) -> str:
    """The exchanges that are finished, the opening line first; `heard` announces the last reply."""
    finished = [exchange for exchange in rehearsal.exchanges if exchange.status != "pending"]
    left = load_out_of_scope().told(rehearsal.left_role) if rehearsal.left_role is not None else None
    # The employee's goodbye comes before what the page has to say.
    parting = left is not None and rehearsal.pending is not None
    return fill(
        "rehearse/talk.html",
        name=scenario.persona.name,
        opening=scenario.persona.opening,
        exchanges=finished,
        heard=finished[-1].reply if heard and finished else "",
        next=len(rehearsal.exchanges) + 1,
        ended=rehearsal.ended_at is not None and not parting,
        left=left,
        rehearsal=rehearsal.id,
        anew=rehearsal.parent_line == len(rehearsal.exchanges) + 1,
        prefilled=bool(rehearsal.draft),
    )


def now(
    scenario: Scenario,
    leader: str | None,
    number: int,
    kept: str,
    reply: str = "",
    *,
    slow: bool = False,
    problem: str = "",
) -> str:
    """The exchange under way; `leader` None draws none and says only which press was kept last."""
    return fill(
        "rehearse/now.html",
        name=scenario.persona.name,
        they=scenario.persona.pronouns.subject,
        their=scenario.persona.pronouns.possessive,
        leader=leader,
        next=number + 1,
        kept=kept,
        reply=_closed(reply),
        slow=slow,
        problem=problem,
    )


def pictures(scenario: Scenario, rehearsal: Rehearsal, trail: Sequence[Moment], rubric: Rubric) -> str:
    """See-saw and energies as they stand."""
    last = trail[-1]
    tilted = side(last.seesaw, rubric)
    persona = scenario.persona
    # A positive value is the leader's load: their end, the left one, goes down.
    angle = -_STEEPEST * last.seesaw / rubric.seesaw.limit
    carries = "carry" if persona.pronouns.subject == "they" else "carries"
    sentence = {
        "balanced": _level(angle, persona.name),
        "over": "It tips to you: you carry most of it.",
        "under": f"It tips to {persona.name}: {persona.pronouns.subject} {carries} it alone.",
    }[tilted]
    return fill(
        "rehearse/pictures.html",
        name=persona.name,
        initial=persona.name[0],
        leader_initial=scenario.leader_name[0],
        they=persona.pronouns.subject,
        side=tilted,
        angle=angle,
        sentence=sentence,
        energy=last.levels.energy,
        energy_words=_energy_words([moment.levels.energy for moment in trail]),
        own=last.leader_energy,
        own_words=_energy_words([moment.leader_energy for moment in trail]),
        noted=rehearsal.preparation.energy is not None,
    )


def _level(angle: float, name: str) -> str:
    """The balanced see-saw in words; a lean that can be seen is named, so that picture and words say the same."""
    if abs(angle) < _VISIBLE:
        return "Level: each of you holds an end."
    return f"Nearly level: it leans to {'you' if angle < 0 else name}."


def who(scenario: Scenario, family: Family) -> str:
    """The head of the page."""
    return fill("rehearse/who.html", scenario=scenario, name=scenario.persona.name, family=family)


def brief(scenario: Scenario) -> str:
    """The brief, folded away."""
    return fill("rehearse/brief.html", brief=scenario.brief, owned=scenario.employee_owned, name=scenario.persona.name)


def ending(scenario: Scenario, rehearsal: Rehearsal) -> str:
    """The way out, which asks once."""
    return fill("rehearse/end.html", rehearsal=rehearsal.id, name=scenario.persona.name)


def missing(sentence: str) -> str:
    """What stands in place of a conversation that is not theirs, or not there."""
    return fill("rehearse/missing.html", sentence=sentence)


def hint(question: str, place: int) -> str:
    """One question for the leader."""
    return fill("rehearse/hint.html", question=question, place=place)


def word(sentence: str) -> str:
    """A sentence for under the box. It has a number of its own: the page shows it once, until the next press."""
    return fill("rehearse/word.html", sentence=sentence, number=token_hex(4))


def _closed(reply: str) -> str:
    """A beginning of a reply whose body language, if it has only begun, is closed: words must not turn to italics."""
    return f"{reply}]" if reply.rfind("[") > reply.rfind("]") else reply


def _energy_words(levels: Sequence[int]) -> str:
    now_at = levels[-1]
    words = next(words for limit, words in _ENERGY if now_at <= limit)
    change = [after - before for before, after in pairwise(levels)][-1:]
    if change and change[0] >= _FELT:
        return f"{words}, rising"
    if change and change[0] <= -_FELT:
        return f"{words}, falling"
    return words
