"""Words that do not tell two values apart, folded, of both languages at once.

They compare wordings, never judge a sentence, so they need no entry with a source and an example.
"""

from __future__ import annotations

from typing import Final

ARTICLES: Final = frozenset({"the", "a", "an", "el", "la", "los", "las", "un", "una"}) | frozenset(
    {"unos", "unas"}
)
DETERMINERS: Final = ARTICLES | {"his", "her", "its", "their", "su", "sus"}
"""Words that may open a mention without belonging to what it names."""
SMALL: Final = ARTICLES | {
    *("of", "for", "in", "at", "from", "to", "on", "with", "by", "and", "or"),
    *("de", "del", "y", "e", "en", "al", "con", "por", "para"),
}
"""Words left out when two wordings are compared word by word."""
