"""What the page of an incident has beside its values: where it lies, who is said to have done it,
the reports that tell it, and what else is told in its sentences or of its day and place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from testigo.record.places import Place
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, place_words
from testigo.review.dossier import Dossier
from testigo.review.queue import ReviewItem
from testigo.review.told_beside import Beside, ToldBeside
from testigo.web.entry_lines import Told, told
from testigo.web.entry_values import SHORT
from testigo.web.entry_words import as_it_stood, entry_address
from testigo.web.kept_back_words import withholdings
from testigo.web.locator import locator
from testigo.web.words import Words

MAPS = 4
"""Places that are drawn; the others stand in words."""


@dataclass(frozen=True, slots=True)
class Lies:
    """One stated place: in words, how exact it is, and a drawing of it ("" where there is none)."""

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
class Harm:
    """One toll or casualty beside the incident; `entry` is the address of what it belongs to."""

    told: Told
    entry: str


@dataclass(frozen=True, slots=True)
class HarmSentence:
    """One sentence with all the harm that it tells."""

    harms: tuple[Harm, ...]


@dataclass(frozen=True, slots=True)
class Reported:
    """One report that tells of the incident; `published` is "" where that is not known."""

    outlet: str
    published: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """`beside` is told in the same sentences, `perhaps` elsewhere of the same day and place; both
    are computed, said by nobody, and counted nowhere. `more` of them are not shown.
    """

    places: tuple[Lies, ...]
    claims: tuple[Blamed, ...]
    denials: tuple[Blamed, ...]
    versions: tuple[Blamed, ...]
    beside: tuple[HarmSentence, ...]
    perhaps: tuple[HarmSentence, ...]
    more: int
    reports: tuple[Reported, ...]
    computed: ToldBeside

    @property
    def is_drawn(self) -> bool:
        """Whether any of its places is drawn."""
        return any(place.drawing for place in self.places)

    def to_json(self) -> dict[str, Any]:
        """Return what is computed, for the JSON twin."""
        return {
            "told_in_the_same_sentence": _handles(self.computed.same_sentence),
            "perhaps_of_this_incident": _handles(self.computed.same_day_and_place),
            "more": self.more,
        }


def _handles(of: Sequence[Beside]) -> list[str]:
    return [one.item.handle for one in of]


def incident_view(beside: ToldBeside, held: Dossier, t: Words, at: str = "") -> IncidentView:
    """Return what the page of an incident has of its own; its links lead to the same day `at`."""
    items = [one.item for one in held.own if one.item.judged.state in ("draft", "accepted")]
    tell = partial(told, t=t, made=withholdings(held.history))
    blamed = _blamed(items, tell)
    return IncidentView(
        _all_places(held, t),
        tuple(one for one in blamed if one.stance == "claim"),
        tuple(one for one in blamed if one.stance == "denial"),
        tuple(one for one in blamed if one.stance == "version"),
        _harm_sentences(beside.same_sentence, tell, at),
        _harm_sentences(beside.same_day_and_place, tell, at),
        beside.more,
        _reports(items, t),
        beside,
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


def _all_places(held: Dossier, t: Words) -> tuple[Lies, ...]:
    """Return the stated places; of several words for one point, the first is drawn."""
    found: list[Lies] = []
    drawn: set[tuple[object, ...]] = set()
    for value in held.entry.values_of("place"):
        place = value.value
        if isinstance(place, Place) and value.supporting:  # Only denied, it is no place of it.
            spot = (place.country, place.admin1, place.latitude, place.longitude, place.precision)
            found.append(_lies(place, t, is_drawn=spot not in drawn and len(drawn) < MAPS))
            drawn.add(spot)
    return tuple(found)


def _lies(place: Place, t: Words, *, is_drawn: bool) -> Lies:
    code = str(place.precision) if place.precision is not None else ""
    listed = vocabulary("where_prec")
    words = place_words(place, language=t.language)
    return Lies(
        words,
        listed.label(code, t.language) if code in listed.codes else t("entry_page.no_precision"),
        locator(place, t("entry_page.map", place=words)) if is_drawn else Markup(""),
    )


def _harm_sentences(
    of: Sequence[Beside], tell: Callable[[ReviewItem], Told], at: str
) -> tuple[HarmSentence, ...]:
    """Return what each sentence tells, so that it is quoted once; who says it, and how, counts."""
    sentences: dict[tuple[object, ...], list[Harm]] = {}
    for one in of:
        harm = _harm(one, tell, at)
        said = harm.told.said
        key = (said.address, said.said_by, said.modality, said.kept_back)
        sentences.setdefault(key, []).append(harm)
    return tuple(HarmSentence(tuple(harms)) for harms in sentences.values())


def _harm(one: Beside, tell: Callable[[ReviewItem], Told], at: str) -> Harm:
    is_person = one.item.statement.kind == "casualty"
    if one.entry is None:
        return Harm(tell(one.item), "")
    return Harm(tell(one.item), as_it_stood(entry_address(one.entry, is_person=is_person), at))


def _reports(items: Sequence[ReviewItem], t: Words) -> tuple[Reported, ...]:
    """Return the reports of these statements, each once, in their order."""
    reports = {item.report.id: item.report for item in items}.values()
    return tuple(
        Reported(
            report.publisher or t("entry_page.outlet_unknown"),
            "" if report.published is None else date_words(report.published, language=t.language),
            report.title or t("entry_page.untitled"),
            f"/reports/{report.id[:SHORT]}",
        )
        for report in reports
    )
