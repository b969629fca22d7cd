"""`testigo read` with the language model: reports are kept first, then it reads what is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from testigo.cli.errors import BadCommand
from testigo.cli.model_reading import read_with_model

if TYPE_CHECKING:
    from testigo.casebook import Casebook, Progress
    from testigo.cli.read_output import Output
    from testigo.cli.read_progress import Telling
    from testigo.reading.pool import PooledReader
    from testigo.reports.intake import IntakeOptions


def casebook_for_a_model(path: Path | None, *, no_store: bool) -> Path:
    """Return the casebook that a model reads for; None for the one in this folder.

    Raises:
        BadCommand: if there is none, so that no decision can let text go to a model.
    """
    from testigo.casebook import DEFAULT_PATH

    if no_store:
        raise BadCommand("--no-store holds no decision that lets text go to a model; leave it out")
    path = path or DEFAULT_PATH
    if not path.exists():
        raise BadCommand(
            f"there is no casebook at {path}, so no decision lets text go to a model; "
            "`testigo model set ADDRESS MODEL` makes one"
        )
    return path


class ModelRun:
    """One run. `make` makes the built-in reader where both read, None where the model reads alone.

    Programs get each report once, when all is done with it.
    """

    def __init__(
        self,
        sources: list[str],
        options: IntakeOptions,
        output: Output,
        telling: Telling,
        make: Callable[[], AbstractContextManager[PooledReader]] | None,
        *,
        yes: bool,
        quiet: bool,
    ) -> None:
        self._sources = sources
        self._options = options
        self._output = output
        self._telling = telling
        self._make = make
        self._yes = yes
        self._quiet = quiet

    def through(self, path: Path, *, read_all: bool) -> int:
        """Read through the casebook at `path`; returns how many reports could not be read.

        Without `read_all`, the model is not sent what the built-in reader passed over.
        """
        from testigo.casebook import Casebook
        from testigo.reading.llm.model import ModelFault

        with Casebook.open(path) as opened:
            opened.language_model.check()
            reports, failed = self._take_in(opened)
            wanted = [id_ for id_ in reports if read_all or not is_passed_over(opened, id_)]
            try:
                failed += self._ask(opened, wanted)
            except ModelFault:
                self._write_all(opened, reports)
                raise
            self._write_all(opened, reports)
            return failed

    def _ask(self, casebook: Casebook, reports: list[str]) -> int:
        from testigo.cli.read_output import write
        from testigo.cli.read_progress import Telling

        followed = self._output.is_followed
        telling = Telling(sys.stderr, quiet=self._quiet, is_followed=followed)

        def on_progress(progress: Progress) -> None:
            telling.met(progress)
            if not self._output.is_for_programs:
                write(self._output, progress, casebook)

        summary = read_with_model(
            casebook, reports, telling, on_progress, yes=self._yes, quiet=self._quiet
        )
        return 0 if summary is None else summary.failed

    def _take_in(self, casebook: Casebook) -> tuple[list[str], int]:
        """Keep the reports, read by the built-in reader if both read; returns them and failures."""
        from testigo.casebook import ERASED
        from testigo.cli.read_output import write

        reports: dict[str, None] = {}

        def on_progress(progress: Progress) -> None:
            self._telling.met(progress)
            if progress.captured is not None and progress.why != ERASED:
                reports[progress.captured.report.id] = None
            if not self._output.is_for_programs:
                write(self._output, progress, casebook)

        self._options.stated()
        if self._make is None:
            summary = casebook.keep(self._sources, self._options, on_progress)
        else:
            with self._make() as reader:
                summary = casebook.read(self._sources, self._options, reader, on_progress)
        self._telling.finished(summary, casebook.path)
        return list(reports), summary.failed

    def _write_all(self, casebook: Casebook, reports: Iterable[str]) -> None:
        """Write for programs every report as the casebook now has it."""
        from testigo.casebook import Progress, ReadSummary
        from testigo.cli.read_output import write

        for id_ in reports if self._output.is_for_programs else ():
            item = casebook.as_captured(id_)
            address = item.capture.address or item.capture.how
            write(
                self._output, Progress("skipped", address, ReadSummary(), captured=item), casebook
            )


def is_passed_over(casebook: Casebook, report: str) -> bool:
    """Tell whether the built-in reader put a report aside at first look."""
    return any(coverage.passed_over for coverage in casebook.coverage(report))
