"""What stands in the form of the inbox: files, text, addresses, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from starlette.datastructures import FormData, UploadFile

from testigo.reports.intake import IntakeOptions
from testigo.web.handed_in import Piece, PrivateFolder, Upload, from_addresses, from_text

FILES = "files"
"""The field of the dropped files."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they were typed, so that nothing typed is lost where something is wrong.

    `reason` is why what robots.txt refuses may be fetched; `confidential` is anything for yes.
    """

    text: str = ""
    title: str = ""
    addresses: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    reason: str = ""
    confidential: str = ""

    @classmethod
    def of(cls, form: FormData) -> Typed:
        """Take them out of a form; what is missing is empty."""
        given = {field.name: form.get(field.name) for field in fields(cls)}
        return cls(**{name: value for name, value in given.items() if isinstance(value, str)})

    @property
    def says_what_is_known(self) -> bool:
        """Whether a field that holds for everything is filled."""
        return bool(self.outlet or self.published or self.language or self.confidential)

    def options(self, by: str | None) -> IntakeOptions:
        """Return what is said about everything that is handed in; `by` whom, where known."""
        return IntakeOptions(
            published=self.published.strip() or None,
            outlet=self.outlet.strip() or None,
            language=self.language.strip() or None,
            confidential=bool(self.confidential),
            by=by,
            override_robots=self.reason.strip() or None,
        )

    def pieces(self) -> list[Piece]:
        """Return pasted text and addresses, as pieces to read."""
        text = [from_text(self.text, self.title.strip())] if self.text.strip() else []
        return [*text, *from_addresses(self.addresses)]


BLANK = Typed()
"""The form as it is at first."""


def uploads(form: FormData) -> list[Upload]:
    """Return the files of a form; the empty one that a browser sends for "none" is left out."""
    return [
        Upload(file.filename, file.file)
        for file in form.getlist(FILES)
        if isinstance(file, UploadFile) and file.filename
    ]


def pieces_of(form: FormData, typed: Typed, folder: PrivateFolder) -> list[Piece]:
    """Return everything that a form hands in; files are set aside in the folder.

    Raises:
        CannotSetAside: if the files cannot be written.
    """
    return [*folder.set_aside(uploads(form)), *typed.pieces()]


def schema() -> dict[str, Any]:
    """Return the fields of the form for openapi.json."""
    properties: dict[str, Any] = {field.name: {"type": "string"} for field in fields(Typed)}
    file = {"type": "string", "format": "binary"}
    return {
        "type": "object",
        "properties": {**properties, FILES: {"type": "array", "items": file}},
    }
