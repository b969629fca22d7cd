"""Two readers against what people decided, on a terminal and as rows for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from rich.table import Table
from rich.text import Text

from testigo.cli.errors import BadCommand
from testigo.cli.evaluation_view import COLUMNS as SCORE_COLUMNS
from testigo.cli.evaluation_view import metric_words, score_row
from testigo.cli.terminal import (
    Paragraph,
    console,
    number_of,
    plain,
    print_paragraphs,
    print_trimmed,
)
from testigo.record.errors import InvalidRecord
from testigo.review.evaluating_readers import ALL, BOTH, ReadersEvaluation, ReadersScore
from testigo.review.reader_agreement import FEWEST, Agreement, Share
from testigo.review.two_readers import AGREE, ALONE, DIFFER

_HEAD = "not bold dim"
COLUMNS = ("group", "of", "kind", *SCORE_COLUMNS[2:], "confidence")
_FIXED = {BOTH: "both together", AGREE: "both say the same", DIFFER: "one value differs"}


def print_readers(found: ReadersEvaluation) -> None:
    """Print a table of readers and one of cases, a kind a line, then what they say in words."""
    screen = console()
    for is_case in (False, True):
        scores = [score for score in found.scores if score.is_case is is_case]
        if scores:
            print_trimmed(screen, _table(scores, is_case=is_case))
            print_paragraphs(screen, [Paragraph(Text())])
    print_paragraphs(screen, (Paragraph(Text(plain(line)), 0, 2) for line in _closing(found)))


def _table(scores: Iterable[ReadersScore], *, is_case: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("case" if is_case else "reader", header_style=_HEAD, overflow="fold")
    counts = ("proposed", "kept") if is_case else ("proposed", "kept", "missed")
    ratios = ("precision",) if is_case else ("precision", "recall", "f1")
    for name in counts:
        table.add_column(name, header_style=_HEAD, justify="right")
    for name in ratios:
        table.add_column("F1" if name == "f1" else name, header_style=_HEAD)
    if is_case:
        table.add_column("confidence", header_style=_HEAD, justify="right")
    for of, lines in groupby(scores, key=lambda score: score.of):
        for line in lines:
            named = (
                Text(plain(of_words(of)), "bold") if line.kind == ALL else Text(f"  {line.kind}")
            )
            cells = [f"{getattr(line.score.tally, name):,}" for name in counts]
            cells += [metric_words(line.score, name) for name in ratios]
            if is_case:
                share = None if line.kind == ALL else _share(line)
                cells.append(f"{share.confidence:.2f}" if share and share.of >= FEWEST else "")
            table.add_row(named, *cells)
    return table


def of_words(of: str) -> str:
    """Return what a line is about: a reader alone, both, or a case."""
    if of.startswith(ALONE):
        return f"only {of.removeprefix(ALONE)}"
    return _FIXED.get(of, f"{of} alone")


def _share(line: ReadersScore) -> Share:
    return Share(line.score.tally.kept, line.score.tally.proposed)


def _closing(found: ReadersEvaluation) -> Iterator[str]:
    if found.differed:
        right = ", ".join(
            f"{name} alone in {n:,}" for name, n in found.right_where_they_differ.items()
        )
        claims = number_of(found.differed, "claim")
        yield f"Of {claims} kept on which a value differed, what people left was said by {right}."
    yield (
        "Confidence of a case: (kept + 1) / (proposed + 2), the rule of succession; "
        f"none below {FEWEST}."
    )


def agreement_in(file: Path) -> Agreement:
    """Return the counts of agreement in a file: alone, or within what `readers_json` writes.

    Raises:
        BadCommand: if it cannot be read, or holds none.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Agreement.from_json(data.get("agreement", data))
    except (OSError, ValueError, AttributeError, InvalidRecord):
        raise BadCommand(
            f"{file} holds no counts of agreement: give what `testigo evaluate --readers --json` "
            "printed"
        ) from None


def readers_rows(found: ReadersEvaluation) -> Iterator[dict[str, object]]:
    """Yield one row for each line."""
    for line in found.scores:
        group = "case" if line.is_case else "both" if line.of == BOTH else "reader"
        row = {"group": group, "of": line.of, "kind": line.kind}
        share = _share(line) if line.is_case and line.kind != ALL else None
        confidence = share.confidence if share is not None and share.of >= FEWEST else None
        scored = score_row(line.score)
        yield row | scored | {"confidence": confidence}


def readers_json(found: ReadersEvaluation) -> str:
    """Return the whole evaluation as JSON; `agreement` is what `--keep` keeps."""
    document = {
        "reports": found.reports,
        "is_partial": found.is_partial,
        "readers": list(found.readers),
        "scores": list(readers_rows(found)),
        "differed": found.differed,
        "right_where_they_differ": dict(found.right_where_they_differ),
        "agreement": found.agreement.to_json(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
