"""Metadata that stands outside the document: options, meta files, keys."""

from pathlib import Path

import pytest

from testigo.record.errors import InvalidDate
from testigo.record.report import Metadata, Stated
from testigo.reports.errors import BrokenMetadata
from testigo.reports.metadata import (
    from_keys,
    from_meta_file,
    laid_over,
    language_tag,
    meta_file_of,
    published,
)


@pytest.mark.parametrize(
    ("written", "value", "offset"),
    [
        ("2022-12-16", "2022-12-16", None),
        ("2022-12", "2022-12", None),
        ("2022", "2022", None),
        ("2022-12-16T23:30:00-05:00", "2022-12-16T23:30:00", "-05:00"),
        ("2022-12-16T23:30-0500", "2022-12-16T23:30:00", "-05:00"),
        ("2022-12-16 23:30:15.250Z", "2022-12-16T23:30:15", "+00:00"),
        ("2022-12-16T23:30:00", "2022-12-16T23:30:00", None),
    ],
)
def test_a_date_keeps_its_precision_its_local_time_and_its_offset(
    written: str, value: str, offset: str | None
) -> None:
    found = published(written, "option")

    assert found.published == Stated(value, "option")
    assert found.utc_offset == (None if offset is None else Stated(offset, "option"))


@pytest.mark.parametrize("written", ["16/12/2022", "2022-02-31", "today", "2022-12-16T25:00:00Z"])
def test_what_is_no_date_is_not_kept(written: str) -> None:
    with pytest.raises(InvalidDate):
        published(written, "option")


def test_null_keys_and_further_keys_are_left_alone() -> None:
    data = {"title": None, "outlet": " El Faro ", "licence": "CC BY", "author": ""}

    assert from_keys(data, lambda _: "meta file") == Metadata(
        publisher=Stated("El Faro", "meta file")
    )


@pytest.mark.parametrize(
    ("written", "tag"), [("ES", "es"), ("es-pe", "es-PE"), ("zh-hant-tw", "zh-hant-TW")]
)
def test_a_language_is_kept_as_a_tag(written: str, tag: str) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    ("file", "beside"),
    [
        ("a.txt", "a.meta.json"),
        ("a.b.txt", "a.b.meta.json"),
        ("a.txt.gz", "a.meta.json"),
        ("a", "a.meta.json"),
        (".a", ".a.meta.json"),
    ],
)
def test_the_meta_file_of_a_report_lies_beside_it(file: str, beside: str) -> None:
    assert meta_file_of(Path("folder") / file) == Path("folder") / beside


def test_without_a_meta_file_nothing_is_stated(tmp_path: Path) -> None:
    assert from_meta_file(tmp_path / "a.txt") == (Metadata(), False)


def test_a_huge_meta_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.meta.json").write_text('{"title": "' + "a" * 1_000_001 + '"}')

    with pytest.raises(BrokenMetadata, match="over 1 MB"):
        from_meta_file(tmp_path / "a.txt")


def test_an_offset_goes_with_its_date() -> None:
    dated = published("2022-12-16", "option")
    other = published("2022-12-17T08:00:00-05:00", "tag date")

    assert laid_over(dated, other) == dated
    assert laid_over(Metadata(), other) == other
    assert laid_over(other, dated) == other
