"""Export a trained reader as the folder that the package reads: `src/testigo/languages/model`.

    python -m training.reader.export READER ENCODER OUT [--name NAME --version VERSION]
        [--packed FILE --pages FILE --scorer FILE]

Writes into OUT: `words.onnx` (embedded pieces, features and limits of the pieces of one window ->
word vectors; matrices in eight bits, one scale a column), `heads.npz` (half precision),
`embeddings.npz` (those of ENCODER, in four bits), `tokenizer.json` (beside ENCODER) and
`model.toml` (names of the word features, thresholds, the SHA-256 of each file). The words part in
full precision is left beside OUT, as `OUT-full.onnx`. With the last three options prints the sizes
and the figures of ONNX in full and in eight bits on the same reports.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import torch
import torch.nn.functional as functional
from onnxruntime.quantization import (  # type: ignore[import-untyped]
    QuantType,
    quantize_dynamic,
)
from torch import Tensor, nn
from training.reader.batch import Batch, Packed
from training.reader.decode import candidates, head_arrays
from training.reader.encoder import Layer
from training.reader.evaluate import figures, load_scorer, short
from training.reader.model import ReaderNet
from training.reader.page import read_pages
from training.reader.saving import feature_names_of, load_reader

from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.merging import THRESHOLD
from testigo.reading.learned.weights import ABOUT, EMBEDDINGS, FILES, HEADS, TOKENIZER, WORDS
from testigo.reading.learned.words import INPUTS

_OPSET = 18
_OUTER = re.compile(r"\.outer\.weight")


class Words(nn.Module):
    """The part of the net that is run as ONNX: one window, without batch axis or dropout."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, embedded: Tensor, features: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Return word vectors `[n, h]` for pieces `[p, hidden]` and features `[n, f]`."""
        net, place = self.net, torch.arange(embedded.shape[0])
        inside = (place[None] >= first[:, None]) & (place[None] <= last[:, None])
        share = inside.to(embedded.dtype)
        x = embedded + share.T @ net.features_in(features)
        mixture = torch.softmax(net.mix, 0)
        mixed = torch.zeros_like(x)
        for number, layer in enumerate(net.encoder.layers):
            assert isinstance(layer, Layer)
            x = _layer(layer, x)
            if number >= net.settings.mix_from:
                mixed = mixed + mixture[number - net.settings.mix_from] * x
        mean = share / share.sum(-1, keepdim=True).clamp(min=1)
        vectors = net.word_norm(net.down(mean @ mixed) + net.features_out(features))
        near = net.near(vectors[None])[0]
        out: Tensor = net.near_norm(vectors + functional.gelu(near))
        return out


def _layer(layer: Layer, x: Tensor) -> Tensor:
    """Return a layer's output, written in plain products that every runtime knows."""
    hidden = x.shape[-1]
    q, k, v = (
        part.view(-1, layer.heads, hidden // layer.heads).transpose(0, 1)
        for part in layer.qkv(x).split(hidden, -1)
    )
    looks = torch.softmax(q @ k.transpose(1, 2) * (hidden // layer.heads) ** -0.5, -1)
    seen = (looks @ v).transpose(0, 1).reshape(-1, hidden)
    x = layer.attention_norm(x + layer.out(seen))
    out: Tensor = layer.output_norm(x + layer.outer(functional.gelu(layer.inner(x))))
    return out


def export_words(net: ReaderNet, path: Path) -> None:
    """Write the words part as ONNX in full precision."""
    hidden, features = net.encoder.shape.hidden, net.features_in.in_features
    # First and last must differ: one tensor given twice is exported as one input.
    first = torch.arange(1, 21)
    example = (torch.randn(30, hidden), torch.zeros(20, features), first, first + 1)
    pieces, words = torch.export.Dim("pieces", min=4, max=512), torch.export.Dim("words", min=2)
    axes = ({0: pieces}, {0: words}, {0: words}, {0: words})
    torch.onnx.export(
        Words(net).eval(),
        example,
        str(path),
        input_names=list(INPUTS),
        output_names=["vectors"],
        dynamic_shapes=axes,
        opset_version=_OPSET,
        dynamo=True,
        external_data=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write matrices in eight bits, one scale a column.

    The outer matrices of the layers are only stored so and multiplied in full: what comes into them
    has outliers that eight bits lose (0.009 of F1 on development reports). Weights take seven of
    the eight bits, since older processors overflow on more.
    """
    model = onnx.load(str(source))
    outer = {n.name for n in model.graph.node if any(_OUTER.search(i) for i in n.input)}
    # A product with bias is cut in two before it is quantised: the product then has this name.
    left = [name for node in outer for name in (node, f"{node}_MatMul")]
    quantize_dynamic(
        str(source),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm"],
        nodes_to_exclude=left,
        extra_options={"MatMulConstBOnly": True},
    )
    model = onnx.load(str(target))
    for weights in [w for w in model.graph.initializer if _OUTER.search(w.name)]:
        _store_small(model, weights)
    onnx.save(model, str(target))


def _store_small(model: onnx.ModelProto, weights: onnx.TensorProto) -> None:
    """Keep a matrix in eight bits, made whole again where it is used."""
    graph, name = model.graph, weights.name
    values = onnx.numpy_helper.to_array(weights)
    scales = np.abs(values).max(1) / 127
    small = np.rint(values / scales[:, None]).astype(np.int8)
    graph.initializer.remove(weights)
    graph.initializer.append(onnx.numpy_helper.from_array(small, f"{name}.small"))
    scale = scales.astype(np.float32)
    graph.initializer.append(onnx.numpy_helper.from_array(scale, f"{name}.scale"))
    inputs = [f"{name}.small", f"{name}.scale"]
    graph.node.insert(0, onnx.helper.make_node("DequantizeLinear", inputs, [name], axis=0))


def save_heads(net: ReaderNet, path: Path) -> None:
    """Write what follows the word vectors, in half precision."""
    arrays = {name: array.astype(np.float16) for name, array in head_arrays(net).items()}
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]


def save_embeddings(encoder: Path, path: Path) -> None:
    """Write the embeddings alone: pieces in four bits, the rest as it is."""
    with np.load(encoder) as file:
        kept = {name: file[name] for name in file.files if name == "shape" or ":emb." in name}
    np.savez_compressed(path, **kept)


def save_about(out: Path, name: str, version: str, features: list[str], evidence: bool) -> None:
    """Write `model.toml` for the files that lie in `out` already."""
    lines = [f"name = {json.dumps(name)}", f"version = {json.dumps(version)}"]
    lines += ["features = [", *(f"    {json.dumps(one, ensure_ascii=False)}," for one in features)]
    lines += ["]", "", "[settings]", f"evidence = {json.dumps(evidence)}", "", "[thresholds]"]
    lines += [f"{kind} = {THRESHOLD}" for kind in KINDS]
    lines += ["", "[sha256]"]
    for file in FILES:
        digest = hashlib.sha256((out / file).read_bytes()).hexdigest()
        lines.append(f'"{file}" = "{digest}"')
    (out / ABOUT).write_text("\n".join(lines) + "\n", encoding="utf-8")


class OnnxWords(ReaderNet):
    """A net whose word vectors come from ONNX Runtime, for counting what the export loses."""

    session: onnxruntime.InferenceSession
    seconds: float = 0.0

    def words(self, batch: Batch) -> Tensor:
        """Return word vectors `[b, n, h]`, window by window."""
        with torch.inference_mode():
            embedded = self.encoder.embed(batch.pieces)
        out = torch.zeros(*batch.word.shape, self.down.out_features)
        for b in range(len(batch.pieces)):
            p, n = int(batch.piece_mask[b].sum()), int(batch.word_mask[b].sum())
            values = (
                embedded[b, :p],
                batch.features[b, :n],
                batch.first_piece[b, :n],
                batch.last_piece[b, :n],
            )
            feed = {name: v.numpy() for name, v in zip(INPUTS, values, strict=True)}
            begun = time.perf_counter()
            out[b, :n] = torch.from_numpy(self.session.run(None, feed)[0])
            self.seconds += time.perf_counter() - begun
        return out


def onnx_net(net: ReaderNet, path: Path) -> OnnxWords:
    """Return a net with the heads of `net` and the words of an ONNX file, on one thread."""
    other = OnnxWords(net.encoder, net.features_in.in_features, net.settings)
    other.load_state_dict(net.state_dict())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    other.session = onnxruntime.InferenceSession(str(path), options)
    return other.eval()


def main() -> None:
    """Export, and count where reports are given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    for name in ("reader", "encoder", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--name", default="testigo-reader")
    parser.add_argument("--version", default="1")
    for name in ("packed", "pages", "scorer"):
        parser.add_argument(f"--{name}", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    net = load_reader(options.reader, options.encoder)
    options.out.mkdir(parents=True, exist_ok=True)
    full, small = options.out.with_name(f"{options.out.name}-full.onnx"), options.out / WORDS
    if not full.is_file():
        export_words(net, full)
    quantise(full, small)
    save_heads(net, options.out / HEADS)
    save_embeddings(options.encoder, options.out / EMBEDDINGS)
    shutil.copyfile(options.encoder.with_name(TOKENIZER), options.out / TOKENIZER)
    features, evidence = feature_names_of(options.reader), net.settings.evidence
    save_about(options.out, options.name, options.version, features, evidence)
    for path in sorted(options.out.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    if options.packed is None:
        return
    packed, scorer = Packed(options.packed, torch.device("cpu")), load_scorer(options.scorer)
    pages = read_pages(options.pages)
    for name, one in (("full", onnx_net(net, full)), ("int8", onnx_net(net, small))):
        summary = figures(scorer, pages, candidates(one, packed, pages))
        print(f"{name} {one.seconds:.1f} s {short(summary)}")


if __name__ == "__main__":
    main()
