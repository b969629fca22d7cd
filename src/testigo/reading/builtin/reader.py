"""The built-in reader: English and Spanish, offline, by a small net and by rules.

The net (`testigo.reading.learned`) proposes statements of all eight kinds; rules over finders and
lexicons read tolls, casualties and measures; `union` makes one list of both. Without the weights of
the net the rules read alone, and identity and coverage say so.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable

from testigo import __version__
from testigo.languages.casing import restored_case
from testigo.languages.document import analyse
from testigo.reading.builtin.calibration import calibrated
from testigo.reading.builtin.casualties import read_casualties
from testigo.reading.builtin.doubts import doubts_of
from testigo.reading.builtin.measures import read_measures
from testigo.reading.builtin.precision import with_confidence
from testigo.reading.builtin.setting import Setting
from testigo.reading.builtin.tolls import read_tolls
from testigo.reading.builtin.union import NEEDED, Proposal, unite
from testigo.reading.builtin.vetoes import without_vetoed
from testigo.reading.coverage import coverage_of, passed_over, unread
from testigo.reading.drafts import Draft
from testigo.reading.finders.everything import find_everything
from testigo.reading.first_look import is_worth_reading
from testigo.reading.grounding import flags_quoting, ground, quoting
from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.reader import LearnedReader, available
from testigo.reading.protocol import Page
from testigo.record.reading import ReaderIdentity, Reading
from testigo.record.span import Span

READABLE = ("en", "es")
"""Languages the built-in reader reads; a text in another is kept and reported as not read."""

MOST_CHARACTERS = 500_000
"""How much of one text is read, some 150 pages: a longer one is no report, and would hold up a run.
What lies beyond is told in the coverage."""

KIND_RULES = (read_tolls, read_casualties, read_measures)


ROOMS = ("testigo.languages", "testigo.reading")
"""The rooms whose every rule, lexicon and table makes the reader what it is."""
OTHERS = frozenset({"testigo.reading/llm"})
"""Folders of those rooms that make another reader: this one is the same without them."""
_RESOURCES = (".py", ".toml", ".xz")


@functools.cache
def resources_digest() -> str:
    """Hash every rule and word list, so that a changed one is another reader."""
    digest = hashlib.sha256()
    for name, content in resource_files():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def resource_files() -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of every rule and word list of this reader, sorted by room."""
    for room in ROOMS:
        yield from sorted(_files(resources.files(room), room))


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            if f"{name}/{item.name}" not in OTHERS:
                yield from _files(item, f"{name}/{item.name}")
        elif item.name.endswith(_RESOURCES):
            yield f"{name}/{item.name}", item.read_bytes()


def _end_of_reading(content: str) -> int:
    """Return how far a text is read: to its end, or to the last line end before the limit."""
    if len(content) <= MOST_CHARACTERS:
        return len(content)
    line_end = content.rfind("\n", 0, MOST_CHARACTERS)
    return line_end if line_end > 0 else MOST_CHARACTERS


class BuiltinReader:
    """Reads all eight kinds, or what rules read alone; the same page gives the same reading.

    With `first_look` a text whose words show that it cannot concern us is passed over, and its
    coverage says so. Such a reading is that of a reader of its own version (`+first-look`), so that
    it never stands in the way of a full one.
    """

    def __init__(self, *, rules_alone: bool = False, first_look: bool = False) -> None:
        self._rules_alone = rules_alone or not available()
        self._first_look = first_look

    @property
    def identity(self) -> ReaderIdentity:
        """Name, version and the hash of its rules, lexicons and weights.

        The version ends in `+rules` where the rules read alone. The name stays: what is read later
        with the weights stands in the place of what was read without them.
        """
        version = f"{__version__}+rules" if self._rules_alone else __version__
        return ReaderIdentity("builtin", version, resources_digest())

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return one reading per page, in order.

        Raises:
            AlteredModel: if a file of the weights is missing, broken or another one.
        """
        return [self._read_one(page) for page in pages]

    def _read_one(self, page: Page) -> Reading:
        language = language_of(page)
        if language not in READABLE:
            coverage = unread(page.text.content, language)
            return Reading(page.text.id, page.metadata.id, self.identity, (), coverage)
        if self._first_look and not is_worth_reading(page.text.content, language):
            return self._passed_over(page, language)
        setting = setting_of(page)
        proposed, doubts = self._proposed(setting)
        drafts: Iterable[Draft] = without_vetoed(setting, proposed)
        is_restored = not page.text.content.startswith(setting.document.content)
        found, dropped = ground(page.text, quoting(page.text, drafts) if is_restored else drafts)
        length = len(page.text.content)
        coverage = coverage_of(setting.document, setting.findings, found, length, doubts)
        coverage = flags_quoting(page.text, coverage) if is_restored else coverage
        coverage = replace(coverage, rules_alone=self._rules_alone)
        return Reading(page.text.id, page.metadata.id, self.identity, found, coverage, dropped)

    def _passed_over(self, page: Page, language: str) -> Reading:
        version = f"{self.identity.version}+first-look"
        looked = replace(self.identity, version=version)
        coverage = passed_over(page.text.content, language)
        return Reading(page.text.id, page.metadata.id, looked, (), coverage)

    def _proposed(self, setting: Setting) -> tuple[Iterable[Draft], list[Span]]:
        """Return what is read of a page, with how sure that is, and the words in doubt."""
        rules = by_rules(setting)
        if self._rules_alone:
            return with_confidence(rules), []
        candidates = candidates_of(setting)
        proposals = unite(setting, candidates, rules)
        return calibrated(proposals), doubts_of(setting, candidates, rules, proposals)


def language_of(page: Page) -> str:
    """Return the language of a page without its region, `und` where none is known."""
    stated = page.metadata.language
    return stated.value.split("-")[0].lower() if stated else "und"


def setting_of(page: Page) -> Setting:
    """Return a page in a readable language with all that the finders find in it."""
    title, content = page.metadata.title, page.text.content
    has_title = title is not None and content.startswith(title.value)
    beginning, language = content[: _end_of_reading(content)], language_of(page)
    document = analyse(restored_case(beginning, language), language, has_title=has_title)
    published = page.metadata.published_on
    return Setting.of(document, find_everything(document, published), published)


def by_rules(setting: Setting) -> list[Draft]:
    """Return what the rules read, in the order of the kinds."""
    return [draft for rules in KIND_RULES for draft in rules(setting)]


def candidates_of(setting: Setting) -> list[Candidate]:
    """Return what the net finds, likely or not."""
    learned = LearnedReader.load()
    return learned.candidates(setting.document, setting.findings, setting.published)


def propose(setting: Setting, needed: Mapping[str, float] = NEEDED) -> list[Proposal]:
    """Return what the net and the rules find together, in reading order; `needed` as in `unite`."""
    return unite(setting, candidates_of(setting), by_rules(setting), needed)
