"""Which of the gazetteer's places of one name does a document mean?

The document decides: countries it names, demonyms, places of only one country. A place is taken
where one candidate is left or outweighs the rest; else the words stand alone. A town that shares
its name with the unit around it gets the unit, without a point: the town is then not sure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from testigo.reading.gazetteer.table import GazetteerEntry
from testigo.record.places import Place

# A place that outweighs the next of its name by this factor of inhabitants is meant, if nothing
# in the document speaks for another country. Kingston (Jamaica) passes, San Miguel does not.
_OUTWEIGHS = 20
_KNOWN_ANYWHERE = 300_000  # inhabitants from which a town needs no country beside it
_ALTERNATE_DISCOUNT = 0.05  # an alternate name counts as a twentieth of the inhabitants


class Choice:
    """The countries of one document, and the choices that follow from them."""

    def __init__(self, weights: Counter[str]) -> None:
        total = sum(weights.values())
        self.weights = weights
        self.countries = frozenset(c for c, n in weights.items() if n >= 0.1 * total)

    def of(
        self,
        entries: Sequence[GazetteerEntry],
        *,
        within: Iterable[GazetteerEntry] = (),
        as_unit: bool = False,
        as_town: bool = False,
    ) -> GazetteerEntry | None:
        """Return the place meant, or None where the document leaves it open.

        `within` are places said to contain it ("Ilave, Puno, Peru"); `as_unit` and `as_town` say
        that a noun beside it makes it a region or a town.
        """
        fitting = [e for e in entries if _fits(e, as_unit, as_town)]
        around = list(within)
        if around:
            fitting = [e for e in fitting if all(is_in(e, outer) for outer in around)]
        elif not any(e.kind in ("country", "area") and e.is_main for e in fitting):
            local = [e for e in fitting if e.country in self.countries]
            if local and self._has_famous_rival(local, fitting):
                return None
            fitting = local or self._known_anywhere(fitting)
        return self._only(fitting, as_town)

    def _has_famous_rival(self, local: list[GazetteerEntry], entries: list[GazetteerEntry]) -> bool:
        """Whether a far larger place elsewhere may be meant: Washington, in a British report."""
        largest = max(map(_weight, local))
        famous = [
            e for e in entries if (e.kind == "capital" and e.is_main) or _weight(e) > 1_000_000
        ]
        return largest < _KNOWN_ANYWHERE and any(
            e.country not in self.countries and _weight(e) > 5 * largest for e in famous
        )

    def shared(self, entries: Sequence[GazetteerEntry]) -> GazetteerEntry | None:
        """Return the smallest of the entries where all lie in one country that the text names."""
        local = [e for e in entries if e.country in self.countries and (e.is_main or not e.is_town)]
        if not local or len({e.country for e in local}) != 1:
            return None
        return min(local, key=_weight)

    def _known_anywhere(self, entries: list[GazetteerEntry]) -> list[GazetteerEntry]:
        """Return the places that need no country beside them; none if a namesake is a rival."""
        known = [e for e in entries if self._is_known_anywhere(e)]
        largest = max(map(_weight, known), default=0)
        homes = {e.country for e in known}
        rivals = (e for e in entries if e.country not in homes and e.is_main)
        return [] if any(_weight(e) * _OUTWEIGHS > largest for e in rivals) else known

    def _is_known_anywhere(self, entry: GazetteerEntry) -> bool:
        if not entry.is_town:
            return entry.kind != "subunit" and entry.is_main and not self.countries
        return _weight(entry) >= _KNOWN_ANYWHERE or entry.kind == "capital"

    def _only(self, entries: list[GazetteerEntry], as_town: bool) -> GazetteerEntry | None:
        if not entries:
            return None
        ranked = sorted(entries, key=self._rank, reverse=True)
        best = ranked[0]
        capitals = [e for e in ranked if e.kind == "capital" and e.country == best.country]
        if best.kind == "unit" and capitals:
            best = capitals[0]
        for other in ranked:
            if other is not best and not self._yields(best, other):
                return None
        if best.is_town and best.kind != "capital" and not as_town:
            around = [e for e in entries if e.kind == "unit" and best.admin1 in (e.admin1, None)]
            return around[0] if around else best
        return best

    def _rank(self, entry: GazetteerEntry) -> tuple[int, float]:
        first = {"country": 3, "area": 2}.get(entry.kind, 0) if entry.is_main else 0
        near = 1 + (self.weights[entry.country] if entry.country else 0)
        return first, math.log10(_weight(entry) + 10) + math.log10(near)

    def _yields(self, best: GazetteerEntry, other: GazetteerEntry) -> bool:
        """Whether `other` is no rival: contained, far smaller, or of a country hardly named."""
        if best.kind in ("country", "area") and best.is_main:
            return True
        if best.country == other.country:
            if (not other.is_main and best.is_main) or (
                best.kind == "capital" and not other.is_town
            ):
                return True
            if best.admin1 is None or best.admin1 == other.admin1:
                return best.is_town != other.is_town or _weight(best) >= 3 * _weight(other)
        if best.country != other.country:
            mine, theirs = self.weights[best.country or ""], self.weights[other.country or ""]
            if mine >= 3 * theirs and mine > 0:
                return True
        return _weight(best) >= _OUTWEIGHS * _weight(other)


def _fits(entry: GazetteerEntry, as_unit: bool, as_town: bool) -> bool:
    if as_unit:
        return not entry.is_town
    return entry.is_town if as_town else True


def _weight(entry: GazetteerEntry) -> float:
    if entry.is_town:
        people = max(entry.population, 1000)
    else:
        people = {"country": 10_000_000, "unit": 500_000, "area": 500_000}.get(entry.kind, 50_000)
    return people * (1 if entry.is_main else _ALTERNATE_DISCOUNT)


def is_in(entry: GazetteerEntry, outer: GazetteerEntry) -> bool:
    """Tell whether one entry can lie in another, as far as countries and units say."""
    if outer.kind == "country":
        return entry.country == outer.country
    if outer.kind == "subunit":  # towns know no unit below the first order
        return entry.country == outer.country and entry.place_id != outer.place_id
    if outer.kind == "unit":
        return entry.admin1 == outer.admin1 and entry.place_id != outer.place_id
    if outer.kind == "area":
        return outer.country is None or entry.country == outer.country
    return entry.country == outer.country


def only_country(words: str, entry: GazetteerEntry) -> Place:
    """Return the place of which no more is sure than the country of `entry`."""
    return Place(words, country=entry.country, precision=6)


def place_of(words: str, entry: GazetteerEntry | None, *, beside: bool = False) -> Place:
    """Return the record's place: the words, and what is sure.

    `beside` says that the words name a site of the town (its airport): UCDP precision 2.
    """
    if entry is None:
        return Place(words)
    if entry.precision is None or not entry.is_town:
        return Place(
            words,
            None if beside else entry.place_id,
            entry.name,
            entry.country,
            entry.admin1,
            precision=entry.precision,
        )
    return Place(
        words,
        None if beside else entry.place_id,
        entry.name,
        entry.country,
        entry.admin1,
        entry.latitude,
        entry.longitude,
        2 if beside else 1,
    )
