"""The reports that nothing is learnt from are not among those that are learnt from."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def texts(folder: str) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in (ROOT / folder).glob("*/*.txt")}


def test_untouched_reports_are_thirty_and_never_learnt_from() -> None:
    untouched, learnt = texts("benchmarks/untouched"), texts("training/corpus")

    assert len(untouched) == 30
    assert not untouched.keys() & learnt.keys()
    assert not set(untouched.values()) & set(learnt.values())
