"""What is in doubt: found by one way and not kept, read as two outcomes, or hardly one of them."""

from __future__ import annotations

import dataclasses

from tests.reading.builtin.proposing import Proposing

from testigo.reading.builtin.doubts import SURE, doubts_of
from testigo.reading.builtin.reader import by_rules
from testigo.reading.builtin.union import NEEDED, SUPPORTED, unite

TOLL = "At least nine miners were killed in Orvalle on Sunday."


def doubted(content: str, *, outcome: str = "killed", share: float = 0.9, probability: float = 0.9):
    told = Proposing(content)
    candidate = told.candidate("toll", "nine", outcome=outcome, probability=probability)
    candidate.row |= {"low": 9, "high": None, "outcome": outcome}
    coded = candidate.codes["outcome"]
    candidate.codes["outcome"] = dataclasses.replace(coded, probability=share)
    rules = by_rules(told.setting)
    proposals = unite(told.setting, [candidate], rules)
    return [s.quote for s in doubts_of(told.setting, [candidate], rules, proposals)]


def test_what_both_ways_read_alike_is_in_no_doubt():
    assert doubted(TOLL) == []


def test_a_number_with_two_outcomes_is_in_doubt():
    assert doubted(TOLL, outcome="injured") == ["nine"]


def test_an_outcome_that_the_net_is_not_sure_of_is_in_doubt():
    assert doubted(TOLL, share=SURE - 0.01) == ["nine"]


def test_what_only_the_rules_read_is_in_doubt():
    told = Proposing(TOLL)
    rules = by_rules(told.setting)
    assert [s.quote for s in doubts_of(told.setting, [], rules, [])] == ["At least nine"]


def test_what_the_net_proposed_and_nobody_kept_is_in_doubt():
    likely = (SUPPORTED + NEEDED["toll"]) / 2
    content = "In Orvalle the soldiers left nine miners behind them."
    assert doubted(content, probability=likely) == ["nine"]
