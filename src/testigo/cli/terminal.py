"""What reaches a terminal: its width, and text that cannot command it.

Reports come from anywhere; a name with an escape sequence in it must not move the cursor, hide a
line or turn the text around. Whatever of a report or a file name is printed passes `plain`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

WIDTH = 100
"""Columns of text at most, and where the output is no terminal."""

# C0, DEL and C1 controls; bidirectional overrides and isolates (U+202A-202E, U+2066-2069).
_COMMANDS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return `text` of the same length with spaces for line ends and `·` for control characters."""
    return _COMMANDS.sub(lambda match: " " if match[0] in "\t\n\r" else "·", text)


def close_output() -> None:
    """Let whatever is still printed on standard output go nowhere, also at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def number_of(count: int, noun: str) -> str:
    """Return a count and its noun: "1 report", "2,000 reports"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text that is wrapped: `indent` columns in, its further lines `hanging` more."""

    text: Text
    indent: int = 0
    hanging: int = 0


def print_paragraphs(screen: Console, paragraphs: Iterable[Paragraph]) -> None:
    """Print paragraphs at once, wrapped between words; no line ends in spaces."""
    from rich.text import Text

    with screen.capture() as captured:
        for paragraph in paragraphs:
            room = max(screen.width - paragraph.indent - paragraph.hanging, 20)
            for number, line in enumerate(paragraph.text.wrap(screen, room) or [Text()]):
                line.rstrip()
                before = paragraph.indent + (paragraph.hanging if number else 0)
                screen.print(Text(" " * before if line else "").append_text(line), soft_wrap=True)
    # Not through `screen`: on a closed pipe it would end the whole run.
    screen.file.write(captured.get())


def print_trimmed(screen: Console, part: RenderableType) -> None:
    """Print a table without the spaces that fill its lines."""
    with screen.capture() as captured:
        screen.print(part)
    lines = [line.rstrip(" ") for line in captured.get().splitlines()]
    screen.file.write("\n".join(lines) + "\n")


def console(stream: TextIO | None = None) -> Console:
    """Make the console that writes to `stream`, standard output for None."""
    from rich.console import Console

    made = Console(file=stream or sys.stdout, highlight=False, markup=False, emoji=False)
    made.width = min(made.width, WIDTH) if made.is_terminal else WIDTH
    return made
