"""The columns that lists are filtered by, out of one statement."""

from __future__ import annotations

import pytest

from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.store.fold import statement_columns

CONTENT = "curfew declared in the south and in Puno"
SOUTH = Place("the south")
PUNO = Place("Puno", "3", "Puno", "PE", "PE-PUN", precision=4)


def measure(*scope: Place) -> Statement:
    def read(value: object, words: str) -> Field:
        at = CONTENT.index(words)
        return Field(value, (Span.cut(CONTENT, at, at + len(words)),))  # type: ignore[arg-type]

    fields = {"type": read("curfew", "curfew"), "status": read("declared", "declared")}
    if scope:
        fields["scope"] = read(scope, "the south and in Puno")
    return Statement.make("a" * 64, "measure", fields, (Span.cut(CONTENT, 0, len(CONTENT)),))


@pytest.mark.parametrize(
    ("scope", "country"),
    [((), None), ((SOUTH,), None), ((SOUTH, PUNO), "PE")],
    ids=["no area", "an area that nobody knows", "the first area that is known"],
)
def test_a_measure_lies_in_the_country_of_its_areas(
    scope: tuple[Place, ...], country: str | None
) -> None:
    assert statement_columns(measure(*scope))["country"] == country
