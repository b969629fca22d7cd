"""The record of one report as a person reads it: each sentence, what it says, and who says so.

Invariant: every statement is marked as a draft, every value stands under its own sentence, and
nothing is put more strongly than the report puts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from rich.text import Text

from testigo.cli.terminal import Paragraph, number_of, plain
from testigo.record.edtf import Edtf
from testigo.record.kinds import kind
from testigo.record.reading import Coverage, Dropped, Found, Reading
from testigo.record.report import Metadata
from testigo.record.span import Span
from testigo.record.statement import Field, Statement
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import (
    OUTLET_UNKNOWN,
    PASSED_OVER,
    confidence_words,
    date_words,
    details,
    main_words,
    said_by,
    value_words,
)
from testigo.record.wording.hows import parted

SENTENCE_CHARACTERS = 260
"""Longer sentences are cut around the words that carry the value."""
_AROUND = 60
_UNDER = 9
"""Columns of the mark before a value: what belongs to it stands under its first word."""
_DATES = ("period", "as_of", "date", "start", "end")


def heading(metadata: Metadata, address: str) -> Text:
    """Return the line above a report: outlet, date, title, language."""
    outlet = metadata.publisher.value if metadata.publisher else OUTLET_UNKNOWN
    title = metadata.title.value if metadata.title else PurePath(address).name
    language = metadata.language.value if metadata.language else "und"
    parts = [outlet, published_words(metadata), title, language]
    line = Text(" · ".join(plain(part) for part in parts))
    line.stylize("bold", 0, len(plain(outlet)))
    return line


def published_words(metadata: Metadata) -> str:
    """Return the day of publication as words."""
    if metadata.published is None:
        return "undated"
    return date_words(Edtf(metadata.published.value).without_time())


def report_view(
    reading: Reading,
    metadata: Metadata,
    address: str,
    *,
    confidentiality: str = "public",
    notes: Sequence[str] = (),
) -> Iterator[Paragraph]:
    """Yield what is printed of one report; `notes` say what of the document was left out."""
    mark = "" if confidentiality == "public" else f" · {confidentiality}"
    yield Paragraph(heading(metadata, address).append(mark, style="italic"))
    basis = f" · date: {metadata.published.basis}" if metadata.published else ""
    yield Paragraph(Text(plain(address + basis), style="dim"), 0, 2)
    yield from statements_view(reading.found)
    left = [*coverage_lines(reading.coverage, reading.dropped)]
    for number, line in enumerate([*left, *(f"▸ left out: {note}" for note in notes)]):
        if not number:
            yield Paragraph(Text())
        yield Paragraph(Text(plain(line), style="dim"), 2, 2)
    yield Paragraph(Text("\n"))


def statements_view(found: Iterable[Found]) -> Iterator[Paragraph]:
    """Yield each sentence once, and under it what was read in it."""
    for evidence, group in groupby(_in_order(found), lambda one: one.statement.evidence):
        together = list(group)
        yield Paragraph(Text())
        yield Paragraph(_sentence(evidence, [one.statement for one in together]), 2, 1)
        for one in together:
            yield from _statement(one)


def _in_order(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda one: (one.statement.evidence[0].start, one.statement.evidence))


def _sentence(evidence: Sequence[Span], statements: Sequence[Statement]) -> Text:
    keys = [s for one in statements for s in _key_spans(one)]
    spoken = {s for one in statements for s in one.spans()}
    others = [s for s in spoken if s not in evidence and not any(key.covers(s) for key in keys)]
    text = Text("“")
    for index, sentence in enumerate(evidence):
        first, last = _window(sentence, keys or others)
        if index:
            text.append(" … ")
        text.append("…" if first > sentence.start else "")
        shown = Text(plain(sentence.quote[first - sentence.start : last - sentence.start]))
        for spans, style in ((others, "underline"), (keys, "bold")):
            for span in spans:
                shown.stylize(style, max(span.start - first, 0), max(span.end - first, 0))
        text.append_text(shown).append("…" if last < sentence.end else "")
    return text.append("”")


def _key_spans(statement: Statement) -> Iterator[Span]:
    shape = kind(statement.kind)
    wanted = {name for name, field in shape.fields.items() if field.is_key}
    wanted.update(name for group in shape.require_any for name in group)
    for name, field in statement.fields:
        if name in wanted:
            yield from field.spans


def _window(sentence: Span, keys: Sequence[Span]) -> tuple[int, int]:
    """Return which part of a sentence is shown: all of a short one, else around the key words."""
    if len(sentence.quote) <= SENTENCE_CHARACTERS:
        return sentence.start, sentence.end
    inside = [span for span in keys if sentence.covers(span)]
    first = max(min((s.start for s in inside), default=0) - _AROUND, sentence.start)
    last = min(max((s.end for s in inside), default=sentence.end) + _AROUND, sentence.end)
    last = min(max(last, first + SENTENCE_CHARACTERS), sentence.end)
    while first > sentence.start and not sentence.quote[first - sentence.start - 1].isspace():
        first -= 1
    while last < sentence.end and not sentence.quote[last - sentence.start].isspace():
        last += 1
    return first, last


def _statement(found: Found) -> Iterator[Paragraph]:
    statement = found.statement
    draft = vocabulary("verification")["0"]
    text = Text().append(f"{draft.extra['glyph']} draft  ", style="dim")
    text.append(plain(modality_words(statement)), style="italic")
    text.append(plain(main_words(statement)), style="bold")
    narrowing = ", ".join(details(statement))
    text.append(f" — {plain(narrowing)}" if narrowing else "")
    yield Paragraph(text, 4, _UNDER)
    says = Text(plain(f"says {said_by(statement)}"))
    yield Paragraph(says.append(f" · {rule_words(found)}", style="dim"), 4 + _UNDER, 2)
    for line in date_lines(statement):
        yield Paragraph(Text(plain(line), style="dim"), 4 + _UNDER, 2)


def modality_words(statement: Statement) -> str:
    """Return how the source puts it, where that is not as a fact: "denied: "."""
    if statement.modality == "asserted":
        return ""
    return f"{vocabulary('modality').label(statement.modality)}: "


def date_lines(statement: Statement) -> Iterator[str]:
    """Yield how each date follows from its words, where that is not plain."""
    dated = [(name, statement.field(name)) for name in _DATES if name in kind_fields(statement)]
    for name, field in [*dated, ("said on", statement.said_on)]:
        if field is not None and (field.how or name == "said on"):
            yield f"{name.replace('_', ' ')} {_resolved(field)}"


def kind_fields(statement: Statement) -> set[str]:
    """Return the names of the fields that the statement's kind has."""
    return set(kind(statement.kind).fields)


def _resolved(field: Field) -> str:
    words = " … ".join(span.quote for span in field.spans)
    of_value, of_model = parted(field.how)
    how, quoted = of_value or "", f" ({of_model})" if of_model else ""
    if how.casefold().startswith(f"{words.casefold()},"):  # "Sunday", and not in Spanish
        how = how[len(words) :]
    elif how:
        how = f" read as {how}"
    return f"{value_words(field.value)}: “{words}”{how}{quoted}"


def rule_words(found: Found) -> str:
    """Return the rule, and the confidence where it was measured."""
    words = f"rule {found.rule}"
    if found.confidence is None:
        return words
    return f"{words} · {confidence_words(found.confidence, found.measured_on)}"


def coverage_lines(coverage: Coverage, dropped: Sequence[Dropped]) -> Iterator[str]:
    """Yield what of a report was not understood or not kept, in sentences."""
    if coverage.passed_over:
        yield PASSED_OVER
    elif coverage.read_to == 0:
        yield f"not read: testigo reads English and Spanish, and this is {coverage.language}"
    elif not coverage.complete:
        yield f"read only to character {coverage.read_to:,} of {coverage.length:,}"
    if coverage.rules_alone:
        yield "read by rules alone, which find less: this copy of testigo lacks the model's weights"
    if flagged := len(coverage.flagged):
        yield f"▸ {number_of(flagged, 'sentence')} with a number or harm gave nothing or too little"
    if coverage.unresolved_dates:
        yield f"▸ {number_of(coverage.unresolved_dates, 'date')} left unresolved"
    yield from dropped_lines(dropped)


def dropped_lines(dropped: Sequence[Dropped]) -> Iterator[str]:
    """Yield how many values were left out and for which reasons, and how many were said otherwise.

    Reasons stand by how often they hold; what follows a colon in one is left to the single lines.
    """
    lost = Counter(one.why.split(":")[0] for one in dropped if not one.is_difference)
    if lost:
        reasons = ", ".join(f"{number} {why}" for why, number in lost.most_common())
        yield f"▸ {number_of(lost.total(), 'value')} dropped: {reasons}"
    if differs := sum(one.is_difference for one in dropped):
        yield f"▸ {number_of(differs, 'value')} kept as the words say, where the model said another"
