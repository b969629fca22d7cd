"""What looks like a date and is none: streets named after one, "may" and "march", counts.

Every guard answers one question about a phrase and its neighbours; `is_other` asks them all. A
weekday inside a fixed expression that still tells when ("Friday prayers") stays a date; one that
names a past day of its own ("Bloody Sunday") does not.
"""

from __future__ import annotations

import re

from testigo.languages.document import Document, Token
from testigo.reading.finders.date_atoms import Atom
from testigo.reading.finders.date_grammar import Phrase

_ES_VERB = re.compile(r".+(?:ó|aron|ieron)|fue|fueron|se|no|hubo|cuando|lo|le|les|había|era|ya")
_EN_AFTER = re.compile(
    r"that|when|he|she|they|it|his|her|their|was|were|had|has|said|died|but|while|as|after|before|with"
)
_FUNCTION = re.compile(
    r"that|when|he|she|they|it|we|i|his|her|its|their|was|were|had|has|have|is|are|said|but|while|as|who"
    r"|with|which|where|a|an|que|cuando|se|su|sus|fue|con|por|pero|como|tras|ante|sin|sobre|según|donde|un|una"
)
_MODALS = {"will", "to", "would", "could", "can", "may", "might", "should", "did", "must"}
_PAPERS = {"times", "mail", "express", "telegraph", "mirror", "herald", "observer", "news", "post"}


def is_name(document: Document, atoms: list[Atom], phrase: Phrase) -> bool:
    """Tell whether the phrase is part of a name: a street, a movement, a hall."""
    return _Looks(document, atoms, phrase).is_named_after_a_date()


def is_other(document: Document, atoms: list[Atom], phrase: Phrase) -> bool:
    """Tell whether the phrase is a count, a verb or a person's name rather than a date."""
    return _Looks(document, atoms, phrase).own_guard()


class _Looks:
    """A phrase with its neighbours at hand."""

    def __init__(self, document: Document, atoms: list[Atom], phrase: Phrase) -> None:
        self.document, self.atoms, self.phrase = document, atoms, phrase
        self.row_before = "".join(a.letter for a in atoms[max(0, phrase.begin - 4) : phrase.begin])
        self.spanish = document.language == "es"

    def before(self, steps: int = 1) -> Token | None:
        index = self.phrase.begin - steps
        return self.document.tokens[self.atoms[index].last - 1] if index >= 0 else None

    def after(self, steps: int = 1) -> Token | None:
        index = self.phrase.end + steps - 1
        return self.document.tokens[self.atoms[index].first] if index < len(self.atoms) else None

    def slot_token(self, slot: str) -> Token | None:
        atom = self.phrase.slots.get(slot)
        return None if atom is None else self.document.tokens[atom.first]

    def is_named_after_a_date(self) -> bool:
        """Find "Avenida 28 de Julio", "Movimiento 26 de Julio", "the 2 March bridge"."""
        if self.phrase.rule not in ("day", "day_range", "weekday", "month", "holiday"):
            return False
        if self.spanish:
            return self._has_container_before()
        following = self.phrase.end
        while following < len(self.atoms) and following < self.phrase.end + 3:
            atom = self.atoms[following]
            if atom.kind == "named_after":
                return "y" not in self.phrase.slots
            if not self.document.tokens[atom.first].is_capitalised:
                return False
            following += 1
        return False

    def _has_container_before(self) -> bool:
        index = self.phrase.begin - 1
        for _ in range(3):
            if index < 0:
                return False
            atom = self.atoms[index]
            token = self.document.tokens[atom.first]
            if atom.kind == "named_before":
                month = self.slot_token("m")
                direct = index == self.phrase.begin - 1
                return direct or (month is not None and month.is_capitalised)
            if token.text not in ("de", "del", "el", "la", ".", '"', "“", "«") and not (
                token.is_capitalised
            ):
                return False
            index -= 1
        return False

    def own_guard(self) -> bool:
        guard = getattr(self, f"_no_{self.phrase.rule}", None)
        return guard is not None and bool(guard())

    def _short_month(self) -> bool:
        atom = self.phrase.slots.get("m")
        if atom is None or atom.entry is None:
            return False
        word = self.document.tokens[atom.first].lower
        return word not in atom.entry.terms[:1] and len(word) <= 4

    def _no_day(self) -> bool:
        if "dn" in self.phrase.slots and not self.spanish:
            return True
        month_first = self.phrase.slots["m"].first < self._day_atom().first
        if not month_first:
            return False
        if self.spanish:
            return "y" not in self.phrase.slots and self.row_before[-1:] not in (",", "(", "")
        counted = self.after()
        in_month = (self.before() or counted) is not None and self._word_before() in ("in", "since")
        return in_month and self.phrase.slots["d"].letter == "d" and self._is_noun(counted)

    def _day_atom(self) -> Atom:
        return self.phrase.slots.get("d") or self.phrase.slots["dn"]

    def _word_before(self) -> str:
        token = self.before()
        return "" if token is None else token.lower

    def _is_noun(self, token: Token | None) -> bool:
        if token is None or not token.is_word or not token.text.islower():
            return False
        return _FUNCTION.fullmatch(token.lower) is None and self._letter_after() == "x"

    def _letter_after(self) -> str:
        end = self.phrase.end
        return self.atoms[end].letter if end < len(self.atoms) else "z"

    def _no_bare_day(self) -> bool:
        token, before = self.after(), self.before()
        if "pre" in self.phrase.slots:
            return self._letter_after() in ("9dn" if self.spanish else "9dnx")
        if "word" in self.phrase.slots:
            return not self.spanish or (
                self._letter_after() in "x-9dn" and not self._is_verb(token)
            )
        if self.spanish:
            opened = self.row_before[-1:] in ("s", "j")
            if before is None or before.lower not in (("del", "al") if opened else ("el", "al")):
                return True
            if opened:
                return False
            if self._letter_after() in "sikfcKazh,)(":
                return token is not None and (
                    token.text in ("%", "º", "°", "€", "$", "/", ":") or self._is_percentage()
                )
            return not self._is_verb(token)
        if self.row_before[-1:] != "t" or self.row_before[-2:-1] not in tuple("iskfbjoc"):
            return True
        if self._letter_after() in "sikfczK,)(-":
            return False
        return token is not None and _EN_AFTER.fullmatch(token.lower) is None

    def _is_percentage(self) -> bool:
        """Find "el 24 por ciento"."""
        following = self.after(2)
        return following is not None and following.lower in ("ciento", "cien")

    def _is_verb(self, token: Token | None) -> bool:
        """Tell whether a Spanish word that follows a bare day goes on with the sentence."""
        return token is None or _ES_VERB.fullmatch(token.lower) is not None

    def _no_weekday_day(self) -> bool:
        """Find "by Thursday, 18 men were dead": the number counts something."""
        return "," in self.phrase.row and self._letter_after() not in ",z)"

    def _no_weekday(self) -> bool:
        atom = self.phrase.slots["w"]
        token = self.document.tokens[atom.first]
        index = self.atoms.index(atom)
        previous = self.atoms[index - 1] if index else None
        following = self.after()
        if following is not None and following.is_capitalised and following.lower in _PAPERS:
            return True
        if previous is not None and previous.kind == "named_before" and not self.spanish:
            return True
        if not self.spanish:
            return False
        return self._spanish_name(token, previous, following)

    def _spanish_name(self, token: Token, previous: Atom | None, following: Token | None) -> bool:
        """Find "Viernes Santo", "Santo Domingo", a person called Domingo."""
        if following is not None and following.lower in ("santo", "santa"):
            return True
        if not token.is_capitalised:
            return False
        before = None if previous is None else self.document.tokens[previous.first]
        near = [t for t in (before, following) if t is not None]
        return any(t.is_capitalised and t.is_word and t.lower not in ("el", "este") for t in near)

    def _no_month(self) -> bool:
        if self._short_month():
            return True
        atom = self.phrase.slots["m"]
        token = self.document.tokens[atom.first]
        if set(self.phrase.slots) - {"m"}:
            return "y" not in self.phrase.slots and self._is_given_name(token)
        before = self.row_before[-1:]
        if self.spanish:
            return self._no_spanish_month(token, before)
        if before == "t":
            return not self._is_noun(self.after())
        return before not in tuple("iskfbjoqc-(") or self._is_given_name(token)

    def _no_spanish_month(self, token: Token, before: str) -> bool:
        if not token.is_capitalised:
            return False
        following = self.after()
        if following is not None and following.is_capitalised and following.is_word:
            return True
        return before not in tuple("isk")

    def _is_given_name(self, token: Token) -> bool:
        """Find "in May Holt's house": a month's name with a surname after it."""
        following = self.after()
        return (
            token.is_capitalised
            and following is not None
            and following.is_capitalised
            and following.is_word
            and self._letter_after() == "x"
        )

    def _no_year(self) -> bool:
        if "edge" in self.phrase.slots or len(self.phrase.row) > 1:
            return False
        before, after = self.row_before[-1:], self._letter_after()
        if before == "," and self.row_before[-2:-1] == "y":
            return False
        if before not in tuple("iskbfojctqn(-") or (
            before == "-" and self.row_before[-2:-1] != "y"
        ):
            return True
        token = self.after()
        if before in "tn":
            return self.spanish or not self._names_a_thing(token)
        if (
            before == "c"
            and "y" not in self.row_before
            and self._word_before() in ("and", "y", "or", "o", "e")
        ):
            return True
        if token is not None and token.text in ("%", "-", "/", "º", "°"):
            return token.text != "-" or self.row_before[-1:] not in tuple("(isf")
        if after in "DWMRUVFCndo" and after != "o":
            return True
        return self._is_noun(token) and token is not None and token.lower.endswith("s")

    def _no_offset(self) -> bool:
        """Keep "a los dos días" ("two days after") and nothing else that has no "later"."""
        if "shift" in self.phrase.slots:
            return False
        first = self.document.tokens[self.atoms[self.phrase.begin].first]
        return not self.spanish or first.lower != "a"

    def _names_a_thing(self, token: Token | None) -> bool:
        """Tell "the 1979 constitution" from "the 1979 votes"."""
        if token is None or not token.is_word or _FUNCTION.fullmatch(token.lower):
            return False
        event = self.phrase.end < len(self.atoms) and self.atoms[self.phrase.end].kind == "event"
        return event or token.is_capitalised or not token.text.endswith("s")

    def _no_last_units(self) -> bool:
        """Find "the order will last 14 days", where "last" is a verb."""
        return not self.spanish and self._word_before() in _MODALS

    def _no_ago(self) -> bool:
        return self.phrase.slots["u"].word == "decade" and "n" not in self.phrase.slots

    def _no_holiday(self) -> bool:
        token = self.slot_token("holiday")
        return token is not None and not token.is_capitalised
