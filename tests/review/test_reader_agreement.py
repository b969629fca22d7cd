"""What agreement of readers is worth: counts by case, the rule of succession, each reader alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testigo.record.errors import InvalidRecord
from testigo.review.evaluating import FATES
from testigo.review.evaluating_readers import ALL, BOTH, Claim, ReadersEvaluation, evaluate_readers
from testigo.review.reader_agreement import FEWEST, Agreement, Share

READERS = {"llm": ["llm 1"], "builtin": ["builtin 1"]}
NAMES = ("builtin", "llm")


def claim(
    fate: str, case: str | None = "agree", report: str = "r1", kind: str = "toll", **right: bool
) -> Claim:
    return Claim(report, kind, "en", fate, case, right)


def counts(found: ReadersEvaluation, of: str, kind: str = ALL) -> tuple[int, int, int]:
    """How many were proposed, kept and missed."""
    (line,) = [score for score in found.scores if (score.of, score.kind) == (of, kind)]
    tally = line.score.tally
    return tally.proposed, tally.kept, tally.missed


CLAIMS = [
    claim("accepted", builtin=True, llm=True),
    claim("amended", "differ", builtin=False, llm=True),
    claim("rejected", "differ", builtin=False, llm=False),
    claim("accepted", "alone:llm", llm=True),
    claim("rejected", "alone:builtin", builtin=False),
    claim("missed", None),
    claim("out_of_scope", builtin=True, llm=True),
    claim("accepted", None, kind="casualty"),
]


def test_each_reader_is_scored_as_if_no_other_had_read() -> None:
    found = evaluate_readers(CLAIMS, ["r1"], READERS)
    assert found.readers == ("builtin", "llm")
    assert counts(found, "builtin") == (4, 2, 3)
    assert counts(found, "llm") == (4, 3, 2)
    assert counts(found, BOTH) == (5, 3, 2)
    assert counts(found, BOTH, "casualty") == (0, 0, 1)
    (own,) = [s.score.tally for s in found.scores if (s.of, s.kind) == ("llm", "toll")]
    assert (own.accepted, own.amended, own.out_of_scope) == (3, 0, 1)


def test_a_case_is_scored_by_what_was_kept_of_it() -> None:
    found = evaluate_readers(CLAIMS, ["r1"], READERS)
    cases = {s.of: counts(found, s.of)[:2] for s in found.scores if s.is_case}
    assert cases == {
        "agree": (1, 1),
        "differ": (2, 1),
        "alone:builtin": (1, 0),
        "alone:llm": (1, 1),
    }
    assert (found.differed, found.right_where_they_differ) == (1, {"builtin": 0, "llm": 1})
    assert found.agreement.counts == {
        "toll": {
            "agree": Share(1, 1),
            "alone:builtin": Share(0, 1),
            "alone:llm": Share(1, 1),
            "differ": Share(1, 2),
        }
    }


def test_figures_have_intervals_by_report_where_there_are_enough() -> None:
    names = [f"r{n}" for n in range(8)]
    claims = [claim("accepted", report=name, builtin=True, llm=True) for name in names]
    claims += [claim("rejected", report=name, builtin=False, llm=False) for name in names[:3]]
    found = evaluate_readers(claims, names, READERS)
    (line,) = [s for s in found.scores if (s.of, s.kind) == ("agree", ALL)]
    low, high = line.score.intervals["precision"] or (1.0, 0.0)
    assert low < 8 / 11 < high


@given(
    st.lists(
        st.builds(
            Claim,
            st.sampled_from(("r1", "r2")),
            st.sampled_from(("toll", "casualty")),
            st.just("en"),
            st.sampled_from(FATES),
            st.sampled_from(("agree", "differ", "alone:llm", None)),
            st.dictionaries(st.sampled_from(NAMES), st.booleans()),
        )
    )
)
def test_both_together_miss_no_more_than_either(claims: list[Claim]) -> None:
    found = evaluate_readers(claims, ["r1", "r2"], READERS)
    missed = {s.of: s.score.tally.missed for s in found.scores if s.kind == ALL and not s.is_case}
    for name in NAMES:
        assert missed.get(BOTH, 0) <= missed.get(name, 0)
    for cases in found.agreement.counts.values():
        for share in cases.values():
            assert 0 < share.confidence < 1


TABLE = Agreement(
    ("builtin 1", "llm 1"),
    12,
    {"toll": {"agree": Share(18, 18), "differ": Share(1, 18), "alone:llm": Share(2, FEWEST - 1)}},
)


@pytest.mark.parametrize(
    ("kind", "case", "own", "expected"),
    [
        ("toll", "agree", 0.8, 0.95),
        ("toll", "agree", None, 0.95),
        ("toll", "agree", 0.99, 0.99),
        ("toll", "differ", 0.8, 0.1),
        ("toll", "alone:llm", 0.8, 0.8),
        ("toll", "alone:builtin", None, None),
        ("toll", None, 0.8, 0.8),
        ("casualty", "agree", 0.8, 0.8),
    ],
    ids=[
        "agreement raises it",
        "and gives one where there was none",
        "and never lowers it",
        "a disagreement has what was counted of it",
        "too few tell nothing",
        "never counted",
        "one reader",
        "another kind",
    ],
)
def test_confidence_follows_what_was_counted(
    kind: str, case: str | None, own: float | None, expected: float | None
) -> None:
    assert TABLE.confidence(kind, case, own) == expected


def test_a_table_is_kept_as_it_was() -> None:
    assert Agreement.from_json(TABLE.to_json()) == TABLE


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"readers": [], "reports": "2", "counts": {}},
        {"readers": [], "reports": 2, "counts": {"toll": {"agree": [3]}}},
        {"readers": [], "reports": 2, "counts": {"toll": {"agree": [3, 2]}}},
    ],
    ids=["nothing", "a word for a number", "one count", "more right than there were"],
)
def test_what_is_no_table_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidRecord):
        Agreement.from_json(data)
