"""What it is worth that two readers agree: shares of right ones, counted on reviewed reports.

The confidence of a case is the rule of succession (Laplace 1774, 1814), (right + 1) / (of + 2), for
statements of one kind of which both readers say the same, one value differs, or one reader alone
gave them. It is kept in the casebook only when a person asks for it, and is worked out on reading:
another table changes no row. Without a table nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, func

from testigo.record.errors import InvalidRecord
from testigo.review import tables
from testigo.review.configuring import READER_AGREEMENT, configured
from testigo.review.materials import Material
from testigo.review.two_readers import AGREE

FEWEST = 10
"""Statements of a case below which it has no confidence, as with the rules of the first reader."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the statements of one case people kept."""

    right: int
    of: int

    @property
    def confidence(self) -> float:
        """The chance that the next one is right, by the rule of succession.

        >>> Share(8, 8).confidence
        0.9
        """
        return (self.right + 1) / (self.of + 2)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The table: `counts` maps a kind to cases (`two_readers`) and their shares.

    `readers` are the ids of the readers it was counted for, `reports` how many reports it rests on.
    """

    readers: tuple[str, ...]
    reports: int
    counts: Mapping[str, Mapping[str, Share]]

    def share(self, kind: str, case: str | None) -> Share | None:
        """Return what was counted of a case; None where that was too little to tell anything."""
        found = self.counts.get(kind, {}).get(case or "")
        return None if found is None or found.of < FEWEST else found

    def confidence(self, kind: str, case: str | None, own: float | None) -> float | None:
        """Return the confidence of a statement that its reader gives `own`.

        Agreement only raises it; where the readers disagree, what was counted of that stands.
        """
        share = self.share(kind, case)
        if share is None:
            return own
        return max(share.confidence, own or 0) if case == AGREE else share.confidence

    def told(self) -> Iterator[tuple[str, str, Share]]:
        """Yield kind, case and share of all that tells enough."""
        for kind, cases in self.counts.items():
            for name in cases:
                share = self.share(kind, name)
                if share is not None:
                    yield kind, name, share

    def to_json(self) -> dict[str, object]:
        """Return the table as the casebook keeps it."""
        return {
            "readers": list(self.readers),
            "reports": self.reports,
            "counts": {
                kind: {name: [share.right, share.of] for name, share in cases.items()}
                for kind, cases in self.counts.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Agreement:
        """Rebuild a kept table.

        Raises:
            InvalidRecord: if the form is wrong.
        """
        match data:
            case {"readers": list(readers), "reports": int(reports), "counts": dict(counts)}:
                held = {str(kind): _shares(cases) for kind, cases in counts.items()}
                return cls(tuple(map(str, readers)), reports, held)
        raise InvalidRecord("not a table of agreement: a member is missing or has the wrong type")


def _shares(cases: object) -> dict[str, Share]:
    found: dict[str, Share] = {}
    for name, counted in cases.items() if isinstance(cases, dict) else ():
        match counted:
            case [int(right), int(of)] if 0 <= right <= of:
                found[str(name)] = Share(right, of)
            case _:
                raise InvalidRecord("not a table of agreement: a share is two counts")
    return found


def kept_agreement(connection: Connection) -> Agreement | None:
    """Return the table that a person had kept in this casebook; None where nobody did.

    Raises:
        InvalidRecord: if what another testigo kept cannot be read.
    """
    value = configured(connection, READER_AGREEMENT)
    return None if value is None else Agreement.from_json(value)


def confidence_of(material: Material, agreement: Agreement | None) -> float | None:
    """Return the confidence of a statement; its reader's own where no table is kept."""
    kind, own = material.judged.statement.kind, material.confidence
    return own if agreement is None else agreement.confidence(kind, material.reader_case, own)


def confidence_column(agreement: Agreement | None) -> ColumnElement[float]:
    """Return `Agreement.confidence` of each judged statement, for lists to be filtered by."""
    table = tables.judged
    own = table.c.confidence
    whens = []
    for kind, name, share in agreement.told() if agreement is not None else ():
        worth: ColumnElement[float] | float = share.confidence
        if name == AGREE:
            worth = func.max(share.confidence, func.coalesce(own, 0))
        whens.append((and_(table.c.kind == kind, table.c.reader_case == name), worth))
    return case(*whens, else_=own) if whens else own
