"""What a model says is read from the words it points at: the words win, and the rest is counted."""

from __future__ import annotations

import pytest
from tests.reading.llm.answering import answer, only, read, reasons, said, words

from testigo.record.edtf import Edtf
from testigo.record.statement import Record, Statement

REPORT = (
    "Nine dead near Orvalle\n\n"
    "Nine miners were killed and two injured near Orvalle on Sunday, the Verdania Health Board "
    "said, citing two clinics. The army denied that its soldiers killed the miners. Ada Brenn, 34, "
    "a nurse, died in Lima on 7 May. Police fired tear gas at a march."
)
TOLL = REPORT[REPORT.index("Nine miners") : REPORT.index(" The army")]
DENIAL = "The army denied that its soldiers killed the miners."
NURSE = "Ada Brenn, 34, a nurse, died in Lima on 7 May."

KILLED = {"outcome": "killed", "words": "killed"}
NINE = {"low": 9, "high": 9, "bound": "exact", "words": "Nine"}


def toll(*fields: dict, quote: str = TOLL, **how: str) -> Statement:
    return only(read(REPORT, answer(said("toll", quote, *fields, **how))))


def test_numbers_bounds_and_wording_are_the_finders() -> None:
    content = "More than 40 people were killed in Orvalle."
    fields = {"low": 40, "high": 40, "bound": "exact", "words": "40"}, KILLED
    reading = read(content, answer(said("toll", content, *fields)))
    statement = only(reading)
    assert (statement.value("low"), statement.value("high")) == (41, None)
    assert (statement.value("bound"), statement.value("wording")) == ("more_than", "More than 40")
    assert statement.field("low").how == "the model said 40"
    assert reasons(reading.dropped) == [
        ("toll.low", "differs: the model said 40, the words say More than 40")
    ]
    assert reading.dropped[0].is_difference


@pytest.mark.parametrize(
    ("content", "told", "low", "high", "how"),
    [
        ("Nine were killed.", (9, 9, "exact"), 9, 9, None),
        ("Nine were killed.", (28, 28, "exact"), 9, 9, "the model said 28"),
        ("At least nine were killed.", (9, None, "at_least"), 9, None, None),
        ("At least nine were killed.", (9, None, "exact"), 9, None, "the model said exact"),
        ("Dozens were killed.", (24, None, "at_least"), None, None, "the model said 24 to …"),
        ("Dozens were killed.", (None, None, "vague"), None, None, None),
    ],
)
def test_a_number_that_the_model_read_otherwise_is_kept_beside_it(
    content: str, told: tuple, low: int | None, high: int | None, how: str | None
) -> None:
    named = dict(zip(("low", "high", "bound"), told, strict=True))
    number = {**named, "words": " ".join(content.split(" were")[0].split())}
    statement = only(read(content, answer(said("toll", content, number, KILLED))))
    assert (statement.value("low"), statement.value("high")) == (low, high)
    assert statement.field("wording").how == how


@pytest.mark.parametrize(
    ("told", "how_ends"),
    [
        ("2021-05-09", "2021-05-10"),
        ("", "2021-05-10"),
        ("2021-05-12", "the model said 2021-05-12"),
        ("last sunday", "the model said last sunday"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_publication(told: str, how_ends: str) -> None:
    statement = toll(NINE, KILLED, {"period": told, "words": "on Sunday"})
    assert statement.value("period") == Edtf("2021-05-09")
    assert statement.field("period").how.endswith(how_ends)


def test_a_date_without_a_day_to_count_from_is_dropped_with_the_reason() -> None:
    reading = read(
        REPORT,
        answer(said("toll", TOLL, NINE, KILLED, {"period": "2021-05-09", "words": "on Sunday"})),
        published=None,
    )
    assert only(reading).value("period") is None
    assert ("toll.period", "its date cannot be told: the report's date is not known") in reasons(
        reading.dropped
    )


@pytest.mark.parametrize(
    ("field", "what", "why"),
    [
        ({"place": "Tarvina", "country": ""}, "toll.place", "not in the text"),
        ({"population": "miners and students"}, "toll.population", "not in the text"),
        ({"basis": "counted", "words": "said"}, "toll.basis", "no code of basis"),
        ({"basis": None, "words": "said"}, "toll.basis", "no code of basis"),
        ({"basis": ["documented"], "words": "said"}, "toll.basis", "no code of basis"),
        ({"period": "2021", "words": "miners"}, "toll.period", "no date in its words"),
        ({"colour": "red"}, "toll.colour", "not of the form asked for"),
        ({"place": 7, "country": ""}, "toll.place", "not of the form asked for"),
        ("place", "toll.field", "not of the form asked for"),
        ({"parts": "nobody", "outcome": "killed"}, "toll.parts", "not in the text"),
        (
            {"parts": "miners", "outcome": "killed"},
            "toll.parts",
            "no number of people in its words",
        ),
        ({"parts": "two", "outcome": "hurt"}, "toll.parts.outcome", "no code of outcome"),
    ],
)
def test_a_value_that_cannot_be_kept_is_dropped_and_counted(
    field: object, what: str, why: str
) -> None:
    reading = read(REPORT, answer(said("toll", TOLL, NINE, KILLED, field)))
    assert only(reading).value("low") == 9
    assert reasons(reading.dropped)[0] == (what, why)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ([NINE], "without outcome there is no statement"),
        ([KILLED], "without number there is no statement"),
        ([NINE, {"outcome": "slain", "words": "killed"}], "without outcome there is no statement"),
        ([NINE | {"words": "Ten"}, KILLED], "without number there is no statement"),
        ([NINE | {"words": "miners"}, KILLED], "without number there is no statement"),
        ([NINE, {"outcome": "killed", "words": "slain"}], "without outcome there is no statement"),
    ],
)
def test_a_statement_that_loses_a_key_field_is_dropped(fields: list, why: str) -> None:
    reading = read(REPORT, answer(said("toll", TOLL, *fields)))
    assert reading.found == ()
    assert reasons(reading.dropped)[-1] == ("toll", why)


def test_a_sentence_that_the_text_does_not_hold_drops_its_statement() -> None:
    reading = read(REPORT, answer(said("toll", "Ten people have died.", NINE, KILLED)))
    assert reading.found == ()
    assert reasons(reading.dropped) == [("toll", "its sentence is not in the text")]


def test_the_number_of_a_toll_stands_in_its_own_sentence() -> None:
    number = {"low": 34, "high": 34, "bound": "exact", "words": "34"}
    reading = read(REPORT, answer(said("toll", TOLL, number, KILLED)))
    assert reading.found == ()
    assert ("toll.low", "not in the sentences it is quoted from") in reasons(reading.dropped)


def test_who_did_it_is_named_only_by_the_sentence_itself() -> None:
    fields = {"type": "attack", "words": "killed"}, {"perpetrators": "Police"}
    reading = read(REPORT, answer(said("incident", TOLL, *fields)))
    assert only(reading).value("perpetrators") is None
    assert ("incident.perpetrators", "not in the sentences it is quoted from") in reasons(
        reading.dropped
    )


def test_a_repeated_word_takes_the_place_inside_its_own_sentence() -> None:
    content = f"Nine hurt in Tarvina\n\nNine were hurt in Tarvina on Friday.\n\n{TOLL}"
    statement = only(read(content, answer(said("toll", TOLL, NINE, KILLED))))
    assert statement.field("low").spans[0].start == content.index(TOLL)


def test_of_two_places_in_one_sentence_the_nearest_to_the_other_values_is_taken() -> None:
    content = "Two people were killed in Orvalle and two were injured in Tarvina."
    number = {"low": 2, "high": 2, "bound": "exact", "words": "two"}
    hurt = {"outcome": "injured", "words": "injured"}
    statement = only(read(content, answer(said("toll", content, number, hurt))))
    assert statement.field("low").spans[0].start == content.index("two were")


def test_a_word_that_cannot_hold_the_value_is_not_taken_for_it() -> None:
    content = "For two days police fired; two were killed, one aged two."
    number = {"low": 2, "high": 2, "bound": "exact", "words": "two"}
    statement = only(read(content, answer(said("toll", content, number, KILLED))))
    assert statement.field("low").spans[0].start == content.index("two were")
    fields = {"description": "one"}, KILLED, {"age": 2, "words": "two"}
    statement = only(read(content, answer(said("casualty", content, *fields))))
    assert statement.field("age").spans[0].start == content.rindex("two")


def test_of_a_sentence_that_stands_twice_the_one_that_holds_the_words_is_meant() -> None:
    content = "Nine dead.\n\nIt rained. Nine dead. The place was Orvalle."
    [statement] = read(
        content,
        answer(
            said(
                "toll",
                "nine dead",
                NINE | {"words": "Nine"},
                {"outcome": "killed", "words": "dead"},
            )
        ),
    ).statements
    assert statement.evidence[0].start == content.rindex("Nine dead")


def test_loose_quotations_are_marked() -> None:
    statement = toll(NINE | {"words": "NINE"}, KILLED, {"place": "orvalle", "country": ""})
    assert words(statement, "place") == ["Orvalle"]
    for name in ("low", "place"):
        assert "differs in spacing, marks, accents or case" in statement.field(name).how
    assert statement.field("outcome").how is None


@pytest.mark.parametrize(
    "quote",
    [
        "Nine miners were killed and two injured near Orvalle … citing two clinics.",
        "Nine miners were killed [...] the Verdania Health Board said",
        "nine miners were killed  and two injured",
    ],
)
def test_an_elided_or_loose_quotation_still_gives_the_whole_sentence(quote: str) -> None:
    assert [span.quote for span in toll(NINE, KILLED, quote=quote).evidence] == [TOLL]


def test_two_sentences_quoted_without_what_stands_between_are_both_shown() -> None:
    quote = f"{TOLL} {NURSE}"
    assert [span.quote for span in toll(NINE, KILLED, quote=quote).evidence] == [TOLL, NURSE]


@pytest.mark.parametrize("quote", [f"{NURSE} ... {TOLL}", f"{NURSE} {TOLL}"])
def test_sentences_told_in_another_order_than_the_text_has_them_are_found(quote: str) -> None:
    assert [span.quote for span in toll(NINE, KILLED, quote=quote).evidence] == [TOLL, NURSE]


@pytest.mark.parametrize(
    ("told", "value", "how"),
    [
        ("2021-05-03", "2021-05-03", "since 3 May, read as 2021-05-03"),
        ("2021-05-03/2021-05-10", "2021-05-03/2021-05-10", "since 3 May, read as"),
        ("2021-05-04", "2021-05-03/..", "the model said 2021-05-04"),
    ],
)
def test_a_stretch_of_time_may_be_read_by_its_beginning_but_not_as_another_day(
    told: str, value: str, how: str
) -> None:
    content = "Ada Brenn has been held in Lima since 3 May."
    fields = (
        {"name": "Ada Brenn"},
        {"outcome": "detained", "words": "held"},
        {"date": told, "words": "since 3 May"},
    )
    statement = only(read(content, answer(said("casualty", content, *fields))))
    assert statement.value("date") == Edtf(value)
    assert how in statement.field("date").how


def test_a_sentence_invented_beside_a_true_one_is_dropped_alone() -> None:
    reading = read(REPORT, answer(said("toll", f"{TOLL} They were young.", NINE, KILLED)))
    assert [span.quote for span in only(reading).evidence] == [TOLL]
    assert reasons(reading.dropped) == [("toll.quote", "not in the text")]


def test_a_quotation_of_the_whole_report_shows_only_the_sentences_that_hold_its_words() -> None:
    content = f"Nine dead\n\n{'It rained all day. ' * 8}{TOLL} {'The sun came out. ' * 4}"
    statement = only(read(content, answer(said("toll", content, NINE, KILLED))))
    assert [span.quote for span in statement.evidence] == [TOLL]


def test_of_parts_that_lie_far_apart_the_longest_is_kept() -> None:
    content = f"“We will march,” said Ada Brenn. {'It rained. ' * 30}“And win in the end.”"
    fields = {"speaker": "Ada Brenn"}, {"content": "We will march ... And win in the end"}
    statement = only(read(content, answer(said("claim", content, *fields))))
    assert statement.value("content") == "And win in the end"


@pytest.mark.parametrize(
    ("words", "start", "end", "open_"),
    [
        ("from 3 to 9 May", "2021-05-03", "2021-05-09", []),
        ("since 3 May", "2021-05-03", None, ["measure.end"]),
        ("until 9 May", None, "2021-05-09", ["measure.start"]),
    ],
)
def test_a_stretch_of_time_gives_the_end_of_it_that_it_tells(
    words: str, start: str | None, end: str | None, open_: list[str]
) -> None:
    content = f"A curfew was in force in Lima {words}."
    fields = (
        {"type": "curfew", "words": "curfew"},
        {"status": "in_force", "words": "in force"},
        {"start": start, "words": words},
        {"end": end, "words": words},
    )
    reading = read(content, answer(said("measure", content, *fields)))
    told = [only(reading).value("start"), only(reading).value("end")]
    assert told == [day and Edtf(day) for day in (start, end)]
    assert [one.what for one in reading.dropped] == open_


def test_a_field_given_twice_keeps_its_first_value() -> None:
    reading = read(
        REPORT,
        answer(said("toll", TOLL, NINE, KILLED, {"cause": "killed"}, {"cause": "injured"})),
    )
    assert only(reading).value("cause") == "killed"
    assert reasons(reading.dropped) == [("toll.cause", "it was given twice")]


def test_words_left_out_of_a_value_are_put_back() -> None:
    fields = {"speaker": "The army"}, {"content": "its soldiers ... the miners"}
    statement = only(read(REPORT, answer(said("claim", DENIAL, *fields))))
    assert statement.value("content") == "its soldiers killed the miners"
    assert statement.field("content").how == "the model left words out"


def test_a_key_word_outside_of_the_quotation_brings_its_sentence() -> None:
    fields = {"name": "Ada Brenn"}, {"outcome": "killed", "words": "died"}
    [statement] = read(REPORT, answer(said("casualty", "Ada Brenn", *fields))).statements
    assert [span.quote for span in statement.evidence] == [NURSE]


def test_a_person_is_kept_by_name_with_age_place_and_day() -> None:
    fields = (
        {"name": "Ada Brenn"},
        {"age": 43, "words": "34"},
        {"outcome": "killed", "words": "died"},
        {"place": "Lima", "country": "CL"},
        {"date": "2021-05-07", "words": "on 7 May"},
        {"family": "nobody's mother"},
    )
    reading = read(REPORT, answer(said("casualty", NURSE, *fields)))
    statement = only(reading)
    assert statement.value("age") == 34
    assert statement.field("age").how == "the model said 43"
    assert statement.value("place").country == "PE"
    assert statement.field("place").how == "the model said CL"
    assert statement.value("date") == Edtf("2021-05-07")
    hidden = [one.words for one in reading.dropped if one.what == "casualty.family"]
    assert hidden == [None]


@pytest.mark.parametrize(
    ("language", "content"),
    [
        ("en", "A 3-month-old baby was killed in Orvalle."),
        ("es", "Una bebé de 3 meses fue killed en Orvalle."),
    ],
)
def test_months_are_no_age_in_years(language: str, content: str) -> None:
    fields = (
        {"description": "baby" if language == "en" else "bebé"},
        KILLED,
        {"age": 3, "words": "3"},
    )
    reading = read(content, answer(said("casualty", content, *fields)), language=language)
    assert only(reading).value("age") is None
    assert "casualty.age" in [one.what for one in reading.dropped]


def test_a_surname_is_told_by_the_fullest_name_of_the_report() -> None:
    content = "Ada Brenn leads the union. “We will march,” Brenn said."
    fields = {"speaker": "Brenn"}, {"content": "We will march"}
    statement = only(read(content, answer(said("claim", "“We will march,” Brenn said.", *fields))))
    assert statement.value("speaker") == "Ada Brenn"
    assert words(statement, "speaker") == ["Brenn", "Ada Brenn"]


def test_the_values_of_a_list_are_one_field() -> None:
    content = "Ada Brenn met Teo Lund in Lima on Sunday."
    fields = {"type": "meeting", "words": "met"}, {"parties": "Ada Brenn"}, {"parties": "Teo Lund"}
    statement = only(read(content, answer(said("contact", content, *fields))))
    assert statement.value("parties") == ("Ada Brenn", "Teo Lund")


def test_a_list_that_is_too_short_is_no_statement() -> None:
    content = "Ada Brenn met somebody in Lima."
    fields = {"type": "meeting", "words": "met"}, {"parties": "Ada Brenn"}
    reading = read(content, answer(said("contact", content, *fields)))
    assert reading.found == ()
    assert [one.what for one in reading.dropped] == ["contact"]


def test_a_part_of_a_toll_is_a_small_record_read_from_its_words() -> None:
    content = "Nine people were killed in Orvalle, at least two of them women."
    part = {
        "parts": "two",
        "outcome": "killed",
        "low": 3,
        "high": 3,
        "bound": "exact",
        "population": "women",
        "place": None,
        "category": "fire",
    }
    reading = read(content, answer(said("toll", content, NINE, KILLED, part)))
    record = Record.of(
        outcome="killed", low=2, bound="at_least", wording="at least two", population="women"
    )
    assert only(reading).value("parts") == (record,)
    assert only(reading).field("parts").how == "the model said 3"
    assert ("toll.parts.category", "not in the text") in reasons(reading.dropped)


def test_rights_by_area_keep_area_right_and_status() -> None:
    content = "The decree suspends freedom of assembly in Lima."
    fields = (
        {"type": "state_of_emergency", "words": "decree"},
        {"status": "declared", "words": "decree"},
        {
            "rights_by_area": "freedom of assembly",
            "area": "Lima",
            "right": "assembly",
            "status": "suspended",
        },
    )
    statement = only(read(content, answer(said("measure", content, *fields))))
    [record] = statement.value("rights_by_area")
    assert (record.get("right"), record.get("status")) == ("assembly", "suspended")
    assert record.get("area").country == "PE"


@pytest.mark.parametrize("told", ["asserted", "alleged", "planned"])
def test_a_denial_in_the_words_is_stronger_than_the_model(told: str) -> None:
    fields = {"type": "attack", "words": "killed"}, {"targets": "the miners"}
    reading = read(REPORT, answer(said("incident", DENIAL, *fields, modality=told)))
    statement = only(reading)
    assert statement.modality == "denied"
    assert [span.quote for span in statement.modality_spans] == ["denied that"]
    assert reasons(reading.dropped) == [
        ("incident.modality", f"differs: the model said {told}, the words say denied")
    ]


def test_a_plan_in_the_words_is_stronger_than_a_model_that_asserts_alone() -> None:
    content = "The union will march in Orvalle."
    fields = ({"type": "peaceful_protest", "words": "march"},)
    modalities = []
    for told in ("asserted", "alleged"):
        proposed = said("incident", content, *fields, modality=told)
        modalities.append(only(read(content, answer(proposed))).modality)
    assert modalities == ["planned", "alleged"]


def test_what_the_model_calls_denied_stays_denied_without_a_cue() -> None:
    statement = toll(NINE, KILLED, modality="denied")
    assert statement.modality == "denied"
    assert [span.quote for span in statement.modality_spans] == ["Nine"]


def test_a_modality_without_a_code_is_counted() -> None:
    reading = read(REPORT, answer(said("toll", TOLL, NINE, KILLED, modality="certain")))
    assert only(reading).modality == "asserted"
    assert reasons(reading.dropped) == [("toll.modality", "no code of modality")]


def test_who_says_so_is_named_with_whom_they_rely_on_and_when() -> None:
    fields = (
        NINE,
        KILLED,
        {"said_by": "Verdania Health Board"},
        {"relies_on": "two clinics"},
        {"said_on": "2021-05-07", "words": "7 May"},
    )
    statement = toll(*fields)
    assert statement.source.speaker.value == "Verdania Health Board"
    assert statement.source.origin.value == "two clinics"
    assert statement.said_on.value == Edtf("2021-05-07")


def test_where_the_model_names_no_speaker_none_is_put_in() -> None:
    source = toll(NINE, KILLED).source
    assert (source.speaker, source.origin) == (None, None)


def test_a_speaker_named_elsewhere_keeps_the_words_that_say_it_here() -> None:
    content = "Ada Brenn leads the union. Nine miners were killed in Orvalle, she said."
    fields = NINE, KILLED, {"said_by": "Ada Brenn"}
    quote = content[content.index("Nine") :]
    speaker = only(read(content, answer(said("toll", quote, *fields)))).source.speaker
    assert speaker.value == "Ada Brenn"
    assert [span.quote for span in speaker.spans] == ["she", "Ada Brenn"]


@pytest.mark.parametrize(
    "content",
    [
        "In the film, nine people are killed in Orvalle.",
        "Nine people were killed in a bus crash near Orvalle.",
    ],
)
def test_a_play_or_an_accident_gives_no_harm(content: str) -> None:
    number = NINE | {"words": content[content.lower().index("nine") :][:4]}
    reading = read(content, answer(said("toll", content, number, KILLED)))
    assert reading.found == ()
    assert reading.dropped[0].why.startswith("its words tell a play")


def test_a_text_in_capitals_is_quoted_as_it_stands() -> None:
    content = "NINE MINERS WERE KILLED NEAR ORVALLE ON SUNDAY, THE POLICE SAID IN A REPORT."
    fields = NINE, KILLED, {"place": "Orvalle", "country": ""}
    statement = only(read(content, answer(said("toll", content, *fields))))
    assert words(statement, "place") == ["ORVALLE"]
