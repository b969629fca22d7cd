"""Which places does a report name, and where are they?

The words are always kept, with what is said to hold them ("Ilave, Puno"), and sites with their
names ("Olmedo bridge", "aeropuerto de Juliaca"). What the gazetteer adds stands only where the
whole document leaves one answer; a region or a country never gets a point.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.reading.finders.mentions import NameMention, PlaceMention
from testigo.reading.finders.name_words import name_words
from testigo.reading.finders.names import find_names
from testigo.reading.finders.place_choice import Choice, is_in, only_country, place_of
from testigo.reading.finders.site_phrases import Phrase, place_phrases
from testigo.reading.gazetteer.table import GazetteerEntry
from testigo.record.places import Place

_COUNTRY_WEIGHT, _UNIT_WEIGHT, _TOWN_WEIGHT, _DEMONYM_WEIGHT = 3, 2, 1, 1
_HINT_WEIGHT = 2
# What may stand between a place and what holds it: "Ilave, in southern Puno", "Ilave (Puno)".
_HOLDING = frozenset([", ", " (", ", in ", " in ", ", en ", " en ", ", province of "])
_TOWN_THAT_TELLS = 100_000  # inhabitants from which a town of one country speaks for it


@dataclass(frozen=True, slots=True)
class _Chain:
    """A phrase and those said to contain it, nearest first; tokens `[first, last)`."""

    parts: tuple[Phrase, ...]


def find_places(
    document: Document,
    names: tuple[NameMention, ...] | None = None,
    hint_country: str | None = None,
) -> tuple[PlaceMention, ...]:
    """Return the places of a document in reading order, none overlapping.

    `names` are those that `find_names` gave (found anew where None). `hint_country`, ISO 3166-1
    alpha-2, is what else is known of where the report is from.
    """
    known = find_names(document) if names is None else names
    phrases = place_phrases(document, known)
    choice = Choice(_country_weights(document, phrases, hint_country))
    return tuple(_mention(document, choice, chain) for chain in _chains(document, phrases))


def _country_weights(
    document: Document, phrases: list[Phrase], hint_country: str | None
) -> Counter[str]:
    weights: Counter[str] = Counter()
    if hint_country:
        weights[hint_country] += _HINT_WEIGHT
    for phrase in phrases:
        for country, weight in _telling(phrase.entries):
            weights[country] += weight
    demonyms = name_words(document.language).demonyms
    for hit in demonyms.find(document.tokens):
        if document.language == "es" or document.tokens[hit.first].is_capitalised:
            weights[str(hit.entry.get("country"))] += _DEMONYM_WEIGHT
    return weights


def _telling(entries: tuple[GazetteerEntry, ...]) -> list[tuple[str, int]]:
    """Return what a name tells of the document's country: nothing if it may be in several."""
    countries = [e for e in entries if e.kind == "country" and e.is_main]
    if countries:
        return [(str(countries[0].country), _COUNTRY_WEIGHT)]
    main = [e for e in entries if e.is_main and e.country]
    if len({e.country for e in main}) != 1:
        large = [e for e in entries if e.kind == "capital"]
        return [(str(large[0].country), _TOWN_WEIGHT)] if len(large) == 1 else []
    if any(not e.is_town for e in main):
        return [(str(main[0].country), _UNIT_WEIGHT)]
    if main[0].population >= _TOWN_THAT_TELLS or main[0].kind == "capital":
        return [(str(main[0].country), _TOWN_WEIGHT)]
    return []


def _chains(document: Document, phrases: list[Phrase]) -> list[_Chain]:
    chains: list[_Chain] = []
    at = 0
    while at < len(phrases):
        parts = [phrases[at]]
        while at + len(parts) < len(phrases) and _holds(document, parts, phrases[at + len(parts)]):
            parts.append(phrases[at + len(parts)])
        chains.append(_Chain(tuple(parts)))
        at += len(parts)
    return chains


def _holds(document: Document, parts: list[Phrase], outer: Phrase) -> bool:
    """Whether `outer` follows after a comma, "in" or a bracket and can hold what stands before."""
    inner = parts[-1]
    between = _between(document, inner, outer)
    if between not in _HOLDING:
        return False
    if inner.is_site and not inner.is_generic and between != " (":
        return bool(outer.entries) and not outer.is_site
    larger = [e for e in outer.entries if not e.is_town]
    if between == " (":
        return bool(larger) and document.content[outer.end : outer.end + 1] == ")"
    if (not larger and not outer.as_unit) or outer.is_site or inner.is_generic:
        return False
    if inner.as_unit and not any(e.kind in ("country", "unit", "area") for e in larger):
        return False
    if not inner.entries or not larger:
        return True
    smaller = [e for e in inner.entries if not _is_level(e, larger)]
    if any(is_in(s, o) for s in smaller for o in larger):
        return True
    # "Ramla, Rakhine State": a village that the gazetteer lacks, named like a town elsewhere.
    is_region = any(not e.is_town and e.is_main for e in inner.entries)
    return not is_region and (outer.as_unit or any(e.kind == "country" for e in larger))


def _between(document: Document, inner: Phrase, outer: Phrase) -> str:
    """Return what stands between two phrases without words of direction and articles."""
    text = document.content[inner.end : outer.start].replace("\u00a0", " ")
    words = name_words(document.language)
    kept = [w for w in text.split(" ") if not words.is_place_word(w.lower(), "direction")]
    return " ".join(w for w in kept if w not in ("the", "The", "el", "la", "del", "de"))


def _is_level(entry: GazetteerEntry, larger: list[GazetteerEntry]) -> bool:
    """Whether an entry is of the same level as all that should hold it (a list, not a chain)."""
    return all(_level(entry) >= _level(outer) for outer in larger)


def _level(entry: GazetteerEntry) -> int:
    if entry.kind == "area":
        return 2 if entry.country else 4
    return {"country": 3, "unit": 2, "subunit": 1}.get(entry.kind, 0)


def _chain_end(document: Document, chain: _Chain) -> int:
    """Return the end of a chain, with the bracket that closes it: "Ilave (Puno)"."""
    end = chain.parts[-1].end
    is_bracketed = len(chain.parts) > 1 and "(" in document.content[chain.parts[-2].end : end]
    return end + 1 if is_bracketed and document.content[end : end + 1] == ")" else end


def _mention(document: Document, choice: Choice, chain: _Chain) -> PlaceMention:
    span = document.cut(chain.parts[0].start, _chain_end(document, chain))
    within: list[GazetteerEntry] = []
    chosen: GazetteerEntry | None = None
    first = chain.parts[0]
    for phrase in reversed(chain.parts):
        if first.is_site and phrase is first and not phrase.entries and within:
            break
        chosen = choice.of(
            phrase.entries, within=within, as_unit=phrase.as_unit, as_town=phrase.as_town
        )
        if chosen is None:
            break
        within.append(chosen)
    if first.is_site and chosen is None and within:
        chosen = within[-1]
    elif chosen is None and within:
        return PlaceMention(span, _contained(span.quote, within[-1]))
    alike = choice.shared(first.entries) if chosen is None and not first.is_site else None
    if alike is not None:
        return PlaceMention(span, only_country(span.quote, alike))
    place = place_of(span.quote, chosen, beside=first.is_site)
    return PlaceMention(span, place, first.is_generic)


def _contained(words: str, outer: GazetteerEntry) -> Place:
    """Return the place of which only what holds it is known."""
    return Place(words, country=outer.country, admin1=outer.admin1, precision=outer.precision)
