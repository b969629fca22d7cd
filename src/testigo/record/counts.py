"""Numbers of people as a range with its wording: "more than 40" is 41 or more, never 40.

Law: 0 <= low <= high wherever both stand. A vague word ("dozens") has no number at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from testigo.record.errors import InvalidCount
from testigo.record.vocabularies import vocabulary


@dataclass(frozen=True, slots=True)
class CountRange:
    """A stated number of persons. `None` means the words give no such limit, never zero.

    `bound` is a code of the vocabulary `bound`.
    """

    low: int | None
    high: int | None
    bound: str
    wording: str

    def __post_init__(self) -> None:
        vocabulary("bound")[self.bound]
        if any(n is not None and n < 0 for n in (self.low, self.high)):
            raise InvalidCount("a count of persons cannot be negative")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidCount(f"low {self.low} stands above high {self.high}")
        if self.bound == "vague" and (self.low is not None or self.high is not None):
            raise InvalidCount("a vague word gives no number: keep the wording alone")
        if self.bound != "vague" and self.low is None and self.high is None:
            raise InvalidCount("neither low nor high is given")
