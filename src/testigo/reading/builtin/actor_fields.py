"""Who did it, of casualties and incidents, where the sentence of the act names them.

For all drafts, whoever proposed them. What a draft has is kept, but for incidents two things hold:
whom "by" names behind the very act did it, and the subject of a passive did not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from testigo.languages.document import Sentence, fold
from testigo.reading.builtin.agents import Act
from testigo.reading.builtin.casualty_links import harms_of
from testigo.reading.builtin.setting import Harm, Setting
from testigo.reading.drafts import Draft, DraftValue
from testigo.record.span import Span

_DONE_BY_SUBJECT = frozenset({"active", "participle"})
"""Forms of a word of harm whose subject may be who did it."""
_NO_VIOLENCE = frozenset({"released", "discharged", "evacuated"})
_LISTS = ("perpetrators", "targets")


def with_actors(setting: Setting, draft: Draft) -> Draft:
    """Return a casualty or incident with who did it, where its own sentence says so."""
    if draft.kind == "casualty":
        return _casualty(setting, draft)
    if draft.kind == "incident":
        return _incident(setting, draft)
    return draft


def is_told_with_agent(setting: Setting, draft: Draft) -> bool:
    """Tell whether an incident hangs on an act of which its sentence shows who did it."""
    act = _act_of(setting, draft) if draft.kind == "incident" else None
    return act is not None and bool(act.agents if act.is_finite else act.stated_agents)


def perpetrator_of(
    setting: Setting, sentence: Sentence, harm: Harm, person: Span, *, suffers: bool
) -> DraftValue | None:
    """Return who did a harm to a person, None where the sentence names nobody else.

    `suffers`: the subject of the word of harm is who suffers it, as in a passive. Several who did
    it are one value, from the first of their words to the last.
    """
    agents = Act(setting, sentence, harm.first, harm.last, suffers).agents
    if not agents or any(agent.meets(person) for agent in agents):
        return None
    span = setting.document.cut(agents[0].start, agents[-1].end)
    for name in setting.names_meeting(span):
        if name.type == "person" and name.span == span:
            return DraftValue(name.full.quote, (span, name.full))
    return DraftValue(span.quote, (span,))


def _casualty(setting: Setting, draft: Draft) -> Draft:
    told = draft.fields.get("name") or draft.fields.get("description")
    outcome = draft.fields["outcome"].value
    if "perpetrator" in draft.fields or told is None or outcome in _NO_VIOLENCE:
        return draft
    person = told.witnesses[0]
    if not isinstance(person, Span):
        return draft
    sentence = setting.document.sentence_at(person.start)
    for harm in _harms_of(setting, sentence, person, str(outcome)):
        suffers = harm.form not in _DONE_BY_SUBJECT
        value = perpetrator_of(setting, sentence, harm, person, suffers=suffers)
        if value is not None:
            return _with(draft, "perpetrator", value)
    return draft


def _harms_of(setting: Setting, sentence: Sentence, person: Span, outcome: str) -> list[Harm]:
    """Return the words of that outcome, nearest to a person first, as far as the first verb.

    "The body of X, killed by soldiers": the body names nobody, the verb does; a second verb may be
    of somebody else.
    """
    at = setting.document.token_at(person.start)
    told = harms_of(setting, sentence)
    harms = [h for h in told if h.outcome == outcome]
    if outcome == "killed" and not any(h.form in _DONE_BY_SUBJECT for h in harms):
        harms += [h for h in told if h.outcome == "injured"]  # "shot him dead", "stabbed, he died"
    harms.sort(key=lambda h: abs(h.first - at))
    verbs = [i for i, h in enumerate(harms) if h.form in _DONE_BY_SUBJECT]
    return harms[: verbs[0] + 1] if verbs else harms


def _incident(setting: Setting, draft: Draft) -> Draft:
    act = _act_of(setting, draft)
    if act is None:
        return draft
    draft = replace(draft, fields={n: _apart(n, v) for n, v in draft.fields.items()})
    stated = act.stated_agents
    if stated:
        return _by(draft, stated)
    draft = _without_sufferers(draft, act.sufferers)
    if "perpetrators" in draft.fields:
        return draft
    taken = list(_spans(draft.fields.get("targets")))
    agents = tuple(a for a in act.agents if not any(a.meets(t) for t in taken))
    return _by(draft, agents) if agents else draft


def _act_of(setting: Setting, draft: Draft) -> Act | None:
    """Return the act that an incident hangs on, None where nothing fired."""
    if not draft.fired:
        return None
    document, anchor = setting.document, draft.fired[0]
    return Act(setting, document.sentence_at(anchor.start), *document.token_range(anchor))


def _by(draft: Draft, agents: tuple[Span, ...]) -> Draft:
    """Return an incident done by those named, where the draft does not name them already."""
    told = draft.fields.get("perpetrators")
    if told is not None and all(any(a.meets(s) for s in _spans(told)) for a in agents):
        return draft
    return _with(draft, "perpetrators", DraftValue(tuple(a.quote for a in agents), agents))


def _without_sufferers(draft: Draft, sufferers: tuple[Span, ...]) -> Draft:
    """Return an incident without perpetrators who are the subject of its passive."""
    told = draft.fields.get("perpetrators")
    if told is None or not all(any(s.meets(p) for s in sufferers) for p in _spans(told)):
        return draft
    fields = {name: value for name, value in draft.fields.items() if name != "perpetrators"}
    return replace(draft, fields=fields)


def _apart(name: str, value: DraftValue) -> DraftValue:
    """Return a list of actors without those told inside another ("8,000 miners", "miners")."""
    if name not in _LISTS or not isinstance(value.value, tuple):
        return value
    words = [str(one) for one in value.value]
    kept = [one for one in words if not any(_holds(other, one) for other in words)]
    if len(kept) == len(words):
        return value
    dropped = {fold(one) for one in words} - {fold(one) for one in kept}
    witnesses = tuple(w for w in value.witnesses if fold(_quote(w)) not in dropped)
    return replace(value, value=tuple(kept), witnesses=witnesses)


def _holds(longer: str, shorter: str) -> bool:
    return longer != shorter and f" {fold(shorter)} " in f" {fold(longer)} "


def _quote(witness: Span | str) -> str:
    return witness.quote if isinstance(witness, Span) else witness


def _spans(value: DraftValue | None) -> Iterator[Span]:
    witnesses: Iterable[Span | str] = () if value is None else value.witnesses
    return (w for w in witnesses if isinstance(w, Span))


def _with(draft: Draft, name: str, value: DraftValue) -> Draft:
    return replace(draft, fields={**draft.fields, name: value})
