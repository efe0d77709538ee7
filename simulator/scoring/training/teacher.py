"""The teacher: a larger encoder that learns the same task, and whose judgement the small net then learns from.

MPNet (Song et al. 2020) as in all-mpnet-base-v2; distillation after Hinton et al. 2015. It never ships.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from simulator.scoring.encoding import CLS, MASK, PAD, SEP
from simulator.scoring.training.model import Block, ReaderNet, Shape, shifted

SHAPE = Shape(vocabulary=30527, positions=514, width=768, inner=3072, heads=12, layers=12, norm=1e-5)
_SHIFT = 4
"""Its vocabulary is that of BERT behind four ids of its own."""
_CLS, _PAD, _SEP, _MASK = 0, 1, 2, 30526
_FIRST_PLACE = 2
_BUCKETS, _FARTHEST = 32, 128


class MpnetBody(nn.Module):
    """The encoder; takes the small net's ids and types."""

    def __init__(self, shape: Shape = SHAPE) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.types = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.norm)
        self.relative = nn.Embedding(_BUCKETS, shape.heads)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        nn.init.zeros_(self.types.weight)

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """ids, types: (batch, tokens) int64. Gives (batch, tokens, width)."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.words(_own(ids)) + self.positions(place + _FIRST_PLACE) + self.types(types))
        near = self.relative(_bucket(place[None, :] - place[:, None])).permute(2, 0, 1)[None]
        bias = near + (ids == PAD)[:, None, None, :].to(x.dtype) * -1e4
        for block in self.blocks:
            x = block(x, bias)
        return x

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of an MPNet checkpoint in safetensors; segment types begin at nothing."""
        found = load_file(str(path))
        state = {
            "words.weight": found["embeddings.word_embeddings.weight"],
            "positions.weight": found["embeddings.position_embeddings.weight"],
            "types.weight": self.types.weight.data,
            "relative.weight": found["encoder.relative_attention_bias.weight"],
        }
        parts = {"norm": "embeddings.LayerNorm"}
        for i in range(len(self.blocks)):
            layer = f"encoder.layer.{i}"
            for kind in ("weight", "bias"):
                state[f"blocks.{i}.qkv.{kind}"] = torch.cat(
                    [found[f"{layer}.attention.attn.{n}.{kind}"] for n in "qkv"]
                )
            parts |= {
                f"blocks.{i}.out": f"{layer}.attention.attn.o",
                f"blocks.{i}.norm1": f"{layer}.attention.LayerNorm",
                f"blocks.{i}.up": f"{layer}.intermediate.dense",
                f"blocks.{i}.down": f"{layer}.output.dense",
                f"blocks.{i}.norm2": f"{layer}.output.LayerNorm",
            }
        self.load_state_dict(state | shifted(parts, found))


def teacher_net(codes: int) -> ReaderNet:
    """The teacher with the heads of the small net."""
    return ReaderNet(codes, MpnetBody(), SHAPE.width)


def _own(ids: Tensor) -> Tensor:
    own = ids + _SHIFT
    for theirs, mine in ((CLS, _CLS), (SEP, _SEP), (PAD, _PAD), (MASK, _MASK)):
        own = torch.where(ids == theirs, mine, own)
    return own


def _bucket(distance: Tensor) -> Tensor:
    """Relative position buckets of T5: exact when near, logarithmic farther off, one half for each direction."""
    half = _BUCKETS // 2
    exact = half // 2
    before = (distance > 0).long() * half
    far = distance.abs()
    growth = torch.log(far.float().clamp(min=1) / exact) / math.log(_FARTHEST / exact) * (half - exact)
    return before + torch.where(far < exact, far, (exact + growth.long()).clamp(max=half - 1))
