"""Who decided what, when and why, as lists of history show it.

One presentation for every page that ends with its history; `undoing` takes a decision back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from typing_extensions import TypedDict

from testigo.casebook import Casebook
from testigo.record.edtf import Edtf
from testigo.record.vocabularies import vocabulary
from testigo.record.wording import date_words, main_words
from testigo.review.history import HistoryLine
from testigo.store.deciding import stated_statement
from testigo.store.errors import NotKept
from testigo.web.entry_words import entry_address, entry_title
from testigo.web.site import Site
from testigo.web.words import Words


class HistoryTwin(TypedDict):
    """One decision in a JSON twin: as it was made, and whether it still stands."""

    id: str
    sequence: int
    at: str
    by: str
    act: str
    subjects: list[str]
    why: str
    content: dict[str, object]
    stands: bool
    undone_by: str | None


_SUBJECTS_SHOWN = 2
_WITHDRAWN = {
    "captured_by_mistake": "history.captured_by_mistake",
    "retracted_by_publisher": "history.retracted_by_publisher",
}
_SETTINGS = {
    "language_model": "history.language_model",
    "reader_agreement": "history.reader_agreement",
}


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One decision in a list. `at` is UTC in words; `said` what was decided, in a clause.

    `detail` are the words of what it set (a headline, a level, a reason), "" where the act says it
    all. `subject` is what it was about, with the address of its page, "" where a page needs no
    telling. `can_undo` where it stands and can be taken back; `seen` goes back with that.
    """

    id: str
    act: str
    at: str
    moment: str
    by: str
    said: str
    subject: str
    address: str
    detail: str
    why: str
    stands: bool
    can_undo: bool
    seen: int


Names = Mapping[str, tuple[str, str]]
"""Subjects of decisions, by id: what each is called, and the address of its page."""


def history_rows(
    lines: Iterable[HistoryLine], t: Words, names: Names | None = None
) -> tuple[HistoryRow, ...]:
    """Return decisions as rows, in the order given; with `names` they say what they are about."""
    return tuple(_row(line, t, names or {}) for line in lines)


def subject_names(site: Site, lines: Iterable[HistoryLine], t: Words) -> Names:
    """Return what the decisions of a list are about, for pages that are not about one thing."""
    return names_in(site.casebook, lines, t)


def names_in(casebook: Casebook, lines: Iterable[HistoryLine], t: Words) -> Names:
    """Return the same out of a casebook, which may be a past one."""
    review = casebook.review
    # A decision may name thousands of mentions; a row of the list names two.
    ids = {s for line in lines for s in line.decision.subjects[:_SUBJECTS_SHOWN]}
    named: dict[str, tuple[str, str]] = {}
    for item in review.items(sorted(ids)):
        address = f"/reports/{item.report.id[:16]}#c{min(item.statement.evidence).start}"
        named[item.handle] = (main_words(item.statement, language=t.language), address)
    for subject, row in review.rows(sorted(ids)).items():
        named[subject] = (entry_title(row, t), entry_address(row))
    for report_id in ids - set(named):
        try:
            title = casebook.report(report_id).metadata.title
        except NotKept:  # a decision that was undone, or a node that is gone
            continue
        words = title.value if title else report_id[:16]
        named[report_id] = (words, f"/reports/{report_id[:16]}")
    return named


def history_twin(lines: Iterable[HistoryLine]) -> list[HistoryTwin]:
    """Return decisions for a JSON twin, in the order given."""
    return [
        {
            "id": line.id,
            "sequence": line.sequence,
            "at": line.at,
            "by": line.by,
            "act": line.decision.act,
            "subjects": list(line.decision.subjects),
            "why": line.decision.why,
            "content": dict(line.decision.content),
            "stands": line.stands,
            "undone_by": line.undone_by,
        }
        for line in lines
    ]


def _row(line: HistoryLine, t: Words, names: Names) -> HistoryRow:
    decision = line.decision
    known = [names[subject] for subject in decision.subjects if subject in names]
    return HistoryRow(
        line.id,
        decision.act,
        moment_words(line.at, t.language),
        line.at,
        line.by,
        vocabulary("act").label(decision.act, t.language),
        " / ".join(words for words, _ in known[:_SUBJECTS_SHOWN]),
        known[0][1] if known else "",
        _detail(line, t),
        decision.why,
        line.stands,
        line.stands and decision.act != "erase",
        line.seen,
    )


def moment_words(at: str, language: str) -> str:
    """Return a moment of the log in words, UTC: "27 Nov 2026, 04:50"."""
    moment = datetime.datetime.fromisoformat(at)
    return date_words(Edtf(f"{moment:%Y-%m-%dT%H:%M:00}"), language=language)


def _detail(line: HistoryLine, t: Words) -> str:
    decision, language = line.decision, t.language
    content = decision.content
    if decision.act in ("add", "amend"):
        return main_words(stated_statement(decision), language=language)
    shown = {
        "reject": ("reject_reason", "reason"),
        "verify": ("verification", "level"),
        "withhold": ("confidentiality", "confidentiality"),
        "join": ("join_subject", "of"),
        "keep_apart": ("join_subject", "of"),
    }.get(decision.act)
    words = []
    if shown is not None:
        words.append(vocabulary(shown[0]).label(str(content.get(shown[1])), language))
    if content.get("answer") == "cannot_tell":
        words.append(t("history.cannot_tell"))
    if decision.act == "withdraw":
        words.append(t(_WITHDRAWN.get(str(content.get("reason")), "history.other")))
    if decision.act == "correct_metadata":
        stated = content.get("metadata")
        if isinstance(stated, dict):
            words += [f"{name}: {value}" for name, value in stated.items()]
    if decision.act == "consent":
        words.append(str(content.get("host")))
    if decision.act == "configure":
        words.append(_setting(content, t))
    if len(decision.subjects) > 1 and decision.act in ("accept", "reject"):
        words.append(t("history.statements", n=len(decision.subjects)))
    return "; ".join(words)


def _setting(content: Mapping[str, object], t: Words) -> str:
    """What was set of the casebook, in a clause; a table of numbers is not told."""
    what = t(_SETTINGS.get(str(content.get("setting")), "history.setting"))
    value = content.get("value")
    if not isinstance(value, Mapping):
        return t("history.none_set", what=what)
    named = [str(value[name]) for name in ("model", "address") if value.get(name)]
    return f"{what}: {', '.join(named)}" if named else what


def with_done(address: str, decision: str) -> str:
    """Return the address of a page that says first what was just decided (`done=ID`)."""
    path, _, fragment = address.partition("#")
    path, _, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("done=")]
    joined = "&".join([*kept, f"done={decision}"])
    return f"{path}?{joined}" + (f"#{fragment}" if fragment else "")
