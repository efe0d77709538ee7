"""Who is spoken of makes no difference: names and gendered pronouns are made alike before the network sees them.

Swapping a name or a pronoun therefore changes no finding, by construction and not by training alone. The words shown to
people, and the places of quotes in them, stay as they were typed.
"""

import re
from collections.abc import Mapping

from simulator.domain.transcript import CodingRequest

STAND_INS = ("alex", "sam", "chris", "kim", "lee", "max", "robin", "charlie", "jamie", "jordan")
"""Each one word of the vocabulary; given out in the order in which names come up."""
PRONOUNS = {"he": "she", "him": "her", "his": "her", "hers": "her", "himself": "herself"}
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-zà-öø-ÿ]{2,}")
_CALLED = re.compile(
    r"(?:^|(?<=[.!?\]] ))([A-Z][a-zà-öø-ÿ]{2,})(?=,|'s\b)|(?<=, )([A-Z][a-zà-öø-ÿ]{2,})(?=[.!?,])", re.MULTILINE
)
_LOWER = re.compile(r"\b[a-zà-öø-ÿ]+\b")
_NO_NAMES = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December English Christmas Easter Mr Mrs Ms Dr Prof Excel Slack Zoom
    After Again All Also Although And Another Any Anyway Are Because Before But Can Come Could Did Does Don Either Else
    Enough Even Every Exactly Fair Fine First For From Funny Given Good Great Had Has Have Hello Here Hey Hmm Honest
    Honestly How However Just Last Later Let Like Listen Look Many Maybe Morning Most Much Never Next No None Nope Not
    Nothing Now Off Okay Once One Only Our Perhaps Please Quite Rather Really Right Same See Seriously She Should Since
    So Some Sometimes Soon Sorry Still Such Sure Tell Thanks That The Their Then There These They Think This Those
    Though Three Tomorrow Today Tonight True Two Until Very Wait Was Well Were What When Where Which While Who Why Will
    With Without Would Yeah Yes Yesterday Yet You Your Absolutely Actually Agreed Clearly Obviously Basically Finally
    Frankly Literally Fourth Second Third Team Folks Everyone Everybody Somebody Someone Nobody Boss Mate Love Dear
    Sweetheart Darling Honey Bloody Hell God Both Mine Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays
    Mother Father Mum Dad Professor Doctor Sir Madam Year Day House Italian French German Spanish Arabic Interested
    """.split()  # noqa: SIM905 - a list of words reads best as words
)


def stand_ins(request: CodingRequest) -> Mapping[str, str]:
    """For each name in a turn and its context, the word that stands for it.

    A name is a capitalised word inside a sentence, or one that somebody is called by, that never comes in lower case.
    """
    said = (turn.text for turn in request.history)
    everything = "\n".join((*said, request.turn, *request.shared, *request.employee_owned))
    lower = set(_LOWER.findall(everything))
    found: dict[str, None] = {}
    places = [(m.start(), m[0]) for m in _INSIDE.finditer(everything)]
    places += [(m.start(), m[1] or m[2]) for m in _CALLED.finditer(everything)]
    for _, word in sorted(places):
        if word not in _NO_NAMES and word.lower() not in lower:
            found[word] = None
    return {name: STAND_INS[i % len(STAND_INS)] for i, name in enumerate(found)}
