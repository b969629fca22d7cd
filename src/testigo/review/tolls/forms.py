"""Series, findings and comparisons as JSON: codes and values, for the twins of pages and commands.

Numbers stand as they were stated, with their bound; None is "not stated".
"""

from __future__ import annotations

from collections.abc import Set

from testigo.record.counts import CountRange
from testigo.record.edtf import Edtf
from testigo.review.tolls.comparison import Comparison, Table
from testigo.review.tolls.finding import Finding, FindingValue, Part, Step
from testigo.review.tolls.moments import Moment
from testigo.review.tolls.points import ACCEPTED
from testigo.review.tolls.ranges import Range
from testigo.review.tolls.rows import Row
from testigo.review.tolls.scopes import Scope
from testigo.review.tolls.series import Series, SeriesKey

Json = dict[str, object]


def series_to_json(series: Series, states: Set[str] = ACCEPTED) -> Json:
    """Return a series; `counts` and `groups` of its rows are by statements of those states."""
    return {
        "key": key_to_json(series.key),
        "speaker": series.speaker,
        "scopes": [scope_to_json(scope) for scope in series.scopes],
        "states": sorted(states),
        "is_draft_only": series.is_draft_only,
        "rows": [row_to_json(row, states) for row in series.rows],
        "additions": [row_to_json(row, states) for row in series.additions],
        "apart": [row_to_json(row, states) for row in series.apart],
        "latest": [list(row.handles) for row in series.latest(states)],
    }


def row_to_json(row: Row, states: Set[str] = ACCEPTED) -> Json:
    """Return a row with its witnesses and whether it counts."""
    return {
        "moment": moment_to_json(row.moment),
        "figure": figure_to_json(row.figure),
        "counts": row.counts(states),
        "is_struck": row.is_struck(states),
        "is_alleged": row.is_alleged(states),
        "groups": row.groups(states),
        "strikes": [{"reason": s.reason, "by": s.by, "state": s.state} for s in row.strikes],
        "witnesses": [
            {
                "handle": point.handle,
                "report": point.report_id,
                "state": point.state,
                "modality": point.statement.modality,
                "outlet": point.outlet,
                "published": _date(point.published),
                "group": point.group,
                "origin": point.origin,
            }
            for point in row.witnesses
        ],
    }


def finding_to_json(finding: Finding) -> Json:
    """Return a finding: its code, the statements concerned and its values."""
    return {
        "code": finding.code,
        "handles": list(finding.handles),
        "is_question": finding.is_question,
        "has_drafts": finding.has_drafts,
        "values": {name: _value(value) for name, value in finding.values},
    }


def comparison_to_json(comparison: Comparison) -> Json:
    """Return the tables, their rules and ranges, and what is noticed across speakers."""
    states = comparison.states
    return {
        "states": sorted(states),
        "tables": [_table(table, states) for table in comparison.tables],
        "findings": [finding_to_json(finding) for finding in comparison.findings],
    }


def range_to_json(found: Range) -> Json:
    """Return a range: both ends, whose they are, the rule in force and the best chosen, if any."""
    return {
        "low": found.low,
        "high": found.high,
        "low_is_open": found.low_is_open,
        "high_is_open": found.high_is_open,
        "day": found.day.isoformat(),
        "first_day": found.first_day.isoformat(),
        "rule": found.rule,
        "members": [key_to_json(key) for key in found.members],
        "handles": [handle for row in found.rows for handle in row.handles],
        "best": None if found.best is None else list(found.best.handles),
    }


def key_to_json(key: SeriesKey) -> Json:
    """Return what makes a series one."""
    return {
        "speaker_id": key.speaker_id,
        "outcome": key.outcome,
        "is_estimate": key.is_estimate,
        "scope": key.scope,
    }


def scope_to_json(scope: Scope) -> Json:
    """Return the key of a scope and its parts, None where not stated."""
    return {
        "key": scope.key,
        "outcome": scope.outcome,
        "is_estimate": scope.is_estimate,
        "place": None if scope.place is None else scope.place.to_json(),
        "period": _date(scope.period),
        "category": scope.category,
        "population": scope.population,
        "civilian": scope.civilian,
    }


def moment_to_json(moment: Moment) -> Json:
    """Return a date and on what it rests."""
    return {"date": _date(moment.date), "basis": moment.basis}


def figure_to_json(figure: CountRange) -> Json:
    """Return low, high, bound and wording."""
    return {
        "low": figure.low,
        "high": figure.high,
        "bound": figure.bound,
        "wording": figure.wording,
    }


def _table(table: Table, states: Set[str]) -> Json:
    return {
        "outcome": table.outcome,
        "is_estimate": table.is_estimate,
        "columns": [_date(column) for column in table.columns],
        "lines": [
            {
                "series": key_to_json(line.series.key),
                "speaker": line.series.speaker,
                "cells": [[row_to_json(row, states) for row in cell] for cell in line.cells],
            }
            for line in table.lines
        ],
        "ranges": [range_to_json(found) for found in table.ranges],
        "rule": table.rule,
    }


def _value(value: FindingValue) -> object:
    if isinstance(value, tuple):
        return [_item(item) for item in value]
    if isinstance(value, CountRange):
        return figure_to_json(value)
    return moment_to_json(value) if isinstance(value, Moment) else value


def _item(item: CountRange | Part | Step) -> Json:
    if isinstance(item, CountRange):
        return figure_to_json(item)
    if isinstance(item, Part):
        figure = figure_to_json(item.figure)
        return {"outcome": item.outcome, "figure": figure, "words": item.words}
    return {
        "speaker": item.speaker,
        "moment": moment_to_json(item.moment),
        "killed": item.killed,
        "missing": item.missing,
    }


def _date(date: Edtf | None) -> str | None:
    return None if date is None else date.text
