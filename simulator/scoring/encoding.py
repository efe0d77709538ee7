"""A coding request as token ids: the turn first and whole, then as much of its context as fits.

    [CLS] turn [SEP] they said: ... they own: ... we know: ... asked: ... before: ... [SEP]

Names and gendered pronouns are made alike first (`alike`). The same code serves training and use, so the two cannot
drift apart. Token types are 0 for the turn, 1 for the
context, which is all the network needs to tell them apart.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tokenizers import Tokenizer

from simulator.domain.transcript import CodingRequest, Speaker, Turn
from simulator.domain.wording import spoken
from simulator.scoring.alike import PRONOUNS, stand_ins

PAD, CLS, SEP, MASK = 0, 101, 102, 103
"""Ids in the vocabulary of bert-base-uncased, which the encoder was trained with."""
LIMIT = 256
"""Tokens in one window, markers included."""
TURN_LIMIT = 176
"""Turn tokens in one window; a longer turn is read in windows of whole sentences."""
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”\u2019)]*\s+|\n+")

Offsets = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Window:
    """What the network sees at once. `ids` and `types` have one length; turn tokens stand at 1 .. len(offsets)."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    offsets: Offsets
    """For each turn token its start and end in the whole turn, in characters."""


@dataclass(frozen=True)
class Piece:
    """One part of the context: a marker, its words, and the most tokens it may take."""

    marker: str
    text: str
    most: int
    keep_end: bool = False
    """Cut from the front: of something said, the end matters most."""


def context_of(request: CodingRequest, speaker: Speaker = "leader") -> Iterator[Piece]:
    """The context in the order in which it is cut: what matters most comes first (rubric section 4.1)."""
    told = list(reversed(request.history))
    other: Speaker = "employee" if speaker == "leader" else "leader"
    first = next((i for i, turn in enumerate(told) if turn.speaker == other), None)
    if first is not None:
        yield Piece("they said:" if speaker == "leader" else "leader said:", _words(told[first]), 72, keep_end=True)
    if request.employee_owned:
        yield Piece("they own:", "; ".join(request.employee_owned), 40)
    if request.shared:
        yield Piece("we know:", " ".join(request.shared), 56)
    earlier = told[first + 1 :] if first is not None else told
    yield from _earlier(earlier[:4], speaker)


def _earlier(turns: list[Turn], speaker: Speaker) -> Iterator[Piece]:
    for turn in turns:
        marker = "earlier leader:" if turn.speaker == "leader" else "earlier they:"
        own = turn.speaker == speaker
        yield Piece(marker, _words(turn), 28 if own else 40, keep_end=True)


def _words(turn: Turn) -> str:
    """What was said; body language in brackets is the simulator's habit, and the reader has hardly met it."""
    return spoken(turn.text) or turn.text


class Encoder:
    """Turns coding requests into windows of token ids."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True  # a typed "[SEP]" is words, not a boundary
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a tokenizer.json."""
        return cls(Tokenizer.from_file(str(path)))

    def windows(self, request: CodingRequest, speaker: Speaker = "leader") -> tuple[Window, ...]:
        """One window for a turn of ordinary length, else overlapping windows of whole sentences.

        `speaker` is who says `request.turn`. A turn without tokens gives no window.
        """
        names = stand_ins(request)
        ids, offsets = self._alike(request.turn, names)
        if not ids:
            return ()
        context = self._context(request, speaker, names)
        return tuple(self._window(ids[a:b], offsets[a:b], context) for a, b in _cuts(request.turn, offsets))

    def _alike(self, text: str, names: Mapping[str, str]) -> tuple[tuple[int, ...], Offsets]:
        """Token ids of a text with names and pronouns made alike, and each token's place in the text as it stands."""
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        ids: list[int] = []
        offsets: list[tuple[int, int]] = []
        replaced: int | None = None
        for token, word, (start, end) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
            if word is not None and word == replaced:
                offsets[-1] = (offsets[-1][0], end)
                continue
            first, last = (start, end) if word is None else encoded.word_to_chars(word) or (start, end)
            surface = text[first:last]
            other = names.get(surface) or PRONOUNS.get(surface.lower())
            known = self._tokenizer.token_to_id(other) if other else None
            replaced = word if known is not None else None
            ids.append(token if known is None else known)
            offsets.append((start, end))
        return tuple(ids), tuple(offsets)

    def _context(self, request: CodingRequest, speaker: Speaker, names: Mapping[str, str]) -> tuple[int, ...]:
        out: list[int] = []
        for piece in context_of(request, speaker):
            words, _ = self._alike(piece.text, names)
            words = words[-piece.most :] if piece.keep_end else words[: piece.most]
            out += self._tokenizer.encode(piece.marker, add_special_tokens=False).ids
            out += words
        return tuple(out)

    @staticmethod
    def _window(ids: tuple[int, ...], offsets: Offsets, context: tuple[int, ...]) -> Window:
        kept = context[: max(0, LIMIT - len(ids) - 3)]
        whole = (CLS, *ids, SEP, *kept, SEP)
        types = (0,) * (len(ids) + 2) + (1,) * (len(kept) + 1)
        return Window(whole, types, offsets)


def _cuts(turn: str, offsets: Offsets) -> list[tuple[int, int]]:
    """Token ranges of the windows: one, or runs of sentences that overlap by about a third."""
    count = len(offsets)
    if count <= TURN_LIMIT:
        return [(0, count)]
    ends = [match.end() for match in SENTENCE_END.finditer(turn)]
    starts = [0]
    for end in ends:
        token = next((i for i, (start, _) in enumerate(offsets) if start >= end), count)
        while token - starts[-1] > TURN_LIMIT // 3:  # a sentence without end is cut all the same
            starts.append(starts[-1] + TURN_LIMIT // 3)
        if starts[-1] < token < count:
            starts.append(token)
    while count - starts[-1] > TURN_LIMIT // 3:
        starts.append(starts[-1] + TURN_LIMIT // 3)
    bounds = [*starts, count]
    cuts: list[tuple[int, int]] = []
    first = 0
    while True:
        last = max(i for i in range(first + 1, len(bounds)) if bounds[i] - bounds[first] <= TURN_LIMIT)
        cuts.append((bounds[first], bounds[last]))
        if bounds[last] == count:
            return cuts
        overlap = bounds[last] - TURN_LIMIT // 3
        first = max(first + 1, next(i for i, bound in enumerate(bounds) if bound >= overlap))
