"""What can be wrong with how a command was called, or with where it was told to write."""

from __future__ import annotations

from testigo.record.errors import TestigoError


class BadCommand(TestigoError):
    """An option or argument cannot be used as it stands."""


class CannotWriteOutput(TestigoError):
    """A file or folder named by an option cannot be written."""

    def __init__(self, where: object, why: str) -> None:
        super().__init__(f"{where} cannot be written ({why}); name another place")
