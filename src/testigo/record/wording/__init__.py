"""Values of the record in the words that people read: one place for terminal and pages.

Invariant: nothing is put more strongly than it was stated. A date shows its precision, a count its
bound, a denial that it is one; what is absent gives no words. Every function takes `language`, "en"
or "es", and speaks English where it is another; the labels of codes come from the vocabularies,
and the words of a report stay in the language of the report.
"""

from testigo.record.wording.counts import count_words, harmed_words, outcome_words
from testigo.record.wording.dates import date_words, days_words, edge_words
from testigo.record.wording.headlines import details, headline, main_words, stated_count
from testigo.record.wording.hows import how_words
from testigo.record.wording.phrases import number_words
from testigo.record.wording.sources import (
    OUTLET_ITSELF,
    OUTLET_UNKNOWN,
    PASSED_OVER,
    basis_words,
    confidence_words,
    outlet_itself,
    outlet_unknown,
    passed_over,
    said_by,
)
from testigo.record.wording.values import (
    code_words,
    field_words,
    modality_words,
    place_words,
    record_words,
    value_words,
)

__all__ = [
    "OUTLET_ITSELF",
    "OUTLET_UNKNOWN",
    "PASSED_OVER",
    "basis_words",
    "code_words",
    "confidence_words",
    "count_words",
    "date_words",
    "days_words",
    "details",
    "edge_words",
    "field_words",
    "harmed_words",
    "headline",
    "how_words",
    "main_words",
    "modality_words",
    "number_words",
    "outcome_words",
    "outlet_itself",
    "outlet_unknown",
    "passed_over",
    "place_words",
    "record_words",
    "said_by",
    "stated_count",
    "value_words",
]
