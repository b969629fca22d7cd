"""What can go wrong with a casebook, one name for each fault. Ids only, never words of a report."""

from __future__ import annotations

from pathlib import Path

from testigo.record.errors import TestigoError

_LISTS = "`testigo show reports` lists ids"
_LISTED = {
    "statement": "`testigo review list` lists ids",
    "entry": "`testigo show record` lists ids",
    "decision": "`testigo review decisions` lists ids",
}


class NoCasebook(TestigoError):
    """There is no casebook where one was expected."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"there is no casebook at {path}; `testigo read` makes one, `--casebook` names another"
        )
        self.path = path


class NotACasebook(TestigoError):
    """The file is something else, or too damaged to be opened as a casebook."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} cannot be opened as a casebook ({why}); name another file, or its backup"
        )
        self.path = path


class NewerCasebook(TestigoError):
    """The casebook was written by a later testigo."""

    def __init__(self, path: Path, revision: str) -> None:
        super().__init__(
            f"{path} was written by a later testigo (form {revision}); "
            "install that version to open it"
        )
        self.path = path


class CasebookBusy(TestigoError):
    """Another process has been writing for longer than we wait."""

    def __init__(self, path: Path, seconds: float) -> None:
        super().__init__(
            f"{path} is being written by another process and was not free within {seconds:.0f} "
            "seconds; wait for that process and run the command again"
        )
        self.path = path


class DamagedCasebook(TestigoError):
    """The file is a casebook, and something in it cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} cannot be read ({why}); `testigo verify` says what is wrong")
        self.path = path


class CannotWrite(TestigoError):
    """The disk refuses: no room, no permission, a medium that cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} could not be written ({why}); nothing of this step was kept")
        self.path = path


class NotKept(TestigoError):
    """An id that the casebook does not know."""

    def __init__(self, what: str, id_: str) -> None:
        super().__init__(f"the casebook holds no {what} {id_}; {_LISTED.get(what, _LISTS)}")
        self.what = what
        self.id = id_


class AmbiguousId(TestigoError):
    """The beginning of an id that fits more than one report (or whatever `what` says)."""

    def __init__(self, prefix: str, what: str = "report") -> None:
        super().__init__(f"more than one {what} begins with {prefix}; give more of its id")
        self.prefix = prefix


class StrayReading(TestigoError):
    """A reading that does not belong to the report it is handed in with."""

    def __init__(self, reading_id: str, why: str) -> None:
        super().__init__(f"reading {reading_id} cannot be kept: {why}")
        self.reading_id = reading_id


class ErasedReport(TestigoError):
    """A report that a person had erased; it does not come back by being read again."""

    def __init__(self, report_id: str) -> None:
        super().__init__(
            f"report {report_id} was erased by a decision and is not taken in again; "
            "undo that decision first if this is wrong"
        )
        self.report_id = report_id


class CannotErase(TestigoError):
    """An erase decision whose subject cannot be erased."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"{subject} is no report and no statement of this casebook: only those can be erased"
        )
        self.subject = subject


class StaleDecision(TestigoError):
    """Somebody decided in between; what they did has to be seen first.

    `since` are the sequence numbers of the decisions that the screen had not shown.
    """

    def __init__(self, subject: str, since: tuple[int, ...]) -> None:
        super().__init__(
            f"{subject} was decided on in the meantime; look at what was done and decide again"
        )
        self.subject = subject
        self.since = since
