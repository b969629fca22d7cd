"""The built-in reader as a whole: one reading a page, exact, the same each time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.reading.builtin.reader import BuiltinReader, resource_files
from testigo.reading.learned.reader import available
from testigo.reading.protocol import Page, Reader
from testigo.record.report import Metadata, Stated, Text

HEAP = """
nine soldiers killed wounded arrested curfew declared Puno Sunday , . ; : “ ” police said that who
were the of them including nueve muertos fueron detenidos según la Policía toque de queda el domingo
entre ellos 17 1.200 más al menos 👩‍🚒 ñandú é
"""
WORDS = HEAP.split()


def page(content: str, language: str = "en", published: str | None = "2023-05-10") -> Page:
    stated = {"language": language, "published": published}
    metadata = Metadata(**{k: Stated(v, "option") for k, v in stated.items() if v})
    return Page(Text("r", content, "test"), metadata)


def test_it_is_a_reader():
    reader: Reader = BuiltinReader()
    assert reader.identity.name == "builtin"
    assert reader.identity == BuiltinReader().identity


def test_what_another_reader_is_made_of_does_not_change_this_one():
    names = [name for name, _ in resource_files()]
    assert "testigo.reading/builtin/reader.py" in names
    assert [name for name in names if name.startswith("testigo.reading/llm/")] == []


def test_a_batch_gives_one_reading_a_page_in_order():
    pages = [page("Nine were killed."), page("It rained."), page("Murieron nueve.", "es")]
    readings = BuiltinReader().read(pages)
    assert [r.text_id for r in readings] == [p.text.id for p in pages]
    assert [len(r.statements) for r in readings] == [1, 0, 1]


def test_each_statement_names_its_rule_and_the_words_that_fired():
    content = "Nine people were killed near Orvalle on Sunday."
    [reading] = BuiltinReader(rules_alone=True).read([page(content)])
    [found] = reading.found
    assert found.rule == "toll.passive"
    assert {span.quote for span in found.fired} == {"Nine", "killed"}


def test_confidence_is_measured_or_absent():
    [reading] = BuiltinReader(rules_alone=True).read([page("Nine people were killed.")])
    [found] = reading.found
    assert found.measured_on is not None
    assert found.confidence is not None


def test_rules_alone_say_so_in_identity_and_coverage():
    whole, alone = BuiltinReader(), BuiltinReader(rules_alone=True)
    [reading] = alone.read([page("Nine people were killed.")])
    assert reading.coverage.rules_alone
    assert reading.reader.version.endswith("+rules")
    assert whole.identity.name == alone.identity.name
    assert (whole.identity == alone.identity) is not available()


@pytest.mark.skipif(not available(), reason="this tree holds no weights of the learned reader")
def test_with_the_weights_other_kinds_are_read_and_each_has_a_measured_confidence():
    content = (
        "Ada Brenn, minister of defence, met union leader Teo Lund in Orvalle on Sunday. “We will "
        "talk again,” Brenn said. Police arrested three miners during a march on Monday."
    )
    [reading] = BuiltinReader().read([page(content)])
    kinds = {statement.kind for statement in reading.statements}
    assert {"post", "contact", "claim"} <= kinds
    assert not reading.coverage.rules_alone
    for found in reading.found:
        found.statement.check(content)
        assert found.confidence is not None
        assert found.measured_on is not None


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=40),
    language=st.sampled_from(["en", "es"]),
    published=st.sampled_from(["2023-05-10", None]),
)
def test_any_heap_of_words_is_read_with_exact_spans_and_nothing_dropped(words, language, published):
    content = " ".join(words) or "."
    one = page(content, language, published)
    [reading] = BuiltinReader().read([one])
    assert reading.dropped == ()
    for statement in reading.statements:
        statement.check(content)
    assert BuiltinReader().read([one]) == [reading]
