"""What the learned reader proposes: a statement that may be, and the witnesses of every value.

All places are words of `Candidate.page`; `page.span((first, last))` cuts the span of some words.
The finders' mention behind a number, date or name is named by its place in the `Findings` that the
page was made with (`NumberAt.mention` and the like).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from testigo.reading.learned.page import AnalysedPage, NumberAt, WordRange

Row = dict[str, object]
"""A statement in the flat form of annotated reports: field -> text, number, list of texts."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """A value that pointers found: some words, or a name known by them.

    `text` is what the row holds: the words of `full`. `mentions` are the words pointed at that name
    this value, likeliest first (never empty); `full` is its fullest form in the report, which may
    lie elsewhere and equals a mention where that is the fullest. `probability` is that of all its
    mentions together; a list field may hold several values that share 1.0 with "not given".
    """

    text: str
    mentions: tuple[WordRange, ...]
    full: WordRange
    probability: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """A date or an age, chosen among what the finders read.

    `value`: EDTF text of a date, digits of an age, None: not given. `words`: the finder's
    expression, likeliest first where several mean the value; empty where the value is the report's
    own day (`is_published`) or not given. `mentions`: the places of those expressions in
    `Findings.dates` (for an age `Findings.numbers`). `rank`: 0 where the value is the finder's
    first reading of the likeliest expression, else the number of the alternative.
    """

    value: str | None
    probability: float
    words: tuple[WordRange, ...] = ()
    mentions: tuple[int, ...] = ()
    rank: int = 0
    is_published: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A word that a decision looked at, and its share of the attention (0 to 1)."""

    word: int
    share: float


@dataclass(frozen=True, slots=True)
class Vote:
    """A word whose lexicon entry spoke for a code: `feature` names lexicon and entry code.

    `weight` is what it added to the score of the code chosen above its mean over all codes.
    """

    word: int
    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of a class field, its probability, and what carried the decision.

    `looks`: the words looked at most, most first. `votes`: the words of lexicons that spoke for the
    code, strongest first; empty where none did.
    """

    code: str | None
    probability: float
    looks: tuple[Look, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(slots=True)
class Candidate:
    """A statement that may be: its row, what the net thinks of it, and where each value stands.

    `probability` is that of the anchor alone, `confidence` that of anchor, class and key field
    together. `anchor` and `end` are words of the page (both inclusive), `quote` the words of its
    sentences. `words`: for each word field the values kept, best first (one at most but for list
    fields; empty: not given); title and content too. `absent`: for each word field the probability
    of "not given". `dates`, `codes`: one a field of the kind. `number`: the number of a toll.
    `spans`: the likeliest words pointed at, for each value of `words`.
    """

    kind: str
    page: AnalysedPage = field(repr=False)
    anchor: int
    end: int
    probability: float
    confidence: float
    row: Row = field(repr=False)
    quote: WordRange
    words: dict[str, tuple[Pointed, ...]] = field(default_factory=dict, repr=False)
    absent: dict[str, float] = field(default_factory=dict, repr=False)
    dates: dict[str, Chosen] = field(default_factory=dict, repr=False)
    age: Chosen | None = None
    codes: dict[str, Coded] = field(default_factory=dict, repr=False)
    number: NumberAt | None = None

    @property
    def spans(self) -> dict[str, list[WordRange]]:
        """Return the likeliest words pointed at for each value, by field."""
        return {name: [value.mentions[0] for value in given] for name, given in self.words.items()}
