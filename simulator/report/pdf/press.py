"""From a template and its data to the bytes of a PDF.

What people wrote goes to a template as JSON and is set as text: none of it is ever read as markup. Nothing is read but
the templates and fonts beside this file, and nothing is asked of a network. Equal arguments give equal bytes.

A4, because that is the paper of most offices; its margins leave what a Letter sheet cuts off at top and bottom empty.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

_HERE = Path(__file__).resolve().parent
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT = "\n\u200c\u200d"
_LONG = re.compile(r"\S{31,}")
_BREAK = "\u200b"
# What belongs to the character before it: marks, joiners, variation selectors and skin tones.
_CLINGS = frozenset({"Mn", "Mc", "Me"})
_TONES = range(0x1F3FB, 0x1F400)


def press(template: str, document: Mapping[str, object], made_at: datetime) -> bytes:
    """The PDF of `document`, set by the template of that name; dated `made_at`, which is UTC if it knows no time zone.

    It is tagged for screen readers (PDF/UA-1). Text of a script that no font here holds prints as boxes; then the
    paper says so and cannot keep that standard. Keys and values of `document` are what `json` can write.
    """
    data = {**document, "date": f"{made_at.day} {made_at:%B %Y}"}
    try:
        return _typeset(template, data, made_at, accessible=True)
    except typst.TypstError as error:
        if "PDF/UA-1" not in error.message:
            raise
        return _typeset(template, {**data, "boxes": True}, made_at, accessible=False)


def settable(text: str) -> str:
    """The text without what cannot be seen, its lines kept, and with places to break in very long words."""
    lines = "".join(
        character
        for character in text.replace("\r\n", "\n").replace("\t", " ")
        if character in _KEPT or unicodedata.category(character) not in _UNSEEN
    ).split("\n")
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split(" ")) for line in lines))
    return _LONG.sub(lambda word: _breakable(word.group()), tidy)


def _breakable(word: str) -> str:
    parts: list[str] = []
    for character in word:
        before = parts[-1][-1] if parts else ""
        clings = unicodedata.category(character) in _CLINGS or ord(character) in _TONES
        if parts and (clings or "\u200d" in {character, before}):
            parts[-1] += character
        else:
            parts.append(character)
    return _BREAK.join(parts)


def _typeset(template: str, data: Mapping[str, object], made_at: datetime, *, accessible: bool) -> bytes:
    moment = made_at if made_at.tzinfo else made_at.replace(tzinfo=UTC)
    return typst.compile(
        _HERE / f"{template}.typ",
        root=_HERE,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_settable(data))},
        pdf_standards=["ua-1"] if accessible else [],
        timestamp=moment.astimezone(UTC).replace(microsecond=0),
        format="pdf",
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])


def _settable(value: object) -> object:
    """The same value with every text in it made settable; a drawing, marked by its key, is left as it is."""
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {key: one if key == "drawing" else _settable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(one) for one in value]
    return value
