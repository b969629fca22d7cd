"""The encoder: BERT layers of multilingual-e5-small, built from the pruned four-bit file.

Embeddings (pieces, positions and their normalisation) are never trained: they stay the four-bit
ones of the source, so that a trained reader only has to keep its layers and heads.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn
from training.encoder.four_bit import BLOCK, Floats, Shape, dequantise

DROPOUT = 0.1


class Layer(nn.Module):
    """One post-normalised transformer layer."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.hidden, 3 * shape.hidden)
        self.out = nn.Linear(shape.hidden, shape.hidden)
        self.attention_norm = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.inner = nn.Linear(shape.hidden, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.hidden)
        self.output_norm = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return `[b, p, hidden]`; `mask` `[b, 1, 1, p]` is True where a piece may be seen."""
        b, p, hidden = x.shape
        qkv = self.qkv(x).view(b, p, 3, self.heads, hidden // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(b, p, hidden)
        x = self.attention_norm(x + self.dropout(self.out(seen)))
        inner = functional.gelu(self.inner(x))
        out: Tensor = self.output_norm(x + self.dropout(self.outer(inner)))
        return out


class Encoder(nn.Module):
    """Embeddings and the first `layers` layers."""

    def __init__(self, shape: Shape, layers: int) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.pieces, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(layers))
        for module in (self.pieces, self.positions, self.norm):
            for parameter in module.parameters():
                parameter.requires_grad = False

    def embed(self, pieces: Tensor) -> Tensor:
        """Return `[b, p, hidden]`, the normalised embeddings of piece numbers `[b, p]`."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        out: Tensor = self.norm(self.pieces(pieces) + self.positions(places)[None])
        return out


def load_encoder(path: Path, layers: int) -> Encoder:
    """Build the encoder from `encoder.npz` of `training.encoder.prune`.

    Raises:
        SystemExit: if the file holds fewer layers.
    """
    with np.load(path) as file:
        shape = Shape(**json.loads(str(file["shape"])))
        arrays = {name: file[name] for name in file.files if name != "shape"}
    if layers > shape.layers:
        raise SystemExit(f"{path} holds {shape.layers} layers, {layers} were asked for")
    encoder = Encoder(shape, layers)
    weights: dict[str, Floats] = {}
    for name, array in arrays.items():
        sort, key = name.split(":")
        weights[key] = dequantise(_blocks(array)) if sort == "matrix" else array
    _fill(encoder.pieces.weight, weights["emb.word"])
    _fill(encoder.positions.weight, weights["emb.pos"] + weights["emb.type"][0])
    _fill(encoder.norm.weight, weights["emb.ln.w"])
    _fill(encoder.norm.bias, weights["emb.ln.b"])
    for number, layer in enumerate(encoder.layers):
        assert isinstance(layer, Layer)
        _fill_layer(layer, weights, f"l{number}")
    return encoder


def _fill_layer(layer: Layer, weights: dict[str, Floats], name: str) -> None:
    for end, sort in (("w", "weight"), ("b", "bias")):
        qkv = np.concatenate([weights[f"{name}.{part}.{end}"] for part in "qkv"])
        _fill(getattr(layer.qkv, sort), qkv)
        _fill(getattr(layer.out, sort), weights[f"{name}.ao.{end}"])
        _fill(getattr(layer.inner, sort), weights[f"{name}.fi.{end}"])
        _fill(getattr(layer.outer, sort), weights[f"{name}.fo.{end}"])
        _fill(getattr(layer.attention_norm, sort), weights[f"{name}.aln.{end}"])
        _fill(getattr(layer.output_norm, sort), weights[f"{name}.oln.{end}"])


def _fill(parameter: Tensor, values: Floats) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))


def _blocks(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array).view(BLOCK).reshape(array.shape[:2])
