"""Attributions by verbs of saying: before, after or round what is said, inverted, passive."""

from __future__ import annotations

from dataclasses import dataclass

from testigo.languages.document import Sentence
from testigo.reading.finders.attribution_ground import Ground
from testigo.reading.finders.circumstances import STOPS
from testigo.reading.finders.clauses import AUXILIARY, PREPOSITION
from testigo.reading.finders.mentions import Attribution
from testigo.reading.finders.saying import Saying
from testigo.reading.finders.speaker_phrases import Phrase
from testigo.record.span import Span

_TAIL = 3  # tokens: "X said in a report released today." tells nothing more
_SUBJECT = 6  # tokens of a subject that follows "announced" without "that"
_OPEN_QUOTE = '"“«„‘`'
_CLOSE_QUOTE = '"”»’'


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a verb of saying: what is said begins at token `after`.

    `has_that`: a "that" announces it; `opens`: a colon or quotation mark does; `closed`: a comma,
    dash or quotation ends right before the verb; `quoted`: it was a quotation; `ends`: a mark
    follows the verb.
    """

    after: int
    has_that: bool
    opens: bool
    closed: bool
    ends: bool
    quoted: bool

    @property
    def announced(self) -> bool:
        return self.has_that or self.opens


class VerbReader:
    """Reads the verbs of saying in the sentences of one document."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.phrases = ground, ground.phrases
        self.document, self.tokens = ground.document, ground.tokens

    def read(self, sentence: Sentence, here: list[Attribution]) -> None:
        """Add to `here` the attributions that verbs of the sentence show."""
        for saying in self.ground.said_here:
            if saying.first not in self.ground.in_speech and not self._taken(saying, here):
                self._verb(sentence, saying, here)

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
        beside = self._beside(sentence, saying)
        if not self._says_something(sentence, saying, beside):
            return
        subject = self._subject(sentence, saying, beside, here)
        if subject is not None:
            self._after_subject(sentence, saying, beside, subject, here)
        elif beside.closed and not beside.announced:
            sure = beside.quoted or (
                saying.frame == "clause" and self.phrases.is_article(beside.after)
            )
            phrase = self.phrases.right_of(beside.after, sentence.last, anybody=sure)
            if phrase is not None:
                self._inverted(sentence, saying, phrase, here)
        elif saying.start == sentence.first:
            self._verb_first(sentence, saying, beside.after, here)

    def _beside(self, sentence: Sentence, saying: Saying) -> _Beside:
        after, has_that = self._after_verb(saying, sentence.last)
        start, last = saying.start, sentence.last
        opens = after < last and self.tokens[after].text in _OPEN_QUOTE + ":"
        closed = start > sentence.first and (
            self.tokens[start - 1].text in _CLOSE_QUOTE + ",—–"
            or start - 1 in self.ground.in_speech
        )
        ends = after >= last or self.tokens[after].text in ",.;:—–" or opens
        quoted = self._follows_quotation(start, sentence.first)
        return _Beside(after, has_that, opens, closed, ends, quoted)

    def _says_something(self, sentence: Sentence, saying: Saying, beside: _Beside) -> bool:
        """Whether a verb that often says nothing ("found", "counted") does so here."""
        if saying.frame in ("narrow", "act"):
            shown = beside.announced or beside.ends or beside.quoted
            if saying.frame == "act" and not shown and not beside.closed:
                shown = self._clause_follows(beside.after, sentence.last)
            return shown or (beside.closed and saying.frame == "act")
        if saying.frame == "figure":
            figure = self.ground.has_figure(beside.after, sentence.last)
            return beside.closed or beside.ends or figure
        return True

    def _clause_follows(self, at: int, last: int) -> bool:
        """Whether a subject and its auxiliary follow: "announces its forces have struck"."""
        for place in range(at, min(at + _SUBJECT, last)):
            if self.tokens[place].text in STOPS or self.phrases.has_role(place, *PREPOSITION):
                return False
            if place > at and self.phrases.has_role(place, *AUXILIARY):
                return True
        return False

    def _after_subject(
        self,
        sentence: Sentence,
        saying: Saying,
        beside: _Beside,
        subject: Phrase,
        here: list[Attribution],
    ) -> None:
        """ "X said (that) ..." or "..., X said": what is said lies after, before or round."""
        after, last = beside.after, sentence.last
        ends = beside.ends or self.phrases.has_role(after, *PREPOSITION) or last - after <= _TAIL
        follows = ends and self._closes_clause(sentence, subject, beside)
        if follows and not (saying.frame == "figure" and self.ground.has_figure(after, last)):
            scope = self.ground.around(sentence, subject.first, after)
            form = "direct" if self.ground.is_quoted(scope) else "indirect"
        else:
            scope = self.ground.spans((after, self.phrases.clause_end(after, last)))
            form = "direct" if beside.opens else "indirect"
        self._add(sentence, saying, subject, scope, form, here)

    def _add(
        self,
        sentence: Sentence,
        saying: Saying,
        phrase: Phrase,
        scope: tuple[Span, ...],
        form: str,
        here: list[Attribution],
    ) -> None:
        if not scope:
            return
        cue = self.document.span_of(saying.first, saying.last)
        told = self.phrases.outlet_told(saying.last, sentence.last)
        said_on = self.phrases.time_beside(saying.start, sentence.last)
        made = self.ground.attribution(
            sentence, phrase, scope, cue, form, saying.stance, told, said_on
        )
        here.append(made)

    def _closes_clause(self, sentence: Sentence, subject: Phrase, beside: _Beside) -> bool:
        """Whether "X said" ends what is said before it rather than announcing what comes."""
        after = beside.after
        stops = after >= sentence.last or self.tokens[after].text in ",.;—–"
        return (stops and not beside.opens) or self._follows_clause(subject, sentence)

    def _follows_clause(self, subject: Phrase, sentence: Sentence) -> bool:
        """Whether a whole clause stands before the subject, as in "two died, the prefect said:"."""
        if subject.first == sentence.first:
            return False
        if subject.first - 1 in self.ground.in_speech:
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
        return start > first and start - 1 in self.ground.in_speech

    def _verb_first(
        self, sentence: Sentence, saying: Saying, after: int, here: list[Attribution]
    ) -> None:
        """ "Denunció la Liga que ...": verb, speaker, "that"."""
        phrase = self.phrases.right_of(after, sentence.last)
        if phrase is None or phrase.last >= sentence.last:
            return
        if self.phrases.has_role(phrase.last, "complementiser"):
            self._inverted(sentence, saying, phrase, here)

    def _subject(
        self,
        sentence: Sentence,
        saying: Saying,
        beside: _Beside,
        here: list[Attribution],
    ) -> Phrase | None:
        """Whose verb it is; None where the subject stands after it or nowhere."""
        if saying.form == "gerund":
            return Phrase(saying.start, saying.start, None, is_dropped=True) if here else None
        before = max(saying.start - 1, sentence.first)
        if self.phrases.has_role(before, "coordinator", "contrast"):
            return self._shared_subject(sentence, saying, here)
        subject = self.phrases.left_of(saying.start, sentence.first)
        open_end = beside.closed and not beside.announced
        if subject is not None and open_end and self._is_inverted(saying, sentence):
            return None
        if subject is None and not beside.closed:
            counted = self.document.language == "es" and saying.stance in ("says", "admits")
            figure = counted and self.ground.has_figure(saying.last, sentence.last, reach=4)
            return self._dropped(sentence, saying.start, beside.announced or figure)
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
                return self.phrases.left_of(self.ground.sayings.verb_start(at, left), left)
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
            scope = self.ground.around(sentence, saying.start, phrase.last)
            self._add(sentence, saying, phrase, scope, "indirect", here)

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
            scope = self.ground.spans((at + 1, sentence.last))
        else:
            scope = self.ground.around(sentence, saying.start, phrase.last)
        form = "direct" if self.ground.is_quoted(scope) else "indirect"
        self._add(sentence, saying, phrase, scope, form, here)

    def _dropped(self, sentence: Sentence, start: int, announced: bool) -> Phrase | None:
        """A verb without a subject of its own: "y sostuvo que", "Añadió que", "and said"."""
        if not announced:
            return None
        if start > sentence.first and not self.phrases.has_role(start - 1, "coordinator"):
            return None
        return Phrase(start, start, None, is_dropped=True)
