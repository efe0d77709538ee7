"""Sound on its way through the program: never kept, never logged."""

from dataclasses import dataclass, field

MOST_BYTES = 10_000_000
"""Of a recording, and of a reply's sound."""
LONGEST = 120
"""Seconds of a recording; the page stops there by itself."""
ENDINGS = {
    "audio/webm": "webm",
    "audio/mp4": "mp4",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}
"""Kinds of sound that browsers record, and the file endings by which endpoints know them."""


@dataclass(frozen=True)
class Sound:
    """A recording or a spoken line."""

    octets: bytes = field(repr=False)
    kind: str
    """Media type without parameters, such as audio/webm."""
