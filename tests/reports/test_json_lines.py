"""JSONL archives: each line a report, its characters mapped through the escapes of JSON."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.documents import PARAGRAPHS, TITLE, line

from testigo.record.report import Stated
from testigo.reports import json_lines
from testigo.reports.canonical_text import Extracted
from testigo.reports.errors import (
    BrokenMetadata,
    EmptyReport,
    TooLarge,
    TruncatedReport,
    WrongEncoding,
)

TEXT = "\n\n".join(PARAGRAPHS)


def extract(content: bytes, **mapping: str) -> Extracted:
    return json_lines.extract(json_lines.parse(content, mapping))


def check_map(content: bytes, extracted: Extracted) -> None:
    at = 0
    for segment in extracted.segments:
        assert segment.start == at
        at = segment.end
        quoted = extracted.content[segment.start : segment.end]
        if segment.kind in ("bytes", "encoded"):
            first, last = segment.where
            assert isinstance(first, int)
            assert isinstance(last, int)
            carried = content[first:last].decode()
            if segment.kind == "encoded":
                carried = json.loads(f'"{carried}"').replace("\r", "\n")
            assert carried == quoted
    assert at == len(extracted.content)


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "as themselves"])
def test_a_line_gives_title_and_text_whether_its_accents_are_escaped_or_not(escaped: bool) -> None:
    content = json.dumps({"title": TITLE, "text": TEXT}, ensure_ascii=escaped).encode()

    extracted = extract(content)

    assert extracted.content == f"{TITLE}\n\n{TEXT}"
    assert extracted.metadata.title == Stated(TITLE, "key title")
    check_map(content, extracted)


def test_a_text_that_repeats_the_title_does_not_say_it_twice() -> None:
    assert extract(line(title=TITLE, text=f"{TITLE}\n\n{TEXT}")).content == f"{TITLE}\n\n{TEXT}"


def test_a_mapping_names_the_keys_under_which_ours_stand() -> None:
    content = line(body=TEXT, site="El Faro", day="2022-12-16")

    extracted = extract(content, text="body", outlet="site", published="day")

    assert extracted.content == TEXT
    assert extracted.metadata.publisher == Stated("El Faro", "key site")
    assert extracted.metadata.published == Stated("2022-12-16", "key day")


def test_blank_lines_are_passed_over_and_numbers_are_those_of_the_file() -> None:
    stream = io.BytesIO(b'{"text":"a"}\r\n\n\n{"text":"b"}')

    assert list(json_lines.lines_of(stream, 100)) == [(1, b'{"text":"a"}'), (4, b'{"text":"b"}')]


def test_a_line_over_the_limit_is_told_and_the_next_is_read() -> None:
    stream = io.BytesIO(b"x" * 500 + b'\n{"text":"b"}\n')

    assert list(json_lines.lines_of(stream, 100)) == [(1, None), (2, b'{"text":"b"}')]


def test_a_line_without_end_is_given_up() -> None:
    with pytest.raises(TooLarge, match="bomb"):
        list(json_lines.lines_of(io.BytesIO(b"x" * 3_000_000), 1000))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b'{"text": "Nine held', TruncatedReport),
        (b'{"text": "Nine"', TruncatedReport),
        (b'["Nine held"]', TruncatedReport),
        (b'{"text" "Nine"}', TruncatedReport),
        (b"Nine held", TruncatedReport),
        (b"[" * 100_000, TruncatedReport),
        (b'{"text":' + b"[" * 100_000, TruncatedReport),
        (b'{"text": "Jos\xe9"}', WrongEncoding),
        (b"{}", EmptyReport),
        (b'{"body": "Nine held"}', EmptyReport),
        (b'{"text": "  "}', EmptyReport),
        (b'{"text": 9}', BrokenMetadata),
        (b'{"text": "a", "published": "yesterday"}', BrokenMetadata),
        (b'{"text": "a", "outlet": ["El Faro"]}', BrokenMetadata),
    ],
    ids=[
        "cut in a string", "cut after it", "a list", "no colon", "no JSON", "nested lists",
        "value", "latin-1", "empty", "other key", "blank", "a number", "no date", "list key",
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_refused(content: bytes, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        extract(content)


ANY = st.text(st.sampled_from('"\\/\b\f\n\r\té🕊\u2028') | st.characters(exclude_categories=["Cs"]))


@given(ANY, ANY, st.booleans())
def test_law_any_words_map_back_through_json(title: str, text: str, escaped: bool) -> None:
    content = json.dumps({"title": title, "text": text}, ensure_ascii=escaped).encode()
    try:
        extracted = extract(content)
    except EmptyReport:
        assert not text.strip()
        return

    expected = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    assert extracted.content.endswith(expected)
    check_map(content, extracted)
