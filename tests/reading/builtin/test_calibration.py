"""Confidence follows the raw score, and is absent where nothing was measured."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.reading.builtin.calibration import Curve, calibrated, curves, raw_of
from testigo.reading.builtin.union import Proposal
from testigo.reading.drafts import Draft
from testigo.reading.learned.grammar import KINDS


def draft(kind: str = "toll", rule: str = "learned.toll") -> Draft:
    return Draft(kind, {}, (), rule)


@given(
    slope=st.floats(0, 3),
    intercept=st.floats(-5, 5),
    raws=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_a_surer_net_never_makes_a_statement_less_sure(slope, intercept, raws):
    curve = Curve(slope, intercept, 50)
    low, high = (curve.at(raw) for raw in sorted(raws))
    assert 0 <= low <= high <= 1


def test_a_kind_and_way_without_a_curve_has_no_confidence():
    [one] = calibrated([Proposal(draft(), "never measured", 0.9)])
    assert one.confidence is None
    assert one.measured_on is None


def test_a_rule_without_a_measured_precision_counts_as_unknown():
    assert raw_of(Proposal(draft(rule="no such rule"), "rules", None)) == 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_that_the_net_finds_was_measured(kind):
    assert (kind, "learned") in curves()


def test_where_both_ways_agree_confidence_is_higher():
    for kind, raw in itertools.product(("toll", "casualty", "measure"), (0.5, 0.9)):
        pair = [Proposal(draft(kind), way, raw) for way in ("both", "learned")]
        both, learned = (one.confidence for one in calibrated(pair))
        assert both > learned, kind
