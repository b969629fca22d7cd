"""What is kept back of an entry, and why: who withheld it, its report, or always with its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from testigo.record.entry import EntryValue
from testigo.record.vocabularies import vocabulary
from testigo.review.history import HistoryLine
from testigo.web.words import Words

PUBLIC = "public"
Withholdings = Mapping[tuple[str, str], HistoryLine]
"""The decision that withholds, by statement and field ("" for the whole statement)."""


def withholdings(history: Sequence[HistoryLine]) -> Withholdings:
    """Return the last decision that withholds each thing and stands; `history` is newest first."""
    found: dict[tuple[str, str], HistoryLine] = {}
    for line in history:
        if line.stands and line.decision.act == "withhold":
            for subject in line.decision.subjects:
                found.setdefault((subject, str(line.decision.content.get("field") or "")), line)
    return found


def value_kept_back(value: EntryValue, made: Withholdings, t: Words) -> str:
    """Return how a value is kept back and why, "" for a public one."""
    if value.confidentiality == PUBLIC:
        return ""
    name = value.field.rpartition(".")[2]
    decided = [made[w.handle, name] for w in value.supporting if (w.handle, name) in made]
    if not decided:
        return t("entry_page.kept_back_always", how=_how(value.confidentiality, t))
    return _by(max(decided, key=lambda line: line.sequence), value.confidentiality, t)


def statement_kept_back(handle: str, confidentiality: str, made: Withholdings, t: Words) -> str:
    """Return how a statement is kept back and why, "" for a public one."""
    if confidentiality == PUBLIC:
        return ""
    line = made.get((handle, ""))
    if line is None:
        return t("entry_page.kept_back_report", how=_how(confidentiality, t))
    return _by(line, confidentiality, t)


def _by(line: HistoryLine, confidentiality: str, t: Words) -> str:
    how = _how(confidentiality, t)
    return t("entry_page.kept_back_by", how=how, who=line.by, why=line.decision.why)


def _how(confidentiality: str, t: Words) -> str:
    return vocabulary("confidentiality").label(confidentiality, t.language)
