"""One entry as JSON: every value with the statements for it and against it.

Without `fully`: no value that is confidential, no witness out of a confidential report, no name of
a child.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

from testigo.casebook import Casebook
from testigo.casebook.withholding import ChildrenNames
from testigo.cli.decision_lines import decision_row
from testigo.cli.entry_list import entry_row_json
from testigo.cli.terminal import number_of
from testigo.cli.toll_view import STATES
from testigo.record.entry import EntryValue, Witness
from testigo.record.statement import value_to_json
from testigo.review.dossier import Dossier
from testigo.review.toll_compared import comparison_of
from testigo.review.toll_dossier import TollDossier
from testigo.review.tolls import findings_of
from testigo.review.tolls.forms import (
    comparison_to_json,
    finding_to_json,
    series_to_json,
)

Row = dict[str, object]


def print_entry_json(casebook: Casebook, entry: str, *, with_history: bool, fully: bool) -> None:
    """Print one entry as a JSON object."""
    toll = toll_of(casebook, entry)
    dossier = casebook.review.dossier(entry) if toll is None else toll.dossier
    names = None if fully else ChildrenNames(casebook)
    shown = _Shown(dossier, names)
    row = shown.row()
    if toll is not None:
        row["toll"] = shown.toll(casebook, toll)
    if with_history:
        row["history"] = [
            shown.checked(_decided(decision_row(line), fully=fully)) for line in dossier.history
        ]
    print(json.dumps(row, ensure_ascii=False, indent=1))
    if shown.hidden:
        print(
            f"{number_of(shown.hidden, 'confidential value')} or statement left out; "
            "--confidential puts them in.",
            file=sys.stderr,
        )
    if names is not None and names.withheld:
        print(
            f"{number_of(names.withheld, 'value')} left out for a child's name; --confidential "
            "puts them in.",
            file=sys.stderr,
        )


def toll_of(casebook: Casebook, entry: str) -> TollDossier | None:
    """Return the toll series of that id, None if it is another entry."""
    if casebook.review.dossier(entry).row.family != "toll":
        return None
    return casebook.review.toll(entry)


class _Shown:
    """What of an entry is shown; `hidden` counts what was left out as confidential."""

    def __init__(self, dossier: Dossier, names: ChildrenNames | None) -> None:
        self._dossier = dossier
        self._names = names
        self.hidden = 0
        of = {one.item.handle: one.item.confidentiality for one in dossier.mentioned}
        self.secret = {handle for handle, how in of.items() if how != "public"}
        self._reports = sorted({one.item.report.id for one in dossier.mentioned})

    def row(self) -> Row:
        entry = self._dossier.entry
        fields = [value for value in entry.values if self._is_open(value)]
        head: Row = {"kind": entry.kind} | entry_row_json(self._dossier.row, for_csv=False)
        if self._names is not None and self._is_secret():
            head |= {"name": None, "place": None, "figures": []}
        return self.checked(head) | {
            "aliases": list(entry.aliases),
            "same_name_only": self._dossier.by_key,
            "values": [self._value(value) for value in fields],
            "statements": [self._witness(witness) for witness in self._kept(entry.witnesses)],
        }

    def _is_secret(self) -> bool:
        """Whether every statement of the entry is confidential, or its name is kept back."""
        handles = {one.item.handle for one in self._dossier.mentioned}
        return handles <= self.secret or any(
            value.field == "name" and value.confidentiality != "public"
            for value in self._dossier.entry.values
        )

    def _is_open(self, value: EntryValue) -> bool:
        if self._names is None:
            return True
        every = (*value.supporting, *value.contradicting)
        if value.confidentiality == "public" and any(w.handle not in self.secret for w in every):
            return True
        self.hidden += 1
        return False

    def _kept(self, witnesses: Iterable[Witness]) -> Iterator[Witness]:
        for witness in witnesses:
            if self._names is not None and witness.handle in self.secret:
                continue
            yield witness

    def _value(self, value: EntryValue) -> Row:
        row: Row = {
            "field": value.field,
            "value": value_to_json(value.value),
            "level": value.level,
            "proposed": value.proposed,
            "preferred": value.is_preferred,
            "contradicted": value.is_contradicted,
            "independent_sources": value.groups,
            "confidentiality": value.confidentiality,
        }
        return self.checked(row) | {
            "supporting": [w.handle for w in self._kept(value.supporting)],
            "contradicting": [w.handle for w in self._kept(value.contradicting)],
        }

    def _witness(self, witness: Witness) -> Row:
        row: Row = {
            "statement": witness.handle,
            "report": witness.report_id,
            "kind": witness.kind,
            "state": witness.state,
            "amended": witness.is_amended,
            "added": witness.is_added,
            "flagged": witness.is_flagged,
            "modality": witness.modality,
            "outlet": witness.outlet,
            "published": None if witness.published is None else witness.published.text,
            "speaker": witness.said_by,
            "origin": witness.origin,
            "quote": witness.sentence.quote,
            "independence_group": witness.group,
            "confidence": witness.confidence,
        }
        return row if self._names is None else self._names.without(row)

    def toll(self, casebook: Casebook, toll: TollDossier) -> Row | None:
        """Return the series, None where one of them holds something that is kept back."""
        entries = set(toll.entries.values())
        if self._names is not None and entries & casebook.review.entries_kept_back():
            self.hidden += 1
            return None
        every = (*toll.series, *toll.comparable)
        row: Row = {
            "series": [series_to_json(one) for one in toll.series],
            "comparison": comparison_to_json(comparison_of(toll)),
            "findings": [finding_to_json(one) for one in findings_of(every, STATES)],
            "entries": dict(toll.entries),
        }
        return self.checked(row)

    def checked(self, row: Row) -> Row:
        """Return the row without what names a child of any of the entry's reports."""
        if self._names is None:
            return row
        for report in self._reports or [""]:
            row = self._names.without({**row, "report": report})
        return {name: value for name, value in row.items() if name != "report"}


def _decided(row: Row, *, fully: bool) -> Row:
    """Leave out statements and reasons as written, unless all was asked for."""
    return row if fully else row | {"why": None, "content": None, "left_out": "why, content"}
