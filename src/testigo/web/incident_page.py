"""What the page of an incident has beside its values: where it lies, who is said to have done it,
and what else is told in its very sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from testigo.casebook.review import Review
from testigo.record.places import Place
from testigo.record.span import Span
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import place_words
from testigo.review.dossier import Dossier
from testigo.review.queue import ReviewItem
from testigo.web.entry_lines import Told, told
from testigo.web.kept_back_words import withholdings
from testigo.web.locator import locator
from testigo.web.words import Words

REPORTS_LOOKED_AT = 20
"""Reports of an incident in which what stands beside it is looked for."""

_BESIDE = frozenset({"toll", "casualty"})


@dataclass(frozen=True, slots=True)
class Lies:
    """One stated place: in words, how exact it is, and a drawing of it ("" for a region)."""

    words: str
    precision: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Blamed:
    """One version of who did it, in one column, with all who say so.

    `stance` is claim, denial or version.
    """

    stance: str
    who: tuple[str, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class IncidentView:
    """`beside` are tolls and casualties told in the same sentences: computed, said by nobody."""

    places: tuple[Lies, ...]
    claims: tuple[Blamed, ...]
    denials: tuple[Blamed, ...]
    versions: tuple[Blamed, ...]
    beside: tuple[Told, ...]
    handles: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return what is computed, for the JSON twin."""
        return {"told_in_the_same_sentence": list(self.handles)}


def incident_view(review: Review, held: Dossier, t: Words) -> IncidentView:
    """Return what the page of an incident has of its own."""
    items = [
        one.item
        for one in held.mentioned
        if one.role == "incident" and one.item.judged.state in ("draft", "accepted")
    ]
    tell = partial(told, t=t, made=withholdings(held.history))
    blamed = _blamed(items, tell)
    beside = _beside(review, items)
    return IncidentView(
        tuple(
            _lies(v.value, t)
            for v in held.entry.values_of("place")
            if isinstance(v.value, Place) and v.supporting  # A place only denied is no place of it.
        ),
        tuple(one for one in blamed if one.stance == "claim"),
        tuple(one for one in blamed if one.stance == "denial"),
        tuple(one for one in blamed if one.stance == "version"),
        tuple(map(tell, beside)),
        tuple(item.handle for item in beside),
    )


def _blamed(items: list[ReviewItem], tell: Callable[[ReviewItem], Told]) -> list[Blamed]:
    """Return who is said to have done it: who says it of himself, who denies, who else."""
    found: dict[tuple[str, tuple[str, ...]], list[Told]] = {}
    for item in items:
        named = item.statement.value("perpetrators")
        who = tuple(str(name) for name in named) if isinstance(named, tuple) else ()
        if who:
            found.setdefault((_stance(item, who), who), []).append(tell(item))
    return [Blamed(stance, who, tuple(told)) for (stance, who), told in found.items()]


def _stance(item: ReviewItem, who: tuple[str, ...]) -> str:
    speaker = item.statement.source.speaker
    if item.statement.modality == "denied":
        return "denial"
    if speaker is not None and str(speaker.value).casefold() in {name.casefold() for name in who}:
        return "claim"
    return "version"


def _lies(place: Place, t: Words) -> Lies:
    code = str(place.precision) if place.precision is not None else ""
    listed = vocabulary("where_prec")
    return Lies(
        place_words(place, language=t.language),
        listed.label(code, t.language) if code in listed.codes else t("entry_page.no_precision"),
        locator(place, t("entry_page.map", place=place_words(place, language=t.language))),
    )


def _beside(review: Review, items: list[ReviewItem]) -> list[ReviewItem]:
    """Return tolls and casualties whose evidence lies in a sentence of the incident's."""
    sentences: dict[str, list[Span]] = {}
    for item in items:
        sentences.setdefault(item.report.id, []).extend(item.statement.evidence)
    found = []
    for report_id in list(sentences)[:REPORTS_LOOKED_AT]:
        for other in review.of_report(report_id):
            if other.statement.kind in _BESIDE and other.judged.state in ("draft", "accepted"):
                own = sentences[report_id]
                if any(
                    one.covers(s) or s.covers(one) for s in other.statement.evidence for one in own
                ):
                    found.append(other)
    return found
