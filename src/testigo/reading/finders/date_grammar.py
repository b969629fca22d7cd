"""The grammar of dates: which rows of atoms (`date_atoms`) name a day, a month, a year, a stretch.

One list of rules serves every language, for the words carry the difference: "7 de diciembre" and
"7th of December" are the same row of letters. The longest rule at a place wins; of two as long, the
one listed first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    "(?:,?o?(?P<y>y)|o(?P<yy>9)(?![DWMRUVFC])|,?ot?R(?P<ydir>[LNT])|,?o?t?(?P<ydir2>[LNT])R"
    "|o?t?R(?P<ydir3>[LN])|ot?(?P<ydir4>A)R|(?P<after>L))?"
)
_WEEKDAY = "(?:(?P<w>w),?(?:i?t?p,?)?[tTL]*)?"
_RULES: tuple[tuple[str, str], ...] = (
    (
        "day_range",
        rf"(?P<open>[bfs])?t?(?P<d>[dr])t?(?P<joint>[ck-])t?(?P<d2>[dr])o?(?P<m>m){_YEAR}",
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
    ("figures", r"(?:(?P<edge>e)t?)?(?P<figures>B)"),
    (
        "day_of_month",
        rf"{_PRE}{_WEEKDAY}(?P<d>[dr])o(?:t?(?P<mdir>[ATL])M|t?M(?P<mdir2>[LTA])){_POST}",
    ),
    ("weekday_day", rf"{_PRE}(?P<w>w),?t?(?P<d>[dr])(?![dyn9]){_POST}"),
    ("weekday_of_week", rf"{_PRE}(?P<w>w){_POST}o?t?(?:(?P<dir>[LNT])W|W(?P<dir2>[LN]))"),
    ("weekday", rf"{_PRE}(?P<dir>[LNT])?(?P<w>w)(?P<dir2>[LN])?{_POST}"),
    ("bare_day", rf"{_PRE}(?P<d>r){_POST}"),
    ("bare_day", r"(?P<pre>p)o(?P<d>[dr])(?!o)"),
    ("bare_day", r"(?<=[tcosj])(?P<d>d)"),
    ("bare_day", rf"(?P<word>D)(?P<d>d)(?!o|-|,?c?t?[dr]){_POST}"),
    ("deictic", rf"{_PRE}(?P<h>h){_POST}"),
    ("this_part", r"(?:(?P<early>e)T|(?P<early2>e)?T)(?P<post>p)"),
    ("ago", rf"(?P<about>q)?(?:(?P<n>[nd9])|n?(?P<v>v))?(?P<u>{_UNIT})g"),
    ("ago", rf"G(?P<about>q)?(?:(?P<n>[nd9])|n?(?P<v>v))(?P<u>{_UNIT})(?![lE])"),
    ("offset", r"(?:(?P<n>[nd9])|n?(?P<v>v))(?P<u>[DWMRF])(?P<shift>[lE])"),
    ("offset", r"(?<![fb])ct(?P<n>[nd9])(?P<u>D)(?![LNlEo])"),
    ("last_units", rf"(?P<dir>[LNT])(?:(?P<n>[nd9])|n?(?P<v>v))(?P<u>{_UNIT})"),
    ("last_units", rf"(?P<n>[nd9])(?P<dir>[LN])(?P<u>{_UNIT})"),
    ("unit", rf"(?:(?P<edge>e)t?)?(?P<dir>[LNT])(?P<u>{_UNIT})"),
    ("unit", rf"(?:(?P<edge>e)t?)?(?P<u>{_UNIT})(?P<dir>[LN])(?![dn9]?{_UNIT})"),
    ("unit", r"(?P<edge>e)t?(?P<u>[WMR])"),
    ("unit", r"(?P<u>V)"),
    ("month", rf"(?:(?P<edge>e)-?t?)?(?P<dir>[LNT])?(?:Mo)?(?P<m>m){_YEAR}"),
    ("year", r"(?:(?P<edge>e)-?t?)?(?:Ro?)?(?P<y>y)"),
    ("decade", r"(?P<y>Y)|Co?(?P<y2>y)"),
    ("decade", r"(?<=t)R(?P<short>[dn9])"),
    ("season", r"(?P<season>S)o?t?(?P<y>y)"),
    ("holiday", r"(?P<dir>[LNT])?(?P<holiday>H)(?:,?o?(?P<y>y))?"),
    ("anaphora", rf"(?P<a>a){_POST}"),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _RULES)
_STARTERS = frozenset("dn9rmwhpKeXBcLNTvqgGDWMRUVFCyYSHabfs")
_CORE = re.compile("[mwhaXByYSHDWMRUVFCr]|Tp|[tcosjD]d")


def row_of(atoms: Sequence[Atom]) -> str:
    """Return the letters of the atoms as one text, a letter an atom."""
    return "".join(atom.letter for atom in atoms)


def phrases(
    atoms: Sequence[Atom],
    is_name: Callable[[Phrase], bool] = lambda _: False,
    is_other: Callable[[Phrase], bool] = lambda _: False,
) -> Iterator[Phrase]:
    """Yield the date phrases of a sentence, left to right, none overlapping.

    A phrase that `is_name` is passed over whole ("Avenida 28 de Julio"); one that `is_other` gives
    way to a shorter reading at the same place ("Friday, 28" before "men" to "Friday").
    """
    row = row_of(atoms)
    if _CORE.search(row) is None:
        return
    index = 0
    while index < len(row):
        end = index + 1
        for phrase in _readings(atoms, row, index) if row[index] in _STARTERS else ():
            if is_name(phrase):
                end = phrase.end
                break
            if not is_other(phrase):
                yield phrase
                end = phrase.end
                break
        index = end


def _readings(atoms: Sequence[Atom], row: str, index: int) -> list[Phrase]:
    """Return the phrases that begin at an atom, the longest first."""
    matches = [(name, match) for name, pattern in _COMPILED if (match := pattern.match(row, index))]
    matches.sort(key=lambda pair: -pair[1].end())
    return [_phrase(atoms, name, match) for name, match in matches]


def _phrase(atoms: Sequence[Atom], name: str, match: re.Match[str]) -> Phrase:
    slots = {
        slot.rstrip("0123456789") if slot != "d2" else slot: atoms[match.start(slot)]
        for slot, value in match.groupdict().items()
        if value
    }
    return Phrase(name, match.start(), match.end(), slots, match[0])
