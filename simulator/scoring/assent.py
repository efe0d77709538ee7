"""Whether the employee agreed: what turns a proposal into a plan."""

import re

from simulator.domain.wording import fold, spoken

_YES = re.compile(
    r"\b(?:yes|yeah|yep|agreed|deal|done|exactly|precisely|correct|certainly|absolutely|gladly|count me in|i'?m in"
    r"|by all means|with pleasure|why not|go (?:on|ahead)|more or less|(?:close|near|straight|fair|good) enough"
    r"|you'?re close|near|let'?s|no objections?|that'?ll do|it'?ll do|i (?:will|would)(?=[.!,;]|$)"
    r"|(?:suits?|works?)(?: (?:for|me|us|well)\b|(?=[.!,;]|$))|(?:fine|okay|all right|good|happy|right) (?:by|with|for) (?:me|us|that|it)"
    r"|(?:i|we)(?: can|'d| could| would|'ll| will)(?: \w+ly| even| certainly| probably)? (?:do|live with|manage|work with|stand (?:by|behind|next to)|take|have|send|bring"
    r"|make|like) (?:it|that|so|this|the|a)?\b|(?:it|that|this|they|you)(?:'s| is|'ve| have|'d| would be)(?: it| got)?(?: \w+ly)? (?:right|true|fair|fine|good|all right|it|the one)\b"
    r"|sounds? (?:good|fair|right|sensible|fine)|(?:seems|looks) (?:fair|right|good|fine)|happy (?:with|to)|glad to"
    r"|you (?:have|had|got) it right|it (?:does|could|might)(?: be)?(?: that)?(?=[.!,;]|$)|fair(?=[.!,;]|$)|can do)",
)
"""Said of one's own accord: agreement, whatever was put."""
_SOFT = re.compile(r"\b(?:okay|ok|all right|alright|fine|right|sure|good|noted|understood)\b")
"""Agreement only where one was asked, and nothing was pressed or taken."""
_REFUSES = re.compile(
    r"\b(?:no(?=[.,!;]|$)|not (?:really|yet|quite|sure|that|like)|i(?:'d| would) (?:rather|sooner) not|i (?:can't|won't|don't think)"
    r"|whatever|if you (?:say|think|like|insist|must|want))\b"
)
_COMPLIES = frozenset({"BAIT_SHRUG", "BAIT_MASK", "BAIT_UPWARD"})
"""Handing the choice up, or hiding behind a nod, agrees to nothing."""
PRESSES = frozenset({"LEVER", "TELL", "RESCUE", "HANDHOLD", "SCOLD", "EXCUSE"})
"""Moves after which a soft word is no agreement."""


def assents(text: str, codes: frozenset[str], *, asked: bool = True, pressed: bool = False) -> bool:
    """Whether an employee turn agrees to what was just said.

    A promise of their own is agreement, a correction is none. A yes in any words is; a nod of the "fine" kind only where
    they were `asked` and not `pressed`. The leader's words said back, and thanks, are none.
    """
    if "COMMIT" in codes:
        return True
    said = fold(spoken(text))
    if codes & ({"PUSHBACK"} | _COMPLIES) or _REFUSES.search(said):
        return False
    return _YES.search(said) is not None or (asked and not pressed and _SOFT.search(said) is not None)
