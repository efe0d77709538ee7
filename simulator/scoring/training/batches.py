"""Labelled turns as tensors: bucketed by length, padded to the longest, with masks for what is not labelled."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import torch
from torch import Tensor

from simulator.scoring.encoding import MASK, Encoder, Window
from simulator.scoring.training.augment import augmented, recombinations
from simulator.scoring.training.corpus import Labelled


@dataclass(frozen=True)
class Labels:
    """The order of the network's outputs: leader codes, then employee codes."""

    leader: tuple[str, ...]
    employee: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every output in order."""
        return self.leader + self.employee


@dataclass(frozen=True)
class Batch:
    """Tensors of one step; B turns, T tokens, C codes."""

    ids: Tensor
    """(B, T) int64."""
    types: Tensor
    """(B, T) int64."""
    truth: Tensor
    """(B, C) 0 or 1."""
    known: Tensor
    """(B, C) 1 where the code was coded for this speaker."""
    token_truth: Tensor
    """(B, T, C) 1 inside a quote."""
    token_known: Tensor
    """(B, T, C) 1 for turn tokens whose quotes are known."""
    asked: Tensor
    """(B, C) 1 where the code belongs to this speaker, coded or not."""
    token_asked: Tensor
    """(B, T, C) the same for turn tokens."""
    pairs: Tensor
    """(P, 2) rows that are minimal pairs."""


def collate(rows: Sequence[tuple[Labelled, Window]], labels: Labels) -> Batch:
    """One batch of turns with the window each is seen in."""
    tokens, codes = max(len(window.ids) for _, window in rows), len(labels.all)
    ids = torch.zeros(len(rows), tokens, dtype=torch.int64)
    types = torch.zeros_like(ids)
    truth = torch.zeros(len(rows), codes)
    known = torch.zeros_like(truth)
    token_truth = torch.zeros(len(rows), tokens, codes)
    token_known = torch.zeros_like(token_truth)
    asked, token_asked = torch.zeros_like(truth), torch.zeros_like(token_truth)
    place = {code: i for i, code in enumerate(labels.all)}
    for r, (turn, window) in enumerate(rows):
        ids[r, : len(window.ids)] = torch.tensor(window.ids)
        types[r, : len(window.ids)] = torch.tensor(window.types)
        mine = slice(0, len(labels.leader)) if turn.speaker == "leader" else slice(len(labels.leader), codes)
        asked[r, mine] = 1
        token_asked[r, 1 : 1 + len(window.offsets), mine] = 1
        if turn.guessed:
            continue
        known[r, mine] = 1
        token_known[r, 1 : 1 + len(window.offsets), mine] = 1
        for code, span in turn.quotes.items():
            truth[r, place[code]] = 1
            if span is None:
                token_known[r, :, place[code]] = 0
                continue
            inside = [i for i, (a, b) in enumerate(window.offsets) if a < span[1] and b > span[0]]
            if inside:
                token_truth[r, 1 + inside[0] : 2 + inside[-1], place[code]] = 1
    return Batch(ids, types, truth, known, token_truth, token_known, asked, token_asked, _pairs(rows))


def _pairs(rows: Sequence[tuple[Labelled, Window]]) -> Tensor:
    at = {turn.id: i for i, (turn, _) in enumerate(rows)}
    found = [(i, at[turn.pair]) for i, (turn, _) in enumerate(rows) if turn.pair in at]
    return torch.tensor(found, dtype=torch.int64).reshape(-1, 2)


def epoch(
    turns: Sequence[Labelled],
    encoder: Encoder,
    labels: Labels,
    size: int,
    rng: random.Random,
    hidden: float = 0.0,
    mixed: int = 0,
) -> Iterator[Batch]:
    """Augmented batches in random order. Minimal pairs share a batch; a batch holds turns of like length.

    `hidden` is the share of words that are masked, so that no single word comes to stand for a code. `mixed` is how
    many turns are put together anew from others, for a teacher to judge.
    """
    by_id = {turn.id: turn for turn in turns}
    units: list[list[Labelled]] = []
    for turn in turns:
        partner = by_id.get(turn.pair or "")
        if partner is None:
            units.append([turn])
        elif turn.id < partner.id or partner.pair != turn.id:
            units.append([turn, partner] if partner.pair == turn.id else [turn])
    units += [[turn] for turn in recombinations(turns, rng, mixed)]
    rng.shuffle(units)
    seen = [[_seen(augmented(turn, rng), encoder, rng, hidden) for turn in unit] for unit in units]
    pool = size * 12
    batches: list[list[tuple[Labelled, Window]]] = []
    for start in range(0, len(seen), pool):
        part = sorted(seen[start : start + pool], key=lambda unit: max(len(window.ids) for _, window in unit))
        flat = list(chain.from_iterable(part))
        batches += [flat[i : i + size] for i in range(0, len(flat), size)]
    rng.shuffle(batches)
    for batch in batches:
        yield collate(batch, labels)


def _seen(turn: Labelled, encoder: Encoder, rng: random.Random, hidden: float) -> tuple[Labelled, Window]:
    """A turn longer than one window is learnt from its first."""
    window = encoder.windows(turn.request, turn.speaker)[0]
    ids = tuple(MASK if id_ > MASK and rng.random() < hidden else id_ for id_ in window.ids)
    return turn, replace(window, ids=ids)
