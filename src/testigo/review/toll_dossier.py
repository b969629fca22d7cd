"""A toll series with what stands beside it: declared comparable by a person, or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, select

from testigo.record.decision import Decision
from testigo.review import tables
from testigo.review.dossier import Dossier, dossier
from testigo.review.history import HistoryLine, history
from testigo.review.judging import Deed
from testigo.review.lists import EntryRow, entry_row
from testigo.review.materials import chunks
from testigo.review.toll_series import SeriesDrawn, first_handle
from testigo.review.tolls import Series
from testigo.store import tables as kept
from testigo.store.errors import NotKept

OTHERS_SHOWN = 20
"""Series of other speakers shown beside one: enough to compare, few enough to read."""

RELATED_READ = 40
"""Series read for what they say of this one: corrections, and the missing who were found dead."""

_FOUND_DEAD = ("killed", "missing")


@dataclass(frozen=True, slots=True)
class TollDossier:
    """A toll series, with those declared comparable, and those that nobody has declared so.

    `series` is the entry's own; `comparable` those of other speakers whose scope a person declared
    equal; `others` further series of the same outcome and place, for a person to look at; `related`
    what the speaker counts beside it, and the dead and missing of the place: they are read for what
    they say of this one. `entries` maps the handle of each statement to the entry of its series.

    `declared` are the standing decisions that made scopes equal, `apart` those that keep another
    entry apart from this one, by its id. `history` is that of this entry and of those declared
    comparable, newest first. `deeds` are the standing decisions on each entry, `kept_back` the
    confidentiality of statements that are not public. `spoken` are the rows of the speaker's other
    series.
    """

    dossier: Dossier
    series: tuple[Series, ...]
    comparable: tuple[Series, ...]
    others: tuple[Series, ...]
    related: tuple[Series, ...]
    entries: dict[str, str]
    declared: tuple[HistoryLine, ...]
    apart: dict[str, HistoryLine]
    deeds: dict[str, tuple[Deed, ...]]
    kept_back: dict[str, str]
    spoken: tuple[EntryRow, ...]

    @property
    def declared_by(self) -> tuple[Decision, ...]:
        """The decisions that made scopes equal."""
        return tuple(line.decision for line in self.declared)

    @property
    def side(self) -> tuple[Series, ...]:
        """The series that may stand in one range: the entry's own and those declared comparable."""
        return (*self.series, *self.comparable)

    def entry_of(self, series: Series) -> str:
        """Return the id of the entry that a series belongs to."""
        return self.entries[first_handle(series)]


def toll_dossier(connection: Connection, id_: str) -> TollDossier:
    """Return a toll series with what stands beside it.

    Raises:
        NotKept: if there is no toll series of that id.
    """
    own = dossier(connection, id_)
    if own.row.family != "toll":
        raise NotKept("toll series", id_)
    row = own.row
    mates = _declared_equal(connection, row)
    others = _beside(connection, row, {row.id, *mates})
    spoken = _same_speaker(connection, row)
    related = _read_only(connection, row, spoken, {row.id, *mates, *others})
    shown = (row.id, *mates, *others)
    drawn = SeriesDrawn(connection)
    made = drawn.series((*shown, *related))
    decided = _history(connection, shown)
    by_entry = _by_entry(connection, decided, shown)
    side = {row.id, *mates}
    joins = [line for id_ in side for line in by_entry[id_] if line.decision.act == "join"]
    return TollDossier(
        own,
        made[row.id],
        tuple(series for mate in mates for series in made[mate]),
        tuple(series for other in others for series in made[other]),
        tuple(series for one in related for series in made[one]),
        drawn.entries,
        tuple(sorted({line.sequence: line for line in joins}.values(), key=lambda h: h.sequence)),
        _kept_apart(by_entry, row.id, others),
        {id_: _deeds(by_entry[id_]) for id_ in shown},
        drawn.kept_back,
        tuple(one for one in _rows(connection, spoken) if one.tally.accepted or one.tally.draft),
    )


def series_of_entry(connection: Connection, entry_id: str) -> tuple[Series, ...]:
    """Return the series of a toll entry, with what its speaker took back of it elsewhere.

    It is one, whatever scopes people declared to be one in it.
    """
    query = select(tables.entry).where(tables.entry.c.id == entry_id)
    row = entry_row(connection.execute(query).mappings().one())
    spoken = _same_speaker(connection, row)
    return SeriesDrawn(connection).series((entry_id, *spoken))[entry_id]


def _declared_equal(connection: Connection, row: EntryRow) -> list[str]:
    if row.scope_class is None:
        return []
    table = tables.entry
    query = (
        select(table.c.id)
        .where(table.c.scope_class == row.scope_class, table.c.id != row.id)
        .order_by(table.c.sequence, table.c.id)
    )
    return list(connection.execute(query).scalars())


def _beside(connection: Connection, row: EntryRow, known: set[str]) -> list[str]:
    """Return further series of the outcome, of the same place where this one names one."""
    table = tables.entry
    query = select(table.c.id).where(
        table.c.outcome == ",".join(row.outcomes), table.c.id.not_in(known), *_there(row)
    )
    if row.place is None and row.country is not None:
        query = query.where(table.c.country.is_(None) | (table.c.country == row.country))
    elif row.place is not None:
        query = query.where(table.c.place == row.place)
    first = (table.c.accepted.desc(), table.c.reports.desc(), table.c.sequence, table.c.id)
    return list(connection.execute(query.order_by(*first).limit(OTHERS_SHOWN)).scalars())


def _there(row: EntryRow) -> list[ColumnElement[bool]]:
    table = tables.entry
    return [table.c.family == "toll", (table.c.draft > 0) | (table.c.accepted > 0)]


def _same_speaker(connection: Connection, row: EntryRow) -> list[str]:
    """Return the other series of who speaks here, those of the same place first."""
    node, table = tables.node, tables.entry
    mine, speaker, said = node.alias(), node.alias(), node.alias()
    who = (
        select(speaker.c.entry_id)
        .join(mine, mine.c.speaker_node == speaker.c.id)
        .where(mine.c.entry_id == row.id)
    )
    theirs = (
        select(node.c.entry_id)
        .join(said, said.c.id == node.c.speaker_node)
        .where(said.c.entry_id.in_(who))
    )
    query = (
        select(table.c.id)
        .where(table.c.id.in_(theirs), table.c.id != row.id, table.c.family == "toll")
        .order_by(case((table.c.place == row.place, 0), else_=1), table.c.sequence, table.c.id)
        .limit(RELATED_READ)
    )
    return list(connection.execute(query).scalars())


def _read_only(
    connection: Connection, row: EntryRow, spoken: Sequence[str], known: set[str]
) -> list[str]:
    """Return the series that may say something of this one and are not shown with it."""
    table = tables.entry
    found = [id_ for id_ in spoken if id_ not in known]
    if row.place is not None and set(row.outcomes) & set(_FOUND_DEAD):
        query = select(table.c.id).where(
            table.c.outcome.in_(_FOUND_DEAD), table.c.place == row.place, *_there(row)
        )
        first = (table.c.accepted.desc(), table.c.sequence, table.c.id)
        ordered = query.order_by(*first).limit(RELATED_READ)
        found += [id_ for id_ in connection.execute(ordered).scalars() if id_ not in known]
    return list(dict.fromkeys(found))


def _rows(connection: Connection, ids: Sequence[str]) -> list[EntryRow]:
    found: dict[str, EntryRow] = {}
    for batch in chunks(ids):
        query = select(tables.entry).where(tables.entry.c.id.in_(batch))
        found |= {r["id"]: entry_row(r) for r in connection.execute(query).mappings()}
    return [found[id_] for id_ in ids if id_ in found]


def _history(connection: Connection, entries: Sequence[str]) -> list[HistoryLine]:
    """Return the standing decisions on these entries, under whichever id they name them."""
    node, of = tables.node, kept.decision_subject
    ids: set[str] = set()
    for batch in chunks(entries):
        query = (
            select(node.c.id)
            .join(of, of.c.subject == node.c.id)
            .where(node.c.entry_id.in_(batch))
            .distinct()
        )
        ids |= set(connection.execute(query).scalars())
    return [line for line in history(connection, ids) if line.stands]


def _by_entry(
    connection: Connection, lines: Sequence[HistoryLine], entries: Sequence[str]
) -> dict[str, list[HistoryLine]]:
    """Return the decisions on each entry, newest first; other entries that they name too."""
    node = tables.node
    owner: dict[str, str] = {}
    for batch in chunks({subject for line in lines for subject in line.decision.subjects}):
        query = select(node.c.id, node.c.entry_id).where(node.c.id.in_(batch))
        owner |= {row.id: row.entry_id for row in connection.execute(query)}
    found: dict[str, list[HistoryLine]] = defaultdict(list, {id_: [] for id_ in entries})
    for line in lines:
        for entry_id in dict.fromkeys(owner.get(s, s) for s in line.decision.subjects):
            found[entry_id].append(line)
    return found


def _kept_apart(
    by_entry: Mapping[str, Sequence[HistoryLine]], own: str, others: Sequence[str]
) -> dict[str, HistoryLine]:
    mine = {line.sequence: line for line in by_entry[own] if line.decision.act == "keep_apart"}
    found: dict[str, HistoryLine] = {}
    for other in others:
        for line in by_entry[other]:
            if line.sequence in mine:
                found.setdefault(other, line)
    return found


def _deeds(lines: Sequence[HistoryLine]) -> tuple[Deed, ...]:
    return tuple(Deed(line.sequence, line.decision) for line in reversed(lines))
