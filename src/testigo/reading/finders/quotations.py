"""Where words stand in quotation marks, or after dialogue dashes, and where they end.

A quotation never leaves its paragraph: one that runs on is given once for each paragraph, all but
the last marked `continued`. Two quotations either lie apart or one lies wholly within the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from testigo.languages.document import Document
from testigo.languages.lexicons import lexicon
from testigo.reading.finders.mentions import Quotation

_MARK = re.compile(r"[\"“”„«»‘’'‹›]|``|''")
_CLOSES = {"“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›", '"': '"', "'": "'", "``": "''"}
_SINGLE = "‘'"
_TOLD_BY = 600  # characters that tell speech from a title; what runs on longer is speech
_DEEPEST = 20  # quotations within quotations that a closing mark is sought for
_BEFORE_OPENING = " \t\n([{¿¡—–-\"“«‘'„/\u00a0"
_OPENERS = '"“«„'
_DASHES = "—–"
_ASIDE = re.compile(r"\s[—–-](?=[^\W\d_])")
_ASIDE_END = re.compile(r"(?<=[^\s])[—–-](?=[\s.,:;?!]|$)")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W\d_]+)*")
_SHORT, _TITLE = 3, 8  # words; longer ones are speech whatever their shape


@dataclass(frozen=True, slots=True)
class _Open:
    start: int
    mark: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quotation as found: `[start, end)` with its marks, `[inner, inner_end)` without."""

    start: int
    inner: int
    inner_end: int
    end: int
    closed: bool = True
    spoken: bool = False


def find_quotations(document: Document) -> tuple[Quotation, ...]:
    """Find what stands in quotation marks or after dialogue dashes, in reading order.

    One that is never closed ends with its paragraph; a single mark that is never closed is an
    apostrophe. `continued` is set where the next paragraph opens with quotation marks again.
    """
    content = document.content
    found: list[Quotation] = []
    paragraphs = list(_paragraphs(document))
    for place, (start, end) in enumerate(paragraphs):
        pairs = _dialogue(document, start, end) or _marked(content, start, end)
        following = paragraphs[place + 1][0] if place + 1 < len(paragraphs) else None
        for pair in sorted(pairs, key=lambda p: (p.start, -p.end)):
            inner, inner_end = _trim(content, pair.inner, pair.inner_end)
            if inner >= inner_end:
                continue
            continued = not pair.closed and following is not None and content[following] in _OPENERS
            speech = (
                continued
                or pair.spoken
                or _is_speech(document, pair.start, inner, inner_end, pair.end)
                or _goes_on(document, found, pair.start)
            )
            words, marks = document.cut(inner, inner_end), document.cut(pair.start, pair.end)
            found.append(Quotation(words, marks, speech, continued))
    return tuple(found)


def _goes_on(document: Document, found: list[Quotation], start: int) -> bool:
    """Whether a quotation takes up one of the same sentence: "We ran," he said, "all of us"."""
    if not found or not found[-1].is_speech or document.content[:start].rstrip()[-1:] not in ",;":
        return False
    return document.sentence_at(found[-1].outer.start) == document.sentence_at(start)


def _paragraphs(document: Document) -> Iterator[tuple[int, int]]:
    current, start, end = None, 0, 0
    for sentence in document.sentences:
        if sentence.paragraph != current:
            if current is not None:
                yield start, end
            current, start = sentence.paragraph, sentence.start
        end = sentence.end
    if current is not None:
        yield start, end


def _trim(content: str, start: int, end: int) -> tuple[int, int]:
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    return start, end


def _marked(content: str, start: int, end: int) -> list[_Pair]:
    stack: list[_Open] = []
    pairs: list[_Pair] = []
    for match in _MARK.finditer(content, start, end):
        mark, at = match[0], match.start()
        depth = _closing_depth(content, stack, mark, at, end)
        if depth is not None:
            opened = stack[depth]
            pairs.extend(_left_open(stack[depth + 1 :], at))
            del stack[depth:]
            inner = opened.start + len(opened.mark)
            if at - inner > 1 or mark not in "'’":  # "rock 'n' roll" quotes nothing
                pairs.append(_Pair(opened.start, inner, at, match.end()))
        elif _opens(content, stack, mark, at, start, end):
            stack.append(_Open(at, mark))
    pairs.extend(_left_open(stack, end))
    return pairs


def _left_open(stack: list[_Open], end: int) -> Iterator[_Pair]:
    """Quotations that nothing closed; a lone single mark was an apostrophe."""
    for opened in stack:
        if opened.mark not in _SINGLE:
            yield _Pair(opened.start, opened.start + len(opened.mark), end, end, closed=False)


def _closing_depth(content: str, stack: list[_Open], mark: str, at: int, end: int) -> int | None:
    """The place in the stack of the quotation that this mark closes, None where it closes none."""
    for depth in range(len(stack) - 1, max(len(stack) - _DEEPEST, 0) - 1, -1):
        opened = stack[depth]
        if mark not in _CLOSES[opened.mark]:
            continue
        if mark in "’'" and _is_apostrophe(content, opened, mark, at, end):
            return None
        if mark == '"' and content[at - 1].isspace() and content[at + 1 : at + 2].isalnum():
            return None  # a second straight mark before a word opens
        return depth
    return None


def _is_apostrophe(content: str, opened: _Open, mark: str, at: int, end: int) -> bool:
    after = content[at + 1 : at + 2]
    if after.isalnum() or content[at - 1].isspace():
        return True
    if content[at - 1] not in "sz" or not re.match(r"\s[a-zà-ÿ]", content[at + 1 : at + 3]):
        return False
    rest = content[at + 1 : end]  # "the guards’ hut": a plural owner if a later mark can close
    later = re.search(r"(?<=\S)" + re.escape(mark) + r"(?=[\s.,;:?!)]|$)", rest)
    return later is not None and opened.mark not in rest[: later.start()]


def _opens(content: str, stack: list[_Open], mark: str, at: int, start: int, end: int) -> bool:
    before = content[at - 1] if at > start else " "
    after = content[at + len(mark)] if at + len(mark) < end else " "
    if mark in ("“", "«", "„", "‹", "``"):
        return True
    if mark in _SINGLE:
        return (before in _BEFORE_OPENING and after.isalpha()) or (mark == "‘" and after.isalnum())
    if mark != '"' or after.isspace() or after in ".,;:)":
        return False
    return before in _BEFORE_OPENING or not before.isalnum()


def _dialogue(document: Document, start: int, end: int) -> list[_Pair]:
    """The spoken parts of a paragraph in dialogue dashes: "—No vi nada —dijo Ana—. Huí"."""
    content = document.content
    if content[start] not in _DASHES or content[start + 1 : start + 2].isspace():
        return []
    pairs, at = [], start
    while at < end:
        aside = _ASIDE.search(content, at + 1, end)
        stop = aside.start() if aside else end
        inner = at + 1 if content[at] in _DASHES else at
        pairs.append(_Pair(at, inner, stop, stop, spoken=True))
        if aside is None:
            break
        back = _ASIDE_END.search(content, aside.end(), end)
        if back is None:
            break
        at = back.end()
        while at < end and content[at] in ".,:;?! ":
            at += 1
    return pairs


def _is_speech(document: Document, start: int, inner: int, inner_end: int, end: int) -> bool:
    """Whether the words are said by somebody: not a scare quote, a title or a nickname."""
    content = document.content
    words = _WORD.findall(content[inner : min(inner_end, inner + _TOLD_BY)])
    if not words:
        return False
    if len(words) <= _TITLE and _is_announced_name(document, start):
        return False
    if content[inner_end - 1] in "?!…" or (content[inner_end - 1] == "," and len(words) > 1):
        return True
    if (
        content[inner].isupper()
        and len(words) > 1
        and _is_whole_sentence(document, start, inner_end)
    ):
        return True
    if len(words) > _SHORT:
        return len(words) > _TITLE or not _looks_like_title(words)
    return _stands_by_speech(document, start, end)


def _is_whole_sentence(document: Document, start: int, inner_end: int) -> bool:
    """Whether the words end in a full stop, or the marks hold all of their sentence."""
    if document.content[inner_end - 1] == ".":
        return True
    sentence = document.sentence_at(start)
    return sentence.start == start and sentence.end - inner_end <= len('".')


def _looks_like_title(words: list[str]) -> bool:
    long = [w for w in words if len(w) > _SHORT]
    return len(long) > 1 and all(w[0].isupper() for w in long)


def _is_announced_name(document: Document, start: int) -> bool:
    cues = lexicon(document.language, "naming_cues")
    last = document.token_at(start)
    return any(
        (hit := cues.at(document.tokens, first, last)) is not None and hit.last == last
        for first in range(max(last - 3, 0), last)
    )


def _stands_by_speech(document: Document, start: int, end: int) -> bool:
    """Whether a colon stands before, or a verb of saying directly after or before, the marks."""
    before = document.content[:start].rstrip()[-1:]
    if before == ":":
        return True
    verbs, tokens = lexicon(document.language, "speech_verbs"), document.tokens
    after = document.token_at(end)
    while after < len(tokens) and tokens[after].text in ",.—–-":
        after += 1
    if any(verbs.at(tokens, at) is not None for at in range(after, min(after + 2, len(tokens)))):
        return True
    first = document.token_at(start)
    skipped = first - 1 if first and tokens[first - 1].text in ",:" else first
    return any(
        (hit := verbs.at(tokens, place, skipped)) is not None
        and hit.entry.get("frame") != "figure"
        and hit.last + (hit.entry.get("stance") == "says") >= skipped
        for place in range(max(skipped - 3, 0), skipped)
    )
