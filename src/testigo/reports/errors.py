"""Why a document cannot be read as a report: one class per fault, each with its one sentence.

The sentence says what is wrong and what to do next; the address is added by whoever knows it
(`Refused.sentence`). It never quotes the document: what could not be read may still be a secret.
"""

from __future__ import annotations

from testigo.record.errors import TestigoError


class UnreadableReport(TestigoError):
    """A document cannot be read as a report; the rest of the folder or archive still can."""


class AbsentReport(UnreadableReport):
    """There is no such file, or it may not be opened."""


class EmptyReport(UnreadableReport):
    """The document holds no bytes, or no words."""


class BinaryReport(UnreadableReport):
    """The bytes are neither text nor a format that testigo reads."""


class WrongEncoding(UnreadableReport):
    """The bytes cannot be decoded into the characters that were written."""


class TruncatedReport(UnreadableReport):
    """The document ends before its format says that it ends, or is damaged."""


class EncryptedReport(UnreadableReport):
    """The document wants a password."""


class ScannedReport(UnreadableReport):
    """The document is a picture of a text."""


class TooLarge(UnreadableReport):
    """The document is, or unpacks to, more than the limit."""


class TooDeep(UnreadableReport):
    """The document is nested more deeply than any page that people read."""


class LimitReached(UnreadableReport):
    """The parser ran past its time or memory, or crashed."""


class BrokenMetadata(UnreadableReport):
    """A NAME.meta.json, an option or an archive's keys cannot be understood."""


class NoSuchPage(UnreadableReport):
    """A page was asked for that the document does not have."""


class RefusedAddress(UnreadableReport):
    """A URL that must not be fetched: not http(s), not global, or refused by robots.txt."""


class FailedFetch(UnreadableReport):
    """A URL that could not be fetched within the caps."""


FAULTS = {cls.__name__: cls for cls in UnreadableReport.__subclasses__()}
"""Every fault by name: how the child process says which one it met."""
