"""Which metadata are valid when several captures, options and people gave different ones.

Metadata are only ever added. Field by field the stronger basis wins, and among equals the later: a
person's decision, then an option of the command, a file beside the report, what the document itself
shows, and last what was detected.
"""

from __future__ import annotations

from testigo.record.report import Metadata, Stated

_STRENGTHS = {"decision": 4, "option": 3, "meta": 2, "detected": 0}


def weigh(valid: Metadata, added: Metadata) -> Metadata:
    """Return what is valid once `added` stands beside what was `valid` before."""
    names = Metadata.__dataclass_fields__
    return Metadata(**{n: _stronger(getattr(valid, n), getattr(added, n)) for n in names})


def _stronger(old: Stated | None, new: Stated | None) -> Stated | None:
    if old is None or new is None:
        return old or new
    return new if _strength(new) >= _strength(old) else old


def _strength(stated: Stated) -> int:
    if stated.value == "und":
        return -1
    return _STRENGTHS.get(stated.basis.split(" ")[0], 1)
