"""`testigo read`: reports in, what they say out, and the casebook in between."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.errors import BadCommand
from testigo.cli.model_reading import Readers
from testigo.cli.read_by_model import ModelRun, casebook_for_a_model

if TYPE_CHECKING:
    from types import FrameType

    from testigo.casebook import Casebook, Progress, ReadSummary
    from testigo.cli.read_output import Output
    from testigo.cli.read_progress import Telling
    from testigo.reading.pool import PooledReader
    from testigo.reading.protocol import Reader
    from testigo.reports.intake import IntakeOptions

INTERRUPTED = 130
"""Exit code of a run that the person stopped, by the custom of shells (128 + SIGINT)."""
TERMINATED = 143
"""Exit code of a run that the machine stopped (128 + SIGTERM): it shuts down, or time is up."""


class Format(StrEnum):
    """How what was read is printed."""

    text = "text"
    jsonl = "jsonl"
    flat = "flat"


def read(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCES",
            help="Files, folders, archives (WARC, mbox, JSONL), URLs, or - for standard input.",
            show_default=False,
        ),
    ],
    casebook: Annotated[
        Path | None,
        typer.Option(
            "--casebook",
            metavar="PATH",
            help="Where the record is kept; made if it is not there. Without it, testigo.db here.",
            show_default=False,
        ),
    ] = None,
    no_store: Annotated[
        bool, typer.Option("--no-store", help="Read and print; keep nothing.")
    ] = False,
    published: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="When the reports were published: 2022-12-16, 2022-12, or with a time of day.",
        ),
    ] = None,
    outlet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who published the reports.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Their language: en, es, es-PE.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OURS=THEIRS",
            help="Under which key of a JSONL archive a key of ours stands: --map text=body. "
            "Repeat for more.",
            show_default=False,
        ),
    ] = None,
    confidential: Annotated[
        bool,
        typer.Option("--confidential", help="Take the reports in as confidential."),
    ] = False,
    read_all: Annotated[
        bool,
        typer.Option(
            "--read-all",
            help="Read in full also what the first look passes over: sport, weather, recipes.",
        ),
    ] = False,
    readers: Annotated[
        Readers,
        typer.Option(
            "--reader",
            help="Who reads: the built-in reader, the language model of `testigo model`, or both.",
        ),
    ] = Readers.builtin,
    yes: Annotated[
        bool, typer.Option("--yes", help="Send to the language model without being asked.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Read with N processes; without it one for each core, as memory allows.",
            show_default=False,
        ),
    ] = None,
    override_robots: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help="Fetch a URL that robots.txt refuses; the reason is recorded with it.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="NAME",
            help="Who captures the reports; without it the name of `testigo config name`.",
        ),
    ] = None,
    format_: Annotated[
        Format,
        typer.Option(
            "--format",
            help="text for people; jsonl: full statements with spans, one a line; "
            "flat: values without spans, one statement a line.",
        ),
    ] = Format.text,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write one file a report there: NAME.jsonl, or NAME.pred.jsonl for flat.",
        ),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", help="Leave out record and summary; say only what could not be read."
        ),
    ] = False,
) -> None:
    """Read reports and keep what they say.

    Outlet, date and language come from these options, from a NAME.meta.json beside the file, or
    from the report itself. What is in the casebook already is skipped, so a run that was cut
    short is finished by running it again. The exit code is 2 if anything could not be read; the
    rest is read all the same.

    Examples:

    \b
      testigo read reports/ --casebook peru.db
      testigo read story.html --outlet "La Gaceta" --published 2022-12-16
      pdftotext bulletin.pdf - | testigo read - --no-store
      testigo read archive.jsonl --map text=body --format jsonl > statements.jsonl
      testigo read reports/ --reader both
    """
    from testigo.cli.read_output import output_for
    from testigo.cli.read_progress import Telling

    if out is not None and format_ is Format.text:
        raise BadCommand("--out writes files for programs: add --format flat or --format jsonl")
    options = _intake_options(
        published, outlet, language, mapping or [], confidential, override_robots, by
    )
    output = output_for(format_.value, out, quiet=quiet, reader=readers.only)
    telling = Telling(sys.stderr, quiet=quiet, is_followed=output.is_followed)
    with stopping(telling, keeps=not no_store):
        if readers is Readers.builtin:
            with built_in_reader(read_all, jobs) as reader:
                done = _read(sources, options, output, telling, casebook, no_store, reader)
            telling.finished(*done)
            failed = done[0].failed
        else:
            taken = casebook_for_a_model(casebook, no_store=no_store)
            make = partial(built_in_reader, read_all, jobs) if readers is Readers.both else None
            run = ModelRun(sources, options, output, telling, make, yes=yes, quiet=quiet)
            failed = run.through(taken, read_all=read_all)
    if failed:
        raise typer.Exit(2)


@contextmanager
def stopping(telling: Telling, *, keeps: bool) -> Iterator[None]:
    """End in good order when the person or the machine stops the run."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    except KeyboardInterrupt as stop:
        telling.interrupted(keeps=keeps)
        raise typer.Exit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


class Terminated(KeyboardInterrupt):
    """The machine asks the process to end; ended like a run that a person stops."""


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def _read(
    sources: list[str],
    options: IntakeOptions,
    output: Output,
    telling: Telling,
    path: Path | None,
    no_store: bool,
    reader: Reader,
) -> tuple[ReadSummary, Path | None]:
    """Read through a casebook, or aside from any; return the summary and where it is kept."""
    from testigo.casebook import DEFAULT_PATH, Casebook, read_only
    from testigo.cli.read_output import write

    def on_progress(progress: Progress, casebook: Casebook | None = None) -> None:
        telling.met(progress)
        write(output, progress, casebook)

    if no_store:
        return read_only(sources, options, reader, on_progress), None
    options.stated()  # A broken option must not leave an empty casebook behind.
    with Casebook.create(path or DEFAULT_PATH) as opened:
        keeping = partial(on_progress, casebook=opened)
        return opened.read(sources, options, reader, keeping), opened.path


def built_in_reader(read_all: bool, jobs: int | None) -> PooledReader:
    """Return the built-in reader over so many processes; None for as many as suit the machine."""
    from testigo.reading.builtin.reader import BuiltinReader
    from testigo.reading.pool import PooledReader, available_jobs

    return PooledReader(partial(BuiltinReader, first_look=not read_all), jobs or available_jobs())


def _intake_options(
    published: str | None,
    outlet: str | None,
    language: str | None,
    mapping: list[str],
    confidential: bool,
    override_robots: str | None,
    by: str | None,
) -> IntakeOptions:
    from testigo.cli.config import name_or_stored
    from testigo.reports.intake import IntakeOptions

    return IntakeOptions(
        published=published,
        outlet=outlet,
        language=language,
        mapping=_mapping(mapping),
        confidential=confidential,
        by=name_or_stored(by),
        override_robots=override_robots,
    )


def _mapping(pairs: list[str]) -> dict[str, str]:
    """Read `OURS=THEIRS` pairs.

    Raises:
        BadCommand: if one has another form, or is a key that testigo does not read.
    """
    from testigo.reports.json_lines import KEYS

    found: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (equals and ours and theirs):
            raise BadCommand(f"--map {pair!r} is no OURS=THEIRS: write --map text=body")
        if ours not in KEYS:
            raise BadCommand(f"--map: {ours!r} is no key of ours; they are {', '.join(KEYS)}")
        found[ours] = theirs
    return found
