"""Cut multilingual-e5-small to the word pieces of English and Spanish and to its first layers.

    python -m training.encoder.prune SOURCES CORPORA OUT [LAYERS]

SOURCES holds what `training.encoder.sources` fetched, CORPORA the annotated reports, treebanks and
name corpora. Writes into OUT: `tokenizer.json` (the Unigram list filtered; the tokenizer then cuts
words anew by itself), `pieces.json` (the numbers of the pieces kept) and `encoder.npz` (the
matrices of the kept pieces and layers, still in four bits, the rest in full).

Kept are: the special pieces, every piece seen in the texts, single characters, and the likeliest
Latin pieces up to `MOST`. Reports whose licence is unsettled (`es_u`) and `gmb` are not counted.
"""

from __future__ import annotations

import collections
import gzip
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from training.encoder.four_bit import read_four_bit
from training.encoder.sources import TOKENIZER, WEIGHTS, fetch
from training.unsettled import UNSETTLED

MOST = 42_000
LAYERS = 8
SPECIAL = 4
_LATIN = re.compile(r"[▁A-Za-zÀ-ÿ0-9.,;:!?¿¡'\"()\[\]«»“”‘’–—\-/%$€£&@#*+=°ºª…]+")
_LOWEST_SCORE = -12.5
_BATCH = 2000


def texts(corpora: Path) -> Iterator[str]:
    """Yield lines of text of the annotated reports, the treebanks and the name corpora."""
    for path in sorted(corpora.glob("*/e[ns]/*.txt")):
        if not path.name.startswith(UNSETTLED):
            yield from path.read_text(encoding="utf-8").splitlines()
    for path in sorted(corpora.glob("ud/*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from (line[9:].strip() for line in file if line.startswith("# text = "))
    for path in sorted(corpora.glob("ner/*.jsonl.gz")):
        if not path.name.startswith(UNSETTLED):
            with gzip.open(path, "rt", encoding="utf-8") as file:
                yield from (" ".join(json.loads(line)["tokens"]) for line in file)


def count_pieces(tokenizer: Tokenizer, lines: Iterator[str]) -> collections.Counter[int]:
    """Count the pieces of all lines."""
    counts: collections.Counter[int] = collections.Counter()
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            _count(tokenizer, batch, counts)
            batch = []
    _count(tokenizer, batch, counts)
    return counts


def _count(tokenizer: Tokenizer, batch: list[str], counts: collections.Counter[int]) -> None:
    for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
        counts.update(encoding.ids)


def kept_pieces(vocabulary: list[tuple[str, float]], seen: set[int]) -> list[int]:
    """Return the numbers of the pieces to keep, in order."""
    kept = set(range(SPECIAL)) | seen
    kept |= {
        i for i, (piece, _) in enumerate(vocabulary) if len(piece) == 1 and ord(piece) < 0x2100
    }
    for index, (piece, score) in enumerate(vocabulary):
        if len(kept) >= MOST:
            break
        if index >= SPECIAL and score > _LOWEST_SCORE and _LATIN.fullmatch(piece):
            kept.add(index)
    return sorted(kept)


def prune_tokenizer(source: Path, kept: list[int]) -> dict[str, object]:
    """Return the tokenizer's description with only the pieces kept."""
    description: dict[str, object] = json.loads(source.read_text(encoding="utf-8"))
    model = description["model"]
    added = description["added_tokens"]
    assert isinstance(model, dict)
    assert isinstance(added, list)
    new = {old: index for index, old in enumerate(kept)}
    model["vocab"] = [model["vocab"][index] for index in kept]
    model["unk_id"] = new[model["unk_id"]]
    description["added_tokens"] = [{**a, "id": new[a["id"]]} for a in added if a["id"] in new]
    description["truncation"] = description["padding"] = None
    return description


def main() -> None:
    """Write the pruned encoder."""
    if len(sys.argv) not in (4, 5):
        raise SystemExit(__doc__)
    sources, corpora, out = (Path(argument) for argument in sys.argv[1:4])
    layers = int(sys.argv[4]) if len(sys.argv) == 5 else LAYERS
    out.mkdir(parents=True, exist_ok=True)
    tokenizer_file = fetch(TOKENIZER, sources)
    file = read_four_bit(fetch(WEIGHTS, sources))
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    counts = count_pieces(tokenizer, texts(corpora))
    model = json.loads(tokenizer_file.read_text(encoding="utf-8"))["model"]
    kept = kept_pieces([(piece, score) for piece, score in model["vocab"]], set(counts))
    description = prune_tokenizer(tokenizer_file, kept)
    (out / "tokenizer.json").write_text(json.dumps(description, ensure_ascii=False), "utf-8")
    (out / "pieces.json").write_text(json.dumps(kept), "utf-8")
    shape = {**asdict(file.shape), "layers": layers, "pieces": len(kept)}
    arrays: dict[str, np.ndarray] = {f"matrix:{n}": b for n, b in file.matrices.items()}
    arrays |= {f"vector:{name}": values for name, values in file.vectors.items()}
    arrays = {k: v for k, v in arrays.items() if _is_kept(k.split(":")[1], layers)}
    arrays["matrix:emb.word"] = file.matrices["emb.word"][kept]
    raw = {"shape": np.array(json.dumps(shape)), **{k: _raw(v) for k, v in arrays.items()}}
    np.savez(out / "encoder.npz", **raw)  # type: ignore[arg-type]
    print(f"{sum(counts.values()):,} pieces seen, {len(counts):,} kinds, {len(kept):,} kept")


def _is_kept(name: str, layers: int) -> bool:
    head = name.split(".")[0]
    return head == "emb" or int(head[1:]) < layers


def _raw(array: np.ndarray) -> np.ndarray:
    """Return blocks as plain bytes `[rows, n, 18]`, since archives of arrays take no records."""
    if array.dtype.names is None:
        return array
    return np.ascontiguousarray(array).view(np.uint8).reshape(*array.shape, -1)


if __name__ == "__main__":
    main()
