"""What both remember when the same two meet again: the plan, the leader's promise, and how it was left."""

from functools import lru_cache
from typing import Literal

from pydantic import Field

from simulator.domain.scenario import Levels, Scenario, Tier
from simulator.domain.value import Value


class Agreed(Value):
    """A line of the plan."""

    who: Literal["leader", "employee", "both"]
    what: str
    when: str | None


class Memory(Value):
    """Carried from one rehearsal into the next with the same person, two weeks later."""

    rehearsal: str
    """Id of the earlier rehearsal."""
    plan: tuple[Agreed, ...]
    promise: str | None
    """What the leader said they would do, in their own words."""
    opening: str
    """The employee's first line this time."""
    levels: Levels
    """Where they stand now: part of what was won or lost has faded."""
    tier: Tier
    told: tuple[str, ...]
    """Fact ids told before; they need not be told again."""
    meeting: int = Field(default=2, ge=2)


@lru_cache(maxsize=256)
def continued(scenario: Scenario, memory: Memory) -> Scenario:
    """The scenario of the next meeting: another opening, other levels, and the plan as a fact both know."""
    names = {"leader": scenario.leader_name, "employee": scenario.persona.name, "both": "both of you"}
    agreed = tuple(
        f"Agreed two weeks ago: {names[line.who]}: {line.what}{f' ({line.when})' if line.when else ''}"
        for line in memory.plan
    )
    passed = "Two weeks have passed since you last sat down together."
    kept = f"You had agreed on {len(agreed)} things." if len(agreed) > 1 else "You had agreed on one thing."
    then = f"This is how it stood before that: {scenario.brief.situation}"
    situation = f"{passed} {kept if agreed else 'Nothing was agreed then.'} {then}"
    return scenario.model_copy(
        update={
            "title": f"{scenario.title}: two weeks later",
            "shared": (*scenario.shared, *agreed),
            "brief": scenario.brief.model_copy(
                update={"situation": situation, "visible": (*agreed, *scenario.brief.visible)}
            ),
            "persona": scenario.persona.model_copy(update={"opening": memory.opening, "start": memory.levels}),
        }
    )
