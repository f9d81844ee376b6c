"""The Transformer in PyTorch, laid out as CTranslate2 computes it.

Pre-norm blocks with ReLU, fused query-key-value projections, sinusoids as concat(sin, cos) from
position 1, embeddings times √dim, one embedding matrix for source, target and output.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from training.config import Model

PAD = -1
"""Filler of token arrays; its embedding is never used, its loss never counted."""
ALIGNMENT_HEAD = 0
"""The head of the last decoder layer's cross-attention that word alignments supervise: CTranslate2
reports the mean of the first `alignment_heads` heads, here one."""


def sinusoids(positions: int, dim: int) -> Tensor:
    """Position encodings, one row a position; row 0 is position 1."""
    half = dim // 2
    scale = torch.exp(torch.arange(half) * (-math.log(10000.0) / (half - 1)))
    angle = torch.arange(1, positions + 1)[:, None] * scale[None, :]
    return torch.cat([angle.sin(), angle.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention after its own layer norm; the residual is added by the caller."""

    def __init__(self, dim: int, heads: int, *, cross: bool) -> None:
        super().__init__()
        self.heads, self.cross = heads, cross
        self.norm = nn.LayerNorm(dim)
        if cross:
            self.query, self.keys = nn.Linear(dim, dim), nn.Linear(dim, 2 * dim)
        else:
            self.fused = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def _project(self, states: Tensor, memory: Tensor | None) -> tuple[Tensor, ...]:
        normed = self.norm(states)
        if self.cross:
            parts = (self.query(normed), *self.keys(memory).chunk(2, dim=-1))
        else:
            parts = self.fused(normed).chunk(3, dim=-1)
        return tuple(part.unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in parts)

    def forward(self, states: Tensor, memory: Tensor | None, mask: Tensor | None) -> Tensor:
        """Attend by `mask` (added to the scores), or causally without one."""
        query, key, value = self._project(states, memory)
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask, is_causal=mask is None
        )
        return self.out(mixed.transpose(1, 2).flatten(2))

    def supervised(self, states: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The same, and the log of the supervised head's attention (batch, target, source)."""
        query, key, value = self._project(states, memory)
        scores = query @ key.transpose(-1, -2) / math.sqrt(query.size(-1)) + mask
        mixed = scores.softmax(-1) @ value
        return self.out(mixed.transpose(1, 2).flatten(2)), scores[:, ALIGNMENT_HEAD].log_softmax(-1)


class FeedForward(nn.Module):
    """Layer norm and two projections with ReLU between."""

    def __init__(self, dim: int, ffn: int) -> None:
        super().__init__()
        self.norm, self.up, self.down = nn.LayerNorm(dim), nn.Linear(dim, ffn), nn.Linear(ffn, dim)

    def forward(self, states: Tensor) -> Tensor:
        """What the block adds to the residual."""
        return self.down(functional.relu(self.up(self.norm(states))))


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward."""

    def __init__(self, shape: Model, dropout: float) -> None:
        super().__init__()
        self.attention = Attention(shape.dim, shape.heads, cross=False)
        self.ffn = FeedForward(shape.dim, shape.ffn)
        self.drop = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """The states after the layer."""
        states = states + self.drop(self.attention(states, None, mask))
        return states + self.drop(self.ffn(states))


class DecoderLayer(nn.Module):
    """Self-attention, cross-attention and feed-forward."""

    def __init__(self, shape: Model, dropout: float, *, supervised: bool) -> None:
        super().__init__()
        self.attention = Attention(shape.dim, shape.heads, cross=False)
        self.cross = Attention(shape.dim, shape.heads, cross=True)
        self.ffn = FeedForward(shape.dim, shape.ffn)
        self.drop, self.is_supervised = nn.Dropout(dropout), supervised

    def forward(self, states: Tensor, memory: Tensor, mask: Tensor) -> tuple[Tensor, Tensor | None]:
        """The states after the layer and, if it is supervised, its log-attention."""
        states = states + self.drop(self.attention(states, None, None))
        attention = None
        if self.is_supervised:
            mixed, attention = self.cross.supervised(states, memory, mask)
        else:
            mixed = self.cross(states, memory, mask)
        states = states + self.drop(mixed)
        return states + self.drop(self.ffn(states)), attention


class Transformer(nn.Module):
    """Encoder and decoder; `forward` gives decoder states and the supervised head's attention."""

    def __init__(self, shape: Model, vocabulary: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape, self.drop = shape, nn.Dropout(dropout)
        self.embedding = nn.Embedding(vocabulary, shape.dim)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.encoder = nn.ModuleList(
            EncoderLayer(shape, dropout) for _ in range(shape.encoder_layers)
        )
        last = shape.decoder_layers - 1
        self.decoder = nn.ModuleList(
            DecoderLayer(shape, dropout, supervised=layer == last) for layer in range(last + 1)
        )
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(shape.dim), nn.LayerNorm(shape.dim)
        self.register_buffer("encodings", sinusoids(shape.positions, shape.dim), persistent=False)
        self._initialise()

    def _initialise(self) -> None:
        nn.init.normal_(self.embedding.weight, std=self.shape.dim**-0.5)
        for name, weight in self.named_parameters():
            if weight.dim() > 1 and not name.startswith("embedding"):
                nn.init.xavier_uniform_(weight)

    def embed(self, tokens: Tensor) -> Tensor:
        """Embedded tokens with their positions."""
        states = self.embedding(tokens.clamp_min(0)) * math.sqrt(self.shape.dim)
        return self.drop(states + self.encodings[: tokens.size(1)])

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Encoder states and the mask of `source` that is added to attention scores."""
        states = self.embed(source)
        mask = torch.zeros(source.shape, dtype=states.dtype, device=source.device)
        mask = mask.masked_fill(source == PAD, float("-inf"))[:, None, None, :]
        for layer in self.encoder:
            states = layer(states, mask)
        return self.encoder_norm(states), mask

    def forward(self, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Decoder states for `target` (which starts with the start token) and log-attention."""
        memory, mask = self.encode(source)
        states = self.embed(target)
        for layer in self.decoder:
            states, attention = layer(states, memory, mask)
        return self.decoder_norm(states), attention

    def translation_loss(self, states: Tensor, wanted: Tensor, smoothing: float) -> Tensor:
        """Mean cross-entropy of the wanted pieces, `PAD` left out, given decoder states."""
        logits = functional.linear(states, self.embedding.weight, self.bias)
        return functional.cross_entropy(
            logits.flatten(0, 1), wanted.flatten(), ignore_index=PAD, label_smoothing=smoothing
        )

    def fuse(self) -> None:
        """Let PyTorch compile the layers, once for all of a kind, and the loss."""
        for layer in [*self.encoder, *self.decoder]:
            layer.compile(dynamic=True)
        self.translation_loss = torch.compile(self.translation_loss, dynamic=True)  # type: ignore[method-assign]
