"""The network: a small BERT encoder with turn-level and token-level heads.

Encoder after Devlin et al. 2019 (six layers of 384 in the MiniLM of Wang et al. 2020); turn-level head after the
label-wise attention of Mullenbach et al. 2018, here guided by the token-level head, which learns the quotes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from simulator.scoring.encoding import CLS, PAD, SEP


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder; the defaults are those of all-MiniLM-L6-v2."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    inner: int = 1536
    heads: int = 12
    layers: int = 6
    dropout: float = 0.1


class FeatureDropout(nn.Module):
    """Dropout of whole features: one mask for all tokens of a turn, which costs next to nothing on a CPU."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """x: (batch, tokens, width)."""
        if not self.training or not self.rate:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= self.rate
        return x * kept.to(x.dtype) / (1 - self.rate)


class Block(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = FeatureDropout(shape.dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x: (batch, tokens, width); bias: (batch, 1, 1, tokens), 0 or very negative for padding."""
        batch, tokens, width = x.shape
        q, k, v = (
            part.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)
            for part in self.qkv(x).split(width, dim=-1)
        )
        weights = q @ k.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias
        mixed = weights.softmax(dim=-1) @ v
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(batch, tokens, width))))
        out: Tensor = self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return out


class Body(nn.Module):
    """The encoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.types = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = FeatureDropout(shape.dropout)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """ids, types: (batch, tokens) int64. Gives (batch, tokens, width)."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.positions(place) + self.types(types)))
        bias = (ids == PAD)[:, None, None, :].to(self.norm.weight.dtype) * -1e4
        for block in self.blocks:
            x = block(x, bias)
        out: Tensor = x
        return out

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a BERT checkpoint in safetensors; KeyError or RuntimeError if it is another net."""
        found = load_file(str(path))
        state = {
            "words.weight": found["embeddings.word_embeddings.weight"],
            "positions.weight": found["embeddings.position_embeddings.weight"],
            "types.weight": found["embeddings.token_type_embeddings.weight"],
        }
        parts = {"norm": "embeddings.LayerNorm"}
        for i in range(len(self.blocks)):
            layer = f"encoder.layer.{i}"
            names = (f"{layer}.attention.self.{name}" for name in ("query", "key", "value"))
            q, k, v = names
            for kind in ("weight", "bias"):
                state[f"blocks.{i}.qkv.{kind}"] = torch.cat([found[f"{name}.{kind}"] for name in (q, k, v)])
            parts |= {
                f"blocks.{i}.out": f"{layer}.attention.output.dense",
                f"blocks.{i}.norm1": f"{layer}.attention.output.LayerNorm",
                f"blocks.{i}.up": f"{layer}.intermediate.dense",
                f"blocks.{i}.down": f"{layer}.output.dense",
                f"blocks.{i}.norm2": f"{layer}.output.LayerNorm",
            }
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                state[f"{ours}.{kind}"] = found[f"{theirs}.{kind}"]
        self.load_state_dict(state)


class ReaderNet(nn.Module):
    """Body and heads. Outputs logits, turn-level (batch, codes) and token-level (batch, tokens, codes)."""

    def __init__(self, codes: int, shape: Shape | None = None, head_dropout: float = 0.2) -> None:
        super().__init__()
        shape = shape or Shape()
        width = shape.width
        self.body = Body(shape)
        self.drop = FeatureDropout(head_dropout)
        self.token = nn.Linear(width, codes)
        self.query = nn.Linear(width, codes)
        self.value = nn.Linear(width, width)
        self.label = nn.Parameter(torch.empty(codes, width))
        self.whole = nn.Linear(width, codes)
        self.lean = nn.Parameter(torch.full((codes,), 0.3))
        nn.init.normal_(self.label, std=0.02)
        for linear in (self.token, self.whole):
            nn.init.normal_(linear.weight, std=0.02)
            nn.init.constant_(linear.bias, -2.0)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """ids, types: (batch, tokens) int64, padded with 0 at the end."""
        hidden = self.drop(self.body(ids, types))
        outside = (types != 0) | (ids == CLS) | (ids == SEP) | (ids == PAD)
        token = self.token(hidden)
        pull = (self.query(hidden) + token).masked_fill(outside[..., None], -1e4)
        weights = pull.softmax(dim=1).transpose(1, 2)
        pooled = weights @ torch.tanh(self.value(hidden))
        evidence = (weights.transpose(1, 2) * token).sum(dim=1)
        turn = (pooled * self.label).sum(dim=-1) + self.whole(hidden[:, 0]) + self.lean * evidence
        return turn, token


class Together(nn.Module):
    """Several nets as one: the mean of what they say."""

    def __init__(self, nets: Sequence[ReaderNet]) -> None:
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        """As `ReaderNet.forward`."""
        said = [net(ids, types) for net in self.nets]
        turn, token = (torch.stack([one[i].float() for one in said]).mean(dim=0) for i in (0, 1))
        return turn, token
