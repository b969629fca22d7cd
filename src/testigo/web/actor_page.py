"""What the page of an actor has beside its values: posts in time, and its contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from testigo.record.edtf import Edtf
from testigo.record.kinds import kind
from testigo.record.wording import field_words
from testigo.review.dossier import Dossier, Mentioned
from testigo.review.lists import EntryRow
from testigo.review.queue import ReviewItem
from testigo.review.ties import Contact, Ties
from testigo.web.contact_graph import Other, contact_graph
from testigo.web.entry_lines import Told, told
from testigo.web.entry_words import as_it_stood, entry_address, entry_title
from testigo.web.kept_back_words import withholdings
from testigo.web.span_bars import DrawnSpan, span_bars
from testigo.web.words import Words

Tell = Callable[[ReviewItem], Told]

_CELLS = ("person", "title", "organisation", "status", "start", "end")
_UNDRAWN = ("denied", "retracted")
"""What is told so stands in the tables, named so, and is never drawn as if it were."""


@dataclass(frozen=True, slots=True)
class Post:
    """One statement of a post: cells of a table, and who says so.

    `node` is the id of the mention, with which it can be parted from the entry.
    """

    person: str
    title: str
    organisation: str
    status: str
    start: str
    end: str
    told: Told
    node: str

    @property
    def words(self) -> str:
        """The statement in words."""
        return self.told.words


@dataclass(frozen=True, slots=True)
class Met:
    """One contact, with the other parties as links."""

    type: str
    others: tuple[Other, ...]
    date: str
    place: str
    told: Told
    node: str

    @property
    def words(self) -> str:
        """The statement in words."""
        return self.told.words


@dataclass(frozen=True, slots=True)
class ActorView:
    """Posts and contacts of an actor as stated."""

    post_heads: tuple[str, ...]
    posts: tuple[Post, ...]
    bars: Markup
    contacts: tuple[Met, ...]
    graph: Markup
    ties: Ties

    def to_json(self) -> dict[str, Any]:
        """Return posts and contacts by statement, for the JSON twin."""
        return {
            "posts": [one.item.handle for one in self.ties.posts],
            "contacts": [
                {"statement": one.told.item.handle, "with": [other.id for other in one.others]}
                for one in self.ties.contacts
            ],
        }


def actor_view(ties: Ties, held: Dossier, t: Words, at: str = "") -> ActorView:
    """Return what the page of an actor has of its own; its links lead to the same day `at`."""
    tell = partial(told, t=t, made=withholdings(held.history))
    spans = [
        _span(one.item, t, is_holder=ties.is_holder)
        for one in ties.posts
        if one.item.statement.modality not in _UNDRAWN
    ]
    contacts = tuple(_met(one, tell, t, at) for one in ties.contacts)
    name = entry_title(held.row, t)
    return ActorView(
        tuple(kind("post").fields[name].label(t.language) for name in _CELLS),
        tuple(_post(one, tell, t) for one in ties.posts),
        span_bars(spans, t("entry_page.posts_drawn"), t.language),
        contacts,
        contact_graph(name, _others(ties, t, at), t("entry_page.contacts_drawn", name=name)),
        ties,
    )


def _post(one: Mentioned, tell: Tell, t: Words) -> Post:
    words = partial(field_words, one.item.statement, language=t.language)
    person, title, organisation, status, start, end = (words(name) for name in _CELLS)
    return Post(person, title, organisation, status, start, end, tell(one.item), one.node)


def _span(item: ReviewItem, t: Words, *, is_holder: bool) -> DrawnSpan:
    """Return a post for the drawing: called by its title, or in a body by who holds it."""
    statement = item.statement
    words = partial(field_words, statement, language=t.language)
    parts = (
        [words("title"), words("organisation")] if is_holder else [words("person"), words("title")]
    )
    start, end = statement.value("start"), statement.value("end")
    name = ", ".join(filter(None, parts))
    said = ", ".join(filter(None, (name, words("status"), words("start"), words("end"))))
    return DrawnSpan(
        name,
        said,
        start if isinstance(start, Edtf) else None,
        end if isinstance(end, Edtf) else None,
        item.report.published,
        item.judged.state,
        {"former": "past", "incoming": "ahead"}.get(str(statement.value("status")), "held"),
    )


def _met(contact: Contact, tell: Tell, t: Words, at: str) -> Met:
    item = contact.told.item
    words = partial(field_words, item.statement, language=t.language)
    others = tuple(Other(entry_title(row, t), _address(row, at), 1) for row in contact.others)
    return Met(words("type"), others, words("date"), words("place"), tell(item), contact.told.node)


def _others(ties: Ties, t: Words, at: str) -> list[Other]:
    """Return the other parties in the order in which they were met, denied contacts aside."""
    rows = [
        row
        for one in ties.contacts
        if one.told.item.statement.modality not in _UNDRAWN
        for row in one.others
    ]
    counts = Counter(row.id for row in rows)
    by_id = {row.id: row for row in rows}
    return [
        Other(entry_title(by_id[id_], t), _address(by_id[id_], at), n) for id_, n in counts.items()
    ]


def _address(row: EntryRow, at: str) -> str:
    return as_it_stood(entry_address(row, is_person=False), at)
