"""Attributions without a verb of saying: "according to", "by the guild's count", "Testimony of"."""

from __future__ import annotations

from testigo.languages.document import Sentence
from testigo.languages.lexicons import Hit, lexicon
from testigo.reading.finders.attribution_ground import Ground
from testigo.reading.finders.mentions import Attribution


class CueReader:
    """Reads the cues of attribution in the sentences of one document."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.phrases = ground, ground.phrases
        self.document, self.tokens = ground.document, ground.tokens
        self.cues = lexicon(ground.document.language, "attribution_cues")
        self.rules = {
            "source": self._according,
            "figure": self._figure_of,
            "quoted_as": self._quoted_as,
            "heading": self._heading,
        }

    def read(self, sentence: Sentence, here: list[Attribution]) -> None:
        """Add to `here` the attributions that cues of the sentence show."""
        for hit in self.cues.find(self.tokens, sentence.first, sentence.last):
            rule = self.rules.get(str(hit.entry.get("role")))
            if rule is not None and hit.first not in self.ground.in_speech:
                rule(sentence, hit, here)

    def _according(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        phrase = self.phrases.right_of(hit.last, sentence.last, anybody=True)
        if phrase is None:
            return
        scope = self.ground.around(sentence, hit.first, phrase.last)
        if scope:
            cue = self.document.span_of(hit.first, hit.last)
            here.append(self.ground.attribution(sentence, phrase, scope, cue, "according", "says"))

    def _figure_of(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        """ "By the guild's count", "la cifra de la Fiscalía": the owner of a figure says it."""
        phrase = self.phrases.owner_of(hit, sentence.first, sentence.last)
        if phrase is None:
            return
        first, last = min(hit.first, phrase.first), max(hit.last, phrase.last)
        scope = self.ground.around(sentence, first, last)
        if scope and self.ground.has_figure(sentence.first, sentence.last, reach=None):
            cue = self.document.span_of(hit.first, hit.last)
            here.append(self.ground.attribution(sentence, phrase, scope, cue, "according", "says"))

    def _quoted_as(self, sentence: Sentence, hit: Hit, here: list[Attribution]) -> None:
        """ "X was quoted as saying that ..." """
        subject = self.phrases.left_of(hit.first, sentence.first)
        at = self.phrases.skip_circumstances(hit.last, sentence.last)
        if at < sentence.last and self.phrases.has_role(at, "complementiser"):
            at += 1
        scope = self.ground.spans((at, sentence.last))
        if subject is not None and scope:
            cue = self.document.span_of(hit.first, hit.last)
            form = "direct" if self.ground.is_quoted(scope) else "indirect"
            here.append(self.ground.attribution(sentence, subject, scope, cue, form, "says"))

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
            here.append(self.ground.attribution(sentence, phrase, scope, cue, "direct", "says"))
