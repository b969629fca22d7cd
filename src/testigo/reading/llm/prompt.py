"""What a model is asked, made from the record's codebook and the words of `prompt_<language>.toml`.

The instructions hold nothing of a report and are the same for all of one language, so that servers
can keep them. The report stands apart, between two lines with a mark made from its own hash: no
text can hold its own hash, so none can close itself and go on as somebody else.
"""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources

from testigo.reading.llm.schema import COUNT, is_count, item_keys
from testigo.record.kinds import KINDS, FieldType, Kind, kind
from testigo.record.report import Metadata
from testigo.record.vocabularies import Vocabulary, vocabulary

LANGUAGES = ("en", "es")
"""Languages in which a model is asked."""
_SHOWN = 300
"""Characters of a title or outlet that are told; more of it stands in the report."""
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}


@functools.cache
def instructions(language: str) -> str:
    """Return what a model is told for every report in `language` (`en` or `es`)."""
    words = _words(language)
    rules = [f"{number}. {rule}" for number, rule in enumerate(_list(words, "rules"), 1)]
    parts = [
        _text(words, "task"),
        "\n".join(rules),
        f"## {_text(words, 'kinds')}",
        *(_kind_lines(kind(name), language, words) for name in KINDS),
        _text(words, "every_kind"),
        f"## {_text(words, 'put_as')}",
        "\n".join(_code_lines(vocabulary("modality"), language)),
        f"## {_text(words, 'codes')}",
        "\n".join(_vocabulary_line(name, language) for name in _vocabularies()),
        f"## {_text(words, 'example')}",
        _text(words, "between"),
        _sample(language, words),
    ]
    return "\n\n".join(parts) + "\n"


def report_between_marks(language: str, head: tuple[str, ...], content: str) -> str:
    """Return a report, or a window of it, between its marks; `head` are the lines before it."""
    inner = "\n".join((*head, "", content)) if head else content
    mark = hashlib.sha256(inner.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    begins, ends = (_head(language, name, mark=mark) for name in ("begins", "ends"))
    return f"{begins}\n{inner}\n{ends}\n"


def head_lines(
    metadata: Metadata, language: str, part: tuple[int, int] | None = None
) -> tuple[str, ...]:
    """Return what is known of a report, a line each; `part` is its number and how many there are.

    The lines hold what others wrote: they are part of what stands between the marks.
    """
    lines = []
    for name in ("title", "publisher"):
        stated = getattr(metadata, name)
        if stated is not None and stated.value.strip():
            lines.append(_head(language, name, value=_one_line(stated.value)))
    if metadata.published is not None:
        lines.append(_head(language, "published", value=_published(metadata, language)))
    if part is not None and part[1] > 1:
        lines.append(_head(language, "part", number=str(part[0]), total=str(part[1])))
    return tuple(lines)


def sample(language: str) -> tuple[str, str, str]:
    """Return the invented report of the example, its day of publication and its answer."""
    table = _table(_words(language), "sample")
    return table["text"].strip(), table["published"], table["answer"].strip()


def _published(metadata: Metadata, language: str) -> str:
    day = metadata.published_on
    stated = _one_line(metadata.published.value) if metadata.published else ""
    return stated if day is None else f"{stated} ({_WEEKDAYS[language][day.weekday()]})"


def _one_line(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _kind_lines(shape: Kind, language: str, words: Mapping[str, object]) -> str:
    lines = [f"{shape.name} — {shape.definitions[language]}"]
    for name in item_keys(shape):
        if is_count(shape, name):
            lines.append(f"- {', '.join(COUNT[:3])}: {_table(words, 'types')['count']}")
        elif name in shape.fields:
            lines.append(_field_line(shape, shape.fields[name], language, words))
    for group in shape.require_any:
        names = ", ".join(f"`{name}`" for name in group if not is_count(shape, group[0]))
        if names:
            lines.append(f"  {_text(words, 'one_of').format(names=names)}")
    return "\n".join(lines)


def _field_line(shape: Kind, field: FieldType, language: str, words: Mapping[str, object]) -> str:
    form = _table(words, "types")[field.type].format(
        vocabulary=field.vocabulary, members=", ".join(n for n in field.members if n != COUNT[3])
    )
    note = field.definition
    if language != "en":
        note = _notes(words, shape.name).get(field.name) or field.label(language)
    return f"- {field.name}{'*' if field.is_key else ''} ({form}): {note}"


def _code_lines(codes: Vocabulary, language: str) -> Iterator[str]:
    for code in codes:
        told = code.definition if language == "en" else code.labels[language]
        yield f"- {code.code}: {told}"


def _vocabularies() -> list[str]:
    """Return the names of the vocabularies that fields use, each once, in their order."""
    names: dict[str, None] = {}
    for name in KINDS:
        for field in kind(name).fields.values():
            types = [t for t in field.members.values() if t.startswith("code:")]
            own = [field.vocabulary] if field.vocabulary else []
            names |= dict.fromkeys([*own, *(t.removeprefix("code:") for t in types)])
    return list(names)


def _vocabulary_line(name: str, language: str) -> str:
    told = []
    for code in vocabulary(name):
        label = code.labels[language]
        plain = code.code.replace("_", " ")
        told.append(code.code if label == plain else f"{code.code} ({label})")
    return f"{name}: {', '.join(told)}"


def _sample(language: str, words: Mapping[str, object]) -> str:
    table = _table(words, "sample")
    head = tuple(_head(language, n, value=table[n]) for n in ("title", "published"))
    answer = json.dumps(json.loads(table["answer"]), ensure_ascii=False)
    return f"{report_between_marks(language, head, table['text'].strip())}\n{answer}"


def _head(language: str, name: str, **values: str) -> str:
    return _table(_words(language), "head")[name].format(**values)


@functools.cache
def _words(language: str) -> Mapping[str, object]:
    file = resources.files("testigo.reading.llm").joinpath(f"prompt_{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _text(words: Mapping[str, object], name: str) -> str:
    return str(words[name]).strip()


def _list(words: Mapping[str, object], name: str) -> list[str]:
    value = words[name]
    assert isinstance(value, list)
    return [str(one) for one in value]


def _table(words: Mapping[str, object], name: str) -> dict[str, str]:
    value = words[name]
    assert isinstance(value, dict)
    return value


def _notes(words: Mapping[str, object], name: str) -> Mapping[str, str]:
    notes: object = _table(words, "notes").get(name, {})
    assert isinstance(notes, dict)
    return notes
