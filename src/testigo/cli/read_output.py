"""Where `testigo read` puts what it read: a terminal for people, lines or files for programs."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from testigo.casebook import Casebook, Progress
from testigo.cli.errors import CannotWriteOutput
from testigo.cli.terminal import close_output, console, print_paragraphs
from testigo.exports.flat import flat_statements
from testigo.record.canonical import canonical_json
from testigo.record.reading import Found
from testigo.reports.intake import Captured

_ENDINGS = {"jsonl": ".jsonl", "flat": ".pred.jsonl"}
_UNFIT = re.compile(r"[^\w.-]+")


class Output(Protocol):
    """Takes one progress after the other; `casebook` is None for `--no-store`.

    `is_followed` tells whether a person sees the record appear, and needs no other progress;
    `is_for_programs` whether each report is written once, when all readers are done with it.
    """

    @property
    def is_followed(self) -> bool: ...  # noqa: D102
    @property
    def is_for_programs(self) -> bool: ...  # noqa: D102

    def write(self, progress: Progress, casebook: Casebook | None) -> None: ...  # noqa: D102


def output_for(form: str, folder: Path | None, *, quiet: bool, reader: str | None = None) -> Output:
    """Return the output of that form: `text`, `jsonl` or `flat`.

    `reader` is the name of the one whose statements are printed of known reports, None for all.

    Raises:
        CannotWriteOutput: if `folder` cannot be made.
    """
    if form == "text":
        return Silence() if quiet else ForPeople()
    return Lines(form, reader) if folder is None else Files(form, folder, reader)


def write(output: Output, progress: Progress, casebook: Casebook | None) -> None:
    """Write what became of a report; whoever looked on may have seen enough (`| head`).

    Raises:
        BrokenPipeError: where nothing is kept; else what is asked is to keep the rest too.
    """
    try:
        output.write(progress, casebook)
    except BrokenPipeError:
        if casebook is None:
            raise
        close_output()


class Silence:
    """Prints nothing."""

    is_followed = False
    is_for_programs = False

    def write(self, progress: Progress, casebook: Casebook | None) -> None:
        """Do nothing."""


class ForPeople:
    """Prints the record of each report newly read."""

    is_for_programs = False

    def __init__(self) -> None:
        self._console = console()
        self.is_followed = self._console.is_terminal

    def write(self, progress: Progress, casebook: Casebook | None) -> None:
        """Print the record of a report; nothing of what was not read."""
        from testigo.cli.record_view import report_view

        captured, reading, metadata = progress.captured, progress.reading, progress.metadata
        if captured is not None and reading is not None and metadata is not None:
            view = report_view(
                reading,
                metadata,
                progress.address,
                confidentiality=captured.report.confidentiality,
                notes=captured.notes,
            )
            print_paragraphs(self._console, view)
            sys.stdout.flush()


class Lines:
    """Prints one JSON object a statement, of known reports too."""

    is_followed = False
    is_for_programs = True

    def __init__(self, form: str, reader: str | None) -> None:
        self._form = form
        self._reader = reader

    def write(self, progress: Progress, casebook: Casebook | None) -> None:
        """Print the statements of a report."""
        if progress.captured is not None:
            for line in lines_of(self._form, progress, casebook, self._reader):
                print(line)
            sys.stdout.flush()


class Files:
    """Writes one file a report, of known reports too; only their owner may read them."""

    is_followed = False
    is_for_programs = True

    def __init__(self, form: str, folder: Path, reader: str | None) -> None:
        self._form = form
        self._reader = reader
        self._folder = folder
        self._taken: dict[str, str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise CannotWriteOutput(folder, fault.strerror or "refused") from None

    def write(self, progress: Progress, casebook: Casebook | None) -> None:
        """Write the file of a report.

        Raises:
            CannotWriteOutput: if it cannot be written.
        """
        if progress.captured is None:
            return
        path = self._folder / (self._name(progress.captured) + _ENDINGS[self._form])
        found = lines_of(self._form, progress, casebook, self._reader)
        lines = [line + "\n" for line in found]
        try:
            # A list of people harmed is for its owner until a person decides otherwise.
            handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.writelines(lines)
        except OSError as fault:
            raise CannotWriteOutput(path, fault.strerror or "refused") from None

    def _name(self, captured: Captured) -> str:
        """Return the name of a report's file; two reports never get the same one."""
        name, id_ = file_name(captured), captured.report.id
        if self._taken.setdefault(name, id_) != id_:
            name = f"{name}-{id_[:12]}"
        return name


def file_name(captured: Captured) -> str:
    """Return NAME for the file of a report.

    NAME.txt gives NAME, line 7 of an archive ARCHIVE-line-7; a page from the web its host and the
    beginning of the report's id, for an address may hold a person's name.
    """
    container, capture = captured.report.container, captured.capture
    address = capture.address or "-"
    if capture.how == "stdin" and container is None:
        return "stdin"
    if "://" in address:
        return _UNFIT.sub("-", f"{urlsplit(address).hostname}-{captured.report.id[:12]}")
    place = container.place if container else ""
    path = address.removesuffix(f", {place}")
    stem = _stem(Path(path).name) if path != "-" else "stdin"
    return stem if path == address else f"{stem}-{_UNFIT.sub('-', place)}"


def _stem(name: str) -> str:
    name = name.removesuffix(".gz")
    return name.rsplit(".", 1)[0] if "." in name[1:] else name


def lines_of(
    form: str, progress: Progress, casebook: Casebook | None, reader: str | None = None
) -> Iterator[str]:
    """Yield the lines of one report, as just read or, if it was known, as the casebook keeps it.

    `reader` names the one whose statements a known report has there; None for all.
    """
    assert progress.captured is not None
    report_id = progress.captured.report.id
    if progress.reading is not None:
        found: Iterable[Found] = progress.reading.found
        language = progress.reading.coverage.language
    else:
        assert casebook is not None  # only a casebook knows reports
        found = [
            kept.found
            for kept in casebook.statements(report=report_id)
            if reader is None or any(one.reader.name == reader for one in kept.findings)
        ]
        language = next((c.language for c in casebook.coverage(report_id)), "und")
    if form == "flat":
        for row in flat_statements((one.statement for one in found), language):
            yield json.dumps(row, ensure_ascii=False)
        return
    report = {"report": report_id, "address": progress.address}
    for one in found:
        yield canonical_json(one.to_json() | report).decode("utf-8", "surrogatepass")
