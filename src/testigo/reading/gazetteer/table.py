"""The gazetteer's table in memory: sorted lines of names and lines of entries, both bytes.

Nothing is parsed before it is asked for: a name is found by halving the sorted block of names, an
entry is read when a name points to it. So the table costs little more than its bytes.
"""

from __future__ import annotations

import bisect
import functools
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from testigo.reading.gazetteer.names import name_key
from testigo.record.errors import TestigoError

FILE = "places.xz"
_MARK = b"\n\x1d\n"
_UNITS = {"country": 6, "unit": 4, "subunit": 3, "area": None}


class UnreadableGazetteer(TestigoError):
    """The gazetteer's file is not what `training/gazetteer/build.py` writes."""


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One place. `kind` is `country`, `unit` (first-order), `subunit`, `area`, `capital` or `town`.

    `admin1` is an ISO 3166-2 code or, where none could be matched, GeoNames' name of the unit.
    `latitude` and `longitude` (WGS 84 degrees) stand for `capital` and `town` only. `country` is
    None for an area of several countries. `is_main` is False where the name asked for is an
    alternate of it.
    """

    place_id: str
    kind: str
    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    population: int
    is_main: bool = True

    @property
    def is_town(self) -> bool:
        """Whether the entry is a town, and so has a point."""
        return self.kind in ("town", "capital")

    @property
    def precision(self) -> int | None:
        """Return the UCDP `where_prec` of the entry; None for an area that is no unit."""
        return 1 if self.is_town else _UNITS[self.kind]


class Gazetteer:
    """Places by name. Get the one that ships with the package by `gazetteer()`."""

    def __init__(self, data: bytes) -> None:
        blocks = data.split(_MARK)
        if len(blocks) != 3:
            raise UnreadableGazetteer(
                f"the gazetteer has {len(blocks)} blocks instead of 3; build it again"
            )
        self.made_from = blocks[0].decode()
        self._names, self._entries = blocks[1].split(b"\n"), blocks[2].split(b"\n")

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Return the places of that name, the most populous first; empty if there is none."""
        return self._by_key(name_key(name))

    def knows(self, name: str) -> bool:
        """Tell whether any place has that name."""
        return bool(self.find(name))

    def _by_key(self, key: str) -> tuple[GazetteerEntry, ...]:
        return _cached(self, key)

    def rows_of(self, key: str) -> tuple[tuple[int, bool], ...]:
        """Return `(row, is_main)` of the places whose name has this key."""
        sought = key.encode() + b"\t"
        index = bisect.bisect_left(self._names, sought)
        if index == len(self._names) or not self._names[index].startswith(sought):
            return ()
        refs = self._names[index][len(sought) :].decode().split()
        return tuple((int(ref.rstrip("~"), 36), not ref.endswith("~")) for ref in refs)

    def towns_of(self, country: str) -> tuple[GazetteerEntry, ...]:
        """Return the towns and the capital of a country (ISO 3166-1), the most populous first."""
        return _towns(self, country)

    def towns_in(self, country: str) -> Iterator[GazetteerEntry]:
        """Yield the same in no order, read anew out of the table."""
        mark = f"\t{country}\t".encode(errors="replace")
        for row, line in enumerate(self._entries):
            if mark in line:
                entry = self.entry(row)
                if entry.country == country and entry.latitude is not None:
                    yield entry

    def entry(self, row: int, *, is_main: bool = True) -> GazetteerEntry:
        """Return the entry in a row, counted from 0."""
        line = self._entries[row].decode()
        kind, place_id, name, country, admin1, latitude, longitude, people = line.split("\t")
        return GazetteerEntry(
            place_id,
            kind,
            name,
            country or None,
            admin1 or None,
            float(latitude) if latitude else None,
            float(longitude) if longitude else None,
            int(people or 0),
            is_main,
        )


@functools.lru_cache(maxsize=65_536)
def _cached(table: Gazetteer, key: str) -> tuple[GazetteerEntry, ...]:
    if not key:
        return ()
    return tuple(table.entry(row, is_main=is_main) for row, is_main in table.rows_of(key))


@functools.lru_cache(maxsize=32)
def _towns(table: Gazetteer, country: str) -> tuple[GazetteerEntry, ...]:
    return tuple(
        sorted(table.towns_in(country), key=lambda town: (-town.population, town.place_id))
    )


@functools.cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that ships with the package, loaded at the first call.

    Raises:
        UnreadableGazetteer: if its file is damaged.
    """
    packed = (resources.files("testigo.reading.gazetteer") / FILE).read_bytes()
    try:
        return Gazetteer(lzma.decompress(packed))
    except lzma.LZMAError as error:
        raise UnreadableGazetteer(
            "the gazetteer's file is damaged; install testigo again"
        ) from error
