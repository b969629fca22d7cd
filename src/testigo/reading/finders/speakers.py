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
from testigo.reading.finders.carried_quotations import carry_quotations
from testigo.reading.finders.clauses import PREPOSITION
from testigo.reading.finders.mentions import Attribution, NameMention, Quotation
from testigo.reading.finders.saying import Saying, Sayings
from testigo.reading.finders.speaker_phrases import Phrase, Phrases
from testigo.record.span import Span

_OPEN_QUOTE = '"“«„‘`'
_TAKE_FOR_GRANTED = frozenset({"condemns", "demands", "promises"})
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
    found = carry_quotations(document, reader.speech, reader.found)
    return tuple(sorted(found, key=lambda a: (a.cue.start, a.cue.end)))


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
        self.sayings = Sayings(document, self.phrases)
        self.cues = lexicon(document.language, "attribution_cues")
        self.found: list[Attribution] = []
        self.said_here: list[Saying] = []
        self.in_speech = self._tokens_in_speech()

    def _tokens_in_speech(self) -> set[int]:
        inside: set[int] = set()
        for quotation in self.speech:
            inside.update(range(*self.document.token_range(quotation.outer)))
        return inside

    def read(self, sentence: Sentence) -> None:
        """Add the attributions of one sentence."""
        here: list[Attribution] = []
        self.said_here = self.sayings.of(sentence)
        for hit in self.cues.find(self.tokens, sentence.first, sentence.last):
            role = hit.entry.get("role")
            if hit.first in self.in_speech:
                continue
            if role == "source":
                self._according(sentence, hit, here)
            elif role == "figure":
                self._figure_of(sentence, hit, here)
            elif role == "quoted_as":
                self._quoted_as(sentence, hit, here)
            elif role == "heading":
                self._heading(sentence, hit, here)
        for saying in self.said_here:
            if saying.first not in self.in_speech and not self._taken(saying, here):
                self._verb(sentence, saying, here)
        here.sort(key=lambda a: a.cue.start)
        self.found.extend(self._with_whole_quotations(a) for a in here)

    # -- according to -----------------------------------------------------------------------

    def _according(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        phrase = self.phrases.right_of(hit.last, sentence.last, anybody=True)
        if phrase is None:
            return
        scope = self._around(sentence, hit.first, phrase.last)
        if scope:
            cue = self.document.span_of(hit.first, hit.last)
            here.append(self._attribution(sentence, phrase, scope, cue, "according", "says"))

    def _figure_of(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        """ "By the guild's count", "la cifra de la Fiscalía": the owner of a figure says it."""
        phrase = self.phrases.owner_of(hit, sentence.first, sentence.last)
        if phrase is None:
            return
        first, last = min(hit.first, phrase.first), max(hit.last, phrase.last)
        scope = self._around(sentence, first, last)
        if scope and self._has_figure(sentence.first, sentence.last, reach=None):
            cue = self.document.span_of(hit.first, hit.last)
            here.append(self._attribution(sentence, phrase, scope, cue, "according", "says"))

    def _quoted_as(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        """ "X was quoted as saying that ..." """
        subject = self.phrases.left_of(hit.first, sentence.first)
        at = self.phrases.skip_circumstances(hit.last, sentence.last)
        if at < sentence.last and self.phrases.has_role(at, "complementiser"):
            at += 1
        scope = self._spans((at, sentence.last))
        if subject is not None and scope:
            cue = self.document.span_of(hit.first, hit.last)
            form = "direct" if self._is_quoted(scope) else "indirect"
            here.append(self._attribution(sentence, subject, scope, cue, form, "says"))

    def _heading(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        """ "Testimony of X before Y:" speaks for the rest of its paragraph."""
        colon = next(
            (i for i in range(hit.last, sentence.last) if self.tokens[i].text == ":"), None
        )
        phrase = self.phrases.right_of(hit.last, sentence.last)
        if colon is None or phrase is None or colon + 1 >= len(self.tokens):
            return
        end = max(s.last for s in self.document.sentences if s.paragraph == sentence.paragraph)
        if colon + 1 < end:
            scope = (self.document.span_of(colon + 1, end),)
            cue = self.document.span_of(hit.first, hit.last)
            here.append(self._attribution(sentence, phrase, scope, cue, "direct", "says"))

    def _around(self, sentence: Sentence, first: int, last: int) -> tuple[Span, ...]:
        """What stands before `, X said` and, where the clause goes on after it, what follows."""
        left = self._left_limit(sentence, first)
        right = self.phrases.clause_end(last, sentence.last)
        return self._spans((left, first), (last, right))

    def _left_limit(self, sentence: Sentence, first: int) -> int:
        """Where what is said before its speaker begins: nobody else speaks between."""
        left = self.phrases.clause_start(first, sentence.first)
        if any(s.first < left for s in self.said_here):
            return left
        return sentence.first

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

    def _taken(self, saying: Saying, here: list[Attribution]) -> bool:
        """Whether the verb stands among the words that name a speaker already found."""
        at = self.tokens[saying.first].start
        return any(
            a.cue.start <= at < a.cue.end
            or (a.speaker is not None and a.speaker.start <= at < a.speaker.end)
            or (a.form == "according" and a.speaker is not None and a.cue.end <= at < a.speaker.end)
            for a in here
        )

    def _verb(self, sentence: Sentence, saying: Saying, here: list[Attribution]) -> None:
        if saying.form == "passive":
            self._passive(sentence, saying, here)
            return
        after, has_that = self._after_verb(saying, sentence.last)
        start, last = saying.start, sentence.last
        opens = after < last and self.tokens[after].text in _OPEN_QUOTE + ":"
        closed = start > sentence.first and (
            self.tokens[start - 1].text in _CLOSE_QUOTE + ",—–" or start - 1 in self.in_speech
        )
        ends = after >= last or self.tokens[after].text in ",.;:—–" or opens
        quoted = self._follows_quotation(start, sentence.first)
        inverted = closed and saying.frame == "act"
        if saying.frame in ("narrow", "act") and not (
            has_that or opens or ends or quoted or inverted
        ):
            return
        if saying.frame == "figure" and not (closed or self._has_figure(after, last)):
            return
        subject = self._subject(sentence, saying, closed, has_that or opens, here)
        if subject is None:
            if closed and not has_that and not opens:
                sure = quoted or (saying.frame == "clause" and self.phrases.is_article(after))
                phrase = self.phrases.right_of(after, last, anybody=sure)
                if phrase is not None:
                    self._inverted(sentence, saying, phrase, here)
            elif start == sentence.first:
                self._verb_first(sentence, saying, after, here)
            return
        ends = ends or self.phrases.has_role(after, *PREPOSITION)
        follows = ends and self._closes_clause(subject, sentence, opens, after)
        if follows and saying.frame != "figure":
            scope = self._around(sentence, subject.first, after)
            form = "direct" if self._is_quoted(scope) else "indirect"
        else:
            scope = self._spans((after, self.phrases.clause_end(after, last)))
            form = "direct" if opens else "indirect"
        if scope:
            cue = self.document.span_of(saying.first, saying.last)
            here.append(self._attribution(sentence, subject, scope, cue, form, saying.stance))

    def _closes_clause(self, subject: Phrase, sentence: Sentence, opens: bool, after: int) -> bool:
        """Whether "X said" ends what is said before it rather than announcing what comes."""
        stops = after >= sentence.last or self.tokens[after].text in ",.;—–"
        return (stops and not opens) or self._follows_clause(subject, sentence)

    def _follows_clause(self, subject: Phrase, sentence: Sentence) -> bool:
        """Whether a whole clause stands before the subject, as in "two died, the prefect said:"."""
        if subject.first == sentence.first:
            return False
        if subject.first - 1 in self.in_speech:
            return True
        if self.tokens[subject.first - 1].text != ",":
            return False
        return self._verb_before(subject.first, sentence.first)

    def _verb_before(self, at: int, first: int) -> bool:
        return any(self.phrases.looks_like_verb(i) for i in range(first, at))

    def _follows_quotation(self, start: int, first: int) -> bool:
        """Whether words that somebody says end right before, but for a comma or a dash."""
        while start > first and self.tokens[start - 1].text in ",—–":
            start -= 1
        return start > first and start - 1 in self.in_speech

    def _verb_first(
        self, sentence: Sentence, saying: Saying, after: int, here: list[Attribution]
    ) -> None:
        """ "Denunció la Liga que ...": verb, speaker, "that"."""
        phrase = self.phrases.right_of(after, sentence.last)
        if phrase is None or phrase.last >= sentence.last:
            return
        if self.phrases.has_role(phrase.last, "complementiser"):
            self._inverted(sentence, saying, phrase, here)

    def _has_figure(self, at: int, last: int, reach: int | None = 12) -> bool:
        end = last if reach is None else min(at + reach, last)
        return any(
            self.tokens[i].text[0].isdigit()
            or self.phrases.has_role(i, "number")
            or self.tokens[i].lower in ("un", "una", "uno")
            for i in range(at, end)
        )

    def _subject(
        self,
        sentence: Sentence,
        saying: Saying,
        closed: bool,
        announced: bool,
        here: list[Attribution],
    ) -> Phrase | None:
        """Whose verb it is; None where the subject stands after it or nowhere."""
        if saying.form == "gerund":
            return Phrase(saying.start, saying.start, None, is_dropped=True) if here else None
        before = max(saying.start - 1, sentence.first)
        if self.phrases.has_role(before, "coordinator", "contrast"):
            return self._shared_subject(sentence, saying, here)
        subject = self.phrases.left_of(saying.start, sentence.first)
        if subject is not None and closed and not announced and self._is_inverted(saying, sentence):
            return None
        if subject is None and not closed:
            counted = self.document.language == "es" and saying.stance in ("says", "admits")
            figure = counted and self._has_figure(saying.last, sentence.last, reach=4)
            return self._dropped(sentence, saying.start, announced or figure)
        return subject

    def _shared_subject(
        self, sentence: Sentence, saying: Saying, here: list[Attribution]
    ) -> Phrase | None:
        """ "put it at 14 and said": the subject of the verb before."""
        if here:
            return Phrase(saying.start, saying.start, None, is_dropped=True)
        left = self.phrases.clause_start(saying.start - 1, sentence.first)
        for at in range(left + 1, saying.start - 1):
            if self.phrases.looks_like_verb(at):
                return self.phrases.left_of(self.sayings.verb_start(at, left), left)
        return None

    def _is_inverted(self, saying: Saying, sentence: Sentence) -> bool:
        """Whether what follows the verb is a speaker and nothing else up to a mark or "que"."""
        at = self.phrases.skip_circumstances(saying.last, sentence.last)
        phrase = self.phrases.right_of(at, sentence.last)
        if phrase is None:
            return False
        end = self.phrases.skip_circumstances(phrase.last, sentence.last)
        if end >= sentence.last or self.phrases.has_role(end, "complementiser", "contrast"):
            return True
        return self.tokens[end].text in ",.;:—–"

    def _passive(self, sentence: Sentence, saying: Saying, here: list[Attribution]) -> None:
        """ "was confirmed by the clinic": the agent speaks, of the whole clause."""
        last = sentence.last
        if saying.last >= last or not self.phrases.has_role(saying.last, "agent"):
            return
        sure = saying.frame != "narrow"
        phrase = self.phrases.right_of(saying.last + 1, last, anybody=sure)
        if phrase is not None:
            scope = self._around(sentence, saying.start, phrase.last)
            cue = self.document.span_of(saying.first, saying.last)
            if scope:
                here.append(
                    self._attribution(sentence, phrase, scope, cue, "indirect", saying.stance)
                )

    def _after_verb(self, saying: Saying, last: int) -> tuple[int, bool]:
        """The token where what is said begins, and whether a "that" announces it."""
        at = self.phrases.skip_circumstances(saying.last, last)
        if saying.frame == "tell" and at == saying.last:
            at = self.phrases.skip_circumstances(self.phrases.skip_told(at, last), last)
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
        saying: Saying,
        phrase: Phrase,
        here: list[Attribution],
    ) -> None:
        at = self.phrases.skip_circumstances(phrase.last, sentence.last)
        announces = at < sentence.last and self.phrases.has_role(at, "complementiser")
        if announces and not self._verb_before(saying.start, sentence.first):
            scope = self._spans((at + 1, sentence.last))
        else:
            scope = self._around(sentence, saying.start, phrase.last)
        if scope:
            form = "direct" if self._is_quoted(scope) else "indirect"
            cue = self.document.span_of(saying.first, saying.last)
            here.append(self._attribution(sentence, phrase, scope, cue, form, saying.stance))

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
        made = Attribution(speaker, full or speaker, scope, cue, form, stance, other, medium)
        self.antecedents.remember(made)
        return made

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

    The narrowest scope that holds the place wins. Who condemns, demands or promises takes the
    facts he speaks of for granted, so these do not answer for them. Nothing is carried into the
    next sentence but by the words of that sentence: on the reports set apart for tuning the speaker
    of a sentence answered for the next one in 9 of 95 English and 10 of 77 Spanish statements.
    """
    best: tuple[int, Attribution] | None = None
    for attribution in attributions:
        if attribution.stance in _TAKE_FOR_GRANTED:
            continue
        for span in attribution.scope:
            if span.start <= offset < span.end:
                width = span.end - span.start
                if best is None or width < best[0]:
                    best = (width, attribution)
    return best[1] if best else None
