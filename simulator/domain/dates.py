"""Days, dates, spans and occasions named in a sentence: what makes a promise one with a date."""

import re

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fourteen)"
_NAMED = re.compile(
    rf"\b(?:(?:next|this|coming)\s+)?{_DAY}s?(?:\s+(?:morning|noon|afternoon|evening|week))?\b"
    rf"|\bthe\s+\d{{1,2}}(?:st|nd|rd|th)(?:\s+of\s+{_MONTH})?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b"
    rf"|\b{_MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\b(?:in|within)\s+{_NUMBER}\s+(?:days?|weeks?|months?)\b"
    rf"|\b{_NUMBER}\s+(?:days?|weeks?)\s+(?:from now|today)\b"
    r"|\b(?:tomorrow|tonight|today|end of (?:the |this )?(?:day|week|month|quarter)|next (?:week|month|quarter)"
    r"|this (?:week|afternoon|evening|month)|noon|midday)\b",
    re.IGNORECASE,
)

_HOUR = (
    r"(?:half past |(?:a )?quarter (?:past|to) )?"
    r"(?:\d{1,2}(?::\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\s?(?:o'clock|[ap]m))?"
)
_OF_DAY = r"(?:morning|noon|midday|afternoon|evening|night|lunchtime|midnight)"
_GATHERING = (
    r"(?:\w+[ -])?(?:stand-?up|meetings?|review|board|committee|steering|call|session|workshop|launch|go-live|release"
    r"|audit|retro(?:spective)?|sprint|demo|hand-?over|shift|rota|lunch|break|conference|off-?site|appraisal"
    r"|one-to-one|christmas|easter|holidays?|half-?term|(?:year|month|quarter)[ -]?end)"
)
_OWNED_BY = r"(?:the|our|your|my|his|her|their|next|this|that|(?!it's\b)\w+'s)"
_NO_PRONOUN = r"(?!(?:i|you|we|he|she|it|they)\b)"
_LATER = (
    rf"(?:,?\s+(?:at|by|before|after|until|around)\s+(?:{_HOUR}|{_GATHERING})\b|,\s+{_HOUR}(?=\s*(?:[.,;!?]|$))"
    rf"|,?\s+{_OF_DAY}\b)"
)
_NO_THING = r"(?<!\bthe )(?<!\bmy )(?<!\bour )(?<!\byour )(?<!\bhis )(?<!\bher )"
"""The Monday report is a report and no day."""
_CALENDAR = (
    rf"the\s+{_DAY}\s+(?:after|before)(?:\s+(?:that|next|last))?"
    rf"|{_NO_THING}(?:(?:next|this|coming)\s+)?{_DAY}s?(?:\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th))?"
    rf"(?:\s+(?:of\s+)?{_MONTH}|\s+(?:week|after (?:that|next)|fortnight))?(?:,?\s+(?:at the )?end of (?:the )?day)?"
    rf"|the\s+\d{{1,2}}(?:st|nd|rd|th)(?:\s+of\s+{_MONTH})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?"
    r"|(?:the\s+)?(?:start|beginning|middle|end|close|(?:first|second|third|fourth|last) week)\s+of\s+"
    r"(?:the\s+|this\s+|next\s+)?"
    rf"(?:day|week|month|quarter|year|sprint|play|business|{_MONTH})|(?:early|mid|late)[ -]{_MONTH}"
    rf"|(?:in|within)\s+(?:the\s+)?(?:{_NUMBER}\s+)?(?:hours?|days?|weeks?|months?|fortnight)"
    rf"|(?:in\s+)?{_NUMBER}\s+(?:days?|weeks?|months?)(?:'s?)?\s+(?:from (?:now|today|{_DAY})|time)"
    rf"|a\s+(?:week|fortnight)\s+(?:on\s+)?(?:today|tomorrow|{_DAY})"
    r"|(?:the day after )?tomorrow|tonight|today|(?:that |the )?(?:very |same )+(?:day|evening|morning)|noon|midday"
    r"|(?:this|next)\s+(?:week|month|quarter|year|morning|afternoon|evening)"
    rf"|(?:before|by|until|at)\s+{_HOUR}(?<=k|m)"
)
_DEADLINE = re.compile(
    rf"\b(?:(?:before|by|until|at)\s+{_HOUR}\s+(?=(?:today|tomorrow|on)\b)(?:on\s+)?)?(?:{_CALENDAR})(?:{_LATER})*(?!\w)",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    rf"\b(?:(?:before|after|until|ahead of|in time for|by the time|as soon as)\s+"
    rf"(?:{_OWNED_BY}\s+[\w-]+(?:\s+{_NO_PRONOUN}[\w-]+){{0,3}}"
    rf"|{_GATHERING}\b)"
    rf"|(?:by|at|for|in)\s+(?:{_OWNED_BY}\s+)?{_GATHERING}\b)",
    re.IGNORECASE,
)
"""A day known by what happens on it: "before the board meets", "at our next review"."""
_ORDINARY = frozenset(["the", "at", "on", "by", "of", "in", "and", "this", "that", "end", "before", "after", "until"])


def named_date(text: str) -> str | None:
    """The first day, date or span a text names, as written there; None if it names none."""
    found = _NAMED.search(text)
    return found.group(0) if found else None


def named_deadline(text: str) -> str | None:
    """The first day with its hour, or else the first occasion, as written; None if there is neither.

    Wider than `named_date`, which finds what can be said again after "by".
    """
    found = _DEADLINE.search(text) or _OCCASION.search(text)
    return found.group(0).strip(" ,") if found else None


def deadlines(text: str) -> tuple[str, ...]:
    """Every day with its hour that a text names, in order; occasions only where there are no days."""
    found = list(_DEADLINE.finditer(text)) or list(_OCCASION.finditer(text))
    return tuple(match.group(0).strip(" ,") for match in found)


def same_date(one: str | None, other: str | None) -> bool:
    """Whether two dates as written mean the same: both none, or the words of one are among the words of the other."""
    if one is None or other is None:
        return one is other
    left, right = _telling(one), _telling(other)
    return bool(left and right) and (left <= right or right <= left)


def _telling(date: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", date.lower().replace("'", ""))) - _ORDINARY
