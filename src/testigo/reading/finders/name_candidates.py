"""First reading of the capitals of a document: each run cut into candidates with their likely type.

`strength` is 2 where the words beside it or the gazetteer decide, 1 where its shape does, 0 for a
guess. `name_memory` then lets the whole document decide.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from testigo.languages.document import Document
from testigo.reading.finders.capitals import Run, Word, capital_runs
from testigo.reading.finders.name_evidence import Neighbours
from testigo.reading.finders.name_words import CONNECTORS, PARTICLES, name_words
from testigo.reading.gazetteer.names import name_key
from testigo.reading.gazetteer.table import GazetteerEntry, gazetteer

_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?){2,}$")
_NOT_INITIALS = frozenset(["un", "eu", "dc", "la", "ny", "am", "pm", "ad", "bc", "ac", "dc", "sa"])
_SITE_SHAPE = ("unit", "site", "natural")
_PLACE_PREFIXES = frozenset(
    [
        "san",
        "santa",
        "santo",
        "saint",
        "st",
        "ste",
        "los",
        "las",
        "nueva",
        "nuevo",
        "new",
        "puerto",
        "port",
        "fort",
        "villa",
        "mount",
        "monte",
        "lake",
        "lago",
        "north",
        "south",
        "east",
        "west",
        "upper",
        "lower",
        "cape",
        "el",
        "la",
        "le",
    ]
)
_FOREIGN_PARTICLES = frozenset(["van", "von", "bin", "ibn", "bint", "ould", "ag", "der", "ter"])
_LARGE_TOWN = 50_000  # inhabitants; a bare capitalised word is taken for a town from here on


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens `[first, last)`, offsets `[start, end)`, folded words, and what they seem to be."""

    first: int
    last: int
    start: int
    end: int
    words: tuple[str, ...]
    type: str
    strength: int
    title: tuple[int, int] | None = None
    is_acronym: bool = False
    is_initials: bool = False
    opens: bool = False
    shouted: bool = False


def read_candidates(document: Document) -> list[Candidate]:
    """Return the candidates of a document in reading order."""
    return _Candidates(document).read()


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym: "PNP", "M23", "EE.UU."."""
    letters = word.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isupper() and letters.isalnum()


class _Candidates:
    def __init__(self, document: Document) -> None:
        self.document, self.tokens = document, document.tokens
        self.words = name_words(document.language)
        self.connectors = CONNECTORS[document.language]
        self.near = Neighbours(document, self.words)
        self.places = gazetteer()
        self.lower_words = {t.text for t in self.tokens if t.is_word and not t.is_capitalised}
        self.out: list[Candidate] = []

    def read(self) -> list[Candidate]:
        runs = capital_runs(self.document, self.words)
        self.seen_inside = {w.folded for r in runs for w in r.words[1 if r.opens else 0 :]}
        self.openers = Counter(r.words[0].folded for r in runs if r.opens and len(r.words) == 1)
        at = 0
        while at < len(runs):
            at += self._read(runs, at)
        return self._held(sorted(self.out, key=lambda c: c.start))

    def _held(self, candidates: list[Candidate]) -> list[Candidate]:
        """Take a word that nothing explains for a place if a country or unit follows it: "on
        Ramla, Rakhine State".
        """
        out = []
        for candidate, after in itertools.pairwise([*candidates, None]):
            if candidate is not None and after is not None and self._is_held(candidate, after):
                candidate = replace(candidate, type="place", strength=1)
            if candidate is not None:
                out.append(candidate)
        return out

    def _is_held(self, candidate: Candidate, after: Candidate) -> bool:
        if candidate.strength > 0 or candidate.type not in ("unknown", "person"):
            return False
        if self.document.content[candidate.end : after.start] != ", " or after.type != "place":
            return False
        if after.end < self.tokens[after.last - 1].end or candidate.opens:
            return False
        before = self.near.word(candidate.first - 1)
        return self.words.is_place_word(before, "preposition") or before in ("on", "of", "contra")

    # -- one run -----------------------------------------------------------------------------

    def _read(self, runs: list[Run], at: int) -> int:
        """Read the run at `at`; return how many runs it took."""
        run = runs[at]
        if len(run.words) == 1 and run.words[0].lower in self.words.calendar:
            return 1
        taken = self._joined_place(runs, at)
        if taken:
            return taken
        words = self._without_openers(run)
        words, title = self._after_title(words)
        if not words:
            return 1
        if self._is_body(words):
            return self._body(runs, at, words)
        if self._is_site(words):
            return self._body(runs, at, words, "place")
        split = self._prefix(words)
        if split:
            title = title or self.near.title_before(words[split].first)
            self._plain(words[:split], run)
            words = words[split:]
        return self._person_or_place(runs, at, words, title)

    def _without_openers(self, run: Run) -> list[Word]:
        words = list(run.words)
        may_open = run.opens or words[0].lower in ("the", "a", "an", "i")
        if (
            may_open
            and self._is_opener(words[0], len(words))
            and not self._is_place_name(words[:3])
        ):
            words.pop(0)
        if words and words[0].lower in self.words.calendar - self.words.given:
            words.pop(0)
        while words and self.words.demonyms.at(self.tokens, words[0].first, words[-1].last):
            hit = self.words.demonyms.at(self.tokens, words[0].first, words[-1].last)
            rest = [w for w in words if hit is not None and w.first >= hit.last]
            if rest and self._is_body(rest):
                break
            words = rest
        return words

    def _is_opener(self, word: Word, length: int) -> bool:
        is_noun = self.words.is_place_word(word.lower, *_SITE_SHAPE)
        if (word.lower in self.words.heads or is_noun) and (
            length > 1 or self.near.word(word.last) in self.connectors
        ):
            return False
        if self.words.is_common(word.lower):
            return True
        if word.folded in self.words.given or is_acronym(word.text):
            return False
        return word.lower in self.lower_words and (length > 1 or not self.places.knows(word.text))

    def _is_place_name(self, words: list[Word]) -> bool:
        return any(
            self.places.knows(self._text(words[:n]))
            for n in range(len(words), 1, -1)
            if words[n - 1].lower not in self.words.heads
            and words[n - 1].lower not in self.words.place_words["not_place"]
        )

    def _text(self, words: list[Word]) -> str:
        return self.document.content[words[0].start : words[-1].end]

    # -- titles ------------------------------------------------------------------------------

    def _after_title(self, words: list[Word]) -> tuple[list[Word], tuple[int, int] | None]:
        """Cut the title off: "Interior Minister Ana Torres" -> Ana Torres."""
        if not words:
            return words, None
        if words[0].lower in self.words.portfolios and self._follows_title(words[0].first):
            while words and words[0].lower in self.words.portfolios:
                words = words[1:]
            return words, self.near.title_before(words[0].first) if words else None
        if len(words) == 2 and self._is_named_like_title(words):
            return words, None
        end = self._title_end(words)
        rest = [w for w in words if w.first >= end]
        if end and rest and self._is_body(words) and self._all_fields(rest):
            return words, None  # "Policía Nacional", "Guardia Civil": the head is the body's
        if end and rest and not self._is_body(rest):
            return rest, (words[0].first, end)
        if end and not rest:
            return [], None
        inner = self._inner_title(words)
        if inner:
            before, rest = words[: inner[0]], words[inner[1] :]
            self._plain(before, None)
            return rest, (words[inner[0]].first, words[inner[1] - 1].last)
        return words, None

    def _is_named_like_title(self, words: list[Word]) -> bool:
        """Whether a title is a given name here: "Reina Torres"."""
        return words[0].folded in self.words.given and words[1].folded not in self.words.given

    def _all_fields(self, words: list[Word]) -> bool:
        return all(w.lower in self.words.portfolios for w in words)

    def _follows_title(self, first: int) -> bool:
        if self.near.word(first - 1) not in self.connectors:
            return False
        at = first - 2
        while at > 0 and (
            self.near.word(at) in self.connectors or self.near.word(at) in self.words.portfolios
        ):
            at -= 1
        hit = self.words.title_at(self.tokens, at, first) if at >= 0 else None
        return self.words.is_title_head(hit)

    def _title_end(self, words: list[Word]) -> int:
        """Return the token after the title that a run begins with; 0 if it has none."""
        at, limit, end = words[0].first, words[-1].last, 0
        while at < limit:
            hit = self.words.title_at(self.tokens, at, limit)
            if hit is None:
                hit = self.words.demonyms.at(self.tokens, at, limit)
                if hit is None:
                    break
            elif self.words.is_title_head(hit):
                end = hit.last
            at = hit.last
            if at < limit and self.tokens[at].text in (".", "-"):
                end = at + 1 if end == at else end
                at += 1
        return end

    def _inner_title(self, words: list[Word]) -> tuple[int, int] | None:
        """Return the words of a title inside a run: "Superior Court Judge Ana Torres"."""
        for index in range(1, len(words) - 1):
            if words[index - 1].folded in self.words.given:
                return None
            hit = self.words.title_at(self.tokens, words[index].first, words[-1].first)
            if hit is None or not self.words.is_title_head(hit):
                continue
            last = next((i for i, w in enumerate(words) if w.first >= hit.last), len(words))
            rest = words[last:]
            if rest and not any(w.lower in self.words.heads for w in rest):
                more = self._title_end(rest)
                return index, last + sum(w.last <= more for w in rest)
        return None

    # -- bodies ------------------------------------------------------------------------------

    def _is_body(self, words: list[Word]) -> bool:
        heads = [i for i, w in enumerate(words) if w.lower in self.words.heads]
        if not heads or self._is_unit(words):
            return False
        if words[0].folded in self.words.given:
            return (heads[0] > 0 and len(words) > 2 and heads[-1] == len(words) - 1) or (
                len(words) == 1 and self.near.word(words[0].last) in self.connectors
            )
        return True

    def _is_site(self, words: list[Word]) -> bool:
        """Whether a capitalised noun of place goes on with a connector: "Universidad de Dakar"."""
        noun = words[-1] if self.document.language == "en" else words[0]
        link = self.near.word(words[-1].last)
        return (
            link in ("of", "de", "del")
            and self.words.is_place_word(noun.lower, *_SITE_SHAPE, "part")
            and words[0].folded not in self.words.given
        )

    def _is_unit(self, words: list[Word]) -> bool:
        """Whether a noun that may head a body makes a region: "Chocó Department"."""
        at_end = self.document.language == "en"
        noun, rest = (words[-1], words[:-1]) if at_end else (words[0], words[1:])
        if not rest or not self.words.is_place_word(noun.lower, "unit", "town"):
            return False
        if any(self._is_field(w) for w in rest):
            return False
        if at_end and self.near.word(noun.last) in ("of", "for"):
            return False  # "United States Department of Justice"
        return self.places.knows(self._text(rest))

    def _is_field(self, word: Word) -> bool:
        return (
            word.lower in self.words.portfolios
            or word.lower in self.words.place_words["not_place"]
            or word.lower in self.words.heads
        )

    def _body(self, runs: list[Run], at: int, words: list[Word], kind: str = "organisation") -> int:
        """Read an organisation with what connectors join to it: "Ministry of the Interior"."""
        taken, last_word, joined = 1, words[-1], False
        all_words = list(words)
        while at + taken < len(runs):
            following = runs[at + taken]
            link = self._link(last_word, following.words[0])
            if link is None or not self._joins_body(link, following, joined):
                break
            joined = True
            kept = self._body_part(following)
            all_words += kept
            last_word = kept[-1]
            taken += 1
            if len(kept) < len(following.words):
                break
        if len(all_words) == 1 and runs[at].opens and all_words[0].folded not in self.seen_inside:
            return taken
        if kind == "place" and len(all_words) == 1:
            return taken
        self._add(all_words, kind, 2 if kind == "organisation" else 1, run=runs[at])
        return taken

    def _link(self, last: Word, following: Word) -> list[str] | None:
        """Return the lower-case words between two words, None where a mark stands between."""
        if last.end < self.tokens[last.last - 1].end:
            return None
        between = self.tokens[last.last : following.first]
        if not between or len(between) > 3 or not all(t.is_word for t in between):
            return None
        return [t.lower for t in between]

    def _joins_body(self, link: list[str], following: Run, joined: bool) -> bool:
        if link in (["and"], ["y"], ["e"], ["&"]):
            first = following.words[0]
            return (
                joined
                and len(following.words) <= 2
                and first.folded not in self.words.given
                and first.lower not in self.words.heads
                and not is_acronym(first.text)
                and not self.places.knows(first.text)
            )
        articles = {"the", "la", "las", "los", "el", "lo"}
        return link[0] in self.connectors - articles - {"y", "e", "on", "against", "al"} and all(
            word in articles | self.connectors for word in link[1:]
        )

    def _body_part(self, run: Run) -> list[Word]:
        """Return the words of a run that belong to the body's name: a person's do not."""
        for index, word in enumerate(run.words):
            if index and (word.folded in self.words.given and index + 1 < len(run.words)):
                return list(run.words[:index])
        return list(run.words)

    # -- persons and places ------------------------------------------------------------------

    def _joined_place(self, runs: list[Run], at: int) -> int:
        """Read a place whose name holds lower-case words: "Santa Cruz de la Sierra"."""
        words = list(runs[at].words)
        for count in (3, 2):
            group = runs[at : at + count]
            if len(group) < count:
                continue
            links = [self._link(a.words[-1], b.words[0]) for a, b in itertools.pairwise(group)]
            if any(
                link is None or not set(link) <= PARTICLES | self.connectors - {"y", "and"}
                for link in links
            ):
                continue
            everything = [w for run in group for w in run.words]
            if words[0].lower in self.words.heads or self._title_end(words):
                continue
            if self.places.knows(self._text(everything)):
                self._add(everything, "place", 2, run=runs[at])
                return count
        return 0

    def _prefix(self, words: list[Word]) -> int:
        """Return how many words stand before a person without being of the name.

        "alcalde de Ilave Juan Ticona", "jueza de Control Ana Torres", "PNP Juan Ticona".
        """
        if len(words) < 2 or words[0].folded in self.words.given:
            return 0
        if len(words) > 2 and is_acronym(words[0].text) and len(words[0].text) > 2:
            return 0 if self.places.knows(self._text(words[1:])) else 1
        named = next((i for i, w in enumerate(words) if w.folded in self.words.given), 0)
        if self._after_title_and_connector(words[0].first):
            known = [i for i in range(1, len(words)) if self.places.knows(self._text(words[:i]))]
            whole = self.places.knows(self._text(words))
            return named or (known[-1] if known and not whole else 0)
        if named and named < len(words) - 1 and not self._has_site_word(words):
            entries = self.places.find(self._text(words[:named]))
            return named if any(_is_weighty(e) for e in entries) else 0
        return 0

    def _after_title_and_connector(self, first: int) -> bool:
        at = first - 1
        while at > 0 and self.near.word(at) in self.connectors | {"the", "el"}:
            at -= 1
        if at == first - 1 or at < 0:
            return False
        titles = (
            self.words.title_at(self.tokens, i, at + 1) for i in range(max(at - 2, 0), at + 1)
        )
        return any(self.words.is_title_head(hit) for hit in titles)

    def _plain(self, words: list[Word], run: Run | None) -> None:
        """Add words that stand before a title or a person: a place, an acronym, or nothing."""
        words = [w for w in words if not self.words.is_common(w.lower)]
        if not words or self.words.demonyms.at(self.tokens, words[0].first, words[-1].last):
            return
        if all(w.lower in self.words.portfolios for w in words):
            return
        if self._is_body(words) or (len(words) == 1 and is_acronym(words[0].text)):
            self._add(words, "organisation", 1, run=run)
        elif self.places.knows(self._text(words)):
            self._add(words, "place", 1, run=run)

    def _person_or_place(
        self, runs: list[Run], at: int, words: list[Word], title: tuple[int, int] | None
    ) -> int:
        first, last = words[0].first, words[-1].last
        title = title or self.near.title_before(first) or self.near.title_after(last)
        kind, strength = self._kind(words, title, runs[at])
        taken = 1
        if kind in ("person", "unknown"):
            more, taken = self._with_particles(runs, at, words, is_titled=title is not None)
            if len(more) > len(words):
                words, kind, strength = more, "person", max(strength, 1)
                title = title or self.near.title_after(words[-1].last)
        elif kind == "place" and words[0].folded in _PLACE_PREFIXES:
            words, taken = self._with_place_particles(runs, at, words)
        if kind:
            self._add(words, kind, strength, title if kind == "person" else None, runs[at])
        return taken

    def _with_particles(
        self, runs: list[Run], at: int, words: list[Word], *, is_titled: bool
    ) -> tuple[list[Word], int]:
        """Join what particles or a nickname hold together: "Ana de la Vega", 'Juan "Tito" Rey'."""
        taken = 1
        while at + taken < len(runs):
            following = runs[at + taken]
            link = self._link(words[-1], following.words[0])
            if link and set(link) <= PARTICLES - {"y", "e"}:
                if not self._is_surname(words, link, following, is_titled):
                    break
                words = [*words, *following.words]
                taken += 1
            elif self._is_nickname(words[-1], following) and at + taken + 1 < len(runs):
                words = [*words, *following.words, *runs[at + taken + 1].words]
                taken += 2
            else:
                break
        return words, taken

    def _with_place_particles(
        self, runs: list[Run], at: int, words: list[Word]
    ) -> tuple[list[Word], int]:
        """Join the by-name of a town that the gazetteer lacks: "San Benito del Monte"."""
        if at + 1 == len(runs) or len(runs[at + 1].words) > 2:
            return words, 1
        following = runs[at + 1].words
        link = self._link(words[-1], following[0])
        if not link or link[0] not in ("de", "del") or not set(link) <= PARTICLES:
            return words, 1
        if any(_is_weighty(e) for e in self.places.find(self._text(list(following)))):
            return words, 1
        return [*words, *following], 2

    def _is_nickname(self, last: Word, following: Run) -> bool:
        """Whether a run stands in quotation marks within a name, which goes on behind it."""
        before = self.document.content[last.end : following.words[0].start]
        after = self.document.content[following.words[-1].end :][:3]
        return (
            before in (' "', " “", " «", " ‘", " '")
            and after[:2] in ('" ', "” ", "» ", "’ ", "' ")
            and after[2:].isupper()
            and len(following.words) <= 3
        )

    def _is_surname(
        self, words: list[Word], link: list[str], following: Run, is_titled: bool
    ) -> bool:
        if link[0] in _FOREIGN_PARTICLES:
            return True
        if words[0].folded not in self.words.given and len(words) < 2 and not is_titled:
            return False
        first = following.words[0]
        if first.lower in self.words.heads or is_acronym(first.text):
            return False
        if self.words.is_common(first.lower):
            return False
        if link[0] in ("de", "del", "da", "do", "du", "di", "la", "el") and len(words) >= 2:
            entries = self.places.find(self._text(list(following.words)))
            return not any(_is_weighty(entry) for entry in entries)
        return link[0] not in ("a", "el", "la", "al") or len(words) < 2

    def _kind(self, words: list[Word], title: tuple[int, int] | None, run: Run) -> tuple[str, int]:
        text = self._text(words)
        if _INITIALS.match(text + ("" if text.endswith(".") else ".")) and text.count(".") >= 2:
            return self._initials_kind(text, words)
        entries = self.places.find(text)
        if len(words) == 1 and is_acronym(words[0].text) and not run.shouted:
            return self._acronym_kind(words, entries)
        if title is not None and not (len(words) == 1 and self._is_bare_place(words, entries)):
            return "person", 2
        if self.near.has_age_after(words[-1].last) and len(words) > 1 and not entries:
            return "person", 2
        if len(words) == 1:
            return self._single_kind(words[0], entries, run)
        return self._long_kind(words, entries)

    def _is_bare_place(self, words: list[Word], entries: tuple[GazetteerEntry, ...]) -> bool:
        return self.near.is_after_preposition(words[0].first) and bool(entries)

    def _initials_kind(self, text: str, words: list[Word]) -> tuple[str, int]:
        if any(e.kind == "country" for e in self.places.find(text)):
            return "place", 2
        if name_key(text) in _NOT_INITIALS:
            return "organisation", 1
        return "person", 2 if self.near.has_age_after(words[-1].last) else 1

    def _acronym_kind(
        self, words: list[Word], entries: tuple[GazetteerEntry, ...]
    ) -> tuple[str, int]:
        if any(e.kind in ("country", "unit") and e.is_main for e in entries):
            return "place", 2
        if entries and self.near.is_dateline(words[0].first, words[0].last):
            return "place", 2
        return "organisation", 1

    def _single_kind(
        self, word: Word, entries: tuple[GazetteerEntry, ...], run: Run
    ) -> tuple[str, int]:
        if word.lower in self.words.place_words["not_place"] or len(word.folded) < 3:
            entries, led = (), False
        else:
            led = self.near.is_after_preposition(word.first)
            led = led or self.near.place_noun_before(word.first)
        if self.near.is_named(word.first) or self.near.has_age_after(word.last):
            return "person", 2
        if entries and (led or self.near.is_dateline(word.first, word.last)):
            return "place", 2
        if self.near.place_noun_after(word.last) and not run.opens:
            return "place", 1
        if self.words.is_common(word.lower) or self._is_title_or_place_word(word):
            return "", 0
        if word.lower in self.words.things:
            return "", 0
        if word.folded in self.words.given and not any(_is_weighty(e) for e in entries):
            return "person", 1
        if any(_is_weighty(e) or (e.population >= _LARGE_TOWN and e.is_main) for e in entries):
            return "place", 1
        if run.opens and word.folded not in self.seen_inside:
            is_name = self.near.speaks(word.first, word.last) or self._reopens(word)
            return ("unknown", 0) if is_name else ("", 0)
        return ("place", 0) if led else ("unknown", 0)

    def _reopens(self, word: Word) -> bool:
        """Whether a word that only ever opens sentences does so often, and is never lower case."""
        return self.openers[word.folded] > 1 and word.lower not in self.lower_words

    def _is_title_or_place_word(self, word: Word) -> bool:
        if self.words.demonyms.at(self.tokens, word.first, word.last):
            return True
        return self.words.title_at(self.tokens, word.first, word.last) is not None or (
            self.words.is_place_word(
                word.lower, "unit", "town", "part", "quarter", "site", "natural", "direction"
            )
        )

    def _long_kind(self, words: list[Word], entries: tuple[GazetteerEntry, ...]) -> tuple[str, int]:
        first, last = words[0], words[-1]
        led = self.near.is_after_preposition(first.first) or self.near.place_noun_before(
            first.first
        )
        is_given = first.folded in self.words.given
        if entries and (led or not is_given or any(_is_weighty(e) for e in entries)):
            return "place", 2
        if self._has_site_word(words) and not (is_given and len(words) == 2):
            return "place", 1
        if any(w.lower in self.words.things for w in words):
            return "unknown", 0
        if is_given:
            return "person", 1
        if first.folded in _PLACE_PREFIXES:
            return ("place", 1) if led else ("unknown", 0)
        if self.near.place_noun_after(last.last):
            return "place", 1
        if any(is_acronym(w.text) and len(w.text) > 2 for w in words):
            return "organisation", 0
        if any(self.words.is_common(w.lower) and len(w.text) > 2 for w in words):
            return "unknown", 0
        if led and self.near.word(first.first - 1) not in (
            "from",
            "to",
            "between",
            "entre",
            "hacia",
        ):
            return "place", 0
        return ("unknown" if self.near.has_article_before(first.first) else "person"), 0

    def _has_site_word(self, words: list[Word]) -> bool:
        outer = words[-1] if self.document.language == "en" else words[0]
        if self.words.is_place_word(outer.lower, "town", "part", "quarter", *_SITE_SHAPE):
            return True
        return words[0].lower in (
            "lake",
            "mount",
            "fort",
            "port",
            "camp",
            "plaza",
            "avenida",
            "calle",
        )

    def _add(
        self,
        words: list[Word],
        kind: str,
        strength: int,
        title: tuple[int, int] | None = None,
        run: Run | None = None,
    ) -> None:
        text = self._text(words)
        opens = run is not None and run.opens and words[0].first == run.words[0].first
        self.out.append(
            Candidate(
                words[0].first,
                words[-1].last,
                words[0].start,
                words[-1].end,
                tuple(w.folded for w in words),
                kind,
                strength,
                title,
                len(words) == 1 and is_acronym(words[0].text),
                kind in ("person", "unknown")
                and text.count(".") >= 2
                and bool(_INITIALS.match(text)),
                opens,
                run is not None and run.shouted,
            )
        )


def _is_weighty(entry: GazetteerEntry) -> bool:
    """Whether a place is known well enough to be meant by its bare name."""
    if entry.is_town:
        return entry.kind == "capital" or entry.population >= (
            300_000 if entry.is_main else 1_000_000
        )
    return entry.kind in ("country", "unit", "area")
