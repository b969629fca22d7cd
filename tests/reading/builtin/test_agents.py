"""Who did it is read where grammar shows it, and nobody is named where it does not."""

from __future__ import annotations

import pytest

from testigo.languages.document import analyse
from testigo.reading.builtin.actor_fields import is_told_with_agent, with_actors
from testigo.reading.builtin.agents import Act
from testigo.reading.builtin.setting import Setting
from testigo.reading.drafts import Draft, DraftValue
from testigo.reading.finders.everything import find_everything
from testigo.record.span import Span


def setting_of(content: str, language: str) -> Setting:
    document = analyse(content, language, has_title=False)
    return Setting.of(document, find_everything(document, None), None)


def span(setting: Setting, words: str) -> Span:
    start = setting.document.content.index(words)
    return setting.document.cut(start, start + len(words))


def agents(content: str, language: str, act: str) -> list[str]:
    setting = setting_of(content, language)
    tokens = setting.document.token_range(span(setting, act))
    return [one.quote for one in Act(setting, setting.document.sentences[0], *tokens).agents]


NAMED = [
    ("en", "killed", "Rebel fighters killed four nurses in Jos.", ["Rebel fighters"]),
    ("en", "killed", "Two cooks were killed by militia members.", ["militia members"]),
    ("en", "killed", "Two cooks were killed by guards and policemen.", ["guards", "policemen"]),
    ("en", "killed", "The rioters and the police killed two cooks.", ["rioters", "police"]),
    ("en", "killed", "Officials said protesters killed two cooks.", ["protesters"]),
    ("en", "shot", "Guards beat Ana Roe, a nurse, and shot her brother, Tom Roe.", ["Guards"]),
    ("en", "stabbed", "The rioters dragged Ana Roe from a bus and stabbed her.", ["rioters"]),
    ("en", "killing", "Gunmen stormed a village, killing three cooks.", ["Gunmen"]),
    ("en", "killing", "The killing of Ana Roe by villagers was told.", ["villagers"]),
    ("en", "killed", "An ambush by soldiers killed three cooks.", ["soldiers"]),
    ("en", "killed", "Ana Roe was killed by gunfire from soldiers.", ["soldiers"]),
    ("en", "wounded", "Ana Roe was wounded when guards fired at her car.", ["guards"]),
    ("en", "killed", "The soldiers who killed Ana Roe left.", ["soldiers"]),
    ("es", "mataron", "Guardias hirieron a Ana Roe y mataron a su hermano.", ["Guardias"]),
    ("es", "mataron", "El juez dijo que soldados mataron a Ana Roe.", ["soldados"]),
    ("es", "mataron", "Policías y militares mataron a dos cocineros.", ["Policías", "militares"]),
    ("es", "asesinada", "Ana Roe, asesinada por los revoltosos, vivía aquí.", ["revoltosos"]),
    ("es", "murió", "Ana Roe murió a manos de los comuneros en Tarma.", ["comuneros"]),
    ("es", "cayó", "Ana Roe cayó por disparos de la policía.", ["policía"]),
    ("es", "mataron", "Los amotinados que mataron a Ana Roe huyeron.", ["amotinados"]),
    ("es", "herida", "Ana Roe fue herida cuando soldados abrieron fuego.", ["soldados"]),
]
NOBODY = [
    ("en", "killed", "Two cooks were killed in a town held by rebels."),
    ("en", "killed", "An attack on soldiers killed three cooks."),
    ("en", "killing", "The mayor accused rebels of killing three cooks."),
    ("en", "killed", "Ana Roe was killed by gunfire."),
    ("en", "killed", "Ana Roe was killed by Monday."),
    ("en", "killed", "Three farmers killed in Jos were buried."),
    ("en", "killed", "Ana Roe was killed, and Tom Roe was arrested by policemen."),
    ("es", "mató", "El ataque contra soldados mató a dos cocineras."),
    ("es", "matar", "El alcalde acusó a los rebeldes de matar a tres cocineros."),
    ("es", "liberada", "Ana Roe fue liberada por orden de la jueza."),
    ("es", "asesinada", "Ana Roe fue asesinada según la policía."),
    ("es", "herida", "Ana Roe fue herida y la policía detuvo a dos hombres."),
]


@pytest.mark.parametrize(("language", "act", "content", "expected"), NAMED)
def test_who_did_it_is_named_by_grammar(language, act, content, expected):
    assert agents(content, language, act) == expected


@pytest.mark.parametrize(("language", "act", "content"), NOBODY)
def test_nobody_is_named_for_standing_near(language, act, content):
    assert agents(content, language, act) == []


def incident(setting: Setting, act: str, **lists: list[str]) -> Draft:
    fields = {
        name: DraftValue(tuple(words), tuple(span(setting, one) for one in words))
        for name, words in lists.items()
    }
    fired = (span(setting, act),)
    return Draft("incident", fields, fired, "r", fired)


def test_an_incident_without_perpetrators_takes_those_of_its_sentence():
    setting = setting_of("The rioters burned a depot in Jos.", "en")

    draft = with_actors(setting, incident(setting, "burned", targets=["depot"]))

    assert draft.fields["perpetrators"].value == ("rioters",)


def test_whom_by_names_did_it_whatever_was_proposed():
    content = "The army replied to the killing of five cooks by rebel fighters."
    setting = setting_of(content, "en")

    draft = with_actors(setting, incident(setting, "killing", perpetrators=["army"]))

    assert draft.fields["perpetrators"].value == ("rebel fighters",)


def test_the_subject_of_a_passive_is_no_perpetrator():
    setting = setting_of("A cameraman was attacked in Jos.", "en")

    draft = with_actors(setting, incident(setting, "attacked", perpetrators=["cameraman"]))

    assert "perpetrators" not in draft.fields


def test_actors_told_inside_another_are_told_once():
    setting = setting_of("A strike of 8,000 miners began.", "en")

    draft = with_actors(
        setting, incident(setting, "strike", perpetrators=["8,000 miners", "miners"])
    )

    assert draft.fields["perpetrators"].value == ("8,000 miners",)


@pytest.mark.parametrize(
    ("language", "content", "outcome", "expected"),
    [
        ("en", "The rioters dragged Ana Roe from a bus and shot her dead.", "killed", "rioters"),
        ("en", "The body of Ana Roe, killed by villagers, was found.", "killed", "villagers"),
        ("es", "El cuerpo de Ana Roe, asesinada por soldados, fue hallado.", "killed", "soldados"),
        ("en", "Ana Roe was killed in Jos.", "killed", None),
        ("en", "Ana Roe was released by rebels.", "released", None),
    ],
)
def test_a_casualty_has_who_did_it_from_the_word_of_its_outcome(
    language, content, outcome, expected
):
    setting = setting_of(content, language)
    who = span(setting, "Ana Roe")
    fields = {"name": DraftValue(who.quote, (who,)), "outcome": DraftValue(outcome, (who,))}

    draft = with_actors(setting, Draft("casualty", fields, (who,), "r", (who,)))

    found = draft.fields.get("perpetrator")
    assert (None if found is None else found.value) == expected


@pytest.mark.parametrize(
    ("content", "act", "expected"),
    [
        ("The rioters stormed a depot in Jos.", "stormed", True),
        ("A depot was stormed by the rioters.", "stormed", True),
        ("A depot was stormed in Jos.", "stormed", False),
    ],
)
def test_an_act_is_told_with_its_agent_or_without(content, act, expected):
    setting = setting_of(content, "en")

    assert is_told_with_agent(setting, incident(setting, act)) is expected
