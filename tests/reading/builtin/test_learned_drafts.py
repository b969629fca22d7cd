"""What the net proposes becomes statements of eight kinds, every value with its words."""

from __future__ import annotations

import pytest
from tests.reading.builtin.proposing import Proposing

from testigo.reading.builtin.learned_drafts import learned_drafts
from testigo.reading.drafts import Draft
from testigo.reading.grounding import ground
from testigo.record.places import Place
from testigo.record.report import Text
from testigo.record.span import Span
from testigo.record.statement import Statement


def draft_of(told: Proposing, kind: str, anchor: str, **values: str | list[str]) -> Draft:
    [(_, draft)] = learned_drafts(told.setting, [told.candidate(kind, anchor, **values)])
    return draft


def statement_of(told: Proposing, kind: str, anchor: str, **values: str | list[str]) -> Statement:
    draft = draft_of(told, kind, anchor, **values)
    found, dropped = ground(Text("r", told.page.content, "test"), [draft])
    assert dropped == ()
    found[0].statement.check(told.page.content)
    return found[0].statement


def quotes(statement: Statement, name: str) -> list[str]:
    field = statement.field(name)
    assert field is not None
    return [span.quote for span in field.spans]


EIGHT = [
    ("Nine miners were killed in Orvalle.", "toll", "Nine", {"outcome": "killed"}),
    (
        "Soldiers shot Bruno Castel in Orvalle.",
        "casualty",
        "Bruno Castel",
        {"name": "Bruno Castel", "outcome": "injured"},
    ),
    (
        "Farmers marched through Orvalle.",
        "incident",
        "marched",
        {"type": "Peaceful protest", "perpetrators": ["Farmers"]},
    ),
    (
        "The cabinet declared a curfew in Orvalle.",
        "measure",
        "curfew",
        {"type": "curfew", "status": "declared", "authority": "cabinet"},
    ),
    ("Ada Brenn is minister of defence.", "post", "minister", {"person": "Ada Brenn"}),
    (
        "Ada Brenn met Teo Lund.",
        "contact",
        "met",
        {"type": "meeting", "parties": ["Ada Brenn", "Teo Lund"]},
    ),
    (
        "Police arrested Teo Lund.",
        "proceeding",
        "arrested",
        {"type": "arrest", "target": "Teo Lund", "authority": "Police"},
    ),
    (
        "Ada Brenn said the port was quiet.",
        "claim",
        "the port was quiet",
        {"speaker": "Ada Brenn", "form": "indirect", "stance": "says"},
    ),
]


@pytest.mark.parametrize(
    ("content", "kind", "anchor", "values"), EIGHT, ids=[kind for _, kind, _, _ in EIGHT]
)
def test_each_kind_becomes_a_statement_that_quotes_its_text(content, kind, anchor, values):
    told = Proposing(content)
    extra = {"post": {"title": "minister of defence"}, "claim": {"content": anchor}}
    statement = statement_of(told, kind, anchor, **values, **extra.get(kind, {}))
    assert statement.kind == kind
    assert [span.quote for span in statement.evidence] == [content]


def test_a_draft_names_its_rule_and_begins_with_the_anchor():
    told = Proposing("Farmers marched through Orvalle.")
    draft = draft_of(told, "incident", "marched", type="Peaceful protest")
    assert draft.rule == "learned.incident"
    assert draft.fired[0].quote == "marched"


def test_number_bound_and_wording_of_a_toll_are_the_finders():
    told = Proposing("More than 40 miners were killed.")
    statement = statement_of(told, "toll", "40", outcome="killed")
    assert (statement.value("low"), statement.value("bound")) == (41, "more_than")
    assert quotes(statement, "low") == ["More than 40"]


@pytest.mark.parametrize(
    ("content", "anchor"),
    [
        ("Police shot at 23 barricades.", "23"),
        ("The 14th prisoner was killed.", "14th"),
        ("Some 60 percent were killed.", "60"),
    ],
)
def test_a_number_that_counts_no_people_is_no_toll(content, anchor):
    told = Proposing(content)
    candidate = told.candidate("toll", anchor, outcome="killed")
    assert learned_drafts(told.setting, [candidate]) == []


def test_a_place_is_looked_up_and_keeps_the_words_of_the_text():
    told = Proposing("Farmers marched through the city of Puno.")
    statement = statement_of(
        told, "incident", "marched", type="Peaceful protest", place="the city of Puno"
    )
    place = statement.value("place")
    assert isinstance(place, Place)
    assert place.words == "the city of Puno"
    assert place.country == "PE"


def test_a_relative_date_says_how_it_was_resolved():
    told = Proposing("Farmers marched through Orvalle on Monday.")
    statement = statement_of(told, "incident", "marched", type="Peaceful protest", date="Monday")
    field = statement.field("date")
    assert field is not None
    assert str(field.value.text) == "2023-05-08"
    assert "counted back" in str(field.how)


def test_the_reports_own_day_never_stands_for_an_events():
    told = Proposing("Farmers marched through Orvalle.")
    statement = statement_of(told, "incident", "marched", type="Peaceful protest", date="published")
    assert statement.field("date") is None


def test_a_surname_keeps_its_own_words_and_those_of_the_full_name():
    told = Proposing("Ada Brenn spoke on Monday. Brenn said the port was quiet.")
    statement = statement_of(
        told,
        "claim",
        "the port was quiet",
        speaker="Brenn=Ada Brenn",
        content="the port was quiet",
        form="indirect",
        stance="says",
    )
    assert statement.value("speaker") == "Ada Brenn"
    assert "Ada Brenn" in quotes(statement, "speaker")
    assert "Brenn" in quotes(statement, "speaker")


def test_an_unnamed_person_is_described_and_a_child_is_marked_as_one():
    told = Proposing("Soldiers shot a 17-year-old student in Orvalle.")
    statement = statement_of(told, "casualty", "a 17", outcome="injured", age="17")
    assert statement.value("description") == "a 17-year-old student"
    assert statement.value("age_group") == "child"


def test_a_contact_of_one_party_is_none():
    told = Proposing("Ada Brenn met nobody.")
    candidate = told.candidate("contact", "met", type="meeting", parties=["Ada Brenn"])
    assert learned_drafts(told.setting, [candidate]) == []


def test_what_a_protest_demands_is_read_by_rule():
    told = Proposing("Farmers marched through Orvalle demanding fair water prices, police said.")
    statement = statement_of(told, "incident", "marched", type="Peaceful protest")
    assert statement.value("demands") == ("fair water prices",)


def test_a_threat_is_no_assertion_whatever_the_net_says():
    told = Proposing("If the army attacks, nine miners could be killed.")
    draft = draft_of(told, "toll", "nine", outcome="killed", modality="asserted")
    assert draft.modality != "asserted"
    assert all(isinstance(span, Span) for span in draft.modality_spans)
