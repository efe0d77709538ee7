"""The last look at a reply before it is shown: no locked fact, no leaving the role, no speaking for the leader.

The same checks hold for a whole reply and for the part of it that has come so far, so that a stream can be checked
sentence by sentence. They err towards stopping a reply of a model: another voice is always there. No authored line is
stopped where its facts are open; a test holds that over every line there is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from simulator.domain.scenario import Scenario
from simulator.domain.wording import fold, spoken
from simulator.persona.secrecy import Secrets, plainly

Fault = Literal["locked fact", "left the role", "spoke for the leader", "coached the leader", "format", "too long"]


def _any_of(*phrases: str) -> re.Pattern[str]:
    """One pattern for whole words of any of the phrases, which are regular expressions over folded text."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)")


_NO_PERSON = r"(?:ai|artificial\w*|assistant|language model|large language|chatbot|bot|virtual \w+|computer program)"
_ROLE = _any_of(
    # what a machine says of itself
    rf"as an? {_NO_PERSON}",
    rf"i(?:'m| am) (?:just |only |actually )?an? {_NO_PERSON}",
    r"language model|openai|anthropic|chatgpt",
    r"(?:my|the|this|system) (?:system )?prompt",
    r"my (?:programming|training data|guidelines)",
    r"my instructions (?:say|tell|were|don't|do not|prevent|forbid|state)",
    r"developer mode|role-?play\w*|fictional",
    r"(?:in|out of|break|breaking|stay|staying) (?:in )?character",
    # what an assistant says to whoever asks
    r"how can i (?:help|assist) you|i(?:'m| am) here to (?:help|assist|support you)|happy to (?:help|assist)",
    r"(?:can't|cannot|unable to) (?:assist|fulfil\w*|comply|continue (?:this|the) (?:conversation|role))",
    r"i(?:'m| am) sorry,? but (?:as|i (?:cannot|can't) (?:help|assist|share|provide|reveal|discuss))",
    # what is written about the role, not from within it
    r"here(?:'s| is) (?:a|the|my) (?:response|reply|answer)|would reply",
    r"i (?:need to|have to|should|will|must) (?:respond|reply|answer) as",
    r"the user(?:'s)? (?:is|was|has|wants?|asks?|asked|input|message|said|says)",
    r"hidden (?:need|fact|state)s?|locked fact|(?:trust|energy|ownership) (?:level|score|is (?:at|now) \d)|tier [0-3]",
)
_TAG = re.compile(r"</?\s*[a-z_]+\s*/?>|<\||\|>|\[/?inst\]|```|^\s*(?:assistant|system|user)\s*:", re.MULTILINE)
_VERY = r"(?:an? |such an? |really |very |so |truly )*"
_FINE = r"(?:great|good|excellent|wonderful|fantastic|amazing|thoughtful|insightful|caring)"
_TO_BE_PRAISED = r"(?:question|point|advice|suggestion|approach|idea|insight)"
_COACHING = _any_of(
    rf"(?:great|excellent|wonderful|fantastic|insightful|thoughtful) {_TO_BE_PRAISED}",
    rf"that(?:'s| is) {_VERY}{_FINE} {_TO_BE_PRAISED}",
    r"as a (?:leader|manager|boss),? you",
    rf"you(?:'re| are) (?:doing|handling|managing) (?:this |it |that )?{_VERY}(?:great|well|wonderfully|beautifully)",
    rf"you(?:'re| are) {_VERY}{_FINE} (?:leader|manager|boss|listener|coach)",
    r"you(?:'re| are) (?:absolutely|totally|completely) right",
    r"you handled that|you(?:'ve| have) (?:really )?helped me (?:see|understand|reali[sz]e)",
    r"i (?:really |truly |so |deeply )?appreciate (?:your|you (?:being|taking|asking|listening)|that you|the way you)",
    r"thank you (?:so much )?for (?:being so|listening|understanding|caring|creating|sharing|checking in|reaching out)",
    r"thank you (?:so much )?for (?:recogni[sz]ing|acknowledging|taking the time to|giving me the space)",
    r"thank you (?:so much )?for your (?:understanding|empathy|support|leadership|guidance|patience|kindness|concern)",
    r"that (?:really |truly )?means (?:so much|a lot|the world)",
    rf"i feel {_VERY}(?:much )?(?:heard|seen|supported|valued|empowered|better already|understood)",
    rf"i(?:'m| am) {_VERY}(?:grateful|thankful|lucky|glad) (?:for your|to have|that you)",
    r"i(?:'ll| will) (?:definitely )?(?:take|follow) your advice",
)
_LIST = re.compile(r"(?:^|\n)\s*(?:[-*•–]|\d+[.)])\s+\S|\*\*|```|^#{1,6}\s|^\s*\|.*\|\s*$", re.MULTILINE)
_HEAD = r"(?:^|[\n\].!?\"”*_])\s*[\"“*_(\[]*\s*"
_PLAIN_LABEL = re.compile(r"(?:^|\n)\s*[\"“*_]*(?:you|user|human|boss|interviewer|coach|narrator)\b[*_]*\s*:")
_SAYS = r"(?:\s*\([^)\n]{0,24}\)|\s+(?:says|asks|replies))?"
_OFTEN = r",?\s+(?:then\s+|just\s+|quietly\s+|slowly\s+)?"
_ACTS = (
    r"(?:says?|said|asks?|asked|repl(?:y|ies|ied)|responds?|answers?|nods?|nodded|smiles?|smiled|sighs?|leans?|looks?"
    r"|looked|pauses?|frowns?|listens?|continues?|explains?|thinks?|shakes?|laughs?|shrugs?|stares?|glances?)\b"
)
_YOU_DO = re.compile(rf"[\[*(]\s*you{_OFTEN}{_ACTS}")
_MOST_WORDS = 140


class Gate:
    """The checks of one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._secrets = Secrets(scenario)
        leader, employee = (
            re.escape(name.split()[0].lower()) for name in (scenario.leader_name, scenario.persona.name)
        )
        names = rf"(?:{leader}|leader|the leader|manager|the manager|your manager)\b"
        self._second_voice = re.compile(rf"{_HEAD}{names}[*_]*{_SAYS}\s*[*_]*:")
        self._leader_acts = re.compile(rf"{_HEAD}{names}{_OFTEN}{_ACTS}")
        self._own_story = re.compile(rf"{_HEAD}{employee}\b(?:{_OFTEN}{_ACTS}|\s*[*_]*:)")

    def faults(self, reply: str, open_facts: Iterable[str]) -> tuple[Fault, ...]:
        """What is wrong with a reply (or its beginning). `open_facts` are the ids that may be mentioned now."""
        found: list[Fault] = []
        plain = plainly(reply)
        if self._secrets.told_in(reply, frozenset(open_facts)):
            found.append("locked fact")
        if _ROLE.search(plain) or _TAG.search(plain):
            found.append("left the role")
        if self._for_leader(plain):
            found.append("spoke for the leader")
        if _COACHING.search(fold(spoken(plain))):
            found.append("coached the leader")
        if _LIST.search(reply) or self._own_story.search(plain):
            found.append("format")
        if len(reply.split()) > _MOST_WORDS:
            found.append("too long")
        return tuple(found)

    def tells(self, fact: str, reply: str) -> bool:
        """Whether a reply tells this fact."""
        return self._secrets.by_fact[fact].told_in(reply)

    def _for_leader(self, plain: str) -> bool:
        """A line under the leader's name, a second voice, or the leader's doings told as a story."""
        patterns = (self._second_voice, self._leader_acts, _PLAIN_LABEL, _YOU_DO)
        return any(pattern.search(plain) for pattern in patterns)


def faults(reply: str, scenario: Scenario, open_facts: Iterable[str]) -> tuple[Fault, ...]:
    """`Gate.faults` for one reply."""
    return gate_of(scenario).faults(reply, open_facts)


@lru_cache(maxsize=64)
def gate_of(scenario: Scenario) -> Gate:
    """The gate of a scenario, made once: it holds a few hundred patterns."""
    return Gate(scenario)
