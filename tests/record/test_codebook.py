"""The codebook shows every code and field once, and its page and version follow every change."""

from pathlib import Path

import pytest

from testigo.record import vocabularies
from testigo.record.codebook import (
    COLUMNS,
    codebook_names,
    codebook_page,
    codebook_rows,
    codebook_version,
)
from testigo.record.errors import InvalidVocabulary
from testigo.record.kinds import KINDS, kind
from testigo.record.vocabularies import vocabulary, vocabulary_names

PAGE = Path(__file__).parents[2] / "docs" / "codebook.md"


def test_every_code_and_field_has_its_row_once() -> None:
    rows = [(row.section, row.name, row.code) for row in codebook_rows()]
    expected = {("kind", k, f) for k in KINDS for f in ("", *kind(k).fields)} | {
        ("vocabulary", v, c) for v in vocabulary_names() for c in ("", *vocabulary(v).codes)
    }

    assert len(rows) == len(set(rows))
    assert set(rows) == expected


def test_every_row_has_a_definition_and_an_origin() -> None:
    for row in codebook_rows():
        assert row.definition, row
        assert row.origin, row
        assert (row.label_en and row.label_es) or (row.section == "vocabulary" and not row.code)


def test_a_row_shows_the_codes_of_other_codebooks() -> None:
    killed = next(row for row in codebook_rows("outcome") if row.code == "killed")

    assert killed.notes == "huridocs_mt25=0101; plover_size=dead"
    assert tuple(killed.to_json()) == COLUMNS


def test_a_row_shows_what_a_field_holds_and_asks() -> None:
    rows = {(row.name, row.code): row for row in codebook_rows()}

    assert rows["toll", "outcome"].type == "code:outcome"
    assert rows["toll", "outcome"].notes == "key=yes"
    assert rows["contact", "parties"].notes == "key=yes; at_least=2"
    assert rows["casualty", "family"].notes == "starts=confidential"
    assert rows["measure", "rights_by_area"].type.startswith("list of record (area place")


def test_a_name_that_the_codebook_lacks_is_refused_with_those_it_has() -> None:
    with pytest.raises(InvalidVocabulary, match="toll, casualty"):
        list(codebook_rows("outcomes"))
    assert codebook_names()[:8] == KINDS


def test_the_version_changes_with_any_byte_of_a_vocabulary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in vocabularies.FOLDER.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(vocabularies, "FOLDER", tmp_path)
    fresh = codebook_version.__wrapped__

    assert fresh() == codebook_version()
    changed = tmp_path / "outcome.toml"
    changed.write_text(changed.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    assert fresh() != codebook_version()


def test_the_page_in_docs_is_current() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert codebook_page() in page, "run: .venv/bin/cog -r docs/codebook.md"
