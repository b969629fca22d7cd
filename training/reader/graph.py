"""The words part of a trained net as an ONNX graph, built by hand: every product is chosen.

Inputs, for one window: embedded pieces `[p, hidden]`, features of the words `[n, F]`, first and
last piece of each word `[n]`. Output: word vectors `[n, h]`.

The begin and the end piece are kept apart from the others. They are where the layers put what
belongs nowhere, with values up to thirty times as large as those of any word; one scale for all
would leave the words four of their eight bits. Apart, all matrices can be multiplied in eight bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from testigo.reading.learned.words import INPUTS

Floats = NDArray[np.float32]
_OPSET, _IR = 20, 10
_CONTRIB = "com.microsoft"
_LARGEST = 63
"""Weights take seven of eight bits: processors without VNNI add products in sixteen bits, which
overflow on more."""
_WORD_EPSILON = 1e-5
_FAR = 1 << 40


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the weights do not tell."""

    layers: int
    mix_from: int
    heads: int
    epsilon: float


@dataclass(slots=True)
class _Graph:
    """Nodes and constants so far. Names of values are numbers."""

    weights: Mapping[str, Floats]
    small: bool
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant unless one of its name is there."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def axis(self, *values: int) -> str:
        """Return a constant of whole numbers: axes, limits or a shape."""
        return self.constant(f"axis {values}", np.array(values, np.int64))

    def add(self, op: str, *inputs: str, outputs: int = 1, **attributes: object) -> list[str]:
        """Add a node and return its outputs."""
        names = [f"{len(self.nodes)}.{place}" for place in range(outputs)]
        own = _CONTRIB if op in ("DynamicQuantizeMatMul", "MultiHeadAttention") else ""
        self.nodes.append(helper.make_node(op, inputs, names, names[0], domain=own, **attributes))
        return names

    def one(self, op: str, *inputs: str, **attributes: object) -> str:
        """Add a node and return its one output."""
        return self.add(op, *inputs, **attributes)[0]

    def cut(self, x: str, first: int, last: int) -> str:
        """Return rows `[first, last)` of `x`."""
        return self.one("Slice", x, self.axis(first), self.axis(last), self.axis(0))

    def norm(self, x: str, name: str, epsilon: float) -> str:
        """Normalise rows."""
        scale = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        shift = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.one("LayerNormalization", x, scale, shift, axis=-1, epsilon=epsilon)

    def full(self, x: str, name: str) -> str:
        """Multiply rows by a matrix in full, and add its bias where it has one."""
        product = self.one(
            "MatMul", x, self.constant(f"{name}.t", self.weights[f"{name}.weight"].T)
        )
        if f"{name}.bias" not in self.weights:
            return product
        return self.one("Add", product, self.constant(f"{name}.b", self.weights[f"{name}.bias"]))

    def linear(self, x: str, name: str) -> str:
        """Multiply rows by a matrix, in eight bits if the graph is to be small."""
        if not self.small:
            return self.full(x, name)
        weight = self.weights[f"{name}.weight"]
        scales = np.abs(weight).max(1) / _LARGEST
        scales[scales == 0] = 1
        values = np.rint(weight / scales[:, None]).astype(np.int8).T
        constants = (
            self.constant(f"{name}.small", values),
            self.constant(f"{name}.scale", scales.astype(np.float32)),
            self.constant(f"{name}.zero", np.zeros(len(scales), np.int8)),
            self.constant(f"{name}.b", self.weights[f"{name}.bias"]),
        )
        return self.one("DynamicQuantizeMatMul", x, *constants)


def words_graph(weights: Mapping[str, Floats], sizes: Sizes, small: bool) -> onnx.ModelProto:
    """Return the graph, with matrices in eight bits if it is to be `small`."""
    graph = _Graph(weights, small)
    share = _shares(graph)
    by_word = graph.full("features", "features_in")
    features = graph.one("MatMul", graph.one("Transpose", share, perm=[1, 0]), by_word)
    x = graph.one("Add", INPUTS[0], features)
    # The begin and the end piece first, then those of words: embeddings tell their order.
    ends = graph.one("Concat", graph.cut(x, 0, 1), graph.cut(x, -1, _FAR), axis=0)
    mixed = _layers(graph, [ends, graph.cut(x, 1, -1)], sizes)
    inner = graph.one("Slice", share, graph.axis(1), graph.axis(-1), graph.axis(1))
    vectors = _word_vectors(graph, inner, mixed)
    graph.nodes.append(helper.make_node("Identity", [vectors], ["vectors"]))
    return _model(graph)


def _model(graph: _Graph) -> onnx.ModelProto:
    hidden, features = graph.weights["features_in.weight"].shape
    types = (TensorProto.FLOAT, TensorProto.FLOAT, TensorProto.INT64, TensorProto.INT64)
    shapes = (["p", hidden], ["n", features], ["n"], ["n"])
    width = len(graph.weights["down.bias"])
    whole = helper.make_graph(
        graph.nodes,
        "words",
        [helper.make_tensor_value_info(*one) for one in zip(INPUTS, types, shapes, strict=True)],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", width])],
        list(graph.constants.values()),
    )
    sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
    return helper.make_model(whole, opset_imports=sets, ir_version=_IR)


def _shares(graph: _Graph) -> str:
    """Return `[n, p]`: 1 where a piece belongs to a word."""
    count = graph.one("Gather", graph.one("Shape", "embedded"), graph.constant("zero", np.array(0)))
    place = graph.one("Range", "zero", count, graph.constant("one", np.array(1)))
    first = graph.one("Unsqueeze", "first_piece", graph.axis(1))
    last = graph.one("Unsqueeze", "last_piece", graph.axis(1))
    after = graph.one("GreaterOrEqual", place, first)
    inside = graph.one("And", after, graph.one("LessOrEqual", place, last))
    return graph.one("Cast", inside, to=TensorProto.FLOAT)


def _layers(graph: _Graph, parts: list[str], sizes: Sizes) -> str:
    """Return the mixture of the upper layers over the pieces of words."""
    mix = np.exp(graph.weights["mix"] - graph.weights["mix"].max())
    mixed = ""
    for number in range(sizes.layers):
        parts = _layer(graph, parts, f"encoder.layers.{number}", sizes)
        if number >= sizes.mix_from:
            share = np.array(mix[number - sizes.mix_from] / mix.sum(), np.float32)
            one = graph.one("Mul", parts[1], graph.constant(f"mix {number}", share))
            mixed = graph.one("Add", mixed, one) if mixed else one
    return mixed


def _layer(graph: _Graph, parts: list[str], name: str, sizes: Sizes) -> list[str]:
    """Return the output of a layer, the two end pieces and the others apart."""
    whole = graph.one("Concat", *(graph.linear(x, f"{name}.qkv") for x in parts), axis=0)
    qkv = graph.add("Split", whole, outputs=3, axis=-1, num_outputs=3)
    batch = [graph.one("Unsqueeze", one, graph.axis(0)) for one in qkv]
    looked = graph.one("MultiHeadAttention", *batch, num_heads=sizes.heads)
    seen = graph.one("Squeeze", looked, graph.axis(0))
    out = []
    for x, part in zip(parts, (graph.cut(seen, 0, 2), graph.cut(seen, 2, _FAR)), strict=True):
        drawn = graph.one("Add", x, graph.linear(part, f"{name}.out"))
        middle = graph.norm(drawn, f"{name}.attention_norm", sizes.epsilon)
        inner = graph.one("Gelu", graph.linear(middle, f"{name}.inner"))
        outer = graph.one("Add", middle, graph.linear(inner, f"{name}.outer"))
        out.append(graph.norm(outer, f"{name}.output_norm", sizes.epsilon))
    return out


def _word_vectors(graph: _Graph, share: str, mixed: str) -> str:
    """Return the vectors of words from the mean of their pieces, their features, and neighbours."""
    count = graph.one("ReduceSum", share, graph.axis(1), keepdims=1)
    least = graph.one("Max", count, graph.constant("one piece", np.array(1, np.float32)))
    mean = graph.one("MatMul", graph.one("Div", share, least), mixed)
    down = graph.one("Add", graph.full(mean, "down"), graph.full("features", "features_out"))
    vectors = graph.norm(down, "word_norm", _WORD_EPSILON)
    near = graph.one("Gelu", _neighbours(graph, vectors))
    return graph.norm(graph.one("Add", vectors, near), "near_norm", _WORD_EPSILON)


def _neighbours(graph: _Graph, vectors: str) -> str:
    """Return what each word draws from its neighbours; after the last stands an empty one."""
    weights = graph.weights
    empty = weights["down.bias"] - weights["down.bias"].mean()
    empty = empty / np.sqrt((empty * empty).mean() + _WORD_EPSILON)
    empty = empty * weights["word_norm.weight"] + weights["word_norm.bias"]
    whole = graph.one("Concat", vectors, graph.constant("empty", empty[None]), axis=0)
    turned = graph.one("Unsqueeze", graph.one("Transpose", whole, perm=[1, 0]), graph.axis(0))
    kernel = graph.constant("neighbours.weight", weights["neighbours.weight"])
    bias = graph.constant("neighbours.bias", weights["neighbours.bias"])
    near = graph.one("Conv", turned, kernel, bias, pads=[1, 1])
    back = graph.one("Transpose", graph.one("Squeeze", near, graph.axis(0)), perm=[1, 0])
    return graph.cut(back, 0, -1)
