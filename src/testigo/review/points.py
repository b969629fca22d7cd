"""Tolls of the casebook as the points that series are made of."""

from __future__ import annotations

from testigo.record.wording import value_words
from testigo.review.materials import Material
from testigo.review.tolls import TollPoint

NOBODY = ""
"""Who speaks where the text names nobody and the report's outlet is not known."""


def point_of(material: Material, speaker_id: str | None, speaker: str | None) -> TollPoint:
    """Return a toll statement as a point; `speaker_id` is the entry of who says it."""
    judged, report = material.judged, material.report
    origin = judged.statement.source.origin
    return TollPoint(
        statement=judged.statement,
        handle=judged.handle,
        report_id=report.id,
        state=judged.state,
        outlet=report.publisher or NOBODY,
        published=report.published,
        group=report.group,
        speaker_id=speaker_id or NOBODY,
        speaker=speaker or report.publisher or NOBODY,
        origin=None if origin is None else value_words(origin.value),
    )
