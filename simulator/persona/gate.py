"""The last look at a reply before it is shown: no locked fact, no leaving the role, no speaking for the leader.

The same checks hold for a whole reply and for the part of it that has come so far, so that a stream can be checked
sentence by sentence.
"""

import re
from collections.abc import Iterable
from typing import Literal

from simulator.domain.scenario import Scenario
from simulator.domain.wording import fold, leaked, spoken

Fault = Literal["locked fact", "left the role", "spoke for the leader", "coached the leader", "format", "too long"]

_ROLE = re.compile(
    r"\b(as an? (ai|artificial|language model|assistant)|i'?m an? (ai|assistant|language model|chatbot|bot)"
    r"|language model|openai|my (instructions|prompt|training data)|role-?play|simulation|as paula's|in character"
    r"|how can i (help|assist) you|i('m| am) here to (help|assist|support you))\b"
)
_COACHING = re.compile(
    r"\b(great (question|point|advice|suggestion|approach)|good question|excellent (question|point|idea)"
    r"|that'?s (a )?(great|good|excellent|wonderful|fantastic) (advice|idea|question|approach|suggestion)"
    r"|as a leader,? you|you'?re doing (great|well)|you handled that|i really appreciate (your|you being) (leadership"
    r"|empathy|support and guidance)|thank you for (being so|your) (understanding|empathetic|leadership|guidance))\b"
)
_LIST = re.compile(r"(^|\n)\s*([-*•]|\d+[.)])\s+\S|\*\*|```|^#{1,6}\s", re.MULTILINE)
_MOST_WORDS = 140


def faults(reply: str, scenario: Scenario, open_facts: Iterable[str]) -> tuple[Fault, ...]:
    """What is wrong with a reply (or its beginning). `open_facts` are the ids that may be mentioned now."""
    allowed = frozenset(open_facts)
    found: list[Fault] = []
    if leaked((fact for fact in scenario.facts if fact.id not in allowed), reply):
        found.append("locked fact")
    folded = fold(spoken(reply))
    if _ROLE.search(folded):
        found.append("left the role")
    if _speaks_for_leader(reply, scenario):
        found.append("spoke for the leader")
    if _COACHING.search(folded):
        found.append("coached the leader")
    if _LIST.search(reply):
        found.append("format")
    if len(reply.split()) > _MOST_WORDS:
        found.append("too long")
    return tuple(found)


def _speaks_for_leader(reply: str, scenario: Scenario) -> bool:
    """A line that begins with the leader's name or role and a colon, or a second voice in the same reply."""
    names = {scenario.leader_name.lower(), "leader", "manager", "you", "user", "interviewer"}
    return any(match.group(1).lower() in names for match in re.finditer(r"(?:^|\n|\])\s*\**([A-Za-z]+)\**\s*:", reply))
