"""`testigo review` on entries and reports: verify, prefer, join, withhold, withdraw, erase ..."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.amending import pairs
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
from testigo.cli.terminal import number_of, plain
from testigo.record.vocabularies import vocabulary

if TYPE_CHECKING:
    from testigo.casebook import Casebook
    from testigo.record.entry import Entry

_FEWEST = 2
_Entry = Annotated[
    str, typer.Argument(metavar="ENTRY", help="The beginning of its id (`show record` lists them).")
]
_Field = Annotated[
    str, typer.Option(metavar="FIELD", help="The field, as `show` prints it: age, killed.date.")
]
_Value = Annotated[
    str,
    typer.Option(metavar="VALUE", help="The value, as `show` prints it or in its JSON."),
]
_Entries = Annotated[
    list[str],
    typer.Argument(metavar="ENTRY", help="Two or more.", show_default=False),
]
_Of = Annotated[
    str,
    typer.Option(
        "--of", metavar="CODE", help="What they are: person, actor, incident, measure or scope."
    ),
]
_Despite = Annotated[
    list[str] | None,
    typer.Option(
        "--despite",
        metavar="DECISION",
        help="An earlier decision that this one contradicts, knowingly.",
    ),
]
_Things = Annotated[
    list[str],
    typer.Argument(
        metavar="ID",
        help="Statements or reports, by the beginning of their ids.",
        show_default=False,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group of decisions."""
    for name, command in (
        ("verify", verify),
        ("prefer", prefer),
        ("join", join),
        ("apart", apart),
        ("withhold", withhold),
        ("withdraw", withdraw),
        ("correct", correct),
        ("erase", erase),
    ):
        app.command(name)(command)


def verify(
    entry: _Entry,
    field: _Field,
    value: _Value,
    level: Annotated[
        str,
        typer.Option(metavar="LEVEL", help="2, 3, 4, 5, C or D; `testigo codebook verification`."),
    ],
    why: WhyOption = "",
    seen: SeenOption = None,
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Give one value of an entry a level of verification, with the reason.

    Level 3 and up, C and D are in force once a second person gives them too; 3 asks for two
    independent sources among the accepted statements.

    Examples:

    \b
      testigo review verify k3vq --field age --value 26 --level 2 --why "seen on the hospital list"
    """
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        id_, key = _value_of(opened, entry, field, value)
        content = {"field": field, "value": key, "level": level}
        decide(opened, "verify", [id_], by=name, why=why, content=content, seen=seen)
        held = next(v for v in opened.review.dossier(id_).entry.values_of(field) if v.key == key)
        _say_level(held.level, held.proposed)


def _say_level(level: str, proposed: str | None) -> None:
    listed = vocabulary("verification")
    print(f"In force: {level} ({listed.label(level)}).")
    if proposed is not None:
        words = listed.label(proposed)
        print(f"{proposed} ({words}) waits for a second person.", file=sys.stderr)


def prefer(
    entry: _Entry,
    field: _Field,
    value: _Value,
    why: WhyOption = "",
    seen: SeenOption = None,
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Choose among the values of a field: this one, because.

    Examples:

    \b
      testigo review prefer k3vq --field age --value 26 --why "as on the death certificate"
    """
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        id_, key = _value_of(opened, entry, field, value)
        content = {"field": field, "value": key}
        decide(opened, "accept", [id_], by=name, why=why, content=content, seen=seen)


def join(
    entries: _Entries,
    of: _Of,
    despite: _Despite = None,
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Join entries that are one person, actor, incident or measure, or scopes that are equal.

    Every id given before goes on to lead to the joined entry.

    Examples:

    \b
      testigo review join k3vq 7abm --of actor --why "MINSA is the Ministry of Health"
      testigo review join r2oe zz4k --of scope --why "both count the whole country since 8 December"
    """
    _pair("join", entries, of, despite, why, by, casebook)


def apart(
    entries: _Entries,
    of: _Of,
    despite: _Despite = None,
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Keep entries apart that equal names would make one, or that look alike.

    Name two ids that the entry was given to part it again. What a person joined is parted by
    undoing that decision.

    Examples:

    \b
      testigo review apart k3vq 7abm --of person --why "father and son"
    """
    _pair("keep_apart", entries, of, despite, why, by, casebook)


def _pair(
    act: str,
    entries: list[str],
    of: str,
    despite: list[str] | None,
    why: str,
    by: str | None,
    casebook: CasebookOption,
) -> None:
    vocabulary("join_subject")[of]
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        ids = whole_ids(opened, entries, "report" if of == "origin" else "entry")
        if len(ids) < _FEWEST:
            raise BadCommand("name two entries: one alone is neither joined nor kept apart")
        content: dict[str, object] = {"of": of}
        if despite:
            content["despite"] = whole_ids(opened, despite, "decision")
        decide(opened, act, ids, by=name, why=why, content=content)


def withhold(
    ids: _Things,
    confidentiality: Annotated[
        str,
        typer.Option("--to", metavar="CODE", help="public, restricted, confidential or sealed."),
    ] = "confidential",
    field: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Only this field of a statement.")
    ] = None,
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Keep reports, statements or one field out of what is published; the reason is kept.

    Examples:

    \b
      testigo review withhold 3fa2b1c8 --field speaker --why "her family asked us"
    """
    vocabulary("confidentiality")[confidentiality]
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        things = whole_ids(opened, ids, "statement", "report")
        if field is not None:
            _check_field(opened, things, field)
        content = {"confidentiality": confidentiality} | ({"field": field} if field else {})
        decide(opened, "withhold", things, by=name, why=why, content=content)


def _check_field(casebook: Casebook, things: list[str], field: str) -> None:
    from testigo.record.kinds import kind
    from testigo.review.restating import BESIDE

    for thing in things:
        if field not in BESIDE:
            kind(casebook.review.item(thing).statement.kind).field(field)


def withdraw(
    ids: _Things,
    reason: Annotated[
        str,
        typer.Option(metavar="CODE", help="captured_by_mistake, retracted_by_publisher or other."),
    ],
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Withdraw reports or statements: they stay, struck, and count no more.

    Examples:

    \b
      testigo review withdraw 8e1c --reason retracted_by_publisher --why "note of 3 March"
    """
    name = decider(by)
    with open_casebook(casebook, reader=name) as opened:
        things = whole_ids(opened, ids, "statement", "report")
        decide(opened, "withdraw", things, by=name, why=why, content={"reason": reason})


def correct(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The beginning of its id.")],
    values: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="publisher, title, author, published, language or url. Repeat for more.",
        ),
    ],
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Correct the metadata of a report, and read it again with them.

    A corrected date of publication moves every "on Sunday". What people decided stands.

    Examples:

    \b
      testigo review correct 8e1c --set published=2022-12-16 --why "the date of the print edition"
    """
    from testigo.reading.builtin.reader import BuiltinReader

    name = decider(by)
    metadata = dict(pairs("--set", values))
    if "published" in metadata:
        metadata["published"] = _published(metadata["published"])
    with open_casebook(casebook, reader=name) as opened:
        (id_,) = whole_ids(opened, [report], "report")
        decide(opened, "correct_metadata", [id_], by=name, why=why, content={"metadata": metadata})
        again = opened.reread(id_, BuiltinReader())
        overtaken = len(opened.review.overtaken(id_))
    if again.outcome == "failed":
        print(f"The report could not be read again: {plain(again.why or '')}", file=sys.stderr)
        raise typer.Exit(2)
    if overtaken:
        count = number_of(overtaken, "decision")
        print(f"{count} on what is now read otherwise; they stand.", file=sys.stderr)


def _published(typed: str) -> str:
    from testigo.review.typed import read_typed_date

    return read_typed_date(typed).text


def erase(
    ids: _Things,
    yes: Annotated[
        bool, typer.Option("--yes", help="Say that it is meant: it cannot be taken back.")
    ] = False,
    why: WhyOption = "",
    by: AsOption = None,
    casebook: CasebookOption = None,
) -> None:
    """Erase reports or statements for good; that it was done, by whom and why, stays.

    Examples:

    \b
      testigo review erase 8e1c --yes --why "consent withdrawn"
    """
    name = decider(by)
    if not yes:
        raise BadCommand("what is erased never comes back: add --yes if it is meant")
    with open_casebook(casebook, reader=name) as opened:
        things = whole_ids(opened, ids, "statement", "report")
        decide(opened, "erase", things, by=name, why=why)


def _value_of(casebook: Casebook, beginning: str, field: str, typed: str) -> tuple[str, str]:
    """Return the entry's id and the key of the value that a person typed."""
    (id_,) = whole_ids(casebook, [beginning], "entry")
    entry = casebook.review.dossier(id_).entry
    return entry.id, _key_of(entry, field, typed)


def _key_of(entry: Entry, field: str, typed: str) -> str:
    from testigo.record.wording import value_words

    values = entry.values_of(field)
    if not values:
        fields = ", ".join(dict.fromkeys(value.field for value in entry.values))
        raise BadCommand(f"the entry has no field {field!r}; it has {fields}")
    found = [v for v in values if typed in (v.key, str(v.value), value_words(v.value))]
    if not found:
        raise BadCommand(
            f"the entry has no such value of {field}; it has {len(values)}: copy one as `testigo "
            "show` prints it"
        )
    return found[0].key
