import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.muc4.adapter import FILE, TYPES, Adapter, Scores
from benchmarks.muc4.mapping import mapped
from benchmarks.muc4.reading import read
from benchmarks.muc4.scoring import SLOTS, count, interval, normalised, total
from benchmarks.muc4.templates import Candidate, assembled, templates

from testigo.reading.learned.reader import LearnedReader, available
from testigo.reading.learned.weights import WORDS

SHARED = Path(__file__).parents[3] / "shared" / "muc4"
needs_adapter = pytest.mark.skipif(not FILE.is_file(), reason="the adapter is not learnt yet")
needs_model = pytest.mark.skipif(not available(), reason="testigo has no weights here")
DOCUMENT = {
    "docid": "invented",
    "date": "1990-04-02",
    "text": "GUNMEN OF THE BLACK LANTERN FRONT SHOT AND KILLED THE UNION LEADER, ANSELMO QUITERO, "
    "IN LIMA ON SATURDAY. POLICE SAID A CAR BOMB DAMAGED THE LABOR MINISTRY ON THE SAME DAY.",
}


def template(type_: str, **slots: list[list[str]]) -> dict[str, Any]:
    return {"incident_type": type_, **{slot: slots.get(slot, []) for slot in SLOTS}}


COUNTED = {
    "nothing predicted": ([], [template("attack", Victim=[["ana tello"]])], (0, 0, 0, 2)),
    "nothing to find": ([template("arson")], [], (0, 1, 0, 0)),
    "one of several strings": (
        [template("attack", Victim=[["Ana Tello"]])],
        [template("attack", Victim=[["tello", "ana tello"]])],
        (2, 2, 2, 2),
    ),
    "a wrong string spoils its entity": (
        [template("attack", Victim=[["tello", "the mayor"]])],
        [template("attack", Victim=[["tello", "ana tello"]])],
        (1, 2, 1, 2),
    ),
    "another type pairs with nothing": (
        [template("bombing", Weapon=[["bomb"]])],
        [template("attack", Weapon=[["bomb"]])],
        (0, 2, 0, 2),
    ),
    "either of two types": ([template("bombing")], [template("attack / bombing")], (1, 1, 1, 1)),
    "the pairing with the best F1": (
        [template("attack", Victim=[["b"]]), template("attack", Victim=[["tello"], ["ruiz"]])],
        [template("attack", Victim=[["tello"], ["ruiz"]])],
        (3, 5, 3, 3),
    ),
    "gold that repeats itself": ([template("arson")], [template("arson")] * 2, (1, 1, 1, 1)),
}


@pytest.mark.parametrize(("guess", "gold", "expected"), COUNTED.values(), ids=COUNTED)
def test_templates_are_counted_as_gtt_counts_them(
    guess: list[Any], gold: list[Any], expected: tuple[int, ...]
) -> None:
    counts = count(guess, gold)
    assert tuple(map(sum, (counts.right, counts.predicted, counts.found, counts.gold))) == expected


def test_marks_and_articles_are_not_compared() -> None:
    assert normalised("The Mayor's  (old) house") == "mayors old house"


def test_the_interval_holds_the_figure() -> None:
    gold = [template("attack", Victim=[["ana tello"]])]
    counts = [count([template("attack")], gold), count(gold, gold), count([], gold)]
    low, high = interval(counts)
    assert low <= total(counts).f1() <= high


def fill(slot: str, string: str, words: list[int], sentence: int, **types: float) -> Candidate:
    of_type = np.array([types.get(name, 0.0) for name in TYPES])
    where = frozenset(words), frozenset([sentence])
    return Candidate(slot, string, string, np.zeros(1), of_type, *where)


def likely(*types: str) -> dict[str, float]:
    return {name: 0.9 if name in types else 0.0 for name in TYPES}


LEAST = dict.fromkeys((*TYPES, *SLOTS), 0.5)


def test_a_fill_goes_to_the_incident_it_belongs_to_and_always_to_one() -> None:
    fills = [
        (fill("Weapon", "car bomb", [1], 0, bombing=0.9, attack=0.1), 0.9),
        (fill("Victim", "quitero", [4], 0, attack=0.3, bombing=0.2), 0.8),
        (fill("Victim", "leader quitero", [3, 4], 0, attack=0.9), 0.7),
        (fill("Victim", "police", [6], 0, attack=0.9), 0.1),
    ]
    assert assembled(likely("attack", "bombing"), fills, LEAST) == [
        template("attack", Victim=[["quitero"]]),
        template("bombing", Weapon=[["car bomb"]]),
    ]


def test_victims_told_apart_are_those_of_two_incidents() -> None:
    fills = [
        (fill("Victim", "quitero", [4], 0, attack=0.9), 0.9),
        (fill("Victim", "tello", [90], 6, attack=0.9), 0.8),
        (fill("PerpOrg", "black lantern front", [2], 0, attack=0.9), 0.8),
        (fill("Weapon", "rifle", [95], 7, attack=0.9), 0.7),
    ]
    front = [["black lantern front"]]
    assert assembled(likely("attack"), fills, LEAST) == [
        template("attack", Victim=[["quitero"]], PerpOrg=front),
        template("attack", Victim=[["tello"]], PerpOrg=front, Weapon=[["rifle"]]),
    ]


@needs_model
def test_statements_are_mapped_to_templates() -> None:
    document = read(DOCUMENT, LearnedReader.load())
    made = {one["incident_type"]: one for one in mapped(document)}
    assert ["anselmo quitero"] in made["attack"]["Victim"]


@needs_adapter
@needs_model
def test_the_adapter_gives_strings_of_the_text() -> None:
    reader = LearnedReader.load()
    adapter = Adapter.load()
    if reader.about.sha256[WORDS] != adapter.about["net"]:
        pytest.skip("the adapter was learnt over another net; run benchmarks.muc4.adapt")
    document = read(DOCUMENT, reader)
    scores: Scores = adapter.scores(document)
    assert np.allclose(scores.tags.sum(-1), 1, atol=1e-4)
    made = templates(document, scores, adapter.about["settings"])
    assert made
    for one in made:
        for slot in SLOTS:
            assert all(string in document.matched for entity in one[slot] for string in entity)


@needs_adapter
def test_the_adapter_is_small() -> None:
    assert FILE.stat().st_size < 3_000_000


@pytest.mark.skipif(not SHARED.is_dir(), reason="the MUC-4 documents are not here")
def test_the_count_is_that_of_the_published_scorer() -> None:
    pytest.importorskip("scipy")
    spec = importlib.util.spec_from_file_location("muc4_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    lines = (SHARED / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line)["templates"] for line in lines]
    for number, truth in enumerate(gold):
        guess = gold[number - 1] + truth[1:]
        theirs = scorer.ree(scorer.read_templates(guess, ""), _unique(scorer, truth))
        ours = count(guess, truth)
        assert [ours.right, ours.predicted, ours.found, ours.gold] == [
            tuple(row) for row in theirs.tolist()
        ]


def _unique(scorer: Any, truth: list[Any]) -> Any:
    kept = {json.dumps([t["incident_type"], *(t[s] for s in SLOTS)]): t for t in truth}
    return scorer.read_templates(list(kept.values()), "")
