"""What a model said -> proposed statements, with all that has not the form asked for counted.

Nothing is mended: an answer that is no JSON, or of another form, is no answer. Of one that was cut
at the limit the whole statements before the cut can be had, by whoever says that it was cut. What a
model says of itself is never repeated in a message: it may be words of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from testigo.reading.llm.model import UnusableAnswer
from testigo.reading.llm.schema import COUNT, NAME, item_keys
from testigo.record.kinds import KINDS, kind
from testigo.record.reading import Dropped

_FENCE = "```"
"""What stands round an answer as a block of code: so models without a constrained form write it."""
_THOUGHT = ("<think>", "</think>")
"""What stands round what a reasoning model says before it answers, where a server hands it on."""
_OPENING = re.compile(rf'\s*\{{\s*"{NAME}"\s*:\s*\[')
_BETWEEN = re.compile(r"\s*,?\s*")
MOST_STATEMENTS = 400
"""More than any window holds: a model that runs in circles is stopped there, and that is told."""
MOST_ITEMS = 200
"""The same for one statement."""
MOST_WORDS = 20_000
"""Characters of one quoting beyond which it is no quotation but the text run wild."""
NOT_OF_FORM = "not of the form asked for"
SHOWN = 160
"""Characters of a model's own words that are kept where they are counted as dropped."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a statement: `key` names it, `words` are those it was read from.

    `reading` is the model's own reading of them (a code, number or date), None where there is none
    beside the words; `members` are all members as given.
    """

    key: str
    words: str
    reading: object = None
    members: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A statement as a model gave it; `quote` are the sentences that it says show it."""

    kind: str
    quote: str
    modality: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The statements of an answer in their order, and what had not the form asked for."""

    proposed: tuple[Proposed, ...]
    dropped: tuple[Dropped, ...] = ()


def parse(content: str) -> Parsed:
    """Read a whole answer.

    Raises:
        UnusableAnswer: if it is empty, no JSON, or has another form than was asked for.
    """
    if not content.strip():
        raise UnusableAnswer("the model gave an empty answer; try again, or another model")
    try:
        data = _load(_unwrapped(content))
    except ValueError:
        raise UnusableAnswer(
            "the model's answer is no JSON; use a model or server that holds to a JSON schema"
        ) from None
    if not isinstance(data, Mapping) or not isinstance(data.get(NAME), list):
        raise UnusableAnswer(
            "the model's answer has another form than was asked for; "
            "use a model or server that holds to a JSON schema"
        )
    return _of_form(data[NAME])


def parse_cut(content: str) -> Parsed:
    """Read the whole statements of an answer that was cut at the limit; the rest is not there.

    Raises:
        UnusableAnswer: if it holds none.
    """
    text = _unwrapped(content)
    opening = _OPENING.match(text)
    found: list[object] = []
    at = opening.end() if opening else len(text)
    decoder = json.JSONDecoder()
    while at < len(text):
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        try:
            one, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(one)
    if not found:
        raise UnusableAnswer(
            "the model's answer was cut at the limit before its first statement was whole; "
            "raise the limit of tokens an answer, or lower the window"
        )
    return _of_form(found)


def shown(words: object) -> str:
    """Return words of a model fit to be kept and printed: short, of one line, whole characters."""
    whole = str(words).encode("utf-8", "replace").decode()
    line = " ".join("".join(c if c.isprintable() else " " for c in whole[: 4 * SHOWN]).split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def _unwrapped(content: str) -> str:
    """Return an answer without the thoughts before it and the one block of code round it."""
    content = content.strip()
    opened, closed = _THOUGHT
    if content.startswith(opened) and closed in content:
        content = content.partition(closed)[2].strip()
    if not content.startswith(_FENCE):
        return content
    first, _, inner = content.partition("\n")
    name = first.removeprefix(_FENCE).strip().lower()
    return inner.removesuffix(_FENCE) if name in ("", "json") else content


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested without end") from None


def _of_form(raw: list[object]) -> Parsed:
    dropped: list[Dropped] = []
    proposed = []
    for one in raw[:MOST_STATEMENTS]:
        statement = _proposed(one, dropped)
        if statement is not None:
            proposed.append(statement)
    if len(raw) > MOST_STATEMENTS:
        left = len(raw) - MOST_STATEMENTS
        dropped.append(Dropped("answer", f"{left} statements beyond the {MOST_STATEMENTS} read"))
    if raw and not proposed:
        raise UnusableAnswer(
            "no statement of the model's answer has the form asked for; "
            "use a model or server that holds to a JSON schema"
        )
    return Parsed(tuple(proposed), tuple(dropped))


def _proposed(raw: object, dropped: list[Dropped]) -> Proposed | None:
    """Return one statement, or None where it has no kind, sentence or fields."""
    kinds = [name for name in KINDS if isinstance(raw, Mapping) and isinstance(raw.get(name), str)]
    if not isinstance(raw, Mapping) or len(kinds) != 1 or not isinstance(raw.get("fields"), list):
        dropped.append(Dropped("statement", NOT_OF_FORM))
        return None
    [name] = kinds
    keys = item_keys(kind(name))
    items = []
    for one in raw["fields"][:MOST_ITEMS]:
        item = _item(one, keys)
        if item is None:
            dropped.append(Dropped(f"{name}.{_named(one)}", NOT_OF_FORM))
        else:
            items.append(item)
    if len(raw["fields"]) > MOST_ITEMS:
        dropped.append(Dropped(name, f"its fields beyond the {MOST_ITEMS} read"))
    return Proposed(name, str(raw[name])[:MOST_WORDS], str(raw.get("modality")), tuple(items))


def _item(raw: object, keys: tuple[str, ...]) -> Item | None:
    """Return one item, None where it has no known key or no words to look for."""
    if not isinstance(raw, Mapping):
        return None
    key = next((name for name in raw if name in keys), None)
    words = raw.get("words", raw.get(key)) if key else None
    if key is None or not isinstance(words, str) or not words.strip():
        return None
    reading = raw[key] if "words" in raw and key not in COUNT else None
    return Item(key, words[:MOST_WORDS], reading, dict(raw))


def _named(raw: object) -> str:
    """Return what an item calls itself, where that can be told."""
    first = next(iter(raw), None) if isinstance(raw, Mapping) else None
    return shown(first)[:40] if first else "field"
