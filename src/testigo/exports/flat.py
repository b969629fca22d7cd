"""The flat form: one JSON object a statement, values without spans, for scoring and for scripts.

Lost: spans of values, said-on of other kinds than claims, places beyond their words, bounds beyond
low/high/approx, the civilian mark, parts, accrual, basis. Left out: `conditional` statements.
Changed: vague words get a lowest number ("dozens" 24), `discharged` becomes `released`,
`retracted` becomes `denied`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from testigo.reading.finders.numbers import flat_low
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.statement import Field, Statement
from testigo.record.vocabularies import vocabulary

_CHANGED_OUTCOMES = {"discharged": "released"}
_CHANGED_MODALITIES = {"retracted": "denied"}


def flat_statements(statements: Iterable[Statement], language: str) -> list[dict[str, object]]:
    """Return the flat form of statements of one report in `language`, in order, doubles left out.

    Only the kinds that the form describes are written; conditional statements are left out.
    """
    rows: list[dict[str, object]] = []
    for statement in statements:
        row = flat_statement(statement, language)
        if row is not None and row not in rows:
            rows.append(row)
    return rows


def flat_statement(statement: Statement, language: str) -> dict[str, object] | None:
    """Return one statement in the flat form, or None if it is conditional or has no number."""
    if statement.modality == "conditional":
        return None
    fields = _WRITERS[statement.kind](statement, language)
    if fields is None:
        return None
    quotes = [span.quote for span in statement.evidence]
    return {
        "kind": statement.kind,
        **fields,
        "source": _words(statement.source.speaker),
        "via": _words(statement.source.origin),
        "modality": _CHANGED_MODALITIES.get(statement.modality, statement.modality),
        "quote": quotes[0] if len(quotes) == 1 else quotes,
    }


def _toll(statement: Statement, language: str) -> dict[str, object] | None:
    low, high, bound = (statement.value(name) for name in ("low", "high", "bound"))
    if low is None and high is None:
        low = flat_low(str(statement.value("wording")), language)
        if low is None:
            return None
    return {
        "outcome": _outcome(statement),
        "low": low,
        "high": high,
        "approx": bound == "about",
        "population": _text(statement, "population"),
        "place": _text(statement, "place"),
        "period": _text(statement, "period"),
        "as_of": _text(statement, "as_of"),
        "cause": _text(statement, "cause"),
    }


def _casualty(statement: Statement, _: str) -> dict[str, object]:
    return {
        "name": _text(statement, "name"),
        "age": statement.value("age"),
        "sex": statement.value("sex") if statement.value("sex") in ("male", "female") else None,
        "occupation": _text(statement, "occupation"),
        "origin": _text(statement, "home"),
        "outcome": _outcome(statement),
        "date": _text(statement, "date"),
        "place": _text(statement, "place"),
        "cause": _text(statement, "cause"),
        "perpetrator": _text(statement, "perpetrator"),
    }


def _incident(statement: Statement, _: str) -> dict[str, object]:
    code = vocabulary("incident_type")[str(statement.value("type"))]
    return {
        "type": code.extra["acled_sub_event_type"],
        "label": None,
        "date": _text(statement, "date"),
        "place": _text(statement, "place"),
        "perpetrators": _list(statement, "perpetrators"),
        "targets": _list(statement, "targets"),
        "means": _list(statement, "means"),
    }


def _measure(statement: Statement, _: str) -> dict[str, object]:
    return {
        "type": statement.value("type"),
        "status": statement.value("status"),
        "scope": ", ".join(_list(statement, "scope")) or None,
        "start": _text(statement, "start"),
        "end": _text(statement, "end"),
        "duration": _text(statement, "duration"),
        "authority": _text(statement, "authority"),
        "rights": _list(statement, "rights_words"),
    }


def _post(statement: Statement, _: str) -> dict[str, object]:
    names = ("person", "title", "organisation", "status", "start", "end")
    return {name: _text(statement, name) for name in names}


def _contact(statement: Statement, _: str) -> dict[str, object]:
    return {
        "type": statement.value("type"),
        "parties": _list(statement, "parties"),
        "date": _text(statement, "date"),
        "place": _text(statement, "place"),
    }


def _proceeding(statement: Statement, _: str) -> dict[str, object]:
    return {
        name: _text(statement, name) for name in ("type", "target", "authority", "date", "place")
    }


def _claim(statement: Statement, _: str) -> dict[str, object]:
    names = ("speaker", "addressee", "form", "stance", "content", "medium")
    own: dict[str, object] = {name: _text(statement, name) for name in names}
    return own | {"date": _text(statement, "date") or _words(statement.said_on)}


_WRITERS: dict[str, Callable[[Statement, str], dict[str, object] | None]] = {
    "toll": _toll,
    "casualty": _casualty,
    "incident": _incident,
    "measure": _measure,
    "post": _post,
    "contact": _contact,
    "proceeding": _proceeding,
    "claim": _claim,
}


def _outcome(statement: Statement) -> str:
    code = str(statement.value("outcome"))
    return _CHANGED_OUTCOMES.get(code, code)


def _words(field: Field | None) -> str | None:
    return None if field is None else _plain(field.value)


def _text(statement: Statement, name: str) -> str | None:
    return _words(statement.field(name))


def _list(statement: Statement, name: str) -> list[str]:
    value = statement.value(name)
    return [_plain(item) for item in value] if isinstance(value, tuple) else []


def _plain(value: object) -> str:
    """Dates lose their time of day, places all but their words."""
    if isinstance(value, Edtf):
        return value.without_time().text
    if isinstance(value, Place):
        return value.words
    return str(value)
