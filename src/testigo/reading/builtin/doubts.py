"""Words of which something was read that is in doubt: the coverage report shows their sentences.

A number or person is in doubt where one way found harm and the list of both does not keep it, where
the two ways read different outcomes, and where the net was not sure which outcome it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from testigo.reading.builtin.setting import Setting
from testigo.reading.builtin.union import SUPPORTED, Proposal, number_of
from testigo.reading.drafts import Draft
from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.page import UNKNOWN
from testigo.record.span import Span

COUNTED = frozenset({"toll", "casualty"})
"""Kinds that nobody may miss."""
SURE = 0.7
"""The probability of an outcome from which it is not in doubt.

On the development reports 38 tolls and casualties were missed: 5 lay in a sentence without any
statement, 23 in one flagged by what follows without this, 26 with it, of 890 sentences 226 flagged.
"""


def doubts_of(
    setting: Setting,
    candidates: Sequence[Candidate],
    rules: Sequence[Draft],
    proposals: Iterable[Proposal],
) -> list[Span]:
    """Return the words in doubt, in no order."""
    kept = [s for p in proposals if p.draft.kind in COUNTED for s in p.draft.fired]
    likely = [c for c in candidates if c.kind in COUNTED and c.probability >= SUPPORTED]
    out = [span for span in _fired(rules) if not any(span.meets(k) for k in kept)]
    for candidate in likely:
        anchor = candidate.page.span((candidate.anchor, candidate.anchor + 1))
        is_kept = any(anchor.meets(span) for span in kept)
        is_sure = candidate.codes["outcome"].probability >= SURE
        if not (is_kept and is_sure) or _differs(setting, candidate, rules):
            out.append(anchor)
    return out


def _fired(rules: Iterable[Draft]) -> Iterator[Span]:
    for draft in rules:
        if draft.kind in COUNTED and draft.fired:
            yield draft.fired[0]


def _differs(setting: Setting, candidate: Candidate, rules: Iterable[Draft]) -> bool:
    """Tell whether the rules read another outcome for the number of a toll."""
    if candidate.number is None or candidate.number.mention == UNKNOWN:
        return False
    number = setting.findings.numbers[candidate.number.mention].span
    read = {
        draft.fields["outcome"].value
        for draft in rules
        if draft.kind == "toll" and number_of(draft) == number
    }
    return bool(read) and candidate.codes["outcome"].code not in read
