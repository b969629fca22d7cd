"""The eight kinds of statement in the flat form that annotated reports use: what a model must fill.

The order of every tuple here is the order of the model's outputs: a change needs new training.
"""

from __future__ import annotations

from typing import Final

KINDS: Final = (
    "toll",
    "casualty",
    "incident",
    "measure",
    "post",
    "contact",
    "proceeding",
    "claim",
)

WORD_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "toll": ("population", "place", "cause", "source", "via"),
    "casualty": ("name", "occupation", "origin", "place", "cause", "perpetrator", "source", "via"),
    "incident": ("place", "perpetrators", "targets", "means", "source", "via"),
    "measure": ("scope", "duration", "authority", "rights", "source", "via"),
    "post": ("person", "organisation", "source", "via"),
    "contact": ("parties", "place", "source", "via"),
    "proceeding": ("target", "authority", "place", "source", "via"),
    "claim": ("speaker", "addressee", "medium", "source", "via"),
}
"""Fields whose value is words of the text, found by a pointer from the anchor."""

ANCHORED_FIELD: Final = {"post": "title", "claim": "content"}
"""Fields whose words begin at the anchor itself."""

DATE_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "toll": ("period", "as_of"),
    "casualty": ("date",),
    "incident": ("date",),
    "measure": ("start", "end"),
    "post": ("start", "end"),
    "contact": ("date",),
    "proceeding": ("date",),
    "claim": ("date",),
}
LIST_FIELDS: Final = frozenset({"perpetrators", "targets", "means", "rights", "parties"})
NAME_FIELDS: Final = frozenset(
    {
        *("name", "person", "speaker", "parties", "target", "perpetrator", "perpetrators"),
        *("targets", "authority", "source", "addressee", "via"),
    }
)
"""Fields that may hold a person or body, told later by a shorter form of the name."""
REQUIRED_FIELDS: Final = frozenset({"speaker", "target", "person"})
"""Without these a statement is none: their pointer may not answer "not given"."""

OUTCOMES: Final = (
    *("killed", "injured", "hospitalised", "detained", "missing", "displaced", "abducted"),
    *("tortured", "sexually_assaulted", "released", "evacuated"),
)
MODALITIES: Final = ("asserted", "alleged", "denied", "planned")
INCIDENT_TYPES: Final = (
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Violent demonstration",
    "Mob violence",
    "Attack",
    "Abduction/forced disappearance",
    "Sexual violence",
    "Armed clash",
    "Remote explosive/landmine/IED",
    "Shelling/artillery/missile attack",
    "Air/drone strike",
    "Grenade",
    "Suicide bomb",
    "Chemical weapon",
    "Arrests",
    "Looting/property destruction",
    "Agreement",
    "Disrupted weapons use",
    "Change to group/activity",
    "Non-violent transfer of territory",
    "Other",
)
"""ACLED sub-event types, as annotated reports spell them."""

CLASS_FIELDS: Final[dict[str, dict[str, tuple[str | None, ...]]]] = {
    "toll": {"outcome": OUTCOMES},
    "casualty": {"outcome": OUTCOMES, "sex": (None, "male", "female")},
    "incident": {"type": INCIDENT_TYPES},
    "measure": {
        "type": (
            *("state_of_emergency", "martial_law", "curfew", "military_deployment"),
            *("assembly_ban", "movement_restriction", "communications_shutdown"),
            *("border_closure", "media_ban", "organisation_ban", "other"),
        ),
        "status": (
            *("declared", "extended", "in_force", "expired", "lifted", "announced", "rejected"),
        ),
    },
    "post": {"status": ("current", "former", "incoming", "acting")},
    "contact": {
        "type": (
            *("meeting", "call", "instruction", "recognition", "support", "training"),
            *("agreement", "visit", "sanction"),
        )
    },
    "proceeding": {
        "type": (
            *("arrest", "charge", "trial", "conviction", "sentence", "release", "raid"),
            *("investigation", "impeachment", "removal", "resignation", "appointment"),
            *("election", "dissolution", "vote"),
        )
    },
    "claim": {
        "form": ("direct", "indirect"),
        "stance": (
            *("says", "denies", "condemns", "demands", "threatens", "admits", "accuses"),
            "promises",
        ),
    },
}
for _kind in KINDS:
    CLASS_FIELDS[_kind]["modality"] = MODALITIES

POINTERS: Final = tuple((kind, name) for kind in KINDS for name in WORD_FIELDS[kind])
POINTER: Final = {pair: index for index, pair in enumerate(POINTERS)}
"""The number of each (kind, field) pointer; those begun at the anchor follow in `END_ONLY`."""
END_ONLY: Final = {"title": len(POINTERS), "content": len(POINTERS) + 1}
ENDS: Final = len(POINTERS) + len(END_ONLY)
KEYS: Final = tuple(sorted({name for _, name in POINTERS}))
"""Fields of one name share their word keys over all kinds."""
CHOICES: Final = (
    *((kind, name) for kind in KINDS for name in DATE_FIELDS[kind]),
    ("casualty", "age"),
)
"""What is chosen among values that a finder has read: dates, and the age of a casualty."""
CHOICE: Final = {pair: index for index, pair in enumerate(CHOICES)}
CLASSES: Final = tuple((kind, name) for kind in KINDS for name in CLASS_FIELDS[kind])

PUBLISHED: Final = -1
"""How the report's own day is named among the date candidates of a window."""
LONGEST_END: Final = 24
LONGEST_CONTENT: Final = 160


def end_limit(end: int) -> int:
    """Return how many words what an end pointer closes may have, at most."""
    return LONGEST_CONTENT if end == END_ONLY["content"] else LONGEST_END
