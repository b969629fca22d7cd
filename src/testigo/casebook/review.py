"""Reviewing a casebook: what waits, what was decided, and the record that follows.

Reached as `casebook.review`. Everything is read in one state of the casebook a call; `decide` alone
writes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from testigo.record.decision import Decision
from testigo.record.report import Text
from testigo.record.statement import Statement
from testigo.review import (
    arrivals,
    details,
    evaluating,
    evaluating_readers,
    evaluation_cases,
    kept_back,
    lists,
    measures_near,
    merging,
    naming,
    overview,
    reader_agreement,
    reader_standings,
    rereading,
    standing,
    ties,
    told_beside,
    toll_dossier,
    toll_people,
)
from testigo.review import dossier as dossiers
from testigo.review import history as histories
from testigo.review import queue as queues
from testigo.review.checking import check
from testigo.review.configuring import READER_AGREEMENT
from testigo.review.deciding import make_decision
from testigo.review.judging import VERDICTS
from testigo.review.materials import Loader, ReportFacts
from testigo.review.second_readings import NotGiven, SecondReading
from testigo.review.summaries import proposed_levels
from testigo.store.deciding import last_decisions_on
from testigo.store.errors import NotKept
from testigo.store.store import Store
from testigo.store.veiling import Unseen

_TOGETHER = ("erase", "withhold")
"""Acts that would be in vain if they left the words standing in a second reading."""

Clock = Callable[[], datetime.datetime]


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _logged(moment: datetime.datetime) -> str:
    """Return a moment as the log writes it."""
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")


class Review:
    """The decisions of one casebook, and the entries that they make."""

    def __init__(self, store: Store, clock: Clock = _now) -> None:
        self._store = store
        self._clock = clock
        self._pairs: dict[str, tuple[tuple[object, ...], int]] = {}

    def queue(
        self,
        wanted: queues.Wanted,
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int = 1,
        behind_report: str | None = None,
    ) -> queues.QueuePage:
        """Return the first items of a queue, those after or before one; see `review.queue`."""
        with self._store.looking() as connection:
            return queues.queue(
                connection,
                wanted,
                after=after,
                before=before,
                limit=limit,
                behind_report=behind_report,
            )

    def item(self, handle: str) -> queues.ReviewItem:
        """Return one statement as a reviewer meets it.

        Raises:
            NotKept: if there is none of that id.
        """
        with self._store.looking() as connection:
            return queues.item(connection, handle)

    def stands_for(self, handle: str) -> str:
        """Return the statement that stands for one: itself, or that which it is behind."""
        with self._store.looking() as connection:
            return reader_standings.stands_for(connection, handle)

    def answered_unseen(self) -> frozenset[str]:
        """Return the statements that others answered, and who looks may not see how.

        None but in a double reading (`Casebook.seen_by`).
        """
        return frozenset(subject for _, subject in self._store.unseen())

    def text(self, text_id: str) -> Text:
        """Return the text that a statement was read from, by its id.

        Raises:
            NotKept: if there is none, or it was erased.
        """
        return self._store.text(text_id)

    def items(self, handles: Sequence[str]) -> list[queues.ReviewItem]:
        """Return those of these statements that the casebook holds, in the order asked for."""
        with self._store.looking() as connection:
            return queues.items(connection, handles)

    def rows(self, ids: Sequence[str]) -> dict[str, lists.EntryRow]:
        """Return by id the list rows of the entries that these ids lead to; others are left out."""
        with self._store.looking() as connection:
            return lists.rows_of(connection, ids)

    def of_report(self, report: str) -> list[queues.ReviewItem]:
        """Return the statements of a report (whole id) in reading order."""
        with self._store.looking() as connection:
            return queues.of_report(connection, report)

    def restated(self) -> list[tuple[str, Statement]]:
        """Return what people amended or added, each with the id of its report."""
        with self._store.looking() as connection:
            return queues.restated(connection)

    def same_told(self, item: queues.ReviewItem) -> list[queues.ReviewItem]:
        """Return what other reports say of the same, to be read beside it."""
        with self._store.looking() as connection:
            return queues.same_told(connection, item)

    def waiting_by_report(self) -> dict[str, int]:
        """Return how many drafts of each report wait; reports without any are left out."""
        with self._store.looking() as connection:
            return queues.waiting_by_report(connection)

    def overtaken(self, report: str) -> list[rereading.Overtaken]:
        """Return what people decided on in a report and today's reading gives otherwise."""
        with self._store.looking() as connection:
            return rereading.overtaken(connection, report)

    def standings(self, reports: Iterable[str]) -> dict[str, standing.Standing]:
        """Return which of these reports (whole ids) were withdrawn, withheld or erased."""
        with self._store.looking() as connection:
            return standing.standings(connection, reports)

    def seen(self, subjects: Iterable[str]) -> dict[str, int]:
        """Return the last decision on each of these ids, 0 for none: forms send it back."""
        asked = list(subjects)
        with self._store.looking() as connection:
            return dict.fromkeys(asked, 0) | last_decisions_on(connection, asked)

    def entries(self, wanted: lists.ListWanted) -> lists.EntryList:
        """Return a page of people, incidents, tolls, measures or actors."""
        with self._store.looking() as connection:
            return lists.entry_list(connection, wanted)

    def statements_of(self, entries: Sequence[str]) -> dict[str, list[Statement]]:
        """Return the statements that tell of each entry itself and stand, accepted ones first."""
        with self._store.looking() as connection:
            return details.statements_of(connection, entries)

    def proposed_levels(self) -> tuple[str, ...]:
        """Return the entries with a level that waits for a second person."""
        with self._store.looking() as connection:
            return tuple(proposed_levels(connection))

    def entries_kept_back(self, entries: Sequence[str] | None = None) -> frozenset[str]:
        """Return the entries that hold something not public: they leave in no file unasked.

        `entries` are the only ones asked for, None for all.
        """
        with self._store.looking() as connection:
            return kept_back.entries_kept_back(connection, entries)

    def resolve(self, id_: str) -> str:
        """Return the entry that an id given once leads to now.

        Raises:
            NotKept: if the casebook never gave that id.
        """
        with self._store.looking() as connection:
            return dossiers.resolve(connection, id_)

    def whole_id(self, beginning: str, *things: str) -> str:
        """Return the one id of a statement, report, entry or decision that begins so.

        `things` are those of `review.naming.THINGS` that are meant; none for any.

        Raises:
            NotKept: if no id begins so.
            AmbiguousId: if several do.
        """
        with self._store.looking() as connection:
            return naming.whole_id(connection, beginning, things or naming.THINGS)

    def dossier(
        self,
        id_: str,
        *,
        first: int = 0,
        limit: int = dossiers.STATEMENTS_SHOWN,
        besides: Collection[str] = (),
    ) -> dossiers.Dossier:
        """Return an entry with what stands behind it: `limit` statements from number `first` on.

        Statements `besides` (ids) are left out of those.

        Raises:
            NotKept: if there is no entry of that id.
        """
        with self._store.looking() as connection:
            return dossiers.dossier(connection, id_, first=first, limit=limit, besides=besides)

    def told_beside(self, incident: str) -> told_beside.ToldBeside:
        """Return the tolls and casualties beside an incident, by the id that its entry has now."""
        with self._store.looking() as connection:
            return told_beside.told_beside(connection, incident)

    def ties(self, actor: str) -> ties.Ties:
        """Return the posts and contacts of an actor, by the id that its entry has now."""
        with self._store.looking() as connection:
            return ties.ties(connection, actor)

    def measures_near(self, measure: str) -> tuple[lists.EntryRow, ...]:
        """Return the measures beside one in time, by the id that its entry has now."""
        with self._store.looking() as connection:
            return measures_near.measures_near(connection, measure)

    def toll(self, id_: str) -> toll_dossier.TollDossier:
        """Return a toll series with what stands beside it.

        Raises:
            NotKept: if there is no toll series of that id.
        """
        with self._store.looking() as connection:
            return toll_dossier.toll_dossier(connection, id_)

    def names_behind(self, id_: str) -> tuple[toll_people.ListChange, ...]:
        """Return how the lists of names behind a toll changed from one to the next.

        Raises:
            NotKept: if there is no entry of that id.
        """
        with self._store.looking() as connection:
            return toll_people.list_changes(connection, id_)

    def history(self, ids: Iterable[str]) -> list[histories.HistoryLine]:
        """Return the decisions on any of these ids and what undid them, newest first."""
        with self._store.looking() as connection:
            return histories.history(connection, ids)

    def decision(self, id_: str) -> histories.HistoryLine:
        """Return one decision, and whether it stands.

        Raises:
            NotKept: if there is none of that id.
        """
        with self._store.looking() as connection:
            found = histories.lines(connection, [id_], {})
        if not found:
            raise NotKept("decision", id_)
        return found[0]

    def made(self, ids: Iterable[str]) -> list[histories.HistoryLine]:
        """Return the decisions of these ids, newest first; others are left out."""
        with self._store.looking() as connection:
            found = histories.lines(connection, ids, {})
        return sorted(found, key=lambda line: -line.sequence)

    def latest(self, limit: int, *, before: int | None = None) -> list[histories.HistoryLine]:
        """Return the last decisions on anything, newest first."""
        with self._store.looking() as connection:
            return histories.latest(connection, limit, before=before)

    def last_verdict_of(self, by: str, report: str | None = None) -> histories.HistoryLine | None:
        """Return the last standing decision of a person on statements (of a report, whole id)."""
        with self._store.looking() as connection:
            return histories.last_verdict_of(connection, by, report)

    def proposals(
        self, view: str, *, limit: int = 50, offset: int = 0
    ) -> tuple[list[merging.Proposal], int]:
        """Return pairs of entries that may be one, and how many there are."""
        with self._store.looking() as connection:
            return merging.proposals(connection, view, limit=limit, offset=offset)

    def pairs_proposed(self, view: str) -> int:
        """Return how many pairs of a view may be one; counted anew when the log has a new row."""
        state = (self._store.head(), self._store.unseen())
        held = self._pairs.get(view)
        if held is None or held[0] != state:
            held = self._pairs[view] = (state, self.proposals(view, limit=0)[1])
        return held[1]

    def side_by_side(self, first: str, second: str) -> merging.SideBySide:
        """Return two entries to be compared.

        Raises:
            NotKept: if there is no such entry.
        """
        with self._store.looking() as connection:
            return merging.side_by_side(connection, first, second)

    def overview(self, since: datetime.datetime) -> overview.Overview:
        """Return the state of the casebook, and what came into it after a moment."""
        with self._store.looking() as connection:
            return overview.overview(connection, _logged(since))

    def new_counts(self, since: datetime.datetime) -> arrivals.NewCounts:
        """Return how many reports, statements and decisions came after a moment."""
        with self._store.looking() as connection:
            return arrivals.new_counts(connection, _logged(since))

    def new_reports(
        self, since: datetime.datetime, *, first: int, limit: int
    ) -> tuple[ReportFacts, ...]:
        """Return reports that came after a moment, the last first, from number `first` on."""
        with self._store.looking() as connection:
            return arrivals.new_reports(connection, _logged(since), first=first, limit=limit)

    def new_statements(
        self, since: datetime.datetime, *, first: int, limit: int
    ) -> tuple[queues.ReviewItem, ...]:
        """Return statements that came after a moment, the last first, from number `first` on."""
        with self._store.looking() as connection:
            return arrivals.new_statements(connection, _logged(since), first=first, limit=limit)

    def new_decisions(
        self, since: datetime.datetime, act: str = "", *, first: int, limit: int
    ) -> tuple[histories.HistoryLine, ...]:
        """Return decisions that came after a moment, the last first; of one act, "" for all."""
        with self._store.looking() as connection:
            return arrivals.new_decisions(connection, _logged(since), act, first=first, limit=limit)

    def evaluation(self, *, every: bool = False) -> evaluating.Evaluation:
        """Return what readers proposed against what people decided, on reviewed reports.

        Those are the reports of which nothing waits; with `every`, all those with a verdict.
        """
        with self._store.looking() as connection:
            return evaluation_cases.evaluation(connection, every=every)

    def readers_evaluation(self, *, every: bool = False) -> evaluating_readers.ReadersEvaluation:
        """Return each reader alone and all together against what people decided.

        On reviewed reports (as with `evaluation`) that several readers have read.
        """
        with self._store.looking() as connection:
            return evaluation_cases.readers_evaluation(connection, every=every)

    def agreement(self) -> reader_agreement.Agreement | None:
        """Return the table by which agreement raises confidence; None where none is kept.

        Raises:
            InvalidRecord: if what another testigo kept cannot be read.
        """
        with self._store.looking() as connection:
            return reader_agreement.kept_agreement(connection)

    def keep_agreement(
        self, agreement: reader_agreement.Agreement | None, *, by: str, why: str = ""
    ) -> Decision:
        """Keep a table of agreement in the casebook, or None to keep none: a decision like others.

        Raises:
            InvalidRecord: if nobody is named.
        """
        value = None if agreement is None else agreement.to_json()
        content = {"setting": READER_AGREEMENT, "value": value}
        return self.decide(
            "configure", [self._store.casebook_id()], by=by, why=why, content=content
        )

    def accept_reading(
        self,
        handle: str,
        reader: str,
        *,
        by: str,
        why: str = "",
        seen: Mapping[str, int] | None = None,
    ) -> Decision:
        """Let what one reader says of a statement stand: "the model is right".

        The statement is amended to it, or accepted where it says so already.

        Raises:
            NotGiven: if that reader of today has no reading of it.
            StaleDecision, NotKept: as `decide`.
        """
        item = self.item(handle)
        said = next((one for one in item.seconds if one.reader == reader), None)
        if said is None:
            with self._store.looking() as connection:
                own = Loader(connection, connection).given_today([handle]).get(handle, {})
            if reader not in own:
                raise NotGiven(handle, reader)
            said = SecondReading(reader, handle, own[reader], ())
        shown = [handle, *(one.handle for one in item.seconds)]
        if said.statement.id == item.statement.id:
            return self.decide("accept", [handle], by=by, why=why, shown=shown, seen=seen)
        content = {"statement": said.statement.to_json()}
        return self.decide(
            "amend", [handle], by=by, why=why, content=content, shown=shown, seen=seen
        )

    def decide(
        self,
        act: str,
        subjects: Sequence[str],
        *,
        by: str,
        why: str = "",
        content: Mapping[str, object] | None = None,
        shown: Iterable[str] = (),
        seen: Mapping[str, int] | None = None,
    ) -> Decision:
        """Keep what a person decided; it is on the disk when this returns.

        `seen` maps subjects to the `seen` of what her screen showed of them; `content` is what the
        act needs (`review.deciding`). An erased or corrected report takes effect at once. A verdict
        on what another person answered unseen says in the log that it was blind. What is erased or
        withheld of a statement is so of the second readings behind it.

        Raises:
            InvalidDecision: if something is missing, or may not be decided so.
            ContradictsEarlier: if it joins what somebody kept apart, or parts what somebody joined,
                and does not name those decisions in `content["despite"]`.
            StaleDecision: if somebody else decided in between.
            NotKept: if a subject is not in the casebook.
        """
        with self._store.looking() as connection:
            unseen = self._store.unseen()
            subjects = _with_seconds(connection, act, subjects)
            decision = make_decision(
                act,
                subjects,
                by=by,
                at=self._clock(),
                why=why,
                content=_as_answered(act, subjects, content or {}, unseen),
                shown=shown,
            )
            check(connection, decision)
        return self._store.decide(decision, seen, unseen={id_ for id_, _ in unseen})


def _with_seconds(connection: Connection, act: str, subjects: Sequence[str]) -> Sequence[str]:
    """Name with a statement the second readings behind it, where they must go with it."""
    if act not in _TOGETHER:
        return subjects
    return list(
        dict.fromkeys((*subjects, *sorted(reader_standings.seconds_behind(connection, subjects))))
    )


def _as_answered(
    act: str, subjects: Sequence[str], content: Mapping[str, object], unseen: Unseen
) -> Mapping[str, object]:
    """Say of a verdict that it was given without seeing the first reader's, where it was."""
    is_blind = act in VERDICTS and any(subject in subjects for _, subject in unseen)
    return {**content, "blind": True} if is_blind else content
