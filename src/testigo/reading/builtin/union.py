"""What the net and the rules found of one report, as one list: agreement makes surer.

A statement that both found is one draft with the fields of both; the net needs less of a
probability where the rules agree. The numbers here were chosen on the development reports
(`training/reader/README.md`, "Rules and net together").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from testigo.reading.builtin.actor_fields import is_told_with_agent, with_actors
from testigo.reading.builtin.agreement import is_same
from testigo.reading.builtin.learned_drafts import learned_drafts
from testigo.reading.builtin.own_places import own_places
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.learned.candidates import Candidate
from testigo.reading.learned.merging import statements
from testigo.reading.learned.page import UNKNOWN
from testigo.record.span import Span

SUPPORTED = 0.1
"""The probability that a statement needs which the rules found too."""
NEEDED = {
    **dict.fromkeys(("post", "contact", "proceeding", "claim"), 0.4),
    "incident": 0.3,
    "toll": 0.8,
    "casualty": 0.7,
    "measure": 0.9,
}
"""By kind: the probability that a statement needs which the rules did not find."""
TOLD_WITH_AGENT = 0.1
"""The probability that an incident needs whose sentence shows who did it."""
ADDED = frozenset({"casualty", "measure"})
"""Kinds of which a statement is kept that only the rules found."""
BY_RULES = {
    "toll": frozenset(
        {
            *("outcome", "low", "high", "bound", "wording", "population"),
            *("parts", "includes", "corrects"),
        }
    ),
    "casualty": frozenset({"sex", "outcome"}),
    "measure": frozenset({"start", "end"}),
}
"""Fields that are the rules' where both found a statement and both give them."""
BY_NET_ALONE = {
    "toll": frozenset({"cause"}),
    "casualty": frozenset[str](),
    "measure": frozenset({"duration"}),
}
"""Fields that the rules do not fill where the net gives none; all others they do."""

_COUNT = ("low", "high", "bound", "wording")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft and the way it was found: `both`, `learned` or `rules`.

    `raw` is what the net thinks of the whole statement, `likely` of its anchor alone, 0 to 1; both
    None where only the rules found it.
    """

    draft: Draft
    way: str
    raw: float | None = None
    likely: float | None = None


def unite(
    setting: Setting,
    candidates: Sequence[Candidate],
    rules: Sequence[Draft],
    needed: Mapping[str, float] = NEEDED,
) -> list[Proposal]:
    """Return what the net and the rules together find, in reading order.

    `needed`: by kind, the probability that a statement needs which only the net found.
    """
    told = [_with_own_place(setting, candidate) for candidate in candidates]
    likely = statements(told, dict.fromkeys(NEEDED, SUPPORTED))
    learned = learned_drafts(setting, likely)
    kept = [(one, _as_counted(draft, rules)) for one, draft in learned]
    pairs = _paired([draft for _, draft in kept], rules)
    proposals = []
    for index, (candidate, draft) in enumerate(kept):
        if index in pairs:
            both = united(rules[pairs[index]], draft)
            proposals.append(Proposal(both, "both", *_sureness(candidate)))
        elif candidate.probability >= needed[draft.kind] or (
            candidate.probability >= TOLD_WITH_AGENT and is_told_with_agent(setting, draft)
        ):
            proposals.append(Proposal(draft, "learned", *_sureness(candidate)))
    used = set(pairs.values())
    alone = (r for i, r in enumerate(rules) if i not in used and r.kind in ADDED)
    proposals.extend(Proposal(draft, "rules") for draft in alone)
    proposals = [replace(p, draft=with_actors(setting, p.draft)) for p in proposals]
    return sorted(proposals, key=lambda p: _start(p.draft))


def _with_own_place(setting: Setting, candidate: Candidate) -> Candidate:
    """Return a toll with the place that stands with its number: it tells it from its like."""
    at = candidate.number
    if candidate.kind != "toll" or at is None or at.mention == UNKNOWN:
        return candidate
    span = setting.findings.numbers[at.mention].span
    own = own_places(setting, setting.document.sentence_at(span.start)).get(span)
    if own is None:
        return candidate
    return replace(candidate, row={**candidate.row, "place": own.span.quote})


def _sureness(candidate: Candidate) -> tuple[float, float]:
    return candidate.confidence, candidate.probability


def _as_counted(draft: Draft, rules: Iterable[Draft]) -> Draft:
    """Return a toll with the outcome that the rules read for the same number, where they did."""
    if draft.kind != "toll":
        return draft
    told = [
        r.fields["outcome"] for r in rules if r.kind == "toll" and number_of(r) == number_of(draft)
    ]
    if len({str(outcome.value) for outcome in told}) != 1:
        return draft
    return replace(draft, fields={**draft.fields, "outcome": told[0]})


def number_of(draft: Draft) -> Span | str | None:
    """Return the words of the number of a toll, None for another kind."""
    counts = (draft.fields[name] for name in ("wording", "low", "high") if name in draft.fields)
    return next((value.witnesses[0] for value in counts), None)


def _paired(learned: Sequence[Draft], rules: Sequence[Draft]) -> dict[int, int]:
    """Return which draft of the net is which of the rules, each once; closest pairs first."""
    closeness = {
        (i, j): is_same(one, other)
        for (i, one), (j, other) in itertools.product(enumerate(learned), enumerate(rules))
        if one.kind == other.kind
    }
    pairs: dict[int, int] = {}
    for (i, j), close in sorted(closeness.items(), key=lambda item: -item[1]):
        if close > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def united(rule: Draft, learned: Draft) -> Draft:
    """Return one draft with the fields of two, each from the way that reads it best."""
    fields: dict[str, DraftValue] = dict(learned.fields)
    for name, value in rule.fields.items():
        fills = name not in fields and name not in BY_NET_ALONE[rule.kind]
        if fills or name in BY_RULES[rule.kind]:
            fields[name] = value
    return replace(
        learned,
        fields=_consistent(rule, learned, fields),
        evidence=_together(learned.evidence, rule.evidence),
        rule=f"{rule.rule}+{learned.rule}",
        fired=(*rule.fired, *_apart(learned.fired, rule.fired)),
        speaker=learned.speaker,
        origin=learned.origin or rule.origin,
        said_on=learned.said_on or rule.said_on,
    )


def _consistent(
    rule: Draft, learned: Draft, fields: dict[str, DraftValue]
) -> dict[str, DraftValue]:
    """Return the fields without what contradicts another: a number is all of one reading."""
    dropped: set[str] = set()
    if rule.kind == "toll":
        dropped |= {name for name in _COUNT if name not in rule.fields}
    if "name" in fields:
        dropped.add("description")
    if "cause" in learned.fields and "cause_code" not in learned.fields:
        dropped.add("cause_code")  # the rules' code is of other words than the cause kept
    return {name: value for name, value in fields.items() if name not in dropped}


def _apart(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """Return the spans that lie inside none of the others."""
    return [span for span in spans if not any(other.covers(span) for other in others)]


def _together(one: Iterable[Span | str], other: Iterable[Span | str]) -> tuple[Span | str, ...]:
    """Return the sentences of both, without those that lie inside another."""
    spans = sorted({s for s in (*one, *other) if isinstance(s, Span)})
    return tuple(s for s in spans if not any(o != s and o.covers(s) for o in spans))


def _start(draft: Draft) -> int:
    spans = (*draft.fired, *(e for e in draft.evidence if isinstance(e, Span)))
    return spans[0].start
