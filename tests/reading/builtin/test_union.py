"""What the net and the rules found becomes one list: agreement is one statement, and surer."""

from __future__ import annotations

from tests.reading.builtin.proposing import Proposing

from testigo.reading.builtin.reader import by_rules
from testigo.reading.builtin.union import NEEDED, SUPPORTED, unite

TOLL = "At least nine miners were killed in Orvalle on Sunday."


def unite_toll(probability: float, outcome: str = "killed"):
    told = Proposing(TOLL)
    candidate = told.candidate("toll", "nine", outcome=outcome, probability=probability)
    candidate.row |= {"low": 9, "high": None, "outcome": outcome}
    return unite(told.setting, [candidate], by_rules(told.setting))


def test_what_both_found_is_one_statement_that_names_both():
    [proposal] = unite_toll(0.9)
    assert proposal.way == "both"
    assert proposal.draft.rule == "toll.passive+learned.toll"
    assert {span.quote for span in proposal.draft.fired} >= {"At least nine", "killed"}


def test_the_net_needs_less_of_a_probability_where_the_rules_agree():
    assert len(unite_toll(SUPPORTED)) == 1
    assert unite_toll(SUPPORTED / 2) == []


def test_a_toll_has_the_outcome_that_the_rules_read():
    [proposal] = unite_toll(0.9, outcome="injured")
    assert proposal.draft.fields["outcome"].value == "killed"


def test_a_number_has_all_of_one_reading():
    [proposal] = unite_toll(0.9)
    fields = proposal.draft.fields
    assert fields["low"].value == 9
    assert fields["bound"].value == "at_least"
    assert "high" not in fields


def test_without_the_rules_the_net_must_be_sure():
    content = "Farmers marched through Orvalle."
    for share, count in ((NEEDED["incident"], 1), (NEEDED["incident"] - 0.01, 0)):
        told = Proposing(content)
        candidate = told.candidate(
            "incident", "marched", type="Peaceful protest", probability=share
        )
        assert len(unite(told.setting, [candidate], [])) == count


def test_casualties_that_only_the_rules_found_are_kept_and_tolls_are_not():
    told = Proposing("Nine miners were killed in Orvalle. Soldiers shot dead Bruno Castel, 34.")
    found = unite(told.setting, [], by_rules(told.setting))
    assert [(p.draft.kind, p.way) for p in found] == [("casualty", "rules")]
