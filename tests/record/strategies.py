"""Hypothesis strategies for the words of the record, shared by every test that needs some.

`from tests.record.strategies import statements`. Texts hold emoji, combining marks and
right-to-left words on purpose; statements come in all eight kinds with any of their fields.
"""

import calendar
import datetime

from hypothesis import strategies as st

from testigo.record.canonical import digest
from testigo.record.counts import CountRange
from testigo.record.decision import Decision
from testigo.record.edtf import Edtf
from testigo.record.kinds import KINDS, FieldType, kind
from testigo.record.places import Place
from testigo.record.reading import Found
from testigo.record.report import Metadata, Stated
from testigo.record.span import Span
from testigo.record.statement import Field, Record, Scalar, Source, Statement, Value
from testigo.record.vocabularies import vocabulary

PIECES = (
    "two dead ",
    "al menos 27 heridos. ",
    "Nu\u0301n\u0303ez ",  # combining marks that normalisation would compose
    "\U0001f1f5\U0001f1ea\U0001f469\u200d\u2695\ufe0f ",  # a flag, a joined emoji
    "قُتل ثلاثة أشخاص ",
    "\u202eabc\u202c ",  # a right-to-left override
    "«habría», dijo\n\n",
)
TEXT_ID = digest("the text that generated statements point into")

texts = st.lists(st.sampled_from(PIECES) | st.text(min_size=1, max_size=8), min_size=1).map("".join)
words = st.text(min_size=1, max_size=12)
sha256s = st.binary(min_size=1, max_size=8).map(lambda content: digest(content.hex()))


@st.composite
def spans(draw: st.DrawFn, content: str) -> Span:
    """A span of `content`."""
    start = draw(st.integers(0, len(content) - 1))
    return Span.cut(content, start, draw(st.integers(start + 1, len(content))))


@st.composite
def points(draw: st.DrawFn) -> str:
    """One EDTF point of any precision, as text."""
    year = draw(st.integers(1, 9999))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, calendar.monthrange(year, month)[1]))
    time = draw(st.times()).strftime("%H:%M:%S")
    forms = (
        f"{year:04}-{month:02}-{day:02}T{time}",
        f"{year:04}-{month:02}-{day:02}",
        f"{year:04}-{month:02}",
        f"{year:04}-{draw(st.integers(21, 24))}",
        f"{year:04}",
        f"{year // 10:03}X",
    )
    return draw(st.sampled_from(forms)) + draw(st.sampled_from(("", "~", "?", "%")))


@st.composite
def dates(draw: st.DrawFn) -> Edtf:
    """A point, or an interval whose ends may be open."""
    first, second = draw(points()), draw(points())
    shape = draw(st.sampled_from(("point", "closed", "open start", "open end")))
    if shape == "point":
        return Edtf(first)
    if shape != "closed":
        return Edtf(f"../{first}" if shape == "open start" else f"{first}/..")
    start, end = Edtf(first), Edtf(second)
    assert start.earliest is not None
    assert end.latest is not None
    return Edtf(f"{first}/{second}" if start.earliest <= end.latest else f"{second}/{first}")


@st.composite
def counts(draw: st.DrawFn) -> CountRange:
    """A count range that keeps the laws of its bound."""
    bound = draw(st.sampled_from([code.code for code in vocabulary("bound")]))
    low, high = sorted((draw(st.integers(0, 99_999)), draw(st.integers(0, 99_999))))
    limits: dict[str, tuple[int | None, int | None]] = {
        "exact": (low, high),
        "about": (low, high),
        "at_most": (None, high),
        "vague": (None, None),
    }
    return CountRange(*limits.get(bound, (low, None)), bound, draw(words))


@st.composite
def places(draw: st.DrawFn) -> Place:
    """A place with or without what the gazetteer adds; a point only where a point may stand."""
    precision = draw(st.none() | st.integers(1, 7))
    point: tuple[float | None, float | None] = (None, None)
    if precision is not None and precision <= 3 and draw(st.booleans()):
        point = (draw(st.floats(-90, 90)), draw(st.floats(-180, 180)))
    return Place(
        words=draw(words),
        place_id=draw(st.none() | words),
        name=draw(st.none() | words),
        country=draw(st.sampled_from((None, "PE", "CO"))),
        admin1=draw(st.none() | words),
        latitude=point[0],
        longitude=point[1],
        precision=precision,
    )


def scalars(type_name: str, vocabulary_name: str | None) -> st.SearchStrategy[Scalar]:
    """A value of one plain type."""
    if type_name == "code":
        assert vocabulary_name is not None
        return st.sampled_from([code.code for code in vocabulary(vocabulary_name)])
    plain: dict[str, st.SearchStrategy[Scalar]] = {
        "text": words,
        "number": st.integers(0, 10**6),
        "edtf": dates(),
        "place": places(),
    }
    return plain[type_name]


@st.composite
def records(draw: st.DrawFn, field: FieldType) -> Record:
    """A small record with some members of `field`, its numbers in agreement."""
    names = draw(st.sets(st.sampled_from(sorted(field.members)), min_size=1))
    values: dict[str, object] = {}
    for name in sorted(names - {"low", "high", "bound"}):
        type_name, _, vocabulary_name = field.members[name].partition(":")
        values[name] = draw(scalars(type_name, vocabulary_name or None))
    if names & {"low", "high", "bound"}:
        values |= count_values(draw(counts()))
    return Record.of(**values)  # type: ignore[arg-type]


def count_values(count: CountRange) -> dict[str, str | int]:
    """The fields of a toll that a count range fills."""
    filled = {
        "low": count.low,
        "high": count.high,
        "bound": count.bound,
        "wording": count.wording,
    }
    return {name: value for name, value in filled.items() if value is not None}


@st.composite
def values(draw: st.DrawFn, field: FieldType) -> Value:
    """A value that `field` may hold."""
    one = records(field) if field.type == "record" else scalars(field.type, field.vocabulary)
    if not field.is_list:
        return draw(one)
    return tuple(draw(st.lists(one, min_size=field.min_items, max_size=3)))


@st.composite
def fields(draw: st.DrawFn, value: Value, content: str) -> Field:
    """`value` with one to three spans of `content`, and sometimes how it follows from them."""
    found = draw(st.lists(spans(content), min_size=1, max_size=3))
    return Field(value, tuple(found), draw(st.none() | words))


@st.composite
def statements(
    draw: st.DrawFn,
    content: str | None = None,
    text_id: str = TEXT_ID,
    kind_name: str | None = None,
) -> Statement:
    """A statement of any kind whose every span lies in `content` (drawn where not given)."""
    content = draw(texts) if content is None else content
    shape = kind(kind_name or draw(st.sampled_from(KINDS)))
    optional = [n for n, f in shape.fields.items() if not f.is_key]
    chosen = set(draw(st.lists(st.sampled_from(optional), max_size=6)))
    chosen |= {name for name, field in shape.fields.items() if field.is_key}
    chosen |= {draw(st.sampled_from(group)) for group in shape.require_any}
    filled: dict[str, Value] = {
        name: draw(values(shape.fields[name]))
        for name in sorted(chosen)
        if shape.name != "toll" or name not in ("low", "high", "bound", "wording")
    }
    if shape.name == "toll":
        filled |= count_values(draw(counts()))
    source = Source(
        draw(st.none() | words.flatmap(lambda v: fields(v, content))),
        draw(st.none() | words.flatmap(lambda v: fields(v, content))),
    )
    return Statement.make(
        text_id,
        shape.name,
        {name: draw(fields(value, content)) for name, value in filled.items()},
        tuple(draw(st.lists(spans(content), min_size=1, max_size=2))),
        source=source,
        modality=draw(st.sampled_from([code.code for code in vocabulary("modality")])),
        modality_spans=tuple(draw(st.lists(spans(content), max_size=2))),
        said_on=draw(st.none() | dates().flatmap(lambda v: fields(v, content))),
    )


@st.composite
def findings(draw: st.DrawFn) -> Found:
    """A statement as some reader gave it."""
    content = draw(texts)
    confidence = draw(st.none() | st.floats(0, 1))
    measured_on = None if confidence is None else draw(st.integers(1, 999))
    fired = tuple(draw(st.lists(spans(content), max_size=2)))
    return Found(draw(statements(content)), "toll.some-rule", fired, confidence, measured_on)


stated = st.builds(Stated, words, words)
metadata = st.builds(
    Metadata,
    publisher=st.none() | stated,
    title=st.none() | stated,
    author=st.none() | stated,
    published=st.none() | st.builds(Stated, points(), words),
    utc_offset=st.none() | stated,
    language=st.none() | stated,
    url=st.none() | stated,
)
decisions = st.builds(
    Decision,
    act=st.sampled_from([code.code for code in vocabulary("act")]),
    subjects=st.lists(sha256s, min_size=1, max_size=3).map(tuple),
    by=words.filter(lambda name: bool(name.strip())),
    at=st.datetimes(timezones=st.just(datetime.UTC)),
    why=st.text(max_size=20),
    content=st.dictionaries(words, words | st.integers() | st.none() | st.booleans(), max_size=3),
    shown=st.lists(sha256s, max_size=3).map(tuple),
    versions=st.fixed_dictionaries({"testigo": words, "schema": words, "codebook": words}),
)
