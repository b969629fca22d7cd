"""How the language model of a casebook stands, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from testigo.cli.deciding import SHORT_DECISION, moment_words
from testigo.cli.terminal import number_of, plain

if TYPE_CHECKING:
    from testigo.casebook.language_model import ModelState
    from testigo.reading.llm.settings import ModelSettings
    from testigo.review.history import HistoryLine


def print_state(state: ModelState) -> None:
    """Print what is set up and by which decisions text may go there."""
    settings = state.settings
    if settings is None:
        print("No language model is set up; nothing is sent.")
        if state.set_by is not None:
            print(f"Switched off: {_by(state.set_by)}.")
        return
    print(f"{plain(settings.model)} at {settings.address}")
    for name, words in _told(settings):
        print(f"  {name:<16}{words}")
    if state.set_by is not None:
        print(f"Set up: {_by(state.set_by)}.")
    if state.let_by is None:
        print(
            f"Nothing is sent: nobody has let text go to {settings.host}. "
            f"`testigo model consent {settings.host} --why WORDS` does, once you may."
        )
    elif settings.is_local:
        print(f"{settings.host} is this machine: text may go there by that decision.")
    else:
        print(f"Text may go to {settings.host}: {_by(state.let_by)}.")
    print(f"{number_of(state.calls, 'call')} so far; `testigo show calls` lists them.")


def _told(settings: ModelSettings) -> list[tuple[str, str]]:
    prices = (
        "not set"
        if settings.price_in is None or settings.price_out is None
        else f"{settings.price_in:g} in, {settings.price_out:g} out a million tokens, "
        f"{plain(settings.currency)}"
    )
    caps = []
    if settings.most_cost is not None:
        caps.append(f"{settings.most_cost:g} {plain(settings.currency)}")
    if settings.most_tokens is not None:
        caps.append(f"{settings.most_tokens:,} tokens")
    tries = "1 try" if settings.tries == 1 else f"{settings.tries} tries"
    seed = "none" if settings.seed is None else str(settings.seed)
    return [
        ("key", plain(settings.key_name) or "none"),
        ("prices", prices),
        ("cap of a run", " and ".join(caps) or "none"),
        ("form", settings.structured),
        ("window", f"{settings.window:,} characters"),
        ("answer", f"at most {settings.answer_tokens:,} tokens"),
        ("patience", f"{settings.timeout:g} seconds, {tries}"),
        ("repeatable", f"temperature {settings.temperature:g}, seed {seed}"),
    ]


def _by(line: HistoryLine) -> str:
    return (
        f"{plain(line.by)}, {moment_words(line.at)} (decision {line.decision.id[:SHORT_DECISION]})"
    )


def state_json(state: ModelState) -> dict[str, object]:
    """Return the same for programs."""
    return {
        "settings": None if state.settings is None else state.settings.to_json(),
        "host": None if state.settings is None else state.settings.host,
        "is_local": None if state.settings is None else state.settings.is_local,
        "set_by": None if state.set_by is None else state.set_by.decision.id,
        "let_by": None if state.let_by is None else state.let_by.decision.id,
        "calls": state.calls,
    }
