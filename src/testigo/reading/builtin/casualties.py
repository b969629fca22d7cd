"""Casualties: one person harmed, one outcome a statement.

A person told of twice in one report is one statement an outcome: later sentences fill in what the
first leaves out. Accidents and disease are no casualties of violence and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from testigo.languages.document import Sentence
from testigo.languages.lexicons import lexicon
from testigo.reading.builtin.casualty_details import details_of
from testigo.reading.builtin.casualty_links import Link, harms_of, links_in
from testigo.reading.builtin.focus import Focus
from testigo.reading.builtin.persons import Person, persons_in
from testigo.reading.builtin.phrases import singling_words
from testigo.reading.builtin.setting import Setting, origin_value, speaker_value
from testigo.reading.builtin.victim_profiles import victim_profiles
from testigo.reading.drafts import Draft, DraftValue
from testigo.record.span import Span
from testigo.record.statement import Value

_NOT_ONE_PERSON = frozenset(
    {"persona", "person", "individual", "other", "otro", "otra", "individuo"}
)
"""Nouns that describe nobody: "one person" is a toll of one, not a person described."""
_NAMED_WITHIN = 3
"""Sentences within which a name is given to somebody told of without one."""
_DEATHS = ("death", "muerte", "fallecimiento", "deceso", "dead", "body", "bodies", "cuerpo")
_DEFINITE_ENOUGH = frozenset({"occupation"})
"""Groups of nouns that single a person out even behind "the": "the driver was shot"."""
_VIOLENT = frozenset({"killed", "injured", "detained", "abducted", "tortured", "missing"})


def read_casualties(setting: Setting) -> list[Draft]:
    """Return a draft for every person harmed and every outcome."""
    drafts: list[Draft] = []
    focus = Focus(setting.document)
    for sentence in setting.document.sentences:
        links = [k for k in links_in(setting, sentence, focus) if _is_told(setting, k)]
        named = None if links else _named_later(setting, sentence, drafts)
        drafts = drafts if named is None else [*drafts[:-1], named]
        drafts.extend(_draft(setting, link) for link in links)
        focus.remember(sentence, persons_in(setting, sentence))
        focus.remember_harm(sentence, harms_of(setting, sentence))
    drafts.extend(_draft(setting, link) for link in _profiles(setting))
    return _merged(setting, drafts)


def _profiles(setting: Setting) -> Iterator[Link]:
    """Yield the victims profiled after the dead were told: "X, 18, was saving for his studies"."""
    for person, harm in victim_profiles(setting):
        yield Link(person.sentence, person, harm, "casualty.profile", "intransitive")


def _named_later(setting: Setting, sentence: Sentence, drafts: list[Draft]) -> Draft | None:
    """Return the last casualty with the name that this sentence gives it, or None.

    "A rider was killed. ... He was named as X": only where the last casualty has no name, is told
    of close before, and the sentence names one person behind a word of naming.
    """
    document = setting.document
    if not drafts or "name" in drafts[-1].fields or drafts[-1].modality == "denied":
        return None
    last = drafts[-1]
    told = document.sentence_at(last.fired[0].start)
    if not 0 < sentence.index - told.index <= _NAMED_WITHIN:
        return None
    words = lexicon(document.language, "naming_words").find(
        document.tokens, sentence.first, sentence.last
    )
    persons = [p for p in persons_in(setting, sentence) if p.name is not None]
    if len(words) != 1 or len(persons) != 1 or not 0 <= persons[0].start - words[0].last <= 1:
        return None
    return _with_name(setting, last, persons[0])


def _with_name(setting: Setting, draft: Draft, person: Person) -> Draft:
    assert person.name is not None
    document = setting.document
    fields = {k: v for k, v in draft.fields.items() if k != "description"}
    fields["name"] = DraftValue(person.name.full.quote, (person.name.span, person.name.full))
    if person.age is not None and person.age.count.low is not None and "age" not in fields:
        fields["age"] = DraftValue(person.age.count.low, (person.age.span,))
    evidence = (*draft.evidence, document.sentence_span(person.sentence))
    return replace(draft, fields=fields, evidence=evidence, rule="casualty.named-later")


def _is_told(setting: Setting, link: Link) -> bool:
    """Whether the link tells of a person singled out and harmed by violence or by an authority."""
    if link.person.name is None and not _is_described(setting, link.person):
        return False
    if link.harm.outcome in ("displaced", "evacuated") and (
        link.person.name is None or link.harm.form == "intransitive"
    ):
        return False
    if _is_vetoed(setting, link) or _is_accident(setting, link.sentence, link):
        return False
    singled_out = link.rule in ("casualty.list", "casualty.included") or _is_armed(link.person)
    return singled_out or not _is_death_alone(link) or _is_violent(setting, link)


def _is_vetoed(setting: Setting, link: Link) -> bool:
    """Whether the words before the harm say that it was only tried, feared or threatened."""
    tokens, first = setting.document.tokens, link.harm.first
    start = max(first - 3, link.sentence.first)
    end = min(first + 5, link.sentence.last)
    for hit in lexicon(setting.document.language, "harm_vetoes").find(tokens, start, end):
        if hit.entry.get("side") == "before" and hit.last <= first + 1:
            return True
        if hit.entry.get("side") == "over" and hit.first <= first < hit.last:
            return True
    return False


def _is_death_alone(link: Link) -> bool:
    """Whether the words say that somebody died, and not that anybody did it."""
    return link.harm.outcome == "killed" and (
        link.harm.form == "intransitive" or link.harm.span.quote.lower().startswith(_DEATHS)
    )


def _is_violent(setting: Setting, link: Link) -> bool:
    """Whether another word of harm or a weapon stands in the same paragraph."""
    document, paragraph = setting.document, link.sentence.paragraph
    for sentence in document.sentences:
        if sentence.paragraph != paragraph:
            continue
        others = (h for h in harms_of(setting, sentence) if h.span != link.harm.span)
        if any(h.outcome in _VIOLENT for h in others):
            return True
        if lexicon(document.language, "causes").find(
            document.tokens, sentence.first, sentence.last
        ):
            return True
    return False


def _is_described(setting: Setting, person: Person) -> bool:
    if setting.document.has_title and person.sentence.index == 0:
        return False  # a title restates: the body singles the person out
    if person.age is not None:
        return True
    tokens = setting.document.tokens
    words = {t.lower for t in tokens[person.first : person.last]}
    if words <= _NOT_ONE_PERSON:
        return False
    if tokens[person.start].lower in singling_words(setting.document.language):
        return True
    groups = {n.entry.get("group") for n in person.nouns if n.entry.get("number") == "one"}
    return bool(groups & _DEFINITE_ENOUGH) or _is_armed(person)


def _is_armed(person: Person) -> bool:
    return any(noun.entry.get("group") == "armed" for noun in person.nouns)


def _is_accident(setting: Setting, sentence: Sentence, link: Link) -> bool:
    """Whether a word of accident or disease stands in the sentence and none of violence."""
    if link.harm.outcome not in ("killed", "injured", "hospitalised"):
        return False
    document = setting.document
    span = (sentence.first, sentence.last)
    accident = lexicon(document.language, "accidents").find(document.tokens, *span)
    return bool(accident) and not lexicon(document.language, "causes").find(document.tokens, *span)


def _draft(setting: Setting, link: Link) -> Draft:
    document, person = setting.document, link.person
    words = document.span_of(person.first, person.last)
    modality, shown = setting.modality(link.harm.span)
    attribution = setting.attribution(link.harm.span)
    fields = {"outcome": DraftValue(link.harm.outcome, (link.harm.span,))}
    if person.name is not None:
        full = person.name.full
        spans = (person.name.span,) if full == person.name.span else (person.name.span, full)
        fields["name"] = DraftValue(full.quote, spans)
    fields |= details_of(setting, link)
    return Draft(
        "casualty",
        fields,
        _evidence(setting, link),
        link.rule,
        fired=(words, link.harm.span),
        speaker=speaker_value(attribution),
        origin=origin_value(attribution),
        modality=modality,
        modality_spans=shown,
    )


def _evidence(setting: Setting, link: Link) -> tuple[Span, ...]:
    """Return the sentences of the person and of the harm; one where they are the same."""
    document = setting.document
    told = (link.person.sentence, link.sentence, document.sentence_at(link.harm.span.start))
    return tuple(sorted({document.sentence_span(sentence) for sentence in told}))


def _merged(setting: Setting, drafts: Iterable[Draft]) -> list[Draft]:
    """Put together what is told of one named person and one outcome, denials apart."""
    out: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        key = _key(draft)
        if key in out:
            out[key] = _with(out[key], draft)
        else:
            out[key] = draft
    fatal = {d.fields["name"].value: d for d in out.values() if _is_fatal(d)}
    return [d for d in out.values() if not _is_blow_of(setting, d, fatal)]


def _is_fatal(draft: Draft) -> bool:
    return "name" in draft.fields and draft.fields["outcome"].value == "killed"


def _is_blow_of(setting: Setting, draft: Draft, fatal: dict[Value, Draft]) -> bool:
    """Whether "was shot" only tells how somebody died whose death the report tells.

    Hurt on one day and dead on another are two outcomes and stay two.
    """
    if "name" not in draft.fields or draft.fields["outcome"].value != "injured":
        return False
    death = fatal.get(draft.fields["name"].value)
    words = draft.fields["outcome"].witnesses[0]
    if death is None or not isinstance(words, Span):
        return False
    days = [d.fields["date"].value for d in (draft, death) if "date" in d.fields]
    tokens, first = setting.document.tokens, setting.document.token_at(words.start)
    blow = lexicon(setting.document.language, "harm_personal").at(tokens, first)
    return blow is not None and len(set(map(str, days))) < 2


def _key(draft: Draft) -> tuple[object, ...]:
    denied = draft.modality in ("denied", "retracted")
    outcome = draft.fields["outcome"].value
    if "name" in draft.fields:
        return ("name", draft.fields["name"].value, outcome, denied)
    description = draft.fields["description"].value
    return ("words", description, outcome, denied, draft.evidence)


def _with(first: Draft, later: Draft) -> Draft:
    """Fill in what the first telling leaves out; its source and modality stand."""
    added = {name: value for name, value in later.fields.items() if name not in first.fields}
    if not added:
        return first
    evidence: tuple[Span | str, ...] = tuple(dict.fromkeys(first.evidence + later.evidence))
    return replace(first, fields={**first.fields, **added}, evidence=evidence)
