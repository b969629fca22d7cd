"""Who says so: which stretch of a text is said by whom, on whose word and through what.

A sentence is read in three steps: find verbs of saying and cues ("according to"), find the words
that name who speaks beside each, and mark what is said. Pronouns, "the minister" and dropped
Spanish subjects are led back to a name by `antecedents`.
"""

from __future__ import annotations

from dataclasses import replace

from testigo.languages.document import Document, Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.antecedents import Antecedents
from testigo.reading.finders.mentions import Attribution, NameMention, Quotation
from testigo.reading.finders.speaker_phrases import Phrase, Phrases
from testigo.record.span import Span

_OPEN_QUOTE = '"“«„‘`'
_CLOSE_QUOTE = '"”»’'


def find_attributions(
    document: Document,
    names: tuple[NameMention, ...],
    quotations: tuple[Quotation, ...],
) -> tuple[Attribution, ...]:
    """Find who says what, in the order of the cues.

    A speaker of None means that the words name nobody ("it was reported that").
    """
    reader = _Reader(document, names, quotations)
    for sentence in document.sentences:
        reader.read(sentence)
    return tuple(sorted(reader.found, key=lambda a: (a.cue.start, a.cue.end)))


class _Reader:
    """One pass over a document; `found` grows, `antecedents` remembers who spoke last."""

    def __init__(
        self,
        document: Document,
        names: tuple[NameMention, ...],
        quotations: tuple[Quotation, ...],
    ) -> None:
        self.document, self.tokens = document, document.tokens
        self.speech = tuple(q for q in quotations if q.is_speech)
        self.phrases = Phrases(document, names)
        self.antecedents = Antecedents(document, names)
        self.verbs = lexicon(document.language, "speech_verbs")
        self.cues = lexicon(document.language, "attribution_cues")
        self.found: list[Attribution] = []
        self.in_speech = self._tokens_in_speech()

    def _tokens_in_speech(self) -> set[int]:
        inside: set[int] = set()
        for quotation in self.speech:
            inside.update(range(*self.document.token_range(quotation.outer)))
        return inside

    def read(self, sentence: Sentence) -> None:
        """Add the attributions of one sentence."""
        here: list[Attribution] = []
        for hit in self.cues.find(self.tokens, sentence.first, sentence.last):
            if hit.first not in self.in_speech and hit.entry.get("role") == "source":
                self._according(sentence, hit, here)
        for hit in self.verbs.find(self.tokens, sentence.first, sentence.last):
            if hit.first not in self.in_speech:
                self._verb(sentence, hit, here)
        here.sort(key=lambda a: a.cue.start)
        for attribution in here:
            self.antecedents.remember(attribution)
        self.found.extend(self._with_whole_quotations(a) for a in here)

    # -- according to -----------------------------------------------------------------------

    def _according(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        phrase = self.phrases.right_of(hit.last, sentence.last)
        if phrase is None:
            return
        scope = self._around(sentence, hit.first, phrase.last, here)
        if scope:
            cue = self.document.span_of(hit.first, hit.last)
            here.append(self._attribution(sentence, phrase, scope, cue, "according", "says"))

    def _around(
        self, sentence: Sentence, first: int, last: int, here: list[Attribution]
    ) -> tuple[Span, ...]:
        """The clause round the tokens `[first, last)` of an attribution, without them."""
        left = self.phrases.clause_start(first, sentence.first)
        right = self.phrases.clause_end(last, sentence.last)
        return self._spans((left, first), (last, right))

    def _spans(self, *ranges: tuple[int, int]) -> tuple[Span, ...]:
        out = []
        for first, last in ranges:
            while first < last and self.tokens[first].text in ",;:.—–-":
                first += 1
            while first < last and self.tokens[last - 1].text in ",;:.—–-":
                last -= 1
            if first < last:
                out.append(self.document.span_of(first, last))
        return tuple(out)

    # -- verbs of saying --------------------------------------------------------------------

    def _verb(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        if self.phrases.is_noun(hit, sentence.first):
            return
        stance, frame = str(hit.entry.get("stance")), str(hit.entry.get("frame"))
        start = self.phrases.verb_start(hit.first, sentence.first)
        after, has_that = self._after_verb(hit.last, sentence.last)
        opens = after < sentence.last and self.tokens[after].text in _OPEN_QUOTE + ":"
        closed = start > sentence.first and (
            self.tokens[start - 1].text in _CLOSE_QUOTE + ",—–" or start - 1 in self.in_speech
        )
        ends = after >= sentence.last or self.tokens[after].text in ",.;—–"
        if frame == "narrow" and not (has_that or opens or ends or closed):
            return
        subject = self.phrases.left_of(start, sentence.first)
        cue = self.document.span_of(hit.first, hit.last)
        if closed and not has_that and not (subject is not None and subject.is_apposed):
            phrase = self.phrases.right_of(after, sentence.last)
            if phrase is not None and not opens:
                self._inverted(sentence, start, phrase, cue, stance, here)
                return
        if subject is None and not closed:
            subject = self._dropped(sentence, start, has_that or opens)
        if subject is None:
            return
        if ends and not opens and frame != "figure":
            scope = self._said_before(sentence, subject.first, after)
            form = "direct" if self._is_quoted(scope) else "indirect"
        else:
            end = self.phrases.clause_end(after, sentence.last)
            scope = self._spans((after, end))
            form = "direct" if opens and after < sentence.last else "indirect"
        if scope:
            here.append(self._attribution(sentence, subject, scope, cue, form, stance))

    def _after_verb(self, after: int, last: int) -> tuple[int, bool]:
        """The token where what is said begins, and whether a "that" announces it."""
        at = self.phrases.skip_circumstances(after, last)
        if at < last and self.phrases.has_role(at, "complementiser"):
            return at + 1, True
        if (
            at + 1 < last
            and self.tokens[at].text == ","
            and self.tokens[at + 1].text in _OPEN_QUOTE
        ):
            return at + 1, False
        if at + 1 < last and self.tokens[at].lower == "de" and self.tokens[at + 1].lower == "que":
            return at + 2, True
        return at, False

    def _inverted(
        self,
        sentence: Sentence,
        start: int,
        phrase: Phrase,
        cue: Span,
        stance: str,
        here: list[Attribution],
    ) -> None:
        at = self.phrases.skip_circumstances(phrase.last, sentence.last)
        if at < sentence.last and self.phrases.has_role(at, "complementiser"):
            scope = self._spans((at + 1, sentence.last))
        else:
            scope = self._said_before(sentence, start, phrase.last)
        if scope:
            form = "direct" if self._is_quoted(scope) else "indirect"
            here.append(self._attribution(sentence, phrase, scope, cue, form, stance))

    def _said_before(self, sentence: Sentence, first: int, last: int) -> tuple[Span, ...]:
        """What stands before `, X said` and, where the clause goes on after it, what follows."""
        left = self.phrases.clause_start(first, sentence.first)
        right = self.phrases.clause_end(last, sentence.last)
        return self._spans((left, first), (last, right))

    def _dropped(self, sentence: Sentence, start: int, announced: bool) -> Phrase | None:
        """A verb without a subject of its own: "y sostuvo que", "Añadió que", "and said"."""
        if not announced:
            return None
        if start > sentence.first and not self.phrases.has_role(start - 1, "coordinator"):
            return None
        return Phrase(start, start, None, is_dropped=True)

    def _is_quoted(self, scope: tuple[Span, ...]) -> bool:
        return any(
            q.outer.meets(said) and 2 * len(q.inner.quote) >= len(said.quote)
            for said in scope[:1]
            for q in self.speech
        )

    # -- putting together -------------------------------------------------------------------

    def _attribution(
        self,
        sentence: Sentence,
        phrase: Phrase,
        scope: tuple[Span, ...],
        cue: Span,
        form: str,
        stance: str,
    ) -> Attribution:
        full = self.antecedents.resolve(phrase, sentence)
        speaker = phrase.speaker or full
        relay = self.phrases.relay_beside(phrase.last, sentence.last)
        medium = self.phrases.medium_in(sentence)
        other = relay.span if relay else None
        if relay is not None and relay.speaks:
            speaker, full, other = relay.span, relay.span, speaker
        return Attribution(speaker, full or speaker, scope, cue, form, stance, other, medium)

    def _with_whole_quotations(self, attribution: Attribution) -> Attribution:
        """Let a quotation that is said in part be said whole, also beyond the sentence."""
        scope = []
        for span in attribution.scope:
            start, end = span.start, span.end
            for quotation in self.speech:
                if quotation.outer.meets(span):
                    start, end = min(start, quotation.inner.start), max(end, quotation.inner.end)
            scope.append(self.document.cut(start, end))
        return replace(attribution, scope=tuple(scope))


def speaker_at(
    document: Document, attributions: tuple[Attribution, ...], offset: int
) -> Attribution | None:
    """Return the attribution responsible for the place `offset`, None for the report itself.

    The narrowest scope that holds the place wins.
    """
    best: tuple[int, Attribution] | None = None
    for attribution in attributions:
        for span in attribution.scope:
            if span.start <= offset < span.end:
                width = span.end - span.start
                if best is None or width < best[0]:
                    best = (width, attribution)
    return best[1] if best else None
