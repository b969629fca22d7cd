"""The heads give what their definition says, on small random weights."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.reading.learned.tiny import (
    KEY,
    WIDTH,
    laid,
    page_of,
    random_weights,
    word_vectors,
)

from testigo.reading.learned.grammar import (
    CLASS_FIELDS,
    DATE_FIELDS,
    END_ONLY,
    KEYS,
    KINDS,
    POINTER,
    WORD_FIELDS,
)
from testigo.reading.learned.heads import NEVER, Heads, bucket, gelu, softmax, votes

TEXT = (
    "Nine miners aged 30 were killed near Orvalle on 3 May 2023. The mayor, Ada Brenn, said “the "
    "road was closed” that night.\n\nFour others were held on Sunday, the ministry said."
)


@pytest.fixture(scope="module")
def heads() -> Heads:
    window = laid(page_of(TEXT))
    return Heads(random_weights(), window, word_vectors(window))


ANCHORS = np.array([0, 5, 17])


def test_the_error_function_is_within_two_millionths() -> None:
    x = np.linspace(-6, 6, 1001, dtype=np.float32)
    exact = [0.5 * v * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]

    assert np.abs(gelu(x) - exact).max() < 2e-6


@pytest.mark.parametrize(
    ("distance", "column"),
    [(0, 9), (1, 10), (-1, 8), (2, 11), (3, 12), (4, 12), (5, 13), (-8, 5), (999, 18), (-999, 0)],
)
def test_distances_fall_into_powers_of_two(distance: int, column: int) -> None:
    assert bucket(np.array([distance])).tolist() == [column]


@pytest.mark.parametrize("kind", KINDS)
def test_pointers_are_the_products_of_queries_and_keys(heads: Heads, kind: str) -> None:
    states, weights = heads.states(kind, ANCHORS), random_weights()
    found = heads.pointers(kind, states)

    first, vectors = POINTER[kind, WORD_FIELDS[kind][0]], word_vectors(heads.window)
    for a in range(len(ANCHORS)):
        for index, name in enumerate(WORD_FIELDS[kind]):
            row, state = first + index, states.vectors[a]
            query = state @ weights["query"][row] + weights["query_bias"][row]
            scores = vectors @ weights["keys"][KEYS.index(name)] @ query / math.sqrt(KEY)
            gate = np.log1p(
                np.exp(weights["near_gate.weight"][row] @ state + weights["near_gate.bias"][row])
            )
            for word in range(len(vectors)):
                columns = states.columns[:, a, word]
                scores[word] += gate * weights["bias.table"][row, columns].sum()
            scores[~heads.window.may_start] = NEVER
            absent = weights["absent.weight"][row] @ state + weights["absent.bias"][row]
            assert found[a, index] == pytest.approx(softmax(np.append(scores, absent)), abs=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_has_probabilities_that_sum_to_one(heads: Heads, kind: str) -> None:
    states = heads.states(kind, ANCHORS)

    assert states.looks.sum(-1) == pytest.approx(1, abs=1e-5)
    assert heads.pointers(kind, states).sum(-1) == pytest.approx(1, abs=1e-5)
    dates = heads.dates(kind, states)
    assert dates.shape == (3, len(DATE_FIELDS[kind]), len(heads.window.dates) + 2)
    assert dates.sum(-1) == pytest.approx(1, abs=1e-5)


def test_no_value_begins_with_a_closing_mark(heads: Heads) -> None:
    shares = heads.pointers("claim", heads.states("claim", ANCHORS))

    assert shares[..., :-1][..., ~heads.window.may_start].max() == 0


def test_ages_are_chosen_among_small_numbers(heads: Heads) -> None:
    ages = heads.ages(heads.states("casualty", ANCHORS))

    assert [age.low for age in heads.window.ages] == [9, 30, 3, 4]
    assert ages.shape == (3, 5)


def test_a_name_ends_in_its_sentence(heads: Heads) -> None:
    page = heads.window.page
    starts = np.array([[POINTER["claim", "speaker"], w] for w in range(len(page.starts))])
    lasts = starts[:, 1] + heads.ends(starts).argmax(-1)

    assert all(
        page.sentences[w] == page.sentences[last]
        for w, last in zip(starts[:, 1].tolist(), lasts.tolist(), strict=True)
    )


def test_content_may_run_on_but_not_past_its_paragraph(heads: Heads) -> None:
    page = heads.window.page
    starts = np.array([[END_ONLY["content"], w] for w in range(len(page.starts))])
    may = heads.ends(starts) > NEVER / 2

    reach = may.sum(-1) + starts[:, 1]
    of_first = [w for w, paragraph in enumerate(page.paragraphs) if paragraph == 0]
    assert set(reach[of_first].tolist()) == {len(of_first)}


@pytest.mark.parametrize("kind", KINDS)
def test_classes_hear_the_state_and_the_votes(heads: Heads, kind: str) -> None:
    states, weights = heads.states(kind, ANCHORS), random_weights()
    cast = votes(heads.window, states)

    for name, scores in heads.class_scores(kind, states, cast).items():
        key = f"{kind}_{name}"
        own = states.vectors @ weights[f"classes.{key}.weight"].T + weights[f"classes.{key}.bias"]
        heard = cast @ weights[f"votes.{key}.weight"].T + weights[f"votes.{key}.bias"]
        assert scores == pytest.approx(own + heard, abs=1e-5)
        assert scores.shape == (3, len(CLASS_FIELDS[kind][name]))


def test_votes_near_the_anchor_stay_in_its_sentence(heads: Heads) -> None:
    window = heads.window
    cast = votes(window, heads.states("toll", ANCHORS))
    width = window.features.shape[1]
    near = cast[:, 2 * width : 3 * width]

    for a, slot in enumerate(ANCHORS.tolist()):
        here = (np.abs(window.word - slot) <= 12) & (window.sentence == window.sentence[slot])
        assert near[a].tolist() == window.features[here].max(0).tolist()


def test_other_windows_weights_are_passed_over() -> None:
    window = laid(page_of(TEXT))
    weights = {**random_weights(), "teacher.weight": np.zeros((2, WIDTH), np.float32)}

    assert Heads(weights, window, word_vectors(window)).anchors().shape == (len(window), 8)
