"""Proposed statements -> drafts, by the form of each kind and the rules that no draft escapes.

What a cue denies, plans or makes depend on something is not asserted, whatever the model said. Who
says so is whom the model names, and nobody else: put in by the finder where the model named nobody,
one incident in seven of right answers got a speaker that its report does not give it (tried and
left, `benchmarks/perfect_answers`).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

from testigo.reading.builtin.learned_source import with_speaker_here
from testigo.reading.builtin.memory import Memory
from testigo.reading.builtin.setting import Setting
from testigo.reading.builtin.vetoes import BINDING, HAPPENINGS, is_vetoed, without_vetoed
from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.grounding import NOT_IN_TEXT
from testigo.reading.llm.answers import Item, Proposed, shown
from testigo.reading.llm.locating import Locator, Range
from testigo.reading.llm.placing import place, with_sentences_of
from testigo.reading.llm.pointing import AGES, date_at, number_at
from testigo.reading.llm.schema import RELIES_ON, SAID_BY, SAID_ON, is_count
from testigo.reading.llm.values import Values
from testigo.record.kinds import FieldType, Kind, kind
from testigo.record.reading import DIFFERS, Dropped
from testigo.record.span import Span
from testigo.record.statement import Scalar
from testigo.record.vocabularies import vocabulary
from testigo.record.wording.hows import joined

Fields = dict[str, DraftValue]
NOT_SO = "its words tell a play, a drill, an accident or a figure of speech"
RULE = "llm."
"""What the name of the rule of a model's statement begins with; its kind follows."""
TAKES_BACK = ("asserted", "alleged", "planned", "conditional", "denied", "retracted")
"""Modalities by how much they take back: of the model's and the finder's the later one holds."""
DENYING = frozenset({"denied", "retracted"})
LEADING = {
    "toll": ("low", "wording", "outcome"),
    "casualty": ("name", "description", "outcome"),
    "claim": ("content", "stance", "speaker"),
}
"""Fields whose words carry a statement, the one it hangs on first; else the key fields."""


def drafts_of(
    setting: Setting,
    locator: Locator,
    memory: Memory,
    proposed: Iterable[Proposed],
    seen: Sequence[Range],
) -> tuple[list[Draft], list[Dropped]]:
    """Return the drafts of what a model proposed after it saw the ranges `seen` of a text.

    What could not be kept comes beside them, with the reason.
    """
    drafts: list[Draft] = []
    dropped: list[Dropped] = []
    for one in proposed:
        fits = functools.partial(can_hold, setting, kind(one.kind))
        placement = place(setting.document, locator, one, seen, fits)
        if placement is None:
            dropped.append(Dropped(one.kind, f"its sentence is {NOT_IN_TEXT}", shown(one.quote)))
            continue
        lost = (Dropped(f"{one.kind}.quote", NOT_IN_TEXT, shown(part)) for part in placement.lost)
        values = Values(setting, memory, one, placement, list(lost))
        drafts.extend(_draft(values))
        dropped.extend(values.dropped)
    return drafts, dropped


def can_hold(setting: Setting, shape: Kind, item: Item, span: Span) -> bool:
    """Tell whether words can hold the value of an item: a number of people, an age or a date.

    Of "two" in "for two days two were hurt" the second counts people.
    """
    field = shape.fields.get(item.key)
    if is_count(shape, item.key) or (field is not None and "low" in field.members):
        return number_at(setting, span) is not None
    if item.key == SAID_ON or (field is not None and field.type == "edtf"):
        date = date_at(setting, span)
        return date is not None and date.value is not None
    if field is not None and field.type == "number":
        return number_at(setting, span, AGES[:1]) is not None
    return True


def _draft(values: Values) -> Iterator[Draft]:
    """Yield the draft of one statement, or nothing where it may not stand."""
    setting, name = values.setting, values.proposed.kind
    fields, extras = _fields(values), _extras(values)
    if missing := _missing(kind(name), fields):
        values.dropped.append(Dropped(name, f"without {missing} there is no statement"))
        return
    fired = _fired(name, fields)
    modality, cues = _modality(values, fired)
    speaker = extras.get(SAID_BY)
    draft = Draft(
        name,
        fields,
        with_sentences_of(setting.document, values.placement.evidence, fired),
        f"{RULE}{name}",
        fired=fired,
        speaker=speaker and with_speaker_here(speaker, setting.attribution(fired[0])),
        origin=extras.get(RELIES_ON),
        modality=modality,
        modality_spans=cues,
        said_on=None if name == "claim" else extras.get(SAID_ON),
    )
    if is_vetoed(setting, draft):
        values.dropped.append(
            Dropped(name, "its words tell a play, a drill, an accident or a figure")
        )
        return
    for kept in without_vetoed(setting, [draft]):
        for lost in sorted(set(draft.fields) - set(kept.fields)):
            values.drop(lost, "the sentence only says it is according to them")
        yield kept


def _fields(values: Values) -> Fields:
    """Return the fields of a statement, the values of a list as one."""
    shape = kind(values.proposed.kind)
    single: Fields = {}
    lists: dict[str, list[DraftValue]] = {}
    for number, item in enumerate(values.proposed.items):
        if is_count(shape, item.key):
            if not {"low", "high", "wording"} & set(single):
                single |= values.count(number)
        elif item.key in shape.fields:
            field = shape.fields[item.key]
            value = _value(values, number, field)
            if value is None:
                continue
            if field.is_list:
                lists.setdefault(field.name, []).append(value)
            elif field.name in single:
                values.drop(field.name, "it was given twice", item.words)
            else:
                single[field.name] = value
    return single | {name: _as_list(parts) for name, parts in lists.items()}


def _value(values: Values, number: int, field: FieldType) -> DraftValue | None:
    match field.type:
        case "code":
            return values.code(number, str(field.vocabulary))
        case "number":
            return values.whole_number(number)
        case "edtf":
            return values.date(number)
        case "place":
            return values.place(number, many=field.is_list)
        case "record":
            return values.record(number, field)
    return values.text(number)


def _as_list(parts: Sequence[DraftValue]) -> DraftValue:
    """Return the values of a list as one, in the order given, each once."""
    members: dict[Scalar, None] = {}
    for part in parts:
        members |= dict.fromkeys(part.value if isinstance(part.value, tuple) else (part.value,))
    witnesses = dict.fromkeys(w for part in parts for w in part.witnesses)
    return DraftValue(tuple(members), tuple(witnesses), joined(*(part.how for part in parts)))


def _extras(values: Values) -> Fields:
    """Return who says it, on whose word, and when."""
    out: Fields = {}
    for number, item in enumerate(values.proposed.items):
        if item.key in (SAID_BY, RELIES_ON, SAID_ON) and item.key not in out:
            value = values.date(number) if item.key == SAID_ON else values.text(number)
            if value is not None:
                out[item.key] = value
    return out


def _missing(shape: Kind, fields: Fields) -> str | None:
    """Return the key field that a statement lacks, None where it is whole."""
    for field in shape.fields.values():
        if field.is_key and field.name not in fields:
            return field.name
    for group in shape.require_any:
        if not any(name in fields for name in group):
            return "number" if is_count(shape, group[0]) else " or ".join(group)
    return None


def _fired(name: str, fields: Fields) -> tuple[Span, ...]:
    """Return the words that carry a statement, those it hangs on first."""
    shape = kind(name)
    leading = LEADING.get(name) or tuple(f.name for f in shape.fields.values() if f.is_key)
    witnesses = (w for key in leading if key in fields for w in fields[key].witnesses[:1])
    return tuple(dict.fromkeys(w for w in witnesses if isinstance(w, Span)))


def _modality(values: Values, fired: Sequence[Span]) -> tuple[str, tuple[Span, ...]]:
    """Return how it is put, with the words that show it; none where it is asserted.

    A cue that denies or takes back is stronger than any model, one that plans or supposes than a
    model that asserts.
    """
    told = values.proposed.modality
    if told not in vocabulary("modality"):
        values.drop("modality", "no code of modality", told)
        told = "asserted"
    bearing = [values.setting.modality(span) for span in fired]
    code, cues = max(bearing, key=lambda one: TAKES_BACK.index(one[0]))
    if code != told:
        is_stronger = TAKES_BACK.index(code) > TAKES_BACK.index(told)
        is_bound = code in DENYING or (code in BINDING and told == "asserted")
        if not (is_stronger and is_bound and values.proposed.kind in HAPPENINGS):
            return told, () if told == "asserted" else tuple(fired[:1])
        why = f"{DIFFERS}: the model said {told}, the words say {code}"
        values.drop("modality", why)
    return code, cues
