"""What a language model would read, what would stay here, and about what it would take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from testigo.casebook.guarded_model import CHARACTERS_A_TOKEN, must_stay
from testigo.reading.llm.prompt import LANGUAGES, instructions
from testigo.reading.llm.schema import answer_schema
from testigo.reading.llm.settings import ModelSettings
from testigo.reading.llm.windows import OVERLAP
from testigo.record.canonical import canonical_json
from testigo.record.reading import Coverage, ReaderIdentity, Reading
from testigo.review.materials import chunks
from testigo.store import tables
from testigo.store.kept import KeptReport

HEAD = 250
"""Characters of the marks, title, outlet and date sent with each window: most have fewer."""

ANSWER = 1.5
"""Tokens of an answer for one of its text: each statement quotes its sentence again and names its
fields. Measured with the tokenizer of the Qwen models (docs/guide/language-model.md): 550 to 1,000
for six to ten statements of a report of 600."""


@dataclass(frozen=True, slots=True)
class ModelPlan:
    """A run before it begins. Tokens and cost are an estimate; they leave out what waits kept.

    `to_read` are the reports that are to be sent, `staying` those that are not public and that
    nobody let go to this host; `known` were read by this model with these metadata before, `other`
    are in no language that a model is asked in, or erased. `cost` is None where no prices are set.
    """

    settings: ModelSettings
    to_read: tuple[str, ...]
    staying: tuple[str, ...]
    known: int
    other: int
    tokens_in: int
    tokens_out: int

    @property
    def cost(self) -> float | None:
        """About what it costs, in `settings.currency`."""
        return self.settings.cost(self.tokens_in, self.tokens_out)

    @property
    def is_capped(self) -> bool:
        """Whether something ends the run before it costs more than was meant."""
        return self.settings.most_tokens is not None or self.settings.most_cost is not None


def plan(
    connection: Connection,
    reports: Sequence[KeptReport],
    identity: ReaderIdentity,
    settings: ModelSettings,
) -> ModelPlan:
    """Return what would come of having these reports read."""
    readable = [r for r in reports if r.text_id and not r.erased and language_of(r) is not None]
    read = _known(connection, identity)
    new = [r for r in readable if reading_id(r, identity) not in read]
    ids = [report.id for report in new]
    stay = frozenset() if settings.is_local else must_stay(connection, ids, settings.host)
    sent = [report for report in new if report.id not in stay]
    tokens_in, tokens_out = _tokens(connection, sent, settings)
    return ModelPlan(
        settings,
        tuple(report.id for report in sent),
        tuple(id_ for id_ in ids if id_ in stay),
        len(readable) - len(new),
        len(reports) - len(readable),
        tokens_in,
        tokens_out,
    )


def language_of(report: KeptReport) -> str | None:
    """Return the language in which a model is asked about a report, None where it is in another."""
    stated = report.metadata.language
    base = "" if stated is None else stated.value.split("-")[0].lower()
    return base if base in LANGUAGES else None


def reading_id(report: KeptReport, identity: ReaderIdentity) -> str:
    """Return the id that a reading of the newest text with the metadata of now has."""
    nothing = Coverage(0, 0, 0)
    return Reading(report.text_id or "", report.metadata.id, identity, (), nothing).id


def _known(connection: Connection, identity: ReaderIdentity) -> frozenset[str]:
    reading = tables.reading
    query = select(reading.c.id).where(
        reading.c.reader_name == identity.name,
        reading.c.reader_version == identity.version,
        reading.c.reader_resources == identity.resources,
    )
    return frozenset(connection.execute(query).scalars())


def _tokens(
    connection: Connection, reports: Iterable[KeptReport], settings: ModelSettings
) -> tuple[int, int]:
    """Return about how many tokens go out and come back."""
    sent = {report.text_id: language_of(report) or "" for report in reports if report.text_id}
    text = tables.text
    # A server that does not hold answers to the schema is sent it as text.
    shape = len(canonical_json(answer_schema())) if settings.structured in ("json", "text") else 0
    there = back = 0
    for batch in chunks(sent):
        query = select(text.c.id, text.c.length).where(text.c.id.in_(batch))
        for id_, length in connection.execute(query):
            parts = max(1, -(-length // max(1, round(settings.window * (1 - OVERLAP)))))
            told = len(instructions(sent[id_])) + HEAD + shape
            characters = parts * told + length + (parts - 1) * OVERLAP * settings.window
            there += round(characters) // CHARACTERS_A_TOKEN
            said = round(ANSWER * length) // CHARACTERS_A_TOKEN
            back += min(said, parts * settings.answer_tokens)
    return there, back
