"""Where rules hold the net: numbers, quotations, sentences, fullest names, report's own day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from tests.reading.learned.tiny import FEATURES, laid, page_of, random_weights, word_vectors

from testigo.reading.learned.candidates import Candidate, Chosen
from testigo.reading.learned.decode import Forms, candidates, limit_content
from testigo.reading.learned.grammar import CLASS_FIELDS, DATE_FIELDS, LIST_FIELDS, WORD_FIELDS
from testigo.reading.learned.heads import NEVER, Heads, States
from testigo.reading.learned.laid import Floats, LaidWindow, Numbers
from testigo.reading.learned.page import AnalysedPage
from testigo.reading.learned.reasons import FeatureNames

NAMES = FeatureNames([f"harm:outcome={n}" for n in range(FEATURES)], np.ones(FEATURES, bool))


def word(page: AnalysedPage, text: str, nth: int = 0) -> int:
    places = [w for w in range(len(page.starts)) if page.word(w) == text]
    return places[nth]


class Chooser(Heads):
    """Heads that answer what a test wants; the rest is random."""

    def __init__(
        self,
        window: LaidWindow,
        anchors: Mapping[tuple[str, int], float],
        pointed: Mapping[str, Mapping[int, float]] | None = None,
        lengths: Mapping[int, int] | None = None,
        dated: tuple[str, int, float] | None = None,
    ) -> None:
        super().__init__(random_weights(), window, word_vectors(window))
        self.wanted, self.pointed = anchors, pointed or {}
        self.lengths, self.dated = lengths or {}, dated

    def anchors(self) -> Floats:
        likely = np.zeros((len(self.window), 8), np.float32)
        kinds = list(WORD_FIELDS)
        for (kind, slot), share in self.wanted.items():
            likely[slot, kinds.index(kind)] = share
        return likely

    def pointers(self, kind: str, states: States) -> Floats:
        names = WORD_FIELDS[kind]
        shares = np.zeros((len(states.anchors), len(names), len(self.window) + 1), np.float32)
        for index, name in enumerate(names):
            for slot, share in self.pointed.get(name, {}).items():
                shares[:, index, slot] = share
        shares[..., -1] = 1 - shares.sum(-1)
        return shares

    def dates(self, kind: str, states: States) -> Floats:
        shares = np.zeros(
            (len(states.anchors), len(DATE_FIELDS[kind]), len(self.window.dates) + 2), np.float32
        )
        shares[..., -1] = 1
        if self.dated is not None:
            name, place, share = self.dated
            field = DATE_FIELDS[kind].index(name)
            shares[:, field, -1] = 1 - share
            shares[:, field, place] = share
        return shares

    def ends(self, ends: Numbers) -> Floats:
        scores = np.zeros((len(ends), 24), np.float32)
        for row, slot in zip(scores, ends[:, 1].tolist(), strict=True):
            row[self.lengths.get(slot, 1) - 1] = 1
        return scores


def the_one(chooser: Chooser) -> Candidate:
    (candidate,) = candidates(chooser, NAMES)
    return candidate


TOLL = page_of("At least nine miners died near Orvalle. Rain fell.")


def test_the_number_of_a_toll_is_the_finders() -> None:
    nine = word(TOLL, "nine")
    candidate = the_one(Chooser(laid(TOLL), {("toll", nine): 0.9}))

    assert (candidate.row["low"], candidate.row["high"]) == (9, None)
    assert candidate.number is not None
    assert TOLL.words(candidate.number.first, candidate.number.last) == "nine"
    assert candidate.row["quote"] == "At least nine miners died near Orvalle."
    assert candidate.probability == pytest.approx(0.9)


def test_a_toll_hangs_on_nothing_but_a_number() -> None:
    assert candidates(Chooser(laid(TOLL), {("toll", word(TOLL, "died")): 0.99}), NAMES) == []


def test_an_unlikely_anchor_is_not_looked_at() -> None:
    assert candidates(Chooser(laid(TOLL), {("toll", word(TOLL, "nine")): 0.04}), NAMES) == []


def test_every_field_of_the_kind_is_answered() -> None:
    candidate = the_one(Chooser(laid(TOLL), {("toll", word(TOLL, "nine")): 0.9}))

    assert set(candidate.words) == set(WORD_FIELDS["toll"])
    assert set(candidate.dates) == set(DATE_FIELDS["toll"])
    assert set(candidate.codes) == set(CLASS_FIELDS["toll"])
    assert all(candidate.row[name] is None for name in WORD_FIELDS["toll"])
    assert candidate.absent["place"] == pytest.approx(1)


NAMED = page_of(
    "Mayor Ada Brenn spoke in Orvalle on Sunday. The council met. Brenn said the road was closed."
)


def test_a_surname_stands_for_the_fullest_name_with_both_places_as_witnesses() -> None:
    surname = word(NAMED, "Brenn", 1)
    content = word(NAMED, "the")
    chooser = Chooser(laid(NAMED), {("claim", content): 0.8}, {"speaker": {surname: 0.7}})
    (speaker,) = the_one(chooser).words["speaker"]

    assert speaker.text == "Ada Brenn"
    assert speaker.mentions == ((surname, surname + 1),)
    assert NAMED.words(*speaker.full) == "Ada Brenn"
    assert speaker.full != speaker.mentions[0]
    assert speaker.probability == pytest.approx(0.7)


def test_all_mentions_of_one_name_count_together_against_no_value() -> None:
    first, second = word(NAMED, "Ada"), word(NAMED, "Brenn", 1)
    anchors, both = {("claim", word(NAMED, "the")): 0.8}, {"source": {first: 0.25, second: 0.3}}
    (source,) = the_one(Chooser(laid(NAMED), anchors, both, {first: 2})).words["source"]

    assert source.mentions == ((second, second + 1), (first, first + 2))
    assert source.probability == pytest.approx(0.55)


def test_a_value_less_likely_than_none_is_not_given() -> None:
    anchors = {("claim", word(NAMED, "the")): 0.8}
    candidate = the_one(Chooser(laid(NAMED), anchors, {"source": {0: 0.45}}))

    assert candidate.words["source"] == ()
    assert candidate.row["source"] is None
    assert candidate.absent["source"] == pytest.approx(0.55)


def test_a_required_field_is_given_however_unlikely() -> None:
    chooser = Chooser(laid(NAMED), {("claim", word(NAMED, "the")): 0.8}, {"speaker": {0: 0.01}})
    candidate = the_one(chooser)

    assert candidate.row["speaker"] == "Mayor"
    assert candidate.confidence == pytest.approx(0.8 * 0.01)


def test_articles_do_not_part_mentions() -> None:
    page = page_of("The council met in a council room.")
    forms = Forms(page)

    assert forms.key((0, 2)) == forms.key((5, 6)) == "council"
    assert forms.key((0, 1)) == "The"


@pytest.mark.parametrize("name", sorted(LIST_FIELDS & {"perpetrators", "means"}))
def test_a_list_holds_each_likely_value(name: str) -> None:
    page = page_of("Soldiers and guards fired rifles near Orvalle.")
    shares = {word(page, "Soldiers"): 0.4, word(page, "guards"): 0.35, word(page, "rifles"): 0.1}
    chooser = Chooser(laid(page), {("incident", word(page, "fired")): 0.9}, {name: shares})
    candidate = the_one(chooser)

    assert candidate.row[name] == ["Soldiers", "guards"]
    assert [value.probability for value in candidate.words[name]] == pytest.approx([0.4, 0.35])


DATED = page_of("Nine miners died on 3 May 2023 near Orvalle.")


def test_a_date_names_the_finders_words() -> None:
    chooser = Chooser(laid(DATED), {("toll", 0): 0.9}, dated=("period", 0, 0.8))
    chosen = the_one(chooser).dates["period"]

    assert chosen.value == "2023-05-03"
    assert [DATED.words(*words) for words in chosen.words] == ["3 May 2023"]
    assert chosen.mentions == (0,)
    assert chosen.rank == 0
    assert not chosen.is_published


def test_the_reports_own_day_has_no_words() -> None:
    chooser = Chooser(laid(DATED), {("toll", 0): 0.9}, dated=("period", -2, 0.8))
    chosen = the_one(chooser).dates["period"]

    assert (chosen.value, chosen.words, chosen.is_published) == ("2023-05-10", (), True)


def test_no_date_is_said_so() -> None:
    chosen = the_one(Chooser(laid(DATED), {("toll", 0): 0.9})).dates["period"]

    assert chosen == Chosen(None, pytest.approx(1.0))


QUOTED = page_of("“The road is closed, and nobody may pass,” she said. Rain fell there.")


def limited(page: AnalysedPage, slot: int) -> list[int]:
    scores = np.zeros(60, np.float32)
    limit_content(scores, laid(page), slot)
    return np.flatnonzero(scores > NEVER / 2).tolist()


def test_content_that_opens_a_quotation_runs_to_its_last_word() -> None:
    start = word(QUOTED, "The")
    (length,) = limited(QUOTED, start)

    assert QUOTED.words(start, start + length + 1) == "The road is closed, and nobody may pass"


def test_content_from_the_middle_of_a_quotation_is_left_to_the_net() -> None:
    assert limited(QUOTED, word(QUOTED, "nobody")) == list(range(60))


def test_other_content_stays_in_its_sentence() -> None:
    start = word(QUOTED, "Rain")

    assert QUOTED.words(start, start + limited(QUOTED, start)[-1] + 1) == "Rain fell there."


def test_a_code_says_what_was_looked_at_and_who_voted() -> None:
    window = laid(TOLL)
    window.features[word(TOLL, "died"), 3] = 1
    code = the_one(Chooser(window, {("toll", word(TOLL, "nine")): 0.9})).codes["outcome"]

    assert code.code in CLASS_FIELDS["toll"]["outcome"]
    assert 0 < code.probability <= 1
    assert all(0.1 <= look.share <= 1 for look in code.looks)
    assert [look.share for look in code.looks] == sorted(k.share for k in code.looks)[::-1]
    assert all(window.features[vote.word].any() for vote in code.votes)
