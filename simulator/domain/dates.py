"""Days, dates and spans named in a sentence: what makes a promise one with a date."""

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


def named_date(text: str) -> str | None:
    """The first day, date or span a text names, as written there; None if it names none."""
    found = _NAMED.search(text)
    return found.group(0) if found else None
