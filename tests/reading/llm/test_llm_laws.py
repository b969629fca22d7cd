"""Whatever a model answers: every statement quotes its text exactly, and nothing raises but a fault
of the model.
"""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reading.llm.answering import SETTINGS, Answering, page

from testigo.reading.llm.model import Answer, ModelFault
from testigo.reading.llm.reader import LlmReader
from testigo.reading.llm.schema import COUNT, SOURCE, item_keys
from testigo.record.kinds import KINDS, kind
from testigo.record.reading import Reading
from testigo.record.vocabularies import vocabulary

TEXTS = {
    "en": (
        "Nine dead in Orvalle\n\nAt least nine miners, two of them women, were killed near Orvalle "
        "on Sunday, Nu\u0301n\u0303ez said. “We will march,” said Ada Brenn (34), minister of "
        "defence 👩\u200d🚒. The army denied that 1,300 people were hurt. A curfew was lifted."
    ),
    "es": (
        "Nueve muertos en Orvalle\n\nAl menos nueve mineros murieron el domingo cerca de Orvalle, "
        "dijo Núñez. «Marcharemos», dijo Ada Brenn (34), ministra de Defensa. El Ejército negó que "
        "hubiera 1.300 heridos; de ellos dos mujeres. Se levantó el toque de queda."
    ),
}


@cache
def phrases(language: str) -> list[str]:
    """Stretches of words of a text, and some that it does not hold."""
    words = TEXTS[language].split(" ")
    runs = [" ".join(words[i : i + n]) for n in (1, 2, 4, 9) for i in range(0, len(words), n)]
    strange = ["", " ", "…", "nobody said this", "\u202e", "9" * 400, "\ud800", "NINE DEAD"]
    return [*runs, *TEXTS[language].split("\n\n"), *strange]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@st.composite
def statements(draw: st.DrawFn, language: str) -> object:
    """A statement as asked for, its words mostly those of the text, or one nearly so."""
    name = draw(st.sampled_from(KINDS))
    shape, title_and_body = kind(name), TEXTS[language].split("\n\n")
    words = st.sampled_from(phrases(language))
    odd = st.one_of(words, words, words, values)
    keys = [f.name for f in shape.fields.values() if f.is_key]
    keys += [group[0] for group in shape.require_any] + ["parties"] * (name == "contact")
    keys += draw(st.lists(st.sampled_from(item_keys(shape)), max_size=5))
    items: list[object] = []
    for key in keys:
        field = shape.fields.get(key)
        codes = list(vocabulary(field.vocabulary).codes) if field and field.vocabulary else []
        one: dict[str, object] = {key: draw(st.sampled_from(codes) if codes else odd)}
        if field is None or field.type not in ("text", "place", "record"):
            one["words"] = draw(odd)
        for member in (*(field.members if field else ()), "country", *COUNT):
            if draw(st.integers(0, 4)) == 0:
                one[member] = draw(odd)
        items.append(one)
    items += draw(st.lists(values, max_size=1))
    modality = draw(st.sampled_from([*vocabulary("modality").codes, "odd"]))
    quote = draw(st.sampled_from([*title_and_body * 3, *phrases(language)]))
    return {name: quote, "modality": modality, "fields": items}


@st.composite
def answers(draw: st.DrawFn, language: str) -> Answer:
    """An answer: mostly whole, sometimes broken, cut or refused."""
    held = st.one_of(*[statements(language)] * 4, values)
    content = json.dumps({"statements": draw(st.lists(held, min_size=1, max_size=4))})
    broken = st.text(max_size=30) | values.map(json.dumps)
    match draw(st.sampled_from(["whole"] * 8 + ["cut", "cut", "broken", "refused"])):
        case "cut":
            return Answer(content[: draw(st.integers(0, len(content)))], "length")
        case "broken":
            return Answer(draw(broken))
        case "refused":
            return Answer(content, "refusal")
    return Answer(content)


def check(reading: Reading, content: str) -> None:
    for found in reading.found:
        found.statement.check(content)
        for span in found.fired:
            span.check(content)
    for one in reading.dropped:
        (one.words or "").encode()
        assert one.why
    assert reading.reader.name == "llm"


@pytest.mark.parametrize("language", sorted(TEXTS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_statement_quotes_its_text_and_only_a_fault_of_the_model_is_raised(
    language: str, data: st.DataObject
) -> None:
    content = TEXTS[language]
    model = Answering(data.draw(answers(language)))
    try:
        [reading] = LlmReader(model, SETTINGS).read([page(content, language)])
    except ModelFault:
        return
    check(reading, content)


@settings(max_examples=40, deadline=None)
@given(content=st.text(max_size=80), quoted=st.integers(0, 79))
@example(content="a\u0301", quoted=0)
@example(content="\ud800 nine dead", quoted=3)
def test_any_text_is_read_and_a_word_of_it_found_where_it_is_quoted(
    content: str, quoted: int
) -> None:
    words = content.split()
    word = words[quoted % len(words)] if words else "x"
    claim = {"speaker": word}, {"content": word}, {SOURCE[0]: word}
    said = {"claim": content, "modality": "asserted", "fields": list(claim)}
    model = Answering({"statements": [said]})
    try:
        [reading] = LlmReader(model, SETTINGS).read([page(content)])
    except ModelFault:
        return
    check(reading, content)
