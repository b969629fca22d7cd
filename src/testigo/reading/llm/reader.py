"""The second reader: a language model proposes, testigo finds it in the text or drops it.

Give it any `Model`: a server, one behind consent and caps, a test double. It sends nothing but the
instructions and the report, window by window, and opens nothing on the model's word. A window that
is too long for the model, or whose answer is cut at the limit, is asked again in two halves; what
is cut even then keeps its whole statements, and the reading says so.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from testigo import __version__
from testigo.reading.builtin.memory import Memory
from testigo.reading.builtin.reader import language_of, resources_digest, setting_of
from testigo.reading.builtin.setting import Setting
from testigo.reading.coverage import coverage_of, unread
from testigo.reading.drafts import Draft
from testigo.reading.grounding import flags_quoting, ground, quoting
from testigo.reading.llm.answers import Parsed, parse, parse_cut
from testigo.reading.llm.assembling import drafts_of
from testigo.reading.llm.locating import Locator, Range
from testigo.reading.llm.merging import merged
from testigo.reading.llm.model import Model, Request, TooLong, UnusableAnswer
from testigo.reading.llm.prompt import LANGUAGES, head_lines, instructions, report_between_marks
from testigo.reading.llm.schema import NAME, PROMPT_VERSION, answer_schema
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.llm.windows import Window, halves, windows
from testigo.reading.protocol import Page
from testigo.record.canonical import digest
from testigo.record.reading import Dropped, ReaderIdentity, Reading
from testigo.record.span import Span

CUT = "cut at the limit of its length: what stood behind its last whole statement is not here"
OWN = (
    *("answers", "assembling", "locating", "merging", "placing", "pointing"),
    *("prompt", "reader", "schema", "values", "windows"),
)
"""Modules of this folder that make a reading of answers; what brings them is not the reader."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One page as it is asked about: what the finders found in it, and how to find words in it."""

    page: Page
    setting: Setting
    locator: Locator
    memory: Memory
    language: str

    @property
    def title(self) -> Range:
        """The characters of the title, which every window is sent with; empty where it has none."""
        document = self.setting.document
        if not document.has_title or not document.sentences:
            return (0, 0)
        own = [s for s in document.sentences if s.paragraph == document.sentences[0].paragraph]
        return own[0].start, own[-1].end


class LlmReader:
    """Reads all eight kinds with a language model; the same answers give the same reading."""

    def __init__(self, model: Model, settings: ModelSettings) -> None:
        self._model, self._settings = model, settings

    @property
    def identity(self) -> ReaderIdentity:
        """Name, version with the model's name, and the hash of all else that shapes a reading."""
        made_of = {
            "prompt": PROMPT_VERSION,
            "instructions": {language: instructions(language) for language in LANGUAGES},
            "schema": answer_schema(),
            "settings": self._settings.shapes_answers,
            "finders": resources_digest(),
            "own": _own_digest(),
        }
        version = f"{__version__} {self._settings.model}"
        return ReaderIdentity("llm", version, digest(made_of)[:16])

    def read(self, pages: Sequence[Page]) -> list[Reading]:
        """Return one reading per page, in order.

        Raises:
            ModelFault: at the first window for which there is no answer that can be read.
        """
        identity = self.identity
        return [self._read_one(page, identity) for page in pages]

    def requests(self, page: Page) -> tuple[Request, ...]:
        """Return what would be asked of the model about a page; nothing is sent."""
        if language_of(page) not in LANGUAGES:
            return ()
        asked = _asked(page)
        cut = windows(asked.setting.document, self._settings.window)
        return tuple(_request(asked, w, (n, len(cut))) for n, w in enumerate(cut, 1))

    def _read_one(self, page: Page, identity: ReaderIdentity) -> Reading:
        language = language_of(page)
        content = page.text.content
        if language not in LANGUAGES:
            coverage = unread(content, language)
            return Reading(page.text.id, page.metadata.id, identity, (), coverage)
        asked = _asked(page)
        drafts, dropped = self._drafts(asked)
        document = asked.setting.document
        is_restored = not content.startswith(document.content)
        found, lost = ground(page.text, quoting(page.text, drafts) if is_restored else drafts)
        coverage = coverage_of(document, asked.setting.findings, found, len(content))
        coverage = flags_quoting(page.text, coverage) if is_restored else coverage
        return Reading(page.text.id, page.metadata.id, identity, found, coverage, (*dropped, *lost))

    def _drafts(self, asked: _Asked) -> tuple[list[Draft], list[Dropped]]:
        """Return the drafts of all windows, those of overlaps once, and all that was dropped."""
        by_window: list[list[Draft]] = []
        dropped: list[Dropped] = []
        cut = windows(asked.setting.document, self._settings.window)
        for number, window in enumerate(cut, 1):
            for part, parsed in self._answers(asked, window, (number, len(cut))):
                seen = [(part.start, part.end), asked.title]
                drafts, lost = drafts_of(
                    asked.setting, asked.locator, asked.memory, parsed.proposed, seen
                )
                by_window.append(drafts)
                dropped += (*parsed.dropped, *lost)
        drafts = sorted(merged(by_window), key=_start)
        return drafts, dropped

    def _answers(
        self, asked: _Asked, window: Window, part: tuple[int, int]
    ) -> Iterator[tuple[Window, Parsed]]:
        """Yield what was answered about a window; about its halves where that was cut short."""
        smaller = halves(asked.setting.document, window)
        try:
            content, is_cut = self._answer(_request(asked, window, part))
        except TooLong:
            if len(smaller) == 1:
                raise
            content, is_cut = "", True
        if not is_cut:
            yield window, parse(content)
        elif len(smaller) == 1:
            yield window, _told_cut(content)
        else:
            for half in smaller:
                content, is_cut = self._answer(_request(asked, half, part))
                yield half, _told_cut(content) if is_cut else parse(content)

    def _answer(self, request: Request) -> tuple[str, bool]:
        """Return what the model said and whether it was cut at the limit."""
        answer = self._model.answer(request)
        if answer.finish == "refusal":
            raise UnusableAnswer(
                "the model refused to read this report; read it with another model, or without"
            )
        return answer.content, answer.finish == "length"


def _asked(page: Page) -> _Asked:
    setting = setting_of(page)
    locator = Locator(setting.document.content)
    return _Asked(page, setting, locator, Memory(setting), language_of(page))


def _request(asked: _Asked, window: Window, part: tuple[int, int]) -> Request:
    head = head_lines(asked.page.metadata, asked.language, part)
    content = asked.setting.document.content[window.start : window.end]
    return Request(
        text_id=asked.page.text.id,
        system=instructions(asked.language),
        user=report_between_marks(asked.language, head, content),
        name=NAME,
        schema=answer_schema(),
    )


def _told_cut(content: str) -> Parsed:
    """Return the whole statements of a cut answer, and say that it was cut."""
    parsed = parse_cut(content)
    return Parsed(parsed.proposed, (Dropped("answer", CUT), *parsed.dropped))


def _start(draft: Draft) -> int:
    spans = (*draft.fired, *(e for e in draft.evidence if isinstance(e, Span)))
    return spans[0].start


@functools.cache
def _own_digest() -> str:
    """Hash the rules of this folder that make drafts of answers."""
    folder = resources.files("testigo.reading.llm")
    files = {name: folder.joinpath(f"{name}.py").read_bytes() for name in OWN}
    return digest({name: hashlib.sha256(held).hexdigest() for name, held in files.items()})[:16]
