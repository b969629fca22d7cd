"""Export a trained reader as the folder that the package reads: `src/testigo/languages/model`.

    python -m training.reader.export READER ENCODER OUT [--name NAME --version VERSION]
        [--full FILE] [--packed FILE --pages FILE --scorer FILE]

Writes into OUT: `words.onnx` (embedded pieces, features and limits of the pieces of one window ->
word vectors; matrices in eight bits, one scale a column: `training.reader.graph`), `heads.npz`
(half precision), `embeddings.npz` (those of ENCODER, in four bits), `tokenizer.json` (that beside
ENCODER) and `model.toml` (names of the word features, thresholds, the SHA-256 of each file). FILE
takes the words part in full precision (no part of the model). With the last three options prints
the figures of the words parts on the same reports.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime  # type: ignore[import-untyped]
import torch
from torch import Tensor
from training.reader.batch import Batch, Packed
from training.reader.decode import candidates, head_arrays
from training.reader.evaluate import figures
from training.reader.figures import short
from training.reader.graph import Sizes, words_graph
from training.reader.model import ReaderNet
from training.reader.page import read_pages
from training.reader.saving import feature_names_of, load_reader
from training.scorer import load_scorer

from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.merging import THRESHOLD
from testigo.reading.learned.weights import ABOUT, EMBEDDINGS, FILES, HEADS, TOKENIZER, WORDS
from testigo.reading.learned.words import INPUTS


def save_words(net: ReaderNet, path: Path, small: bool) -> None:
    """Write the words part as ONNX, in full precision or with matrices in eight bits."""
    weights = {name: value.float().numpy() for name, value in net.state_dict().items()}
    shape, settings = net.encoder.shape, net.settings
    sizes = Sizes(settings.layers, settings.mix_from, shape.heads, shape.epsilon)
    onnx.save(words_graph(weights, sizes, small), str(path))


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
    for name in ("full", "packed", "pages", "scorer"):
        parser.add_argument(f"--{name}", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    net = load_reader(options.reader, options.encoder)
    options.out.mkdir(parents=True, exist_ok=True)
    parts = {"int8": options.out / WORDS}
    save_words(net, parts["int8"], small=True)
    if options.full:
        parts["full"] = options.full
        save_words(net, options.full, small=False)
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
    for name, path in parts.items():
        one = onnx_net(net, path)
        summary = figures(scorer, pages, candidates(one, packed, pages))
        print(f"{name} {one.seconds:.1f} s {short(summary)}")


if __name__ == "__main__":
    main()
