"""The queue on a terminal, and as rows for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice

from rich.text import Text

from testigo.casebook import Casebook
from testigo.casebook.withholding import ChildrenNames
from testigo.cli.reader_lines import other_reading, reader_lines
from testigo.cli.record_view import modality_words
from testigo.cli.sheets import print_csv, print_json
from testigo.cli.tables import SHORT_ID, STATE_MARKS
from testigo.cli.terminal import Paragraph, console, number_of, plain, print_paragraphs
from testigo.record.kinds import kind
from testigo.record.statement import Statement, value_to_json
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, headline, said_by
from testigo.review.queue import ReviewItem, Wanted

_AT_ONCE = 200
COLUMNS = (
    "statement",
    "report",
    "outlet",
    "published",
    "language",
    "kind",
    "state",
    "amended",
    "added",
    "disputed",
    "contradicted",
    "readers",
    "question",
    "reason",
    "says",
    "modality",
    "speaker",
    "origin",
    "quote",
    "confidence",
    "confidentiality",
    "seen",
)


def each_item(casebook: Casebook, wanted: Wanted, limit: int | None) -> Iterator[ReviewItem]:
    """Yield the items of a queue in its order, `limit` at most."""
    return islice(_every_item(casebook, wanted), limit)


def _every_item(casebook: Casebook, wanted: Wanted) -> Iterator[ReviewItem]:
    after: str | None = None
    while page := casebook.review.queue(wanted, after=after, limit=_AT_ONCE).items:
        yield from page
        after = page[-1].handle


def print_queue(casebook: Casebook, wanted: Wanted, limit: int) -> None:
    """Print the first items, and how many there are."""
    page = casebook.review.queue(wanted, limit=limit)
    print_paragraphs(console(), (line for item in page.items for line in _lines(item)))
    left = page.left - len(page.items)
    what = "waiting" if wanted.state == "waiting" else wanted.state
    if not page.left:
        print(f"No statement like that is {what}.", file=sys.stderr)
    else:
        more = f"; {left:,} more with --limit" if left else ""
        count = number_of(page.left, "statement")
        print(f"{count} {what}{more}.", file=sys.stderr)


def _lines(item: ReviewItem) -> Iterator[Paragraph]:
    statement = item.statement
    text = Text(f"{item.handle[:SHORT_ID]}  ", style="dim")
    text.append(f"{kind(statement.kind).letter} ", style="not dim")
    text.append(plain(modality_words(statement)), style="italic not dim")
    text.append(plain(headline(statement)), style="bold not dim")
    if item.confidence is not None:
        text.append(f"  {item.confidence:.2f}", style="dim")
    yield Paragraph(text, 0, SHORT_ID + 2)
    said = f"says {said_by(statement, item.report.publisher)} · {_report_words(item)}"
    yield Paragraph(Text(plain(said)), SHORT_ID + 2, 2)
    quote = " … ".join(span.quote for span in statement.evidence)
    yield Paragraph(Text(plain(f"“{quote}”"), style="dim"), SHORT_ID + 2, 1)
    for line in _marks(item):
        yield Paragraph(Text(plain(line)), SHORT_ID + 2, 2)
    yield Paragraph(Text())


def _report_words(item: ReviewItem) -> str:
    report = item.report
    published = "undated" if report.published is None else date_words(report.published)
    mark = "" if item.confidentiality == "public" else f", {item.confidentiality}"
    return f"{report.publisher or 'outlet unknown'}, {published} {report.id[:SHORT_ID]}{mark}"


def _marks(item: ReviewItem) -> Iterator[str]:
    judged = item.judged
    if judged.state != "draft":
        ways = [
            w for w, is_so in (("amended", judged.is_amended), ("added", judged.is_added)) if is_so
        ]
        reason = f": {vocabulary('reject_reason').label(judged.reason)}" if judged.reason else ""
        readers = f" by {', '.join(judged.readers)}" if judged.readers else ""
        how = f" ({', '.join(ways)})" if ways else ""
        yield f"{STATE_MARKS[judged.state]} {judged.state}{how}{readers}{reason}"
    if item.is_contradicted:
        yield "▸ contradicted by another statement"
    yield from reader_lines(item)
    if judged.is_disputed:
        yield "▸ two readers answered otherwise, and nobody has settled it"
    if judged.question:
        yield f"▸ question: {judged.question}"


def print_json_or_csv(
    casebook: Casebook, wanted: Wanted, limit: int | None, *, as_csv: bool, fully: bool
) -> None:
    """Print items as rows; without `fully`, nothing confidential and no name of a child."""
    names = None if fully else ChildrenNames(casebook)
    withheld = 0

    def rows() -> Iterator[dict[str, object]]:
        nonlocal withheld
        for item in each_item(casebook, wanted, limit):
            if item.confidentiality != "public" and not fully:
                withheld += 1
                continue
            row = item_row(item, fully=fully, for_csv=as_csv)
            yield row if names is None else names.without(row)

    if as_csv:
        print_csv(COLUMNS, rows())
    else:
        print_json(rows())
    if withheld:
        print(f"{withheld:,} confidential left out; --confidential puts them in.", file=sys.stderr)
    if names is not None and names.withheld:
        print(
            f"{number_of(names.withheld, 'value')} left out for a child's name; --confidential "
            "puts them in.",
            file=sys.stderr,
        )


def item_row(item: ReviewItem, *, fully: bool, for_csv: bool) -> dict[str, object]:
    """Return an item as a row; JSON has the values by field beside."""
    statement, judged, report = item.statement, item.judged, item.report
    kept_back = {name for name in judged.withheld if name} if not fully else set()
    quotes = [span.quote for span in statement.evidence]
    row: dict[str, object] = {
        "statement": item.handle,
        "report": report.id,
        "outlet": report.publisher,
        "published": None if report.published is None else report.published.text,
        "language": report.language,
        "kind": statement.kind,
        "state": judged.state,
        "amended": judged.is_amended,
        "added": judged.is_added,
        "disputed": judged.is_disputed,
        "contradicted": item.is_contradicted,
        "readers": item.reader_case,
        "question": judged.question,
        "reason": judged.reason,
        # What a person kept back stands in the sentence too.
        "says": None if kept_back else headline(statement),
        "modality": statement.modality,
        "speaker": _words(statement, "speaker", kept_back),
        "origin": _words(statement, "origin", kept_back),
        "quote": None if kept_back else " … ".join(quotes) if for_csv else quotes,
        "confidence": item.confidence,
        "confidentiality": item.confidentiality,
        "seen": item.seen,
    }
    if for_csv:
        return row
    return row | {
        "fields": _fields(statement, kept_back, fully),
        "other_readings": [
            other_reading(one, _fields(one.statement, kept_back, fully), is_whole=not kept_back)
            for one in item.seconds
        ],
    }


def _words(statement: Statement, name: str, kept_back: set[str]) -> object:
    source = statement.source
    field = source.speaker if name == "speaker" else source.origin
    return None if field is None or name in kept_back else value_to_json(field.value)


def _fields(statement: Statement, kept_back: set[str], fully: bool) -> dict[str, object]:
    shape = kind(statement.kind)
    return {
        name: value_to_json(field.value)
        for name, field in statement.fields
        if name not in kept_back and (fully or shape.field(name).confidentiality == "public")
    }
