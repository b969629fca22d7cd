"""Candidates of one report -> its statements: likely ones only, and one for each thing told.

Two candidates are one statement if they agree in what makes a statement of their kind: the same
outcome and number, the same name, the same type with no other place or date.
"""

from __future__ import annotations

import collections
import functools
import re
import unicodedata
from collections.abc import Sequence

from testigo.reading.learned.candidates import Candidate, Row
from testigo.reading.learned.grammar import KINDS
from testigo.reading.learned.small_words import SMALL

THRESHOLD = 0.4
_ALIKE, _OTHER = 0.6, 0.5
_BODY = ("source", "via", "modality", "quote", "kind")


@functools.lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).lower()
    words = re.findall(r"\w+", plain)
    return tuple(w for w in words if w not in SMALL) or tuple(words)


def likeness(one: object, other: object) -> float:
    """Return how alike two wordings are, 0 to 1; a name inside a longer one is 0.9."""
    a, b = _words(str(one)), _words(str(other))
    if not a or not b:
        return 0.0
    shared = sum((collections.Counter(a) & collections.Counter(b)).values())
    score = 2 * shared / (len(a) + len(b))
    short, long = sorted((a, b), key=len)
    return max(score, 0.9) if set(short) <= set(long[: len(short) + 1]) else score


def _conflict(one: object, other: object) -> bool:
    return bool(one and other) and likeness(one, other) < _OTHER


def _dates_conflict(one: object, other: object) -> bool:
    """Tell whether two EDTF texts cannot mean one time: neither begins like the other."""
    if not one or not other:
        return False
    a, b = str(one).split("/")[0], str(other).split("/")[0]
    return not (a.startswith(b) or b.startswith(a))


def same(one: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates of one kind tell one thing."""
    a, b = one.row, other.row
    match one.kind:
        case "toll":
            return _same_toll(a, b)
        case "casualty":
            return _same_casualty(a, b)
        case "incident":
            return _same_incident(one, other)
        case "measure":
            close = a["status"] == b["status"] or abs(one.anchor - other.anchor) < 12
            return a["type"] == b["type"] and close and not _conflict(a["scope"], b["scope"])
        case "post":
            alike = likeness(a["person"], b["person"]) >= _ALIKE
            return alike and likeness(a["title"], b["title"]) >= _ALIKE
        case "contact":
            dates = _dates_conflict(a["date"], b["date"])
            return a["type"] == b["type"] and not dates and _shared(a["parties"], b["parties"]) > 1
        case "proceeding":
            return a["type"] == b["type"] and likeness(a["target"], b["target"]) >= _ALIKE
        case _:
            return one.anchor <= other.end and other.anchor <= one.end


def _same_toll(a: Row, b: Row) -> bool:
    if any(a[name] != b[name] for name in ("outcome", "low", "high")):
        return False
    here = a["quote"] == b["quote"]  # "three in Junín, three in Cusco"
    if here and any(_conflict(a[name], b[name]) for name in ("population", "place")):
        return False
    return not (_conflict(a["place"], b["place"]) and _dates_conflict(a["period"], b["period"]))


def _same_casualty(a: Row, b: Row) -> bool:
    if a["outcome"] != b["outcome"]:
        return False
    if a["name"] or b["name"]:
        return bool(a["name"] and b["name"]) and likeness(a["name"], b["name"]) >= _ALIKE
    if a["age"] is not None or b["age"] is not None:
        return a["age"] == b["age"]
    alike = bool(a["occupation"]) and a["occupation"] == b["occupation"]
    return alike and not _conflict(a["place"], b["place"])


def _same_incident(one: Candidate, other: Candidate) -> bool:
    a, b = one.row, other.row
    if a["type"] != b["type"]:
        return False
    return not (_dates_conflict(a["date"], b["date"]) or _conflict(a["place"], b["place"]))


def _shared(one: object, other: object) -> int:
    a, b = (x if isinstance(x, list) else [] for x in (one, other))
    return sum(any(likeness(x, y) >= _OTHER for y in b) for x in a)


def _complete(candidate: Candidate) -> bool:
    row = candidate.row
    match candidate.kind:
        case "contact":
            parties = row["parties"]
            return isinstance(parties, list) and len(parties) > 1
        case "post":
            return bool(row["person"])
        case "claim":
            return bool(row["speaker"])
        case "proceeding":
            return bool(row["target"])
        case _:
            return True


def statements(
    found: Sequence[Candidate], thresholds: dict[str, float] | None = None
) -> list[Candidate]:
    """Return the statements of one report in reading order; doubles fill each other's gaps."""
    limits = thresholds or {}
    kept: list[Candidate] = []
    for kind in KINDS:
        limit = limits.get(kind, THRESHOLD)
        likely = [c for c in found if c.kind == kind and c.probability >= limit and _complete(c)]
        here: list[Candidate] = []
        for candidate in sorted(likely, key=lambda c: -c.probability):
            double = next((other for other in here if same(other, candidate)), None)
            if double is None:
                here.append(candidate)
            elif kind not in ("claim", "post"):
                _fill_gaps(double, candidate)
        kept += here
    return sorted(kept, key=lambda c: c.anchor)


def _fill_gaps(one: Candidate, other: Candidate) -> None:
    """Give `one` what only `other` tells, with its witnesses."""
    gaps = [name for name, value in other.row.items() if value and one.row.get(name) in (None, [])]
    for name in gaps:
        if name in _BODY:
            continue
        one.row[name] = other.row[name]
        if name in other.words:
            one.words[name] = other.words[name]
        if name in other.dates:
            one.dates[name] = other.dates[name]
        if name in other.codes:
            one.codes[name] = other.codes[name]
        if name == "age":
            one.age = other.age
