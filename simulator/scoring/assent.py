"""Whether the employee agreed: what turns a proposal into a plan."""

import re

from simulator.domain.wording import fold, spoken

_END = r"(?=\s*(?:[.,;:!]|$))"
_WORD = (
    r"yes|yeah|yep|agreed|deal|done|exactly|precisely|correct|certainly|absolutely|definitely|gladly|near|let'?s"
    r"|count me in|i'?m in|you'?re on|with pleasure|by all means|why not|will do|can do|go (?:on|ahead)|more or less"
    r"|makes sense|(?:close|near|straight|fair|good) enough|you'?re close|you(?:'ve| have|'d)? (?:got |have )?it right"
    r"|no (?:objections?|problem|quarrel)|(?:that|it|this)'ll do"
)
_GOOD = (
    r"(?:fine|good|fair|right|true|all right|okay|doable|workable|manageable|reasonable|sensible|clear|possible|it"
    r"|(?:a|like a) (?:deal|plan|start))"
)
_VERDICT = (
    rf"(?:that|it|this|these|they|both|\w+day)(?:'s| is| are| was| seems?| sounds?| looks?|'d be| would be| could be)"
    rf"(?: \w+ly| perfectly| quite| only)? {_GOOD}\b|^(?:sounds?|seems?|looks?) {_GOOD}\b|\bit is{_END}"
    rf"|(?:suits?|works?|fits?)(?: (?:for|me|us|well|as)\b|{_END})"
    rf"|(?:fine|okay|all right|good|happy|right) (?:by|with|for) \w+"
    rf"|it (?:does|could|might)(?: be)?(?: that)?{_END}|(?<!not )fair{_END}"
)
_OWN = (
    rf"i (?:will|would|could|can|do){_END}|i(?:'d| would) (?:sign|like|welcome|take) (?:it|that|this)\b"
    r"|(?:i|we)(?:'ll| will| can| could|'d| would)(?: \w+ly| even)? "
    r"(?:do|live|manage|work|stand|take|have|send|bring|make|get on)\b(?! (?:away|without))"
    r"|(?:up|ready) for (?:it|that|this)\b|happy to\b|glad to\b"
)
_YES = re.compile(rf"\b(?:{_WORD})\b|\b(?:{_VERDICT})|\b(?:{_OWN})")
"""Said of one's own accord: agreement, whatever was put."""
_SOFT = re.compile(r"\b(?:okay|ok|all right|alright|fine|right|sure|good|noted|understood)\b")
"""Agreement only where one was asked for, and nothing was pressed or taken."""
_NO = re.compile(
    rf"^no\b(?! (?:objection|problem|quarrel))|\b(?:not|\w+n't|cannot|hardly)(?: \w+){{0,3}} "
    rf"(?:{_GOOD}|sure|works?|working|suits?|do|see|agree|live|manage|think|yet|really|quite)\b(?! why not)"
    r"|\bi (?:suppose|guess)\b|\b(?:i'll|let me) (?:see|think)\b|\bwe'll see\b"
    r"|\bwhatever\b|\bif you (?:say|think|like|insist|must|want|wish)\b|\b(?:rather|sooner) not\b"
)
"""A refusal, a doubt, or the choice handed back."""
_COMPLIES = frozenset({"BAIT_SHRUG", "BAIT_MASK", "BAIT_UPWARD"})
"""Who hands the choice up, or hides behind a nod, agrees to nothing."""
PRESSES = frozenset({"LEVER", "TELL", "RESCUE", "HANDHOLD", "SCOLD", "EXCUSE"})
"""Moves after which a soft word is no agreement."""


def assents(text: str, codes: frozenset[str], *, asked: bool = True, pressed: bool = False) -> bool:
    """Whether an employee turn agrees to what was just said.

    A promise of their own is agreement, a correction is none. A yes in any words is; a nod of the "fine" kind only
    where they were `asked` and not `pressed`. The leader's words said back, and thanks, are none.
    """
    if "COMMIT" in codes:
        return True
    said = fold(spoken(text))
    if codes & ({"PUSHBACK"} | _COMPLIES) or _NO.search(said):
        return False
    return _YES.search(said) is not None or (asked and not pressed and _SOFT.search(said) is not None)
