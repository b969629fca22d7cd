"""`testigo review amend` and `add`: a statement restated, every value on words of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.deciding import (
    AsOption,
    SeenOption,
    WhyOption,
    decide,
    decider,
    whole_ids,
)
from testigo.cli.errors import BadCommand
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.terminal import plain
from testigo.record.kinds import kind as kind_of

if TYPE_CHECKING:
    from testigo.casebook import Casebook
    from testigo.record.statement import Statement
    from testigo.review.restating import Edit, Page

_Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help='A value, typed as people write it: number="at least 27", date="12 Dec 2022". Repeat '
        "for more; also speaker, origin, said_on, modality.",
    ),
]
_Words = Annotated[
    list[str] | None,
    typer.Option(
        "--words",
        metavar="FIELD=WORDS",
        help="The exact words of the text that a field rests on; evidence=WORDS for the whole. "
        "WORDS#2 is the second place where they stand.",
    ),
]
_Speaker = Annotated[
    str | None, typer.Option(metavar="WORDS", help="Who says so: short for --set speaker=WORDS.")
]
_Modality = Annotated[
    str | None, typer.Option(metavar="CODE", help="Short for --set modality=CODE.")
]


def add_to(app: typer.Typer) -> None:
    """Add both commands to the group of decisions."""
    app.command("amend")(amend)
    app.command("add")(add)


def amend(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="A statement, by the beginning of its id.")
    ],
    values: _Set = None,
    words: _Words = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="FIELD", help="Take a field away: it is not stated."),
    ] = None,
    speaker: _Speaker = None,
    modality: _Modality = None,
    why: WhyOption = "",
    seen: SeenOption = None,
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Amend a statement: say what the sentence does say. It is accepted so, and keeps its id.

    A value rests on the words named with --words; without them on those of the value before it, or
    on its own words where they stand in the text once. `testigo codebook KIND` lists the fields;
    `number` sets low, high, bound and wording of a toll together.

    Examples:

    \b
      testigo review amend 3fa2b1c8 --set number="at least 27"
      testigo review amend 3fa2b1c8 --set date="12 Dec 2022" --words date="on Monday"
      testigo review amend 3fa2b1c8 --clear place --speaker "Ministry of Health"
    """
    from testigo.review.restating import amended

    edit = _edit(values, words, clear, speaker, modality)
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        (handle,) = whole_ids(opened, [id_], "statement")
        item = opened.review.item(handle)
        after = amended(item.statement, edit, _page(opened, item.report.id, item.statement.text_id))
        if after == item.statement:
            raise BadCommand("this changes nothing: accept the statement as it stands instead")
        content = {"statement": after.to_json()}
        decide(opened, "amend", [handle], by=name, why=why, content=content, seen=seen)
    _print_statement(after)


def add(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The beginning of its id.")],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="toll, casualty, incident, measure ...")
    ],
    values: _Set = None,
    words: _Words = None,
    speaker: _Speaker = None,
    modality: _Modality = None,
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Add a statement that the machine missed. It is accepted, as yours.

    Examples:

    \b
      testigo review add 8e1c --kind casualty --set name="Ilario Pacsi" --set age=26
        --set outcome=killed --words outcome="died in hospital"
    """
    from testigo.review.restating import stated

    kind_of(kind)
    edit = _edit(values, words, None, speaker, modality)
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        text = opened.text(report)
        made = stated(kind, edit, _page(opened, text.report_id, text.id))
        _refuse_known(opened, text.report_id, made)
        content: dict[str, object] = {"statement": made.to_json()}
        decide(opened, "add", [made.id], by=name, why=why, content=content)
    _print_statement(made)


def _refuse_known(casebook: Casebook, report: str, made: Statement) -> None:
    for item in casebook.review.of_report(report):
        if made.id in (item.handle, item.statement.id):
            raise BadCommand(
                f"the record holds this statement already: accept or amend {item.handle[:12]}"
            )


def _page(casebook: Casebook, report: str, text_id: str) -> Page:
    """Return the text that a statement was read from: not the newest, where that is another."""
    from testigo.record.edtf import Edtf
    from testigo.review.restating import Page

    metadata = casebook.report(report).metadata
    published = Edtf(metadata.published.value).earliest if metadata.published else None
    language = metadata.language.value if metadata.language else "en"
    return Page(casebook.review.text(text_id), language, published)


def _edit(
    values: Sequence[str] | None,
    words: Sequence[str] | None,
    clear: Sequence[str] | None,
    speaker: str | None,
    modality: str | None,
) -> Edit:
    from testigo.review.restating import Edit

    typed = dict(pairs("--set", values or ()))
    if speaker is not None:
        typed["speaker"] = speaker
    if modality is not None:
        typed["modality"] = modality
    located: dict[str, list[str]] = {}
    for name, quoted in pairs("--words", words or ()):
        located.setdefault(name, []).append(quoted)
    if not typed and not located and not clear:
        raise BadCommand("say what is stated: --set FIELD=VALUE, --words FIELD=WORDS or --clear")
    return Edit(typed, located, frozenset(clear or ()))


def pairs(option: str, given: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield the halves of each FIELD=VALUE.

    Raises:
        BadCommand: if one of them has no half or the other.
    """
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise BadCommand(f"{option} takes FIELD=VALUE, as in {option} place=Cusco")
        yield name.strip(), value.strip()


def _print_statement(statement: Statement) -> None:
    from testigo.record.wording import headline, said_by

    print(plain(f"Now: {headline(statement)}; says {said_by(statement)}."))
