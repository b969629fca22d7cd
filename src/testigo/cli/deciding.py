"""How a command decides: whose name, which ids, and what is said when somebody was quicker.

Several ids are one decision: all of them are decided or, where one cannot be, none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.errors import BadCommand
from testigo.cli.terminal import number_of, plain
from testigo.record.errors import TestigoError
from testigo.record.vocabularies import vocabulary

if TYPE_CHECKING:
    from testigo.casebook import Casebook
    from testigo.record.decision import Decision
    from testigo.review.history import HistoryLine

SHORT_DECISION = 12
"""Digits of a decision's id as printed: enough to name it to `undo`."""

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="NAME", help="Who decides; without it the name of `testigo config name`."
    ),
]
WhyOption = Annotated[str, typer.Option("--why", metavar="WORDS", help="The reason, in words.")]
SeenOption = Annotated[
    int | None,
    typer.Option(
        min=0,
        metavar="N",
        help="The `seen` that a list gave: refuse if anybody decided on one of these since.",
    ),
]


class NoName(TestigoError):
    """Nobody is named for a decision."""

    def __init__(self) -> None:
        super().__init__(
            "a decision has a person: set your name with `testigo config name NAME`, or give --as"
        )


class DecidedMeanwhile(TestigoError):
    """Somebody decided after what was seen."""


def decider(given: str | None) -> str:
    """Return who decides.

    Raises:
        NoName: if neither `--as` nor the settings say.
    """
    from testigo.cli.config import name_or_stored

    name = name_or_stored(given)
    if name is None:
        raise NoName
    return name


def decide(
    casebook: Casebook,
    act: str,
    subjects: Sequence[str],
    *,
    by: str,
    why: str = "",
    content: Mapping[str, object] | None = None,
    seen: int | None = None,
) -> Decision:
    """Keep a decision on whole ids and print what was decided; `seen` is a row of the log.

    Raises:
        DecidedMeanwhile: if somebody decided on one of them after that row.
        BadCommand: if it contradicts earlier decisions that it does not name.
    """
    from testigo.review.deciding import ContradictsEarlier

    known = None if seen is None else dict.fromkeys(subjects, seen)
    try:
        with _telling_who_was_quicker(casebook):
            decision = casebook.review.decide(
                act, subjects, by=by, why=why, content=content, seen=known
            )
    except ContradictsEarlier as fault:
        ids = " ".join(f"--despite {id_[:SHORT_DECISION]}" for id_ in fault.earlier)
        raise BadCommand(f"{fault}: to confirm it, add {ids}") from None
    _print(decision)
    return decision


def accept_reading(
    casebook: Casebook, handle: str, reader: str, *, by: str, why: str, seen: int | None
) -> None:
    """Let what one reader says of a statement (a whole id) stand, and print what was decided.

    Raises:
        NotGiven: if that reader of today gave no reading of it.
        DecidedMeanwhile: if somebody decided on it after the row `seen`.
    """
    known = None if seen is None else {handle: seen}
    with _telling_who_was_quicker(casebook):
        made = casebook.review.accept_reading(handle, reader, by=by, why=why, seen=known)
    _print(made)


@contextmanager
def _telling_who_was_quicker(casebook: Casebook) -> Iterator[None]:
    from testigo.store.errors import StaleDecision

    try:
        yield
    except StaleDecision as fault:
        raise DecidedMeanwhile(_meanwhile(casebook, fault)) from None


def _print(decision: Decision) -> None:
    things = _counted(decision.act, decision.subjects)
    by, id_ = plain(decision.by), decision.id[:SHORT_DECISION]
    print(f"{act_words(decision.act)}: {things}, as {by} (decision {id_}).")


def act_words(act: str) -> str:
    """Return an act of the vocabulary as people read it."""
    return vocabulary("act").label(act)


def _counted(act: str, subjects: Sequence[str]) -> str:
    if act == "undo":
        return f"decision {subjects[0][:SHORT_DECISION]}"
    if len(subjects) == 1:
        return subjects[0][:SHORT_DECISION]
    return number_of(len(subjects), "id")


def whole_ids(casebook: Casebook, beginnings: Iterable[str], *things: str) -> list[str]:
    """Return the ids that begin so, each once, in the order given."""
    found = [casebook.review.whole_id(each, *things) for each in beginnings]
    return list(dict.fromkeys(found))


def _meanwhile(casebook: Casebook, fault: object) -> str:
    from testigo.store.errors import StaleDecision

    assert isinstance(fault, StaleDecision)
    lines = casebook.review.history([fault.subject])
    since = [line for line in lines if line.sequence in fault.since]
    told = "; ".join(line_words(line) for line in sorted(since, key=lambda line: line.sequence))
    return (
        f"{fault.subject[:SHORT_DECISION]} was decided on in the meantime ({told}); nothing was "
        f"kept: look at it, and decide again with --seen {max(fault.since)}"
    )


def line_words(line: HistoryLine) -> str:
    """Return who did what and when, without the reason: it may name people."""
    return f"{plain(line.by)}: {act_words(line.decision.act)}, {moment_words(line.at)}"


def moment_words(at: str) -> str:
    """Return a moment of the log (UTC, ISO 8601) to the minute."""
    return f"{datetime.datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC"
