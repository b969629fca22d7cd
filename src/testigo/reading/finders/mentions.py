"""What finders return: mentions, each with its span in the text and its normalised value."""

from __future__ import annotations

from dataclasses import dataclass, field

from testigo.record.counts import CountRange
from testigo.record.edtf import Edtf
from testigo.record.places import Place
from testigo.record.span import Span


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number. `span` is the whole wording with its bound ("at least 27"), `numeral` the figure.

    `use` says what the number is by its own shape and its neighbours: `count` (could count
    persons), `age`, `percent`, `money`, `ordinal`, `date`, `clock`, `duration`, `measure`, `ratio`
    (votes, scores, odds), `identifier` (phone, decree, road, resolution numbers), `other`.
    `of_total` is the larger number it is said to be part of ("all but one of the 10" is 9 of 10),
    `each` whether it holds for each of several ("two each from A and B"), `noun` the words
    counted that follow directly ("demonstrators"), None where none do.
    """

    span: Span
    numeral: Span
    count: CountRange
    use: str
    noun: Span | None = None
    of_total: CountRange | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or time expression.

    `value` is None where it is relative and cannot be resolved. `form` is `absolute`, `relative`
    (to the report's date), `anaphoric` (to another date in it: "a day earlier"), `open` ("since
    the coup"). `how` says how the value follows from the words; `is_period` whether it names a
    stretch of time ("since December", "last week") rather than a moment. `alternatives` are the
    other days it may mean, likeliest first. `modifies` is the noun that the date belongs to ("the
    December 7 coup", "el golpe del 7 de diciembre"), None where it tells when by itself.
    An event that is told only as "a day after nine died" has no value, and its likely day among the
    alternatives. `is_dateline` marks the report's own date in its head ("LIMA, Dec 9 (Agency) -"),
    which is no event's.
    """

    span: Span
    value: Edtf | None
    form: str
    how: str | None = None
    is_period: bool = False
    alternatives: tuple[Edtf, ...] = ()
    modifies: Span | None = None
    is_dateline: bool = False


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name. `type` is `person`, `organisation`, `place` or `unknown`.

    `span` is the name alone, `title` the words of role or rank beside it ("Gen.", "minister
    of defence", "alcalde de Ilave"), `full` the fullest form of it in the report (its span may
    lie elsewhere; equal to `span` where this is it), `age` the age that stands beside it.
    """

    span: Span
    type: str
    full: Span
    title: Span | None = None
    is_initials: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in the text: the words, and where the gazetteer is sure, which place.

    `is_generic` marks a site without a name of its own ("the hospital", "una comisaría").
    """

    span: Span
    place: Place
    is_generic: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: `inner` without the marks, `outer` with them.

    `is_speech` is False for scare quotes, titles of works and nicknames. `continued` means that the
    quotation runs on into the next paragraph.
    """

    inner: Span
    outer: Span
    is_speech: bool
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so. `scope` is the stretch of text that is said (it may be split: several spans).

    `speaker` the words that name who says it; `speaker_full` its fullest form in the report (for
    "he", "the minister", a surname: the antecedent's span; equal to `speaker` where it is its own);
    both None where the words name nobody. In a second-hand chain `speaker` is who is responsible
    for what is said and `origin` the other party: the outlet that was told or that quotes
    ("survivors told Radio Delta", "the weekly, citing two nurses": the nurses speak), or the
    papers and people a count rests on ("on the basis of two lists"). `medium` through what, `cue`
    the words that show it ("according to", "said", "informó"), `stance` a code of the vocabulary
    `stance`, `form` `direct` or `indirect` or `according`, `said_on` the words that say when.
    """

    speaker: Span | None
    speaker_full: Span | None
    scope: tuple[Span, ...]
    cue: Span
    form: str
    stance: str = "says"
    origin: Span | None = None
    medium: Span | None = None
    said_on: Span | None = None


@dataclass(frozen=True, slots=True)
class ModalityMention:
    """Words that say whether something is alleged, denied, planned, conditional or retracted.

    `code` is of the vocabulary `modality`; `cue` the words; `scope` what they bear on.
    """

    cue: Span
    code: str
    scope: Span


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the finders found in one document, each in reading order."""

    numbers: tuple[NumberMention, ...] = field(default=())
    dates: tuple[DateMention, ...] = field(default=())
    names: tuple[NameMention, ...] = field(default=())
    places: tuple[PlaceMention, ...] = field(default=())
    quotations: tuple[Quotation, ...] = field(default=())
    attributions: tuple[Attribution, ...] = field(default=())
    modalities: tuple[ModalityMention, ...] = field(default=())
