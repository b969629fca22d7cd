"""The rows of a card as HTML: each field with its words, linked to where they stand in the text.

A report has hundreds of them, so they are put together here and not in a template; everything that
comes from a report is escaped where it is put in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from testigo.web.cards import Card, Row

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")


def rows_html(
    card: Card, *, language: str, withheld: Mapping[str, str], confidential: str, is_linked: bool
) -> Markup:
    """Return the rows of a card, who says so first.

    `language` is that of the report, `withheld` maps fields to who may see them, `confidential` is
    the word for a field that is so by its kind. `is_linked`: its words stand in the text shown.
    """
    lines = [card.says, *([] if card.origin is None else [card.origin]), *card.rows]
    return Markup(
        "".join(
            _row(
                card.number,
                row,
                str(escape(language)),
                _mark(row, withheld, confidential),
                is_linked,
            )
            for row in lines
        )
    )


def _mark(row: Row, withheld: Mapping[str, str], confidential: str) -> str:
    """Return the note beside the label of a field that not everybody may see."""
    words = next((withheld[name] for name in row.fields if name in withheld), "")
    words = words or (confidential if row.is_confidential else "")
    return f' <small class="confidential">{escape(words)}</small>' if words else ""


def _row(number: int, row: Row, language: str, mark: str, is_linked: bool) -> str:
    fields = " ".join(f"{number}.{name}" for name in row.fields)
    says = " says" if row.fields == ("speaker",) else ""
    value = str(escape(row.value))
    if row.spans and is_linked:
        lang = f' lang="{language}"' if row.is_quoted else ""
        value = f'<a href="#w{row.spans[0].start}"{lang}>{value}</a>'
    quotes = "".join(f' <q lang="{language}">{escape(span.quote)}</q>' for span in row.quotes)
    how = f' <small class="how">{_unbroken(row.how)}</small>' if row.how else ""
    return (
        f'<div class="row{says}" data-f="{fields}"><dt>{escape(row.label)}{mark}</dt>\n'
        f"<dd>{value}{quotes}{how}</dd></div>\n"
    )


def _unbroken(how: str) -> str:
    """Keep dates on one line."""
    return _DATE.sub(r"<time>\g<0></time>", str(escape(how)))
