"""Bad input of each kind: one clear sentence, exit code 2, and the rest is still read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.bad_input import BAD_INPUT, SECRET
from tests.cli.conftest import Testigo


@pytest.mark.parametrize("kind", BAD_INPUT)
def test_bad_input_gives_one_sentence_and_the_rest_is_read(
    testigo: Testigo, folder: Path, kind: str
) -> None:
    name, write = BAD_INPUT[kind]
    write(folder / name)

    ended = testigo("read", "reports", "--no-store")

    told = [line for line in ended.err.splitlines() if line.startswith("reports/")]
    assert ended.code == 2
    assert len(told) == 1
    assert told[0].startswith(f"reports/{name}")
    assert re.search(r": \S.+", told[0])
    assert "2 reports read" in ended.err
    assert "1 failed" in ended.err
    assert "Traceback" not in ended.err
    assert SECRET.split()[1] not in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read", "none.txt"], "there is no such file"),
        (["read", "reports", "--published", "yesterday"], "'yesterday' is not a date"),
        (["read", "reports", "--language", "Spanish!"], "no language tag"),
        (["read", "reports", "--map", "body"], "OURS=THEIRS"),
        (["read", "reports", "--map", "body=text"], "no key of ours"),
        (["read", "reports", "--out", "o"], "--format"),
        (["read", "reports", "--as", " "], "a name has"),
        (["read", "reports", "--casebook", "no/folder/x.db"], "could not be written"),
        (["read", "reports", "--casebook", "reports/plaza.txt"], "cannot be opened"),
        (["read", "http://127.0.0.1/x"], "http://127.0.0.1/x: "),
        (["read", "file:///etc/hostname"], "only http and https"),
        (["show", "tolls"], "there is no casebook at testigo.db"),
        (["verify", "--casebook", "none.db"], "there is no casebook at none.db"),
        (["verify", "--expect", "412:9f86d081"], "is no head"),
        (["read", "reports", "--casebook", "reports"], "it is no file"),
        (["serve"], "there is no casebook"),
        (["search", "x"], "there is no casebook"),
        (["show", "tolls", "--outcome", "dead"], "testigo codebook outcome"),
        (["show", "measures", "--type", "ban"], "testigo codebook measure_type"),
        (["show", "tolls", "--since", "June"], "'June' is not a date"),
        (["codebook", "colour"], "the codebook has no 'colour'"),
        (["review", "list"], "there is no casebook"),
        (["review", "list", "--state", "open"], "'open' is no state of a statement"),
        (["review", "list", "--kind", "riot"], "there is no kind 'riot'"),
        (["review", "list", "--json", "--csv"], "exclude each other"),
        (["review", "accept", "3fa2"], "testigo config name NAME"),
        (["review", "accept", "3fa2", "--as", "Ana"], "there is no casebook"),
        (["review", "accept", "3fa2", "--as", " "], "a name has"),
        (["review", "reject", "3fa2", "--reason", "bad", "--as", "Ana"], "reject_reason"),
        (["review", "amend", "3fa2", "--as", "Ana"], "say what is stated"),
        (["review", "amend", "3fa2", "--set", "low", "--as", "Ana"], "FIELD=VALUE"),
        (["review", "add", "3fa2", "--kind", "riot", "--as", "Ana"], "there is no kind 'riot'"),
        (["review", "undo", "--as", "Ana"], "name one decision, or --last"),
        (["review", "undo", "3fa2", "--last", "--as", "Ana"], "name one decision, or --last"),
        (["review", "join", "a", "b", "--of", "town", "--as", "Ana"], "join_subject"),
        (["review", "withhold", "3fa2", "--to", "secret", "--as", "Ana"], "confidentiality"),
        (["review", "erase", "3fa2", "--as", "Ana"], "--yes"),
        (["review", "correct", "3fa2", "--set", "published=soon", "--as", "Ana"], "as a date"),
        (["show", "record", "towns"], "'towns' is not a list of the record"),
        (["show", "record", "people", "--sort", "age"], "'age' is not an order"),
        (["show", "person", "k3vq"], "there is no casebook"),
        (["show", "person", "k3vq", "--at", "yesterday"], "'yesterday' is no moment"),
        (["evaluate"], "there is no casebook"),
        (["evaluate", "--json", "--csv"], "exclude each other"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_ends_in_one_sentence(
    testigo: Testigo, folder: Path, arguments: list[str], says: str
) -> None:
    ended = testigo(*arguments)

    assert ended.code == 2
    assert says in ended.err
    assert ended.out == ""
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review", "accept", "ffff"], "the casebook holds no statement ffff"),
        (["review", "accept", ""], "the casebook holds no statement"),
        (["review", "flag", "{statement}"], "needs a reason in words"),
        (["review", "reject", "{statement}", "--reason", "other"], "needs a reason in words"),
        (["review", "undo", "ffff"], "the casebook holds no decision ffff"),
        (["review", "undo", "--last"], "there is nothing to undo"),
        (
            ["review", "verify", "zz", "--field", "age", "--value", "1", "--level", "2"],
            "no entry zz",
        ),
        (["review", "withdraw", "{report}", "--reason", "boredom", "--why", "x"], "one of"),
        (["review", "correct", "{report}", "--set", "colour=red"], "correcting metadata needs"),
        (
            ["review", "add", "{report}", "--kind", "toll", "--set", "outcome=killed"],
            "needs words of the text",
        ),
        (["show", "toll", "zzzz"], "the casebook holds no entry zzzz"),
        (["show", "record", "people", "--at", "1999-01-01"], "holds no"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_decided_ends_in_one_sentence_and_keeps_nothing(
    testigo: Testigo, folder: Path, arguments: list[str], says: str
) -> None:
    testigo("read", "reports/plaza.txt", "--quiet")
    testigo("config", "name", "Ana")
    row = json.loads(testigo("review", "list", "--json").out)[0]

    ended = testigo(*(word.format_map(row) for word in arguments))

    assert ended.code == 2
    assert says in ended.err
    assert len(ended.err.splitlines()) == 1
    assert "Traceback" not in ended.err
    assert json.loads(testigo("review", "decisions", "--json").out) == []


def test_a_broken_option_leaves_no_casebook_behind(testigo: Testigo, folder: Path) -> None:
    assert testigo("read", "reports", "--published", "soon").code == 2
    assert not Path("testigo.db").exists()
