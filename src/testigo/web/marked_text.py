"""Marked text as HTML, in which the text stands character by character.

Law: the text nodes of the result, put together, are the text. HTML itself cannot hold a few
characters (NUL, a lone surrogate, a carriage return); each is shown as U+FFFD, one for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from testigo.web.marking import Paragraph, Piece, Sentence
from testigo.web.words import Words

_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def showable(words: str) -> str:
    """Return `words` with what HTML cannot hold replaced, its length unchanged.

    >>> showable("a\\x00b")
    'a\\ufffdb'
    """
    return _UNSHOWABLE.sub("\ufffd", words)


def text_html(
    content: str,
    paragraphs: Sequence[Paragraph],
    letters: Mapping[int, str],
    t: Words,
    adding: str | None = None,
) -> Markup:
    """Return the text as HTML blocks; `letters` gives the kind letter of each statement number.

    Beside each paragraph that shows statements stands a list of links to them, outside the text
    (`data-text` marks the elements that hold it). `adding` is the address at which a statement is
    added; a link to it stands beside each sentence of which nothing was read, None for no links.
    """
    beside = _Beside(letters, t, adding)
    before = _gap(content[: paragraphs[0].start]) if paragraphs else _gap(content)
    # Every piece below is escaped where it is put in.
    return Markup(before + "".join(_paragraph(content, each, beside) for each in paragraphs))


def passage_html(
    content: str, paragraphs: Sequence[Paragraph], letters: Mapping[int, str], t: Words
) -> Markup:
    """Return some paragraphs of a text that follow one another, without what stands before them."""
    beside = _Beside(letters, t, None)
    return Markup("".join(_paragraph(content, each, beside) for each in paragraphs))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands in the margin of a paragraph."""

    letters: Mapping[int, str]
    t: Words
    adding: str | None

    def html(self, paragraph: Paragraph) -> str:
        links = [self._link(number) for number in paragraph.numbers]
        if self.adding is not None:
            links += [self._add(s) for s in paragraph.sentences if s.is_unread]
        return f'<span class="beside">{" ".join(links)}</span>' if links else ""

    def _link(self, number: int) -> str:
        letter = self.letters[number]
        label = escape(self.t("card.statement", number=f"{letter}{number}"))
        return (
            f'<a href="#s{number}" data-s="{number}" class="{letter}" aria-label="{label}">'
            f"{letter}{number}</a>"
        )

    def _add(self, sentence: Sentence) -> str:
        note = escape(self.t("report.unread_note"))
        words = escape(self.t("report.unread_add"))
        return (
            f'<a class="unread" href="{escape(self.adding)}?start={sentence.start}'
            f'&amp;end={sentence.end}" title="{note}"><span aria-hidden="true">▸</span>&nbsp;'
            f'{words}<span class="unseen">: {note}</span></a>'
        )


def _paragraph(content: str, paragraph: Paragraph, beside: _Beside) -> str:
    name = "h1" if paragraph.is_title else "p"
    kind = ' class="wrapped"' if paragraph.is_wrapped else ""
    body = "".join(_sentence(content, sentence) for sentence in paragraph.sentences)
    block = f'<{name}{kind} data-text dir="auto">{body}</{name}>'
    gap = _gap(content[paragraph.end : paragraph.gap_end])
    return f'<div class="block">{beside.html(paragraph)}{block}{gap}</div>'


def _gap(words: str) -> str:
    """The white space between blocks: in the text, and never seen."""
    return f"<span data-text hidden>{escape(showable(words))}</span>" if words else ""


def _sentence(content: str, sentence: Sentence) -> str:
    body = "".join(_piece(content, piece) for piece in sentence.pieces)
    if sentence.is_plain:
        return body
    names = ["sentence"]
    names += ["flagged"] if sentence.is_unread else []
    names += ["sought"] if sentence.is_sought else []
    shows = f' data-e="{_tokens(sentence.shows)}"' if sentence.shows else ""
    return f'<span id="c{sentence.start}" class="{" ".join(names)}"{shows}>{body}</span>'


def _piece(content: str, piece: Piece) -> str:
    words = str(escape(showable(content[piece.start : piece.end])))
    if not piece.roles:
        return words
    first = piece.roles[0]
    numbers = _tokens(dict.fromkeys(role.number for role in piece.roles))
    fields = _tokens(f"{role.number}.{role.field}" for role in piece.roles)
    heads = {role.kind for role in piece.roles if role.is_head and not role.is_long}
    long = " long" if first.is_long else ""
    long = " inside" if not first.is_long and any(role.is_long for role in piece.roles) else long
    several = " several" if len(heads) > 1 else ""
    name = f"head {first.kind}{several}{long}" if first.is_head else f"part{long}"
    stop = "" if any(role.is_head for role in piece.begins) else ' tabindex="-1"'
    # White space between two fields inside a third is marked, and no link: it has no name.
    shown = (
        f"<span>{words}</span>"
        if words.isspace()
        else f'<a href="#s{first.number}"{stop}>{words}</a>'
    )
    # Cards lead to where a field begins.
    anchor = f' id="w{piece.start}"' if piece.begins else ""
    return f'<mark{anchor} class="{name}" data-s="{numbers}" data-w="{fields}">{shown}</mark>'


def _tokens(values: Iterable[object]) -> str:
    return " ".join(str(value) for value in values)
