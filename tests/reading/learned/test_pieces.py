"""Texts are cut into the likeliest pieces, and every piece knows where it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.reading.learned.errors import AlteredModel
from testigo.reading.learned.pieces import Pieces, read_pieces
from testigo.reading.learned.reader import available
from testigo.reading.learned.weights import TOKENIZER, model_folder

VOCABULARY = [
    *(("<s>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -4.0)),
    *(("▁rain", -5.0), ("▁ra", -4.0), ("in", -3.0), ("s", -2.0), ("i", -6.0), ("n", -6.0)),
]
PIECES = Pieces(VOCABULARY, ("<s>", "</s>", "<unk>"), b"")
NAMES = [piece for piece, _ in VOCABULARY]

CASES = [
    ("rain", ["▁rain"]),
    ("rains", ["▁rain", "s"]),
    ("rains rain", ["▁rain", "s", "▁rain"]),
    ("  rain \n\n rain\n", ["▁rain", "▁rain"]),
    ("s", ["▁", "s"]),
    ("rainxyzs", ["▁rain", "<unk>", "s"]),
    ("xyz rain", ["▁", "<unk>", "▁rain"]),
    ("<s>", ["▁", "<unk>", "s", "<unk>"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[repr(text) for text, _ in CASES])
def test_the_likeliest_segmentation_is_taken(text: str, expected: list[str]) -> None:
    assert [NAMES[number] for number in PIECES.encode(text).ids] == expected


def test_two_pieces_are_taken_where_they_are_likelier_than_one() -> None:
    cheaper = [(p, -1.0 if p in ("▁ra", "in") else s) for p, s in VOCABULARY]
    pieces = Pieces(cheaper, ("<s>", "</s>", "<unk>"), b"")

    assert [NAMES[number] for number in pieces.encode("rain").ids] == ["▁ra", "in"]


def test_offsets_point_into_the_text() -> None:
    text = "rains  xyz\nrain"
    found = PIECES.encode(text)

    quoted = [text[start:end] for start, end in found.offsets]
    assert quoted == ["rain", "s", "", "xyz", "rain"]


@given(st.text("rains xyz\n", max_size=40))
def test_pieces_lie_in_order_and_leave_only_spaces_out(text: str) -> None:
    offsets = PIECES.encode(text).offsets
    inked = [(start, end) for start, end in offsets if end > start]

    assert offsets == sorted(offsets)
    covered = {place for start, end in inked for place in range(start, end)}
    assert {place for place, c in enumerate(text) if c not in " \n"} <= covered


def test_a_piece_that_is_not_there_is_named() -> None:
    with pytest.raises(AlteredModel, match="no piece <pad>"):
        PIECES.special("<pad>")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"model": {"vocab": {"a": 0}}}', json.dumps({"model": {"vocab": [[1]]}})],
)
def test_another_sort_of_file_is_refused(content: str) -> None:
    with pytest.raises(AlteredModel, match="no Unigram model"):
        read_pieces(content)


needs_weights = pytest.mark.skipif(
    not available(), reason="this tree holds no weights of the learned reader"
)


@pytest.fixture(scope="module")
def real() -> Pieces:
    return read_pieces((model_folder() / TOKENIZER).read_text(encoding="utf-8"))


@needs_weights
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("informo\u0301", "informó"),  # accents that stand apart, as PDFs give them
        ("an\u0303os", "años"),
        ("\ufb01scal", "fiscal"),
        ("rain\u00a0fell", "rain fell"),
        ("rain…", "rain..."),
        ("２０ mineros", "20 mineros"),
        ("rain\tfell", "rain fell"),
    ],
)
def test_forms_of_one_writing_have_the_same_pieces(real: Pieces, one: str, other: str) -> None:
    assert real.encode(one).ids == real.encode(other).ids


@needs_weights
def test_offsets_survive_characters_that_become_several_or_none(real: Pieces) -> None:
    text = "El 1½ % de los an\u0303os… 👍🏽 llovió\u200b."
    found = real.encode(text)

    assert found.offsets == sorted(found.offsets)
    assert all(0 <= start <= end <= len(text) for start, end in found.offsets)
    assert text[found.offsets[-1][0] : found.offsets[-1][1]] == "."
