"""All finders over one document, in the order in which they need each other."""

from __future__ import annotations

import datetime

from testigo.languages.document import Document
from testigo.reading.finders.dates import find_dates
from testigo.reading.finders.mentions import Findings
from testigo.reading.finders.modality import find_modalities
from testigo.reading.finders.names import find_names
from testigo.reading.finders.numbers import find_numbers
from testigo.reading.finders.places import find_places
from testigo.reading.finders.quotations import find_quotations
from testigo.reading.finders.speakers import find_attributions


def find_everything(document: Document, published: datetime.date | None) -> Findings:
    """Run every finder. `published` None leaves relative dates unresolved."""
    names = find_names(document)
    quotations = find_quotations(document)
    return Findings(
        numbers=find_numbers(document),
        dates=find_dates(document, published),
        names=names,
        places=find_places(document, names),
        quotations=quotations,
        attributions=find_attributions(document, names, quotations),
        modalities=find_modalities(document),
    )
