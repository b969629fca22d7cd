"""What the located words of one proposed statement say, read by testigo's own finders.

The model points; numbers, bounds, dates, places and names are read from the words it points at.
Where its own reading differs, the words win, and what it said is kept beside the value and counted.
What is left out is counted with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from testigo.reading.builtin.from_words import (
    PERSONS,
    areas_value,
    by_name,
    counted_fields,
    place_at,
    place_value,
)
from testigo.reading.builtin.memory import Memory
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import DraftValue
from testigo.reading.finders.mentions import NumberMention
from testigo.reading.grounding import NOT_IN_TEXT
from testigo.reading.llm.answers import Item, Proposed, shown
from testigo.reading.llm.placing import Placed, Placement
from testigo.reading.llm.pointing import AGES, as_long, date_at, edge, is_part_of_year, number_at
from testigo.record.edtf import Edtf
from testigo.record.kinds import FieldType, kind
from testigo.record.places import Place
from testigo.record.reading import DIFFERS, Dropped
from testigo.record.span import Span
from testigo.record.statement import Record
from testigo.record.vocabularies import vocabulary
from testigo.record.wording.hows import ELIDED, LOOSELY, MODEL_SAID, how, joined

ELSEWHERE = "not in the sentences it is quoted from"
INSIDE_ONLY = frozenset({"perpetrator", "perpetrators", "low"})
"""Items that count only where they stand in the quoted sentences: who did it, and how many."""
NAMES = frozenset({"name", "person"})
"""Fields that hold a person's name and nothing beside it."""


@dataclass(slots=True)
class Values:
    """One proposed statement in its place, asked item by item; None where nothing is given.

    All that is not given though the model proposed it goes to `dropped`.
    """

    setting: Setting
    memory: Memory
    proposed: Proposed
    placement: Placement
    dropped: list[Dropped] = field(default_factory=list)

    def placed(self, number: int, member: str = "") -> Placed | None:
        """Return where the words of an item stand; where they do not, they are dropped."""
        item = self.proposed.items[number]
        found = self.placement.words.get((number, member))
        words = item.words if not member else str(item.members.get(member))
        if found is None:
            self.drop(item.key, NOT_IN_TEXT, words, member)
        elif item.key in INSIDE_ONLY and not member and not found.is_inside:
            self.drop(item.key, ELSEWHERE, words)
            return None
        return found

    def drop(self, key: str, why: str, words: str | None = None, member: str = "") -> None:
        """Count what is left out, or a difference that the words have settled."""
        shape = _shape(self.proposed, key)
        hidden = shape is not None and shape.confidentiality != "public"
        what = ".".join(filter(None, (self.proposed.kind, key, member)))
        kept = None if words is None or hidden else shown(words)
        self.dropped.append(Dropped(what, why, kept))

    def text(self, number: int) -> DraftValue | None:
        """Return the words of a text; of a person, the fullest name of whom they stand for."""
        placed = self.placed(number)
        if placed is None:
            return None
        value = DraftValue(_line(placed.span), (placed.span,), dress(placed))
        key = self.proposed.items[number].key
        return self._named(key, placed.span, value) if key in PERSONS | {"said_by"} else value

    def code(self, number: int, vocabulary_name: str) -> DraftValue | None:
        """Return a code with the words that the model says decide it."""
        item, placed = self.proposed.items[number], self.placed(number)
        code = item.reading
        if not isinstance(code, str) or code not in vocabulary(vocabulary_name):
            self.drop(item.key, f"no code of {vocabulary_name}", str(code))
            return None
        return None if placed is None else DraftValue(code, (placed.span,), dress(placed))

    def count(self, number: int) -> dict[str, DraftValue]:
        """Return number, bound and wording of people as the finder reads them; none of a thing."""
        item, placed = self.proposed.items[number], self.placed(number)
        if placed is None:
            return {}
        mention = number_at(self.setting, placed.span)
        if mention is None:
            self.drop(item.key, "no number of people in its words", item.words)
            return {}
        differs = self._count_differs(item, mention)
        told = joined(dress(placed), differs)
        fields = counted_fields(mention)
        return {n: DraftValue(v.value, v.witnesses, told) for n, v in fields.items()}

    def whole_number(self, number: int) -> DraftValue | None:
        """Return an age or the like as the finder reads it."""
        item, placed = self.proposed.items[number], self.placed(number)
        if placed is None:
            return None
        mention = number_at(self.setting, placed.span, AGES)
        if mention is None or mention.count.low is None or is_part_of_year(self.setting, mention):
            self.drop(item.key, "no whole number of years in its words", item.words)
            return None
        value = mention.count.low
        differs = self._differs(item.key, item.reading, value, str(item.reading) != str(value))
        return DraftValue(value, (mention.span,), joined(dress(placed), differs))

    def date(self, number: int) -> DraftValue | None:
        """Return a date as the finder resolves it against the day of publication."""
        item, placed = self.proposed.items[number], self.placed(number)
        if placed is None:
            return None
        mention = date_at(self.setting, placed.span)
        if mention is None:
            self.drop(item.key, "no date in its words", item.words)
            return None
        if mention.value is None:
            why = f"its date cannot be told: {mention.how}" if mention.how else "its date is open"
            self.drop(item.key, why, item.words)
            return None
        value = edge(mention.value, item.key)
        if value is None:
            self.drop(item.key, f"its words leave the {item.key} open", item.words)
            return None
        told = str(item.reading or "").strip()
        is_same = told in ("", value.text, value.without_time().text, mention.value.text)
        other = None if is_same else as_long(mention, told)
        if other is not None:
            read_as = f"{_line(mention.span)}, read as {other}"
            return DraftValue(other, (mention.span,), joined(read_as, dress(placed)))
        differs = self._differs(item.key, item.reading, value, not is_same)
        return DraftValue(value, (mention.span,), joined(mention.how, dress(placed), differs))

    def place(self, number: int, *, many: bool) -> DraftValue | None:
        """Return a place, or the areas that some words name, as the gazetteer knows them."""
        item, placed = self.proposed.items[number], self.placed(number)
        if placed is None:
            return None
        read = areas_value if many else place_value
        value = read(self.setting, placed.span)
        places = value.value if isinstance(value.value, tuple) else (value.value,)
        known = {p.country for p in places if isinstance(p, Place) and p.country}
        told = item.members.get("country")
        is_other = isinstance(told, str) and bool(told) and bool(known) and told not in known
        differs = self._differs(item.key, told, ", ".join(sorted(known)), is_other)
        return DraftValue(value.value, value.witnesses, joined(dress(placed), differs))

    def record(self, number: int, shape: FieldType) -> DraftValue | None:
        """Return one small record; what of it has no words in the text is left out of it."""
        placed = self.placed(number)
        if placed is None:
            return None
        item = self.proposed.items[number]
        members: dict[str, str | int | Edtf | Place | None] = {}
        witnesses, told = [placed.span], dress(placed)
        if "low" in shape.members:
            mention = number_at(self.setting, placed.span)
            if mention is None:
                self.drop(item.key, "no number of people in its words", item.words)
                return None
            count = mention.count
            members = {n: getattr(count, n) for n in ("low", "high", "bound", "wording")}
            witnesses = [mention.span]
            told = joined(told, self._count_differs(item, mention))
        for name, type_name in shape.members.items():
            if name not in members:
                self._member(number, name, type_name, members, witnesses)
        if not _is_whole(shape, members):
            self.drop(item.key, "it lacks what makes it one", item.words)
            return None
        return DraftValue(Record.of(**members), tuple(dict.fromkeys(witnesses)), told)

    def _member(
        self,
        number: int,
        name: str,
        type_name: str,
        members: dict[str, str | int | Edtf | Place | None],
        witnesses: list[Span],
    ) -> None:
        """Add one member of a small record, and the words it was read from."""
        item = self.proposed.items[number]
        told = item.members.get(name)
        if told is None or told == "":
            return
        if type_name.startswith("code:"):
            if isinstance(told, str) and told in vocabulary(type_name.removeprefix("code:")):
                members[name] = told
            else:
                self.drop(item.key, f"no code of {type_name[5:]}", str(told), name)
            return
        placed = self.placed(number, name)
        if placed is not None:
            is_place = type_name == "place"
            members[name] = place_at(self.setting, placed.span) if is_place else _line(placed.span)
            witnesses.append(placed.span)

    def _named(self, key: str, span: Span, value: DraftValue) -> DraftValue:
        """Return a person by the fullest name that the report has for whom the words name."""
        own = [n for n in self.setting.names_meeting(span) if n.type == "person"]
        if not own:
            return by_name(self.memory, value)
        [name, *others] = own
        is_it = name.span == span or (key in NAMES and span.covers(name.span) and not others)
        if not is_it:
            return value
        witnesses = dict.fromkeys((name.span, name.full))
        return DraftValue(name.full.quote, tuple(witnesses), value.how)

    def _count_differs(self, item: Item, mention: NumberMention) -> str | None:
        told = [item.members.get(name) for name in ("low", "high", "bound")]
        read = [mention.count.low, mention.count.high, mention.count.bound]
        if told == read or told == [None, None, None]:
            return None
        low, high, bound = told
        number = f"{low}" if low == high else f"{_limit(low)} to {_limit(high)}"
        if told[:2] == read[:2]:
            number = f"{bound}"
        return self._differs(item.key, number, mention.count.wording, True)

    def _differs(self, key: str, told: object, read: object, is_other: bool) -> str | None:
        """Count a difference and return the clause that keeps it; None where there is none."""
        if not is_other or told is None:
            return None
        self.drop(key, f"{DIFFERS}: the model said {shown(told)}, the words say {shown(read)}")
        return how(MODEL_SAID, shown(told))


def dress(placed: Placed) -> str | None:
    """Return how a quotation differs from what stands in the text; None where it does not."""
    return joined(
        None if placed.is_exact else how(LOOSELY), how(ELIDED) if placed.is_elided else None
    )


def _limit(limit: object) -> str:
    return "…" if limit is None else str(limit)


def _line(span: Span) -> str:
    """Return the words of a span on one line, as values are written."""
    return " ".join(span.quote.split())


def _is_whole(shape: FieldType, members: dict[str, str | int | Edtf | Place | None]) -> bool:
    """Tell whether a record has its codes, and its area where it has one."""
    needed = {n for n, t in shape.members.items() if t.startswith("code:") or n == "area"}
    return needed <= set(members)


def _shape(proposed: Proposed, key: str) -> FieldType | None:
    return kind(proposed.kind).fields.get(key)
