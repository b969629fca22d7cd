"""`testigo model`: a language model as a further reader of one casebook; off until it is set up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from testigo.cli.deciding import SHORT_DECISION, AsOption, WhyOption, decider
from testigo.cli.errors import BadCommand
from testigo.cli.model_view import print_state, state_json
from testigo.cli.options import CasebookOption, open_casebook
from testigo.cli.terminal import number_of, plain

if TYPE_CHECKING:
    from testigo.casebook import Casebook
    from testigo.reading.llm.settings import ModelSettings

app = typer.Typer(
    help="Set up a language model as a second reader; say which text may go to it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _model() -> None:
    """Set up a language model as a second reader; say which text may go to it.

    Off until you set it up. Nothing leaves this machine until a decision of this casebook names
    the host that it may go to.
    """


def _number(words: str, metavar: str, least: float = 0) -> object:
    return typer.Option(metavar=metavar, min=least, help=words, show_default=False)


@app.command("set")
def set_(
    address: Annotated[
        str | None,
        typer.Argument(
            metavar="[ADDRESS]",
            help="Base URL of an OpenAI-compatible service, as http://localhost:11434/v1.",
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="The model's name there.")
    ] = None,
    casebook: CasebookOption = None,
    key_name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The environment variable, or the entry of the system key ring, that holds the "
            "key; never the key itself.",
        ),
    ] = None,
    price_in: Annotated[float | None, _number("Price of a million tokens sent.", "N")] = None,
    price_out: Annotated[float | None, _number("Price of a million tokens answered.", "N")] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="What prices are in: USD, EUR, PEN.")
    ] = None,
    most_cost: Annotated[
        float | None, _number("End a run before it costs more (needs both prices).", "N")
    ] = None,
    most_tokens: Annotated[
        int | None, _number("End a run before it uses more tokens.", "N", 1)
    ] = None,
    no_cap: Annotated[bool, typer.Option("--no-cap", help="Let a run use what it takes.")] = False,
    structured: Annotated[
        str | None,
        typer.Option(
            metavar="FORM",
            help="How the form of answers is held: json_schema, json, text, or auto to find out.",
        ),
    ] = None,
    window: Annotated[
        int | None, _number("Characters of a report in one request.", "N", 500)
    ] = None,
    answer_tokens: Annotated[
        int | None, _number("Tokens that one answer may have.", "N", 64)
    ] = None,
    timeout: Annotated[float | None, _number("Seconds to wait for one answer.", "N", 1)] = None,
    tries: Annotated[int | None, _number("How often one request is tried.", "N", 1)] = None,
    temperature: Annotated[
        float | None, _number("0 for the same answer each time, as far as the server can.", "N")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Seed of the server's dice.")
    ] = None,
    why: WhyOption = "",
    by: AsOption = None,
) -> None:
    """Set up the language model, or change some of its settings.

    What is not given stays as it is; another address begins anew. A server on this machine may be
    sent to from then on. For any other host, `testigo model consent` is needed besides.

    Examples:

    \b
      testigo model set http://localhost:11434/v1 qwen3:8b
      testigo model set https://api.example.org/v1 large-1 --key-name EXAMPLE_KEY
      testigo model set --price-in 0.5 --price-out 2 --currency EUR --most-cost 5
    """
    given: dict[str, object] = {
        "key_name": key_name,
        "price_in": price_in,
        "price_out": price_out,
        "currency": currency,
        "most_cost": most_cost,
        "most_tokens": most_tokens,
        "structured": structured,
        "window": window,
        "answer_tokens": answer_tokens,
        "timeout": timeout,
        "tries": tries,
        "temperature": temperature,
        "seed": seed,
    }
    name = decider(by)
    # What cannot be set must not leave an empty casebook behind.
    settings = _settings(_settings_now(casebook), address, model, given, no_cap=no_cap)
    with _made_or_opened(casebook) as opened:
        opened.language_model.set_up(settings, by=name, why=why)
        print_state(opened.language_model.state())


@app.command("show")
def show(
    casebook: CasebookOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what is set up, which decision lets text go there, and how often it was asked.

    Examples:

    \b
      testigo model show
      testigo model show --json
    """
    with open_casebook(casebook) as opened:
        state = opened.language_model.state()
        if as_json:
            print(json.dumps(state_json(state), ensure_ascii=False))
        else:
            print_state(state)


@app.command("consent")
def consent(
    host: Annotated[
        str | None,
        typer.Argument(metavar="[HOST]", help="As `testigo model show` prints it: HOST:PORT."),
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            "--report",
            metavar="ID",
            help="Let this report go there though it is not public. Repeat for more.",
            show_default=False,
        ),
    ] = None,
    casebook: CasebookOption = None,
    why: WhyOption = "",
    by: AsOption = None,
) -> None:
    """Let text of this casebook go to a host; say why. Without HOST, to the one set up.

    A report that is confidential, restricted or sealed, or that holds a statement or field that is,
    does not go with the others: each needs a decision of its own. `testigo review undo` takes
    either back. The decision holds for this casebook and copies of its file, and for no other.

    Examples:

    \b
      testigo model consent api.example.org:443 --why "contract of 3 March, no training on it"
      testigo model consent --report 3fa2 --why "its author agreed by e-mail"
    """
    name = decider(by)
    with open_casebook(casebook) as opened:
        chosen = host or _host_set_up(opened)
        ids = [opened.report(each).id for each in report or []]
        made = opened.language_model.consent(chosen, by=name, why=why, reports=ids)
        what = number_of(len(ids), "report") if ids else "text of this casebook"
        print(
            f"{what} may go to {chosen}, as {plain(name)} decided "
            f"(decision {made.id[:SHORT_DECISION]})."
        )


@app.command("off")
def off(casebook: CasebookOption = None, why: WhyOption = "", by: AsOption = None) -> None:
    """Switch the language model off; answers that wait for their reading are removed.

    Examples:

    \b
      testigo model off
    """
    name = decider(by)
    with open_casebook(casebook) as opened:
        opened.language_model.set_up(None, by=name, why=why)
        print("The language model is off; nothing is sent.")


@app.command("try")
def try_(casebook: CasebookOption = None) -> None:
    """Send one invented sentence, and say what answered and how the form of answers is held.

    Examples:

    \b
      testigo model try
    """
    with open_casebook(casebook) as opened:
        trial = opened.language_model.try_out()
    form = {
        "json_schema": "by the schema",
        "json": "as JSON, without the schema",
        "text": "by the words of the prompt alone",
    }.get(trial.form, "in a way that is not known")
    print(f"{plain(trial.model)} at {trial.host} answered; the form is held {form}.")
    ins, outs = trial.answer.tokens_in, trial.answer.tokens_out
    if ins is not None and outs is not None:
        print(f"It counted {ins:,} tokens sent and {outs:,} answered.")
    print(
        "The answer is of the form asked for."
        if trial.fits
        else "The answer is not of the form asked for; expect reports that cannot be read so."
    )


def _made_or_opened(path: Path | None) -> Casebook:
    from testigo.casebook import DEFAULT_PATH, Casebook

    return Casebook.create(path or DEFAULT_PATH)


def _settings_now(path: Path | None) -> ModelSettings | None:
    """Return what is set up; None where nothing is, or there is no casebook yet."""
    from testigo.casebook import DEFAULT_PATH, Casebook

    if not (path or DEFAULT_PATH).exists():
        return None
    with Casebook.open(path or DEFAULT_PATH) as opened:
        return opened.language_model.settings


def _settings(
    before: ModelSettings | None,
    address: str | None,
    model: str | None,
    given: Mapping[str, object],
    *,
    no_cap: bool,
) -> ModelSettings:
    """Return the settings with what is given.

    Raises:
        BadCommand: if there is nothing to begin with.
        BadModelSetting: if one cannot be.
    """
    from dataclasses import replace

    from testigo.reading.llm.settings import ModelSettings

    changed = {name: value for name, value in given.items() if value is not None}
    if no_cap:
        changed = {"most_cost": None, "most_tokens": None} | changed
    if before is None or (address is not None and address != before.address):
        if address is None or model is None:
            raise BadCommand("name the ADDRESS and the MODEL: `testigo model set ADDRESS MODEL`")
        return ModelSettings.from_json({"address": address, "model": model} | changed)
    if model is not None:
        changed["model"] = model
    return replace(before, **changed)  # type: ignore[arg-type]


def _host_set_up(casebook: Casebook) -> str:
    settings = casebook.language_model.settings
    if settings is None:
        raise BadCommand("no language model is set up: name the HOST, or set the model up first")
    return settings.host
