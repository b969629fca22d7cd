"""Decisions as lines of a terminal and as rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from testigo.cli.deciding import SHORT_DECISION, act_words, moment_words
from testigo.cli.terminal import Paragraph, console, plain, print_paragraphs
from testigo.review.history import HistoryLine

_TOLD = (
    "reason",
    "field",
    "level",
    "of",
    "answer",
    "confidentiality",
    "metadata",
    "host",
    "setting",
)
"""Members of a content that are told in a line; a whole statement is not."""

_NAMED = 2
"""Subjects of one decision that are named in its line; entry ids are one character longer."""


def decision_row(line: HistoryLine) -> dict[str, object]:
    """Return a decision for programs: as kept, with its place in the log and whether it stands."""
    return {
        "id": line.id,
        "sequence": line.sequence,
        **line.decision.to_json(),
        "stands": line.stands,
        "undone_by": line.undone_by,
    }


def print_decisions(lines: Iterable[HistoryLine]) -> None:
    """Print decisions, each with when, who, what, on what and why."""
    print_paragraphs(console(), decision_paragraphs(lines))


def decision_paragraphs(lines: Iterable[HistoryLine]) -> Iterator[Paragraph]:
    """Yield the paragraphs of decisions; one that was undone says so."""
    for line in lines:
        decision = line.decision
        text = Text(f"{moment_words(line.at)}  ", style="dim")
        text.append(f"{act_words(decision.act)} ", style="bold not dim")
        text.append(_on(decision.subjects), style="not dim")
        told = [
            f"{name} {_words(decision.content[name])}"
            for name in _TOLD
            if decision.content.get(name) not in (None, "")
        ]
        text.append(plain(f" — {', '.join(told)}" if told else ""), style="not dim")
        text.append(f" · {plain(line.by)} · decision {decision.id[:SHORT_DECISION]}")
        if not line.stands:
            text.append(" · undone", style="italic")
        yield Paragraph(text, 0, 2)
        if decision.why:
            yield Paragraph(Text(plain(f"“{decision.why}”")), 2, 1)


def _on(subjects: tuple[str, ...]) -> str:
    if len(subjects) > _NAMED:
        return f"{subjects[0][:SHORT_DECISION]} and {len(subjects) - 1:,} more"
    return " and ".join(subject[: SHORT_DECISION + 1] for subject in subjects)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    return str(value)
