"""The grammar of dates: which rows of atoms (`date_atoms`) name a day, a month, a year, a stretch.

One list of rules serves every language, for the words carry the difference: "7 de diciembre" and
"7th of December" are the same row of letters. The longest rule at a place wins; of two as long, the
one listed first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from testigo.reading.finders.date_atoms import Atom


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase: its rule, its atoms `[begin, end)` and the atoms that fill its slots."""

    rule: str
    begin: int
    end: int
    slots: Mapping[str, Atom]
    row: str

    def number(self, slot: str) -> int | None:
        """Return the number in a slot, or None where the phrase has no such slot."""
        atom = self.slots.get(slot)
        return None if atom is None else atom.number


_UNIT = "[DWMRUVFC]"
_PRE = "(?:(?P<pre>[pK])[oi]?t?T?|(?P<early>e)i?t?T?)??"
_POST = "(?:,?[ioT]*t?(?P<post>[pK]))?"
_YEAR = (
    "(?:,?o?(?P<y>y)|,?ot?R(?P<ydir>[LNT])|,?o?t?(?P<ydir2>[LNT])R|o?t?R(?P<ydir3>[LN])"
    "|ot?(?P<ydir4>A)R|(?P<after>L))?"
)
_WEEKDAY = "(?:(?P<w>w),?(?:i?t?p,?)?[tTL]*)?"
_RULES: tuple[tuple[str, str], ...] = (
    (
        "day_range",
        rf"(?P<open>[bfso])?t?(?P<d>[dr])t?(?P<joint>[ck-])t?(?P<d2>[dr])o?(?P<m>m){_YEAR}",
    ),
    (
        "day_range",
        rf"(?P<open>[bfs])?(?P<m>m)t?(?P<d>[dr])t?(?P<joint>[ck-])t?(?P<d2>[dr])(?!o?m){_YEAR}",
    ),
    ("day_list", rf"(?P<d>[dr])(?P<more>(?:,t?[dr])*,?ct?[dr])o?(?P<m>m){_YEAR}"),
    (
        "day",
        rf"{_PRE}(?P<dir>[LNT])?{_WEEKDAY}(?:(?P<d>[dr])o?|(?P<dn>n)o)(?:Mo)?(?P<m>m){_YEAR}{_POST}",
    ),
    ("day", rf"{_PRE}(?P<dir>[LNT])?{_WEEKDAY}(?P<m>m)t?(?P<d>[dr]){_YEAR}{_POST}"),
    ("numeric", rf"{_PRE}(?:w,?t?)?(?P<x>X){_POST}"),
    (
        "day_of_month",
        rf"{_PRE}{_WEEKDAY}(?P<d>[dr])o(?:t?(?P<mdir>[ATL])M|t?M(?P<mdir2>[LTA])){_POST}",
    ),
    ("weekday_day", rf"{_PRE}(?P<w>w),?t?(?P<d>[dr])(?![dyn%]){_POST}"),
    ("weekday_of_week", rf"{_PRE}(?P<w>w){_POST}o?t?(?:(?P<dir>[LNT])W|W(?P<dir2>[LN]))"),
    ("weekday", rf"{_PRE}(?P<dir>[LNT])?(?P<w>w)(?P<dir2>[LN])?{_POST}"),
    ("bare_day", rf"{_PRE}(?P<d>r){_POST}"),
    ("bare_day", r"(?<=[tco])(?P<d>d)"),
    ("deictic", rf"{_PRE}(?P<h>h){_POST}"),
    ("this_part", r"(?:(?P<early>e)T|(?P<early2>e)?T)(?P<post>p)"),
    ("ago", rf"(?P<about>q)?(?:(?P<n>[nd])|n?(?P<v>v))?(?P<u>{_UNIT})g"),
    ("ago", rf"G(?P<about>q)?(?:(?P<n>[nd])|n?(?P<v>v))(?P<u>{_UNIT})(?![lE])"),
    ("offset", r"(?:(?P<n>[nd])|n?(?P<v>v))(?P<u>[DWMRF])(?P<shift>[lE])"),
    ("last_units", rf"(?P<dir>[LNT])(?:(?P<n>[nd])|n?(?P<v>v))(?P<u>{_UNIT})"),
    ("last_units", rf"(?P<n>[nd])(?P<dir>[LN])(?P<u>{_UNIT})"),
    ("unit", rf"(?:(?P<edge>e)t?)?(?P<dir>[LNT])(?P<u>{_UNIT})"),
    ("unit", rf"(?:(?P<edge>e)t?)?(?P<u>{_UNIT})(?P<dir>[LN])"),
    ("unit", r"(?P<edge>e)t?(?P<u>[WMR])"),
    ("unit", r"(?P<u>V)"),
    ("month", rf"(?:(?P<edge>e)-?t?)?(?P<dir>[LNT])?(?:Mo)?(?P<m>m){_YEAR}"),
    ("year", r"(?:(?P<edge>e)-?t?)?(?:Ro?)?(?P<y>y)"),
    ("decade", r"(?P<y>Y)|Co?(?P<y2>y)"),
    ("decade", r"(?<=t)R(?P<short>[dn])"),
    ("season", r"(?P<season>S)o?t?(?P<y>y)"),
    ("holiday", r"(?P<dir>[LNT])?(?P<holiday>H)(?:,?o?(?P<y>y))?"),
    ("anaphora", rf"(?P<a>a){_POST}"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _RULES)
_STARTERS = frozenset("dnrmwhpKeXLNTvqgGDWMRUVFCyYSHabfso")
_CORE = re.compile("[mwhaXyYSHDWMRUVFCr]|[tco]d")


def row_of(atoms: Sequence[Atom]) -> str:
    """Return the letters of the atoms as one text, a letter an atom."""
    return "".join(atom.letter for atom in atoms)


def phrases(atoms: Sequence[Atom]) -> Iterator[Phrase]:
    """Yield the date phrases of a sentence, left to right, none overlapping."""
    row = row_of(atoms)
    if _CORE.search(row) is None:
        return
    index = 0
    while index < len(row):
        phrase = _longest(atoms, row, index) if row[index] in _STARTERS else None
        if phrase is None:
            index += 1
        else:
            yield phrase
            index = phrase.end


def _longest(atoms: Sequence[Atom], row: str, index: int) -> Phrase | None:
    best: tuple[str, re.Match[str]] | None = None
    for name, pattern in _COMPILED:
        match = pattern.match(row, index)
        if match and match.end() > index and (best is None or match.end() > best[1].end()):
            best = name, match
    if best is None:
        return None
    name, match = best
    slots = {
        slot.rstrip("0123456789") if slot != "d2" else slot: atoms[match.start(slot)]
        for slot, value in match.groupdict().items()
        if value
    }
    return Phrase(name, match.start(), match.end(), slots, match[0])
