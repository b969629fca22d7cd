"""Marked text as HTML, in which the text stands character by character.

Law: the text nodes of the result, put together, are the text. HTML itself cannot hold a few
characters (NUL, a lone surrogate, a carriage return); each is shown as U+FFFD, one for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

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
    content: str, paragraphs: Sequence[Paragraph], letters: Mapping[int, str], t: Words
) -> Markup:
    """Return the text as HTML blocks; `letters` gives the kind letter of each statement number.

    Beside each paragraph that shows statements stands a list of links to them, outside the text
    (`data-text` marks the elements that hold it).
    """
    if not paragraphs:
        return _gap(content)
    before = _gap(content[: paragraphs[0].start])
    return before + Markup("").join(_paragraph(content, p, letters, t) for p in paragraphs)


def _paragraph(content: str, paragraph: Paragraph, letters: Mapping[int, str], t: Words) -> Markup:
    name = "h1" if paragraph.is_title else "p"
    kind = Markup(' class="wrapped"') if paragraph.is_wrapped else Markup("")
    body = Markup("").join(_sentence(content, sentence) for sentence in paragraph.sentences)
    block = Markup('<{0}{1} data-text dir="auto">{2}</{0}>').format(name, kind, body)
    gap = _gap(content[paragraph.end : paragraph.gap_end])
    return Markup('<div class="block">{}{}</div>').format(
        _beside(paragraph.numbers, letters, t), block + gap
    )


def _gap(words: str) -> Markup:
    """The white space between blocks: in the text, and never seen."""
    return Markup("<span data-text hidden>{}</span>").format(showable(words)) if words else Markup()


def _beside(numbers: Sequence[int], letters: Mapping[int, str], t: Words) -> Markup:
    if not numbers:
        return Markup("")
    links = Markup(" ").join(
        Markup('<a href="#s{0}" data-s="{0}" class="{1}" aria-label="{2}">{1}{0}</a>').format(
            n, letters[n], t("card.statement", number=f"{letters[n]}{n}")
        )
        for n in numbers
    )
    return Markup('<span class="beside">{}</span>').format(links)


def _sentence(content: str, sentence: Sentence) -> Markup:
    body = Markup("").join(_piece(content, piece) for piece in sentence.pieces)
    if sentence.is_plain:
        return body
    names = ["sentence"]
    names += ["flagged"] if sentence.is_flagged and not sentence.shows else []
    names += ["sought"] if sentence.is_sought else []
    return Markup('<span id="c{}" class="{}" data-e="{}">{}</span>').format(
        sentence.start, " ".join(names), _tokens(sentence.shows), body
    )


def _piece(content: str, piece: Piece) -> Markup:
    words = showable(content[piece.start : piece.end])
    if not piece.roles:
        return escape(words)
    first = piece.roles[0]
    numbers = dict.fromkeys(role.number for role in piece.roles)
    heads = {role.kind for role in piece.roles if role.is_head and not role.is_long}
    long = " long" if first.is_long else ""
    long = " inside" if not first.is_long and any(role.is_long for role in piece.roles) else long
    several = " several" if len(heads) > 1 else ""
    stop = "" if any(role.is_head for role in piece.begins) else Markup(' tabindex="-1"')
    return Markup(
        '<mark id="w{}" class="{}" data-s="{}" data-w="{}"><a href="#s{}"{}>{}</a></mark>'
    ).format(
        piece.start,
        f"head {first.kind}{several}{long}" if first.is_head else f"part{long}",
        _tokens(numbers),
        _tokens(f"{role.number}.{role.field}" for role in piece.roles),
        first.number,
        stop,
        words,
    )


def _tokens(values: Iterable[object]) -> str:
    return " ".join(str(value) for value in values)
