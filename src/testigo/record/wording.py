"""Values of the record in the words that people read: one place for terminal and pages.

Invariant: nothing is put more strongly than it was stated. A date shows its precision, a count its
bound, a denial that it is one; what is absent gives no words. English only; the labels of codes
come from the vocabularies.
"""

from __future__ import annotations

import re

from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.statement import Statement
from testigo.record.values import Record, Value
from testigo.record.vocabularies import vocabulary

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_POINT = re.compile(r"(\d{3}[\dX])(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d):\d\d)?([~?%]?)", re.ASCII)
_MARKS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_AREAS = {"4": "region", "5": "general area", "6": "country", "7": "international"}
_QUOTATION_MARKS = '"“”«» '
OUTLET_ITSELF = "the outlet itself"
PASSED_OVER = "passed over by the first look; testigo read --read-all reads it in full"
"""What is said of a report of which nothing was read for that reason."""
OUTLET_UNKNOWN = "outlet not shown"


def date_words(date: Edtf) -> str:
    """Return a date with its precision.

    >>> date_words(Edtf("2022-12-12~")), date_words(Edtf("2022-12-13/2022-12-22"))
    ('about 12 Dec 2022', 'between 13 and 22 Dec 2022')
    """
    first, _, last = date.text.partition("/")
    if not last:
        return _point_words(first)
    if first == "..":
        return f"until {_point_words(last)}"
    if last == "..":
        return f"since {_point_words(first)}"
    return f"between {_beginning(first, last)} and {_point_words(last)}"


def _point_words(point: str) -> str:
    match = _POINT.fullmatch(point)
    assert match is not None  # Edtf checks the form
    year, month, day, time, mark = match.groups()
    if year.endswith("X"):
        return f"{_MARKS[mark]}the {year[:3]}0s"
    parts = [str(int(day))] if day else []
    if month:
        parts.append(_SEASONS.get(int(month)) or _MONTHS[int(month) - 1])
    words = " ".join([*parts, str(int(year))])
    return f"{_MARKS[mark]}{words}" + (f", {time}" if time else "")


def _beginning(first: str, last: str) -> str:
    """The first end of an interval, without the year or month that its last end repeats."""
    words, end = _point_words(first), _point_words(last)
    if not (first[:4] == last[:4] and words.endswith(f" {first[:4]}")):
        return words
    same_month = len(first) > 8 and len(last) > 8 and first[:7] == last[:7] and "T" not in last
    dropped = len(" ".join(end.split()[-2:])) if same_month else 4
    return words[: -dropped - 1]


def count_words(low: int | None, high: int | None, bound: str | None, wording: str | None) -> str:
    """Return a number of people with its bound; a vague word stands in quotes, "" for nothing.

    >>> count_words(41, None, "more_than", "more than 40")
    'more than 40'
    >>> count_words(None, None, "vague", "dozens")
    '“dozens”'
    """
    if low is None and high is None:
        return f"“{wording}”" if wording else ""
    if high is None:
        assert low is not None
        return f"more than {low - 1:,}" if bound == "more_than" else f"at least {low:,}"
    if low is None:
        return f"at most {high:,}"
    number = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"about {number}" if bound == "about" else number


def stated_count(statement: Statement) -> str:
    """Return the number that a toll states, in words: "at least 27"; "" where it gives none."""
    low, high = statement.value("low"), statement.value("high")
    return count_words(
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        str(statement.value("bound") or ""),
        str(statement.value("wording") or ""),
    )


def place_words(place: Place) -> str:
    """Return the words of a place, and how wide it is where it is wider than a district."""
    area = _AREAS.get(str(place.precision))
    return f"{place.words} ({area})" if area and area not in ("country",) else place.words


def value_words(value: Value) -> str:
    """Return any value that is no code; lists with semicolons between."""
    if isinstance(value, tuple):
        return "; ".join(value_words(item) for item in value)
    if isinstance(value, Edtf):
        return date_words(value)
    if isinstance(value, Place):
        return place_words(value)
    if isinstance(value, Record):
        return _record_words(value)
    return str(value)


def _record_words(record: Record) -> str:
    members = dict(record.members)
    low, high, wording = (members.pop(name, None) for name in ("low", "high", "wording"))
    count = count_words(
        low if isinstance(low, int) else None,
        high if isinstance(high, int) else None,
        str(members.pop("bound", "")),
        None if wording is None else str(wording),
    )
    return " ".join(w for w in (count, *(value_words(v) for v in members.values())) if w)


def field_words(statement: Statement, name: str) -> str:
    """Return one field in words, codes by their label; "" where the text does not give it."""
    from testigo.record.kinds import kind

    value = statement.value(name)
    listed = kind(statement.kind).field(name).vocabulary
    if value is None:
        return ""
    if listed is None:
        return value_words(value)
    codes = value if isinstance(value, tuple) else (value,)
    return "; ".join(vocabulary(listed).label(str(code)) for code in codes)


def said_by(statement: Statement, outlet: str = OUTLET_ITSELF) -> str:
    """Return who says so: the speaker, else `outlet`; and whom the speaker relies on."""
    speaker, origin = statement.source.speaker, statement.source.origin
    words = outlet if speaker is None else value_words(speaker.value)
    return words if origin is None else f"{words}, relying on {value_words(origin.value)}"


def headline(statement: Statement) -> str:
    """Return what is stated in one line: the value, a dash, and what narrows it.

    A toll: "at least 27 killed — demonstrators, Ayacucho, 15 Dec 2022".
    """
    narrowing = details(statement)
    return main_words(statement) + (f" — {', '.join(narrowing)}" if narrowing else "")


def main_words(statement: Statement) -> str:
    """Return the value alone: "at least 27 killed"."""
    return _HEADLINES.get(statement.kind, _other)(statement)[0]


def details(statement: Statement) -> list[str]:
    """Return what narrows the value, each in words: who, where, when, by what."""
    return _HEADLINES.get(statement.kind, _other)(statement)[1]


def _toll(statement: Statement) -> tuple[str, list[str]]:
    narrowing = _given(statement, "population", "category", "place", "period", "cause")
    as_of = field_words(statement, "as_of")
    return (
        f"{stated_count(statement)} {field_words(statement, 'outcome')}",
        narrowing + ([f"as of {as_of.removeprefix('until ')}"] if as_of else []),
    )


def _casualty(statement: Statement) -> tuple[str, list[str]]:
    who = field_words(statement, "name") or field_words(statement, "description")
    age = field_words(statement, "age")
    who = f"{who}, {age}" if age and statement.field("name") else who
    perpetrator = field_words(statement, "perpetrator")
    narrowing = _given(statement, "occupation", "place", "date", "cause")
    return (
        f"{who}: {field_words(statement, 'outcome')}",
        narrowing + ([f"by {perpetrator}"] if perpetrator else []),
    )


def _measure(statement: Statement) -> tuple[str, list[str]]:
    narrowing = _given(statement, "instrument", "authority", "scope")
    for name, word in (("start", "from"), ("end", "to"), ("duration", "for")):
        if words := field_words(statement, name):
            narrowing.append(f"{word} {words}")
    rights = field_words(statement, "rights_words") or field_words(statement, "rights")
    return (
        f"{field_words(statement, 'type')}, {field_words(statement, 'status')}",
        narrowing + ([f"rights: {rights}"] if rights else []),
    )


def _incident(statement: Statement) -> tuple[str, list[str]]:
    perpetrators = field_words(statement, "perpetrators")
    targets = field_words(statement, "targets")
    narrowing = [f"by {perpetrators}"] if perpetrators else []
    narrowing += [f"against {targets}"] if targets else []
    return (
        field_words(statement, "type"),
        narrowing + _given(statement, "place", "site", "date", "means", "demands"),
    )


def _post(statement: Statement) -> tuple[str, list[str]]:
    narrowing = _given(statement, "organisation", "status")
    for name, word in (("start", "from"), ("end", "to")):
        if words := field_words(statement, name):
            narrowing.append(f"{word} {words}")
    person, title = field_words(statement, "person"), field_words(statement, "title")
    return f"{person}: {title}", narrowing


def _contact(statement: Statement) -> tuple[str, list[str]]:
    parties = field_words(statement, "parties")
    return f"{field_words(statement, 'type')}: {parties}", _given(statement, "place", "date")


def _proceeding(statement: Statement) -> tuple[str, list[str]]:
    authority = field_words(statement, "authority")
    return (
        f"{field_words(statement, 'type')}: {field_words(statement, 'target')}",
        ([f"by {authority}"] if authority else []) + _given(statement, "place", "date"),
    )


def _claim(statement: Statement) -> tuple[str, list[str]]:
    # No verb where it only says: a speaker may be one or many ("its organisers says").
    stance = statement.value("stance")
    how = "" if stance in (None, "says") else f" ({field_words(statement, 'stance')})"
    addressee = field_words(statement, "addressee")
    narrowing = [f"to {addressee}"] if addressee else []
    content = field_words(statement, "content").strip(_QUOTATION_MARKS)
    return (
        f"{field_words(statement, 'speaker')}{how}: “{content}”",
        narrowing + _given(statement, "medium", "date"),
    )


def _other(statement: Statement) -> tuple[str, list[str]]:
    given = [field_words(statement, name) for name, _ in statement.fields]
    return given[0], given[1:]


def _given(statement: Statement, *names: str) -> list[str]:
    """Return the fields that are given, each wording once: a site may be the place too."""
    given = (words for name in names if (words := field_words(statement, name)))
    return list(dict.fromkeys(given))


_HEADLINES = {
    "toll": _toll,
    "casualty": _casualty,
    "incident": _incident,
    "measure": _measure,
    "post": _post,
    "contact": _contact,
    "proceeding": _proceeding,
    "claim": _claim,
}


def basis_words(rule: str) -> str:
    """Return what found a statement, for people: the rules, the net, or both alike.

    >>> basis_words("toll.passive+learned.toll"), basis_words("learned.claim")
    ('rule and net agree', 'the net alone')
    """
    parts = rule.split("+")
    by_net = sum(part.startswith("learned.") for part in parts)
    if by_net == len(parts):
        return "the net alone"
    return "rule and net agree" if by_net else "a rule alone"


def confidence_words(confidence: float | None, measured_on: int | None) -> str:
    """Return a measured confidence with what it was measured on, or that there is none."""
    if confidence is None:
        return "confidence not measured"
    on = "" if measured_on is None else f" (measured on {measured_on:,})"
    return f"confidence {confidence:.2f}{on}"
