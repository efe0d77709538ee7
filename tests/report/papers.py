"""Papers read back: their pages, their text, their pictures."""

import re
import unicodedata
import zlib
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pypdfium2

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ACCESSIBLE = b"<pdfuaid:part>1<"
"""In the bytes of a paper that keeps PDF/UA-1, which allows no glyph that stands for a missing one."""


def pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def text_of(pdf: bytes) -> str:
    """All text in its order, on one line, without the places to break."""
    with pypdfium2.PdfDocument(pdf) as document:
        parts = [page.get_textpage().get_text_range() for page in document]
    return flat(" ".join(parts))


def flat(text: str) -> str:
    """As `text_of` gives it."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\u200b", "")).split())


def dense(text: str) -> str:
    """Without any space: a line break within a word leaves one behind."""
    return "".join(flat(text).split())


def picture(pdf: bytes, page: int = 0, scale: float = 1.0) -> npt.NDArray[np.uint8]:
    """Grey pixels of one page, one to a point (1/72 inch) at scale 1."""
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = document[page].render(scale=scale, grayscale=True).to_numpy()
        return np.array(drawn, dtype=np.uint8).reshape(drawn.shape[0], drawn.shape[1])


def right_edges(pdf: bytes) -> list[float]:
    """How far right each letter of the paper reaches, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            page_text.get_charbox(place)[2]
            for page in document
            for page_text in [page.get_textpage()]
            for place in range(page_text.count_chars())
        ]


def unpacked(pdf: bytes) -> bytes:
    """The file with what is compressed in it laid open."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)
