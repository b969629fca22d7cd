"""A model that is missing, broken or altered is refused by the name of its file."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pytest

from testigo.reading.learned.errors import AlteredModel, NoModel
from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.reader import LearnedReader
from testigo.reading.learned.weights import ABOUT, FILES, Embeddings, load_model

TOKENIZER = (
    b'{"model": {"vocab": [["<s>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]]}, '
    b'"added_tokens": [{"content": "<s>"}, {"content": "</s>"}], "normalizer": null}'
)


def arrays(**values: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **values)
    return file.getvalue()


def embeddings(pieces: int = 3) -> dict[str, np.ndarray]:
    """Two blocks a piece; a scale of 1 and halves of 9 stand for weights of 1."""
    blocks = np.full((pieces, 2, 18), 0x99, np.uint8)
    blocks[..., :2] = np.frombuffer(np.float16(1).tobytes(), np.uint8)
    return {
        "shape": np.array(json.dumps({"epsilon": 1e-12})),
        "matrix:emb.word": blocks,
        "vector:emb.pos": np.tile(np.arange(64, dtype=np.float32), (4, 1)),
        "vector:emb.type": np.zeros((2, 64), np.float32),
        "vector:emb.ln.w": np.full(64, 2, np.float32),
        "vector:emb.ln.b": np.full(64, 0.5, np.float32),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model whose files are whole, though its words part is no net."""
    content = {
        "words.onnx": b"no net",
        "embeddings.npz": arrays(**embeddings()),
        "heads.npz": arrays(published=np.zeros(4, np.float16)),
        "tokenizer.json": TOKENIZER,
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    about(tmp_path)
    return tmp_path


def about(folder: Path, extra: str = "") -> None:
    """Write `model.toml` for the files as they are now."""
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    lines = ['name = "tiny"', 'version = "1"', 'features = ["harm"]', extra]
    lines += ["[settings]", "evidence = true", "[thresholds]", *(f"{k} = 0.4" for k in KINDS)]
    lines += ["[sha256]", *(f'"{name}" = "{value}"' for name, value in hashes.items())]
    (folder / ABOUT).write_text("\n".join(lines), encoding="utf-8")


def test_a_whole_model_is_loaded(folder: Path) -> None:
    model = load_model(folder)

    assert (model.about.name, model.about.version) == ("tiny", "1")
    assert model.about.features == ("harm",)
    assert model.about.thresholds["toll"] == 0.4
    assert model.heads["published"].dtype == np.float32


def test_without_a_model_the_reader_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="install a released wheel"):
        LearnedReader.load(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_an_altered_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes((folder / name).read_bytes() + b"x")

    with pytest.raises(AlteredModel, match=f"{name} cannot be used: its SHA-256") as caught:
        load_model(folder)
    assert caught.value.file == name


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(AlteredModel, match=f"{name} cannot be used: it is missing"):
        load_model(folder)


@pytest.mark.parametrize(
    "text",
    ["name = ", 'name = "tiny"', 'name = "tiny"\nversion = "1"\nfeatures = 3', "\x00"],
    ids=["broken", "short", "wrong type", "no text"],
)
def test_a_broken_account_is_named(folder: Path, text: str) -> None:
    (folder / ABOUT).write_text(text, encoding="utf-8")

    with pytest.raises(AlteredModel, match=r"model\.toml cannot be used"):
        load_model(folder)


@pytest.mark.parametrize("name", ["embeddings.npz", "heads.npz"])
def test_arrays_that_are_none_are_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"PK no archive")
    about(folder)

    with pytest.raises(AlteredModel, match=f"{name} cannot be used"):
        load_model(folder)


def test_embeddings_without_pieces_are_named(folder: Path) -> None:
    (folder / "embeddings.npz").write_bytes(arrays(shape=np.array("{}")))
    about(folder)

    with pytest.raises(AlteredModel, match=r"embeddings\.npz cannot be used"):
        load_model(folder)


def test_a_tokenizer_of_another_sort_is_named(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"model": {"type": "BPE"}}', encoding="utf-8")
    about(folder)

    with pytest.raises(AlteredModel, match=r"tokenizer\.json cannot be used: it is of no Unigram"):
        LearnedReader.load(folder)


def test_a_words_part_that_is_no_net_is_named(folder: Path) -> None:
    with pytest.raises(AlteredModel, match=r"words\.onnx cannot be used"):
        LearnedReader.load(folder)


def test_pieces_are_made_whole_and_normalised() -> None:
    found = Embeddings(embeddings()).of([2, 0])

    # One and its place, 0 to 63: of mean zero and variance one, times two, plus one half.
    values = np.arange(64.0)
    expected = (values - values.mean()) / values.std() * 2 + 0.5
    assert found.shape == (2, 64)
    assert found == pytest.approx(np.stack([expected, expected]), abs=1e-5)


def test_halves_of_a_block_are_its_first_and_last_weights() -> None:
    stored = embeddings(1)
    stored["matrix:emb.word"][0, 0, 2:] = 0xA7  # low 7: -1, high 10: 2
    stored["vector:emb.pos"] *= 0
    found = Embeddings(stored).of([0])[0]

    assert found[:16] == pytest.approx(found[0])
    assert found[16:32] == pytest.approx(found[16])
    assert found[0] < found[32] < found[16]
