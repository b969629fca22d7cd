"""Every code of the record has a definition, an origin and a label in both languages."""

import re
from collections.abc import Mapping

import pytest

from testigo.record.errors import InvalidVocabulary, UnknownCode
from testigo.record.kinds import KINDS, kind
from testigo.record.vocabularies import (
    FOLDER,
    LANGUAGES,
    Code,
    parse_vocabulary,
    read_toml,
    vocabulary,
    vocabulary_names,
)

NAMES = vocabulary_names()
# Words that judge; they may stand in an origin, as the name another codebook uses, never in ours.
LOADED = re.compile(
    r"\b(terroris\w*|massacre\w*|masacre\w*|genocid\w*|thug\w*|criminals|vandal\w*|hordas?|"
    r"extrajudicial\w*|riot\w*|mob|turba\w*|regime change|radical\w*|subversi\w*)\b",
    re.IGNORECASE,
)


def complete(code: Code) -> bool:
    """Whether a code has all that people are shown of it."""
    labelled = all(code.labels[language].strip() for language in LANGUAGES)
    return labelled and code.definition.endswith(".") and bool(code.origin.strip())


@pytest.mark.parametrize("name", NAMES)
def test_every_code_has_definition_origin_and_labels(name: str) -> None:
    assert [code.code for code in vocabulary(name) if not complete(code)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_vocabulary_says_what_it_lists_in_both_languages(name: str) -> None:
    assert all(vocabulary(name).definitions[language].strip() for language in LANGUAGES)
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_two_codes_of_a_list_never_share_a_label(name: str, language: str) -> None:
    labels = [code.labels[language] for code in vocabulary(name)]

    assert len(labels) == len(set(labels))


def shown(code: Code) -> str:
    """All the words of a code that are testigo's own."""
    return " ".join((code.code, *code.labels.values(), code.definition)).replace("_", " ")


@pytest.mark.parametrize("name", NAMES)
def test_no_loaded_word_is_a_category(name: str) -> None:
    assert [code.code for code in vocabulary(name) if LOADED.search(shown(code))] == []


@pytest.mark.parametrize(
    ("name", "code", "english", "spanish", "huridocs"),
    [
        ("violation_status", "unlikely", "unlikely", "improbable", "02"),
        ("violation_status", "possible", "possible", "posible", "03"),
        ("violation_status", "likely", "likely", "probable", "04"),
        ("monitoring_status", "active", "active", "activo", "01"),
        ("monitoring_status", "not_active", "not active", "inactivo", "03"),
        (
            "whereabouts",
            "location_not_disclosed",
            "location is not disclosed",
            "no se revela el lugar",
            "0102",
        ),
        ("whereabouts", "denied", "capture is denied", "se niega la captura", "02"),
    ],
    ids=lambda value: str(value),
)
def test_labels_that_circulate_swapped_are_right_here(
    name: str, code: str, english: str, spanish: str, huridocs: str
) -> None:
    entry = vocabulary(name)[code]
    number = {"violation_status": "41", "monitoring_status": "43", "whereabouts": "30"}[name]

    assert entry.labels == {"en": english, "es": spanish}
    assert entry.extra[f"huridocs_mt{number}"] == huridocs


def huridocs_numbers(code: Code) -> list[str]:
    """The micro-thesaurus numbers that a code is mapped to."""
    mapped = [value for key, value in code.extra.items() if key.startswith("huridocs_mt")]
    return [n for value in mapped for n in (value if isinstance(value, list) else [str(value)])]


@pytest.mark.parametrize("name", NAMES)
def test_mapped_codes_are_pairs_of_digits(name: str) -> None:
    numbers = [number for code in vocabulary(name) for number in huridocs_numbers(code)]

    assert [number for number in numbers if not re.fullmatch(r"(\d\d){1,6}", number)] == []


@pytest.mark.parametrize("name", NAMES)
def test_parents_and_inverses_stand_in_the_same_list(name: str) -> None:
    listed = vocabulary(name)

    for code in listed:
        assert code.extra.get("parent", code.code) in listed
        if "inverse" in code.extra:
            assert listed[str(code.extra["inverse"])].extra["inverse"] == code.code


def test_incident_types_are_the_25_acled_sub_events_each_once() -> None:
    names = [code.extra["acled_sub_event_type"] for code in vocabulary("incident_type")]

    assert len(names) == len(set(names)) == 25
    assert {code.extra["acled_event_type"] for code in vocabulary("incident_type")} == {
        "Battles",
        "Protests",
        "Riots",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Strategic developments",
    }


def test_the_non_derogable_rights_are_those_of_article_4_2() -> None:
    marked = [code for code in vocabulary("right") if code.extra["non_derogable"]]

    assert [code.extra["iccpr_article"] for code in marked] == [
        "6",
        "7",
        "8 (1), (2)",
        "11",
        "15",
        "16",
        "18",
    ]


def test_levels_of_verification_have_each_their_own_glyph_and_four_eyes_from_three_up() -> None:
    levels = list(vocabulary("verification"))

    assert [str(level.extra["glyph"]) for level in levels] == list("○◔◑◕●◉◇⊘")
    assert {level.code for level in levels if level.extra["persons"] == 2} == set("345CD")


def test_the_kinds_listed_are_the_kinds_that_exist_with_their_letters() -> None:
    listed = {code.code: code for code in vocabulary("kind")}

    assert tuple(listed) == KINDS
    for name in KINDS:
        assert listed[name].extra["letter"] == kind(name).letter
        assert listed[name].labels == kind(name).labels


def test_an_unknown_code_names_its_vocabulary_and_the_command_that_lists_it() -> None:
    with pytest.raises(UnknownCode, match="testigo codebook outcome"):
        vocabulary("outcome")["martyred"]


def test_an_unknown_vocabulary_names_those_that_exist() -> None:
    with pytest.raises(InvalidVocabulary, match="outcome"):
        vocabulary("../errors")


def test_a_label_falls_back_to_english() -> None:
    assert vocabulary("outcome").label("killed", "es") == "muerto"
    assert vocabulary("outcome").label("killed", "qu") == "killed"


GOOD: dict[str, object] = {
    "code": "a",
    "label": {"en": "a", "es": "a"},
    "definition": "A.",
    "origin": "testigo",
}
HEAD = {"definition": {"en": "List.", "es": "Lista."}}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"vocabulary": HEAD},
        {"vocabulary": HEAD, "code": []},
        {"vocabulary": HEAD, "code": ["a"]},
        {"vocabulary": HEAD, "code": [GOOD], "codes": []},
        {"vocabulary": {}, "code": [GOOD]},
        {"vocabulary": {"definition": {"en": "List."}}, "code": [GOOD]},
        {"vocabulary": HEAD, "code": [GOOD, GOOD]},
        *(
            {"vocabulary": HEAD, "code": [{k: v for k, v in GOOD.items() if k != lacking}]}
            for lacking in GOOD
        ),
        {"vocabulary": HEAD, "code": [GOOD | {"label": {"en": "a"}}]},
        {"vocabulary": HEAD, "code": [GOOD | {"label": {"en": "a", "es": " "}}]},
        {"vocabulary": HEAD, "code": [GOOD | {"label": {"en": "a", "es": 1}}]},
        {"vocabulary": HEAD, "code": [GOOD | {"code": ""}]},
        {"vocabulary": HEAD, "code": [GOOD | {"definition": ""}]},
        {"vocabulary": HEAD, "code": [GOOD | {"origin": 7}]},
    ],
    ids=lambda data: str(data)[:60],
)
def test_a_broken_vocabulary_is_refused(data: Mapping[str, object]) -> None:
    with pytest.raises(InvalidVocabulary):
        parse_vocabulary("broken", data)


def test_every_file_of_the_folder_is_toml_of_this_form() -> None:
    for file in FOLDER.glob("*.toml"):
        assert parse_vocabulary(file.stem, read_toml(file)).codes
