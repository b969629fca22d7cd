"""Which statements the queue shows, as its address says it; the address of every page of the queue.

What an address asks for that is none of what is offered asks for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from testigo.record.kinds import KINDS
from testigo.record.vocabularies import vocabulary
from testigo.review.queue import STATES, Wanted
from testigo.web.asked import BadParameter
from testigo.web.site import Site

_LISTED_BY_KIND = {
    "toll": "outcome",
    "casualty": "outcome",
    "incident": "incident_type",
    "measure": "measure_type",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What stands in the address of the queue; an empty text asks for nothing in particular."""

    state: str = "waiting"
    kind: str = ""
    outcome: str = ""
    report: str = ""
    person: str = ""
    place: str = ""
    below: str = ""
    order: str = ""
    list: str = ""

    def query(self, **changes: str) -> str:
        """Return the address of the queue with these filters, and some changed."""
        pairs = asdict(self) | changes
        kept = {n: v for n, v in pairs.items() if v and (n, v) != ("state", "waiting")}
        kept = {"as" if n == "list" else n: v for n, v in kept.items()}
        return f"?{urlencode(kept)}" if kept else ""

    def wanted(self, reader: str, *, is_double: bool) -> Wanted:
        """Return what the casebook is asked for.

        Raises:
            BadParameter: if `below` is no confidence.
        """
        return Wanted(
            state=self.state,
            kind=self.kind,
            outcome=self.outcome,
            report=self.report,
            person=self.person,
            place=self.place,
            below=_confidence(self.below),
            reader=reader,
            is_double=is_double,
            in_reading_order=bool(self.report) or self.order == "text",
        )

    def outcomes(self, language: str) -> Sequence[tuple[str, str]]:
        """Return the outcomes or types that the kind asked for may have, with their labels."""
        listed = _LISTED_BY_KIND.get(self.kind)
        if listed is None:
            return []
        codes = vocabulary(listed)
        return [(code, codes.label(code, language)) for code in codes.codes]


def filters_of(
    site: Site,
    state: str,
    kind: str,
    outcome: str,
    report: str,
    person: str,
    place: str,
    below: str,
    order: str,
    as_: str,
) -> Filters:
    """Read the filters of an address.

    Raises:
        NotKept, AmbiguousId: if `report` is the beginning of no report, or of several.
    """
    return Filters(
        state if state in STATES else "waiting",
        kind if kind in KINDS else "",
        outcome,
        site.casebook.report(report).id if report else "",
        person.strip(),
        place.strip(),
        below,
        "text" if order == "text" else "",
        "list" if as_ == "list" else "",
    )


def _confidence(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise BadParameter("below", "write a confidence as 0.8") from None
    if not 0 <= value <= 1:
        raise BadParameter("below", "a confidence lies between 0 and 1")
    return value
