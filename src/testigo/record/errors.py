"""What can be wrong with a piece of the record: one base class, one name for each fault."""

from __future__ import annotations


class TestigoError(Exception):
    """Base of every error that testigo raises on purpose; its message says what to do next."""

    __test__ = False  # pytest would otherwise take the name for a test class

    field: str | None = None
    """The field of a statement that it is about, None where it is about no single one."""


class UnanchoredSpan(TestigoError):
    """A span does not quote the text that it points into."""

    def __init__(self, start: int, end: int, why: str) -> None:
        super().__init__(f"span {start}-{end} is not anchored in its text: {why}")
        self.start = start
        self.end = end


class UnknownCode(TestigoError):
    """A code does not stand in its vocabulary."""

    def __init__(self, vocabulary: str, code: object) -> None:
        super().__init__(
            f"{code!r} is no code of the vocabulary {vocabulary!r}; "
            f"`testigo codebook {vocabulary}` lists them"
        )
        self.vocabulary = vocabulary
        self.code = code


class InvalidVocabulary(TestigoError):
    """A vocabulary, kind or lexicon file breaks the rules of its form."""


class InvalidStatement(TestigoError):
    """A statement breaks the form of its kind: an unknown, missing or mistyped field."""


class InvalidDate(TestigoError):
    """A date is not EDTF as testigo keeps it."""

    def __init__(self, value: object, why: str) -> None:
        super().__init__(f"{value!r} is not a date testigo can keep: {why}")
        self.value = value


class InvalidCount(TestigoError):
    """A count range contradicts itself: low above high, negative, or a bound that does not fit."""


class UnclearInput(TestigoError):
    """What a person typed is not understood; the message says, in her language, what to type."""


class UnclearDate(UnclearInput):
    """Typed words give no date, or may mean more than one."""


class UnclearCount(UnclearInput):
    """Typed words give no number of persons."""


class InvalidRecord(TestigoError):
    """A stored payload cannot be read back as the type it claims to be."""
