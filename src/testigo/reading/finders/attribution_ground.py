"""What every rule for attributions stands on: the document's quotations, speakers and scopes."""

from __future__ import annotations

from dataclasses import replace

from testigo.languages.document import Document, Sentence
from testigo.reading.finders.antecedents import Antecedents
from testigo.reading.finders.mentions import Attribution, NameMention, Quotation
from testigo.reading.finders.saying import Saying, Sayings
from testigo.reading.finders.speaker_phrases import Phrase, Phrases
from testigo.record.span import Span

_EDGES = ",;:.—–-"


class Ground:
    """One document and what is known of it so far; `said_here` are the verbs of this sentence."""

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
        self.sayings = Sayings(document, self.phrases)
        self.said_here: list[Saying] = []
        self.in_speech = self._tokens_in_speech()

    def _tokens_in_speech(self) -> set[int]:
        inside: set[int] = set()
        reached = 0
        for quotation in sorted(self.speech, key=lambda q: q.outer.start):
            first, last = self.document.token_range(quotation.outer)
            inside.update(range(max(first, reached), last))
            reached = max(reached, last)
        return inside

    def around(self, sentence: Sentence, first: int, last: int) -> tuple[Span, ...]:
        """What stands before `, X said` and, where the clause goes on after it, what follows."""
        left = self._left_limit(sentence, first)
        right = self.phrases.clause_end(last, sentence.last)
        return self.spans((left, first), (last, right))

    def _left_limit(self, sentence: Sentence, first: int) -> int:
        """Where what is said before its speaker begins: nobody else speaks between."""
        left = self.phrases.clause_start(first, sentence.first)
        if any(s.first < left for s in self.said_here):
            return left
        return sentence.first

    def spans(self, *ranges: tuple[int, int]) -> tuple[Span, ...]:
        """Cut ranges of tokens, marks at their ends left out; empty ones give nothing."""
        out = []
        for first, last in ranges:
            while first < last and self.tokens[first].text in _EDGES:
                first += 1
            while first < last and self.tokens[last - 1].text in _EDGES:
                last -= 1
            if first < last:
                out.append(self.document.span_of(first, last))
        return tuple(out)

    def has_figure(self, at: int, last: int, reach: int | None = 12) -> bool:
        """Whether a number stands within `reach` tokens from `at` (None: up to `last`)."""
        end = last if reach is None else min(at + reach, last)
        return any(
            self.tokens[i].text[0].isdigit()
            or self.phrases.has_role(i, "number")
            or self.tokens[i].lower in ("un", "una", "uno")
            for i in range(at, end)
        )

    def is_quoted(self, scope: tuple[Span, ...]) -> bool:
        """Whether what is said stands, for the most part, in quotation marks."""
        return any(
            q.outer.meets(said) and 2 * len(q.inner.quote) >= len(said.quote)
            for said in scope[:1]
            for q in self.speech
        )

    def attribution(
        self,
        sentence: Sentence,
        phrase: Phrase,
        scope: tuple[Span, ...],
        cue: Span,
        form: str,
        stance: str,
        said_to: Span | None = None,
        said_on: Span | None = None,
    ) -> Attribution:
        """Make an attribution. `said_to` is the outlet told: the other party of the chain."""
        full = self.antecedents.resolve(phrase, sentence)
        speaker = phrase.speaker or full
        relay = self.phrases.relay_beside(phrase.last, sentence.last)
        medium = self.phrases.medium_in(sentence)
        other = relay.span if relay else said_to
        if relay is not None and relay.speaks:
            speaker, full, other = relay.span, relay.span, speaker
        full = full or speaker
        made = Attribution(speaker, full, scope, cue, form, stance, other, medium, said_on)
        self.antecedents.remember(made)
        return made

    def with_whole_quotations(self, attribution: Attribution) -> Attribution:
        """Let a quotation that is said in part be said whole, also beyond the sentence."""
        scope = []
        for span in attribution.scope:
            start, end = span.start, span.end
            for quotation in self.speech:
                if quotation.outer.meets(span):
                    start, end = min(start, quotation.inner.start), max(end, quotation.inner.end)
            scope.append(self.document.cut(start, end))
        return replace(attribution, scope=tuple(scope))
