"""What can be wrong with the learned reader's model."""

from __future__ import annotations

from testigo.record.errors import TestigoError


class NoModel(TestigoError):
    """The learned reader is asked to read without weights."""

    def __init__(self) -> None:
        super().__init__(
            "this copy of testigo holds no model of the learned reader (testigo/languages/model); "
            "install a released wheel, or make the weights with training/reader/export.py"
        )


class AlteredModel(TestigoError):
    """A file of the model is missing, broken, or not the one that belongs to it."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(
            f"the model file testigo/languages/model/{file} cannot be used: {why}; "
            "install testigo again, or export the model anew"
        )
        self.file = file
