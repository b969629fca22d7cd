"""Findings, moments, ranges and rules in words, English or Spanish.

The sentences stand in `phrases.toml`; here the values are put into words, none more strongly than
it was stated.
"""

from __future__ import annotations

import datetime
import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

from testigo.record.counts import CountRange
from testigo.record.edtf import Edtf
from testigo.record.wording import count_words, date_words, edge_words, outcome_words
from testigo.review.tolls.finding import Finding, FindingValue, Part, Step
from testigo.review.tolls.moments import Moment
from testigo.review.tolls.ranges import Range

_FILE = Path(__file__).with_name("phrases.toml")
_OUTCOMES = ("outcome", "later_outcome")
_SIGNED = "difference"


def finding_words(finding: Finding, language: str = "en") -> str:
    """Return what was noticed in a sentence or two; a draft is called one."""
    told = {name: _told(name, value, language) for name, value in finding.values}
    sentence = phrase("finding", finding.code, language, **told)
    sentence = sentence[0].upper() + sentence[1:]
    if finding.has_drafts and finding.code != "drafts_only":
        return phrase("draft", "finding", language, sentence=sentence)
    return sentence


def moment_words(moment: Moment, language: str = "en") -> str:
    """Return when a number was counted, and on what that rests."""
    if moment.date is None:
        return phrase("moment", "unknown", language)
    if moment.basis == "stated":
        return edge_words(moment.date, "as_of", language=language)
    date = date_words(moment.date, language=language)
    return phrase("moment", moment.basis, language, date=date)


def figure_words(figure: CountRange, language: str = "en") -> str:
    """Return a number with its bound: "at least 10"."""
    return count_words(figure.low, figure.high, figure.bound, figure.wording, language=language)


def range_words(found: Range, language: str = "en") -> str:
    """Return the public line: between which numbers, by source, as of when."""
    low, high = str(found.low), str(found.high)
    if found.low_is_open:
        low = phrase("range", "low_is_open", language, number=low)
    if found.high_is_open:
        high = phrase("range", "high_is_open", language, number=high)
    return phrase(
        "range",
        found.rule,
        language,
        low=low,
        high=high,
        day=_day(found.day, language),
        first_day=_day(found.first_day, language),
    )


def rule_words(rule: str, language: str = "en") -> str:
    """Return the rule in force for a table, as it is printed beside it."""
    return phrase("rule", rule, language)


def phrase(group: str, code: str, language: str, **values: str) -> str:
    """Return a sentence with its values; English where `language` has none."""
    sentences = _phrases()[group][code]
    return sentences.get(language, sentences["en"]).format_map(values)


def _told(name: str, value: FindingValue, language: str) -> str:
    if isinstance(value, CountRange):
        return figure_words(value, language)
    if isinstance(value, Moment):
        return moment_words(value, language)
    if isinstance(value, tuple):
        joint = " + " if name in ("parts", "other_parts") else "; "
        return joint.join(_item(item, language) for item in value)
    if name in _OUTCOMES:
        return outcome_words(str(value), language=language, is_one=False)
    return f"{value:+d}" if name == _SIGNED and isinstance(value, int) else str(value)


def _item(item: CountRange | Part | Step, language: str) -> str:
    if isinstance(item, CountRange):
        return figure_words(item, language)
    if isinstance(item, Part):
        harm = item.outcome and outcome_words(item.outcome, language=language, is_one=False)
        what = "; ".join(words for words in (harm, item.words) if words)
        return figure_words(item.figure, language) + (f" ({what})" if what else "")
    return phrase(
        "step",
        "dead" if item.missing is None else "both",
        language,
        killed=str(item.killed),
        missing=str(item.missing),
        speaker=item.speaker,
        moment=moment_words(item.moment, language),
    )


def _day(day: datetime.date, language: str) -> str:
    return date_words(Edtf(day.isoformat()), language=language)


@functools.cache
def _phrases() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
