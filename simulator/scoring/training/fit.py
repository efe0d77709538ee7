"""One training run: optimiser, schedule, losses, averaged weights."""

import copy
import logging
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.scoring.encoding import Encoder
from simulator.scoring.training.batches import Batch, Labels, collate, epoch
from simulator.scoring.training.corpus import Labelled
from simulator.scoring.training.model import ReaderNet

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipe:
    """Everything that shapes a run but the turns."""

    epochs: int = 6
    batch: int = 16
    rate: float = 2e-4
    """Peak learning rate of the last encoder layer."""
    head_rate: float = 1e-3
    layer_decay: float = 0.85
    """Each layer below learns this much slower; the word embeddings stay as they are."""
    warm_up: float = 0.08
    weight_decay: float = 0.05
    token_weight: float = 0.5
    pair_weight: float = 0.2
    average: float = 0.99
    """Decay of the running mean of the weights, which is what is kept."""
    hidden: float = 0.06
    """Share of words masked while learning."""
    mixed: float = 1.0
    """Turns put together anew for each one coded, where there is a teacher to judge them."""
    trust: float = 0.5
    """Weight of the teacher's judgement beside the labels."""
    seed: int = 7


def fit(
    net: ReaderNet,
    turns: Sequence[Labelled],
    encoder: Encoder,
    labels: Labels,
    recipe: Recipe,
    watch: Sequence[Labelled] = (),
    teacher: nn.Module | None = None,
) -> ReaderNet:
    """Train `net` and return its averaged weights; `watch` is only reported on. The same inputs give the same net.

    A `teacher` judges every turn as it is shown, and turns put together anew; the net learns from that as well.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    net.body.words.weight.requires_grad = False
    mixed = round(recipe.mixed * len(turns)) if teacher else 0
    mean = copy.deepcopy(net).eval()
    optimiser = torch.optim.AdamW(_groups(net, recipe), betas=(0.9, 0.98), eps=1e-6)
    total = recipe.epochs * math.ceil((len(turns) + mixed) / recipe.batch)
    step = 0
    for number in range(recipe.epochs):
        begun, losses = time.monotonic(), []
        net.train()
        for batch in epoch(turns, encoder, labels, recipe.batch, rng, recipe.hidden, mixed):
            _set_rate(optimiser, min(1.0, step / (recipe.warm_up * total)), step / total)
            with torch.autocast("cpu", torch.bfloat16):
                turn_logits, token_logits = net(batch.ids, batch.types)
            loss = loss_of(batch, turn_logits.float(), token_logits.float(), recipe)
            if teacher:
                taught = _taught(teacher, batch, turn_logits.float(), token_logits.float(), recipe)
                loss = (1 - recipe.trust) * loss + recipe.trust * taught
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            _average(mean, net, min(recipe.average, (1 + step) / (10 + step)))
            losses.append(loss.item())
            step += 1
        told = report(mean, watch, encoder, labels) if watch else ""
        log.info("epoch %d loss %.3f %.0f s %s", number + 1, sum(losses) / len(losses), time.monotonic() - begun, told)
    return mean


def loss_of(batch: Batch, turn: Tensor, token: Tensor, recipe: Recipe) -> Tensor:
    """Cross-entropy of codes and of quote tokens, and a margin inside minimal pairs; turn (B, C), token (B, T, C)."""
    of_turn = functional.binary_cross_entropy_with_logits(turn, batch.truth, reduction="none")
    loss = (of_turn * batch.known).sum() / len(turn)
    of_token = functional.binary_cross_entropy_with_logits(token, batch.token_truth, reduction="none")
    per_turn = (of_token * batch.token_known).sum(dim=(1, 2)) / batch.token_known.amax(dim=2).sum(dim=1).clamp(min=1)
    loss = loss + recipe.token_weight * per_turn.mean()
    if len(batch.pairs) and recipe.pair_weight:
        left, right = batch.pairs.unbind(dim=1)
        apart = batch.truth[left] - batch.truth[right]
        margin = functional.softplus(-(turn[left] - turn[right]) * apart) * apart.abs()
        loss = loss + recipe.pair_weight * margin.sum() / len(turn)
    return loss


def _taught(teacher: nn.Module, batch: Batch, turn: Tensor, token: Tensor, recipe: Recipe) -> Tensor:
    """Cross-entropy with what the teacher says of the same turns and words."""
    teacher.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        whole, words = (logits.float().sigmoid() for logits in teacher(batch.ids, batch.types))
    of_turn = functional.binary_cross_entropy_with_logits(turn, whole, reduction="none") * batch.asked
    of_token = functional.binary_cross_entropy_with_logits(token, words, reduction="none") * batch.token_asked
    per_turn = of_token.sum(dim=(1, 2)) / batch.token_asked.amax(dim=2).sum(dim=1).clamp(min=1)
    return of_turn.sum() / len(turn) + recipe.token_weight * per_turn.mean()


def logits_of(
    net: ReaderNet, turns: Sequence[Labelled], encoder: Encoder, labels: Labels
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn logits, truth and what is known, each (turns, codes), in the order of `turns`; highest over windows."""
    net.eval()
    seen = [(i, turn, window) for i, turn in enumerate(turns) for window in encoder.windows(turn.request, turn.speaker)]
    seen.sort(key=lambda item: len(item[2].ids))
    codes = len(labels.all)
    best = torch.full((len(turns), codes), -20.0)
    truth, known = torch.zeros(len(turns), codes), torch.zeros(len(turns), codes)
    for start in range(0, len(seen), 32):
        part = seen[start : start + 32]
        batch = collate([(turn, window) for _, turn, window in part], labels)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            turn_logits, _ = net(batch.ids, batch.types)
        for row, (i, _, _) in enumerate(part):
            best[i] = torch.maximum(best[i], turn_logits[row].float())
            truth[i], known[i] = batch.truth[row], batch.known[row]
    return best, truth, known


def report(net: ReaderNet, turns: Sequence[Labelled], encoder: Encoder, labels: Labels) -> str:
    """Macro average precision and F1 at one half over the leader codes, for the log."""
    logits, truth, _ = logits_of(net, [turn for turn in turns if turn.speaker == "leader"], encoder, labels)
    logits, truth = logits[:, : len(labels.leader)], truth[:, : len(labels.leader)]
    order = logits.argsort(dim=0, descending=True)
    hits = truth.gather(0, order)
    rank = torch.arange(1, len(hits) + 1)[:, None]
    precision = (hits.cumsum(dim=0) / rank * hits).sum(dim=0) / hits.sum(dim=0).clamp(min=1)
    found = (logits > 0).float()
    f1 = 2 * (found * truth).sum(dim=0) / (found.sum(dim=0) + truth.sum(dim=0)).clamp(min=1)
    return f"mAP {precision.mean():.3f} F1@.5 {f1.mean():.3f}"


def _groups(net: ReaderNet, recipe: Recipe) -> list[dict[str, Any]]:
    layers = len(net.body.blocks)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("body.blocks."):
            depth = layers - 1 - int(name.split(".")[2])
            rate = recipe.rate * recipe.layer_decay**depth
        elif name.startswith("body."):
            rate = recipe.rate * recipe.layer_decay**layers
        else:
            rate = recipe.head_rate
        decay = recipe.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return [{"params": own, "lr": rate, "peak": rate, "weight_decay": decay} for (rate, decay), own in groups.items()]


def _set_rate(optimiser: torch.optim.Optimizer, warm: float, done: float) -> None:
    factor = warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
    for group in optimiser.param_groups:
        group["lr"] = group["peak"] * factor


def _average(mean: ReaderNet, net: ReaderNet, decay: float) -> None:
    with torch.no_grad():
        for kept, new in zip(mean.parameters(), net.parameters(), strict=True):
            if new.requires_grad:
                kept.lerp_(new, 1 - decay)
