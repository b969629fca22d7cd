"""What a person hands in to the pages: dropped files, pasted text, addresses, as pieces to read.

Dropped bytes lie in a folder that only this user may enter (mode 0700) until they are read. A file
is called by the name it had, without folders and without characters that could mislead whoever
reads a list of names.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from testigo.record.errors import TestigoError
from testigo.reports.intake import Named, opened, pasted
from testigo.reports.metadata import meta_file_of
from testigo.reports.obtained import PASTED, Refused

LONGEST_NAME = 150
"""Bytes of a file name that are kept: file systems take 255, and `.meta.json` must fit behind."""
_MISLEADING = frozenset('<>:"|?*')
"""Characters that no file name has on Windows, where they also name drives and streams."""
_META = ".meta.json"
ALONE = "it stands beside a report; drop both together"
"""Why a NAME.meta.json that came without its report is not read."""
_PREFIX = "testigo-inbox-"


class CannotSetAside(TestigoError):
    """The bytes that were dropped cannot be written where they wait to be read."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"what was dropped cannot be set aside ({why}); free some space and drop it again"
        )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a form sends it: the name it had, as its sender gives it, and its bytes."""

    name: str
    stream: BinaryIO


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to read. `address` is what people call it.

    `opens` gives the source when its turn has come; `path` is where its bytes were set aside, None
    for what has none. With `report_id` it is a report of the casebook, to be read again; by the
    language model if `by_model`.
    """

    address: str
    opens: Callable[[], Named] | None = None
    path: Path | None = None
    report_id: str | None = None
    by_model: bool = False

    def take_out(self) -> Named:
        """Return the source to read."""
        return self.address if self.opens is None else self.opens()

    def let_go(self) -> None:
        """Remove the bytes that were set aside."""
        if self.path is not None:
            shutil.rmtree(self.path.parent, ignore_errors=True)


class PrivateFolder:
    """A temporary folder of this process that nobody else may enter; made when it is needed."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    def path(self) -> Path | None:
        """Where it is; None as long as it is not needed."""
        return None if self._folder is None else Path(self._folder.name)

    def set_aside(self, uploads: Iterable[Upload]) -> list[Piece]:
        """Write dropped files down, as pieces to read; a NAME.meta.json goes beside its report.

        Raises:
            CannotSetAside: if they cannot be written; nothing of them is left then.
        """
        named = [(safe_name(upload.name), upload) for upload in uploads]
        metas = {name: upload for name, upload in named if name.endswith(_META)}
        pieces: list[Piece] = []
        try:
            for name, upload in named:
                if name in metas and _is_beside(name, named):
                    continue
                pieces.append(self._piece(name, upload, metas))
        except OSError as fault:
            for piece in pieces:
                piece.let_go()
            raise CannotSetAside(fault.strerror or type(fault).__name__) from None
        return pieces

    def remove(self) -> None:
        """Remove it with all that is in it."""
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    def _piece(self, name: str, upload: Upload, metas: dict[str, Upload]) -> Piece:
        if self._folder is None:
            self._folder = _private_folder()
        # A folder for each: two files may have one name.
        path = Path(tempfile.mkdtemp(dir=self._folder.name)) / name
        _write(path, upload)
        meta = metas.get(meta_file_of(path).name)
        if name.endswith(_META):
            return Piece(name, lambda: Refused(name, ALONE), path)
        if meta is not None:
            _write(meta_file_of(path), meta)
        return Piece(name, lambda: opened(path, name), path)


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """Make the folder, after removing what a process that was killed has left of its own."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_left_behind(left):
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")


def _is_left_behind(folder: Path) -> bool:
    """Whether a folder is ours, and the process that made it is gone."""
    number = folder.name.removeprefix(_PREFIX).partition("-")[0]
    try:
        known = folder.lstat()
        if folder.is_symlink() or not number.isdecimal() or os.name != "posix":
            return False
        if known.st_uid != os.getuid():
            return False
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _write(path: Path, upload: Upload) -> None:
    upload.stream.seek(0)
    with path.open("xb") as file:
        shutil.copyfileobj(upload.stream, file, 1 << 20)


def _is_beside(meta: str, named: Sequence[tuple[str, Upload]]) -> bool:
    """Whether one of the files is the report that a meta file stands beside."""
    return any(meta_file_of(Path(name)).name == meta for name, _ in named if name != meta)


def safe_name(given: str) -> str:
    """Return a file name without folders and without characters that could mislead.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\\\news\\\\a\u202etxt.exe"), safe_name("..")
    ('passwd', 'atxt.exe', 'file')
    """
    last = given.replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        "_" if c in _MISLEADING else c
        for c in unicodedata.normalize("NFC", last)
        if unicodedata.category(c)[0] != "C"
    )
    kept = kept.strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending) > 12:
        stem, ending = kept, ""
    room = LONGEST_NAME - len(f"{dot}{ending}".encode()) if ending else LONGEST_NAME
    stem = stem.encode()[:room].decode(errors="ignore")
    return f"{stem}.{ending}" if ending else stem or "file"


def from_text(text: str, title: str = "") -> Piece:
    """Return pasted text as a piece. Line ends are those of the box: a form sends them as CRLF."""
    written = text.replace("\r\n", "\n")
    return Piece(title or PASTED, lambda: pasted(written, title or None))


def from_addresses(lines: str) -> list[Piece]:
    """Return a piece for each line that is not blank; an address without a scheme is https.

    Never a file of this machine: what is no http(s) address is refused when its turn comes.
    """
    addresses = [line.strip() for line in lines.splitlines() if line.strip()]
    return [Piece(a if "://" in a else f"https://{a}") for a in addresses]
