"""Making a decision: what each act needs, and what has to be known before it is kept.

What a content holds is written down here alone; the log keeps old contents as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import testigo
from testigo.record.canonical import SCHEMA_VERSION
from testigo.record.codebook import codebook_version
from testigo.record.decision import Decision
from testigo.record.entry import TWO_PERSONS, Entry
from testigo.record.errors import TestigoError
from testigo.record.vocabularies import vocabulary

WITHDRAWALS = ("captured_by_mistake", "retracted_by_publisher", "other")
"""Why a report or statement no longer counts."""

LEVELS = ("2", "3", "4", "5", "C", "D")
"""Levels that a person gives to a value; 0 and 1 follow from reading and accepting."""

_MUST_SAY_WHY = frozenset({"verify", "withdraw", "erase", "flag", "withhold", "consent"})
_FREE = frozenset({"blind", "despite", "seconds"})
"""Members that any content may have: read without seeing the first reader's answer; the ids of
earlier decisions that this one contradicts knowingly; how long the person looked at it."""


@dataclass(frozen=True, slots=True)
class _Need:
    """What the content of an act holds: members it must have, and those it may."""

    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


_NEEDS: Mapping[str, _Need] = {
    "accept": _Need(may=("field", "value")),
    "amend": _Need(must=("statement",)),
    "add": _Need(must=("statement",)),
    "reject": _Need(must=("reason",)),
    "verify": _Need(must=("field", "value", "level")),
    "flag": _Need(may=("of", "answer")),
    "join": _Need(must=("of",)),
    "keep_apart": _Need(must=("of",)),
    "withhold": _Need(must=("confidentiality",), may=("field",)),
    "correct_metadata": _Need(must=("metadata",)),
    "withdraw": _Need(must=("reason",)),
    "erase": _Need(may=("erased",)),
    "undo": _Need(),
    "configure": _Need(must=("setting",), may=("value",)),
    "consent": _Need(must=("host",)),
}
SETTINGS = ("language_model", "reader_agreement")
"""What `configure` sets of a casebook; its `value` is an object, or null for none."""

_CODES = {"confidentiality": "confidentiality", "of": "join_subject"}


class InvalidDecision(TestigoError):
    """A decision that lacks what its act needs, or holds what it does not know."""


class ContradictsEarlier(TestigoError):
    """A join of what somebody kept apart, or the reverse; it is kept if that is said knowingly.

    `earlier` are the ids of the standing decisions that it contradicts.
    """

    def __init__(self, act: str, earlier: Sequence[str]) -> None:
        super().__init__(
            f"this {act.replace('_', ' ')} contradicts {len(earlier)} earlier decision"
            f"{'' if len(earlier) == 1 else 's'}; look at what was decided, then confirm "
            "it or leave it"
        )
        self.act = act
        self.earlier = tuple(earlier)


def make_decision(
    act: str,
    subjects: Sequence[str],
    *,
    by: str,
    at: datetime.datetime,
    why: str = "",
    content: Mapping[str, object] | None = None,
    shown: Iterable[str] = (),
) -> Decision:
    """Return a decision that can be kept, with the versions now in force.

    `at` is UTC. `shown` are the ids of what was on the screen.

    Raises:
        InvalidDecision: if the act lacks what it needs, or knows nothing of a member.
        InvalidRecord: if it has no subject or no person.
        UnknownCode: if a code is not in its vocabulary.
    """
    held = dict(content or {})
    _check(act, held, why.strip())
    versions = {
        "testigo": testigo.__version__,
        "schema": str(SCHEMA_VERSION),
        "codebook": codebook_version(),
    }
    return Decision(act, tuple(subjects), by, at, why.strip(), held, tuple(shown), versions)


def _check(act: str, content: Mapping[str, object], why: str) -> None:
    vocabulary("act")[act]
    need = _NEEDS[act]
    missing = [name for name in need.must if content.get(name) in (None, "")]
    if missing:
        raise InvalidDecision(f"to {_words(act)} needs {' and '.join(missing)}: fill it in")
    unknown = set(content) - set(need.must) - set(need.may) - _FREE
    if unknown:
        raise InvalidDecision(f"to {_words(act)} takes no {', '.join(sorted(unknown))}")
    for name, listed in _CODES.items():
        if name in content:
            vocabulary(listed)[str(content[name])]
    if act == "reject":
        vocabulary("reject_reason")[str(content["reason"])]
    if act == "withdraw" and content["reason"] not in WITHDRAWALS:
        raise InvalidDecision(f"a withdrawal is one of {', '.join(WITHDRAWALS)}")
    if act == "verify" and content["level"] not in LEVELS:
        raise InvalidDecision(f"a person gives one of the levels {', '.join(LEVELS)}")
    if act == "configure":
        _check_setting(content)
    if not why and (act in _MUST_SAY_WHY or content.get("reason") == "other"):
        raise InvalidDecision(f"to {_words(act)} needs a reason in words: say why")


def _check_setting(content: Mapping[str, object]) -> None:
    if content["setting"] not in SETTINGS:
        raise InvalidDecision(f"a casebook has the settings {', '.join(SETTINGS)}")
    if "value" not in content or not isinstance(content["value"], Mapping | None):
        raise InvalidDecision("the value of a setting is an object, or null for none")


def _words(act: str) -> str:
    return vocabulary("act").label(act)


def check_level(entry: Entry, field: str, value: str, level: str) -> None:
    """Do nothing if a value of the entry may be given this level.

    Level 3 asks for two independence groups among the accepted statements that support the value.
    That a second person is needed too does not refuse the first one: her level waits.

    Raises:
        InvalidDecision: if it may not, or the entry has no such value.
    """
    held = next((v for v in entry.values_of(field) if v.key == value), None)
    if held is None:
        raise InvalidDecision(f"the entry has no such value of {field}: it may have been amended")
    if not any(witness.state == "accepted" for witness in held.supporting):
        raise InvalidDecision("accept a statement that supports this value before verifying it")
    if level == "3" and held.groups < 2:
        raise InvalidDecision(
            "level 3 needs two independent sources, and the accepted statements that say so come "
            f"from {held.groups}: two papers that repeat one dispatch are one source"
        )


def needs_second(level: str) -> bool:
    """Tell whether a level is in force only once a second person gives it too."""
    return level in TWO_PERSONS
