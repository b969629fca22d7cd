"""What a hostile reader would try: sentences that must give nothing, or no assertion."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from testigo.reading.builtin.reader import BuiltinReader
from testigo.reading.protocol import Page
from testigo.record.report import Metadata, Stated, Text
from testigo.record.statement import Statement

TABLE = tomllib.loads(Path(__file__).with_name("vetoes.toml").read_text(encoding="utf-8"))
READER = BuiltinReader()


def read(content: str, language: str, published: str = "2023-05-10") -> list[Statement]:
    metadata = Metadata(
        language=Stated(language, "test"),
        published=Stated(published, "test"),
    )
    reading = READER.read([Page(Text("t", content, "test"), metadata)])[0]
    return [one.statement for one in reading.found]


def cases() -> Iterator[object]:
    for name, group in TABLE.items():
        for language in ("en", "es"):
            for sentence in group[language]:
                yield pytest.param(group, language, sentence, id=f"{name}-{sentence[:40]}")
            for sentence in group.get(f"not_yet_{language}", ()):
                wrong = pytest.mark.xfail(reason="known to be misread")  # weights change
                yield pytest.param(
                    group, language, sentence, id=f"{name}-{sentence[:40]}", marks=wrong
                )


@pytest.mark.parametrize(("group", "language", "sentence"), cases())
def test_what_must_not_be_read_is_not_read(group, language, sentence):
    for statement in read(sentence, language):
        assert statement.kind not in group.get("none", ()), statement
        if statement.kind in group.get("kinds", ()):
            assert statement.modality in group["modality"], statement
