"""Invented stories, and the ways in which outlets change a dispatch before they print it."""

from __future__ import annotations

import random
from collections.abc import Iterator

PLACES = ("Quelmora", "Santa Ilda", "Puerto Varo", "Kelmora", "San Teluco", "Valle Hondo", "Corral")
WHO = (
    "police", "soldiers", "the interior ministry", "the ombudsman's office", "a hospital director",
    "union leaders", "farmers", "students", "the regional governor", "prosecutors", "relatives",
    "witnesses", "a human rights group", "the army command", "church workers",
)  # fmt: skip
SAID = ("said", "denied", "confirmed", "told reporters", "argued", "insisted", "warned", "repeated")
WHAT = (
    "that {n} people were hurt when the march reached the {site} of {place}",
    "that no live rounds had been issued to the patrol near the {site}",
    "that the road to {place} would stay closed until {day}",
    "that {n} detainees were moved to the barracks in {place} on {day}",
    "that the emergency decree covered {place} and {n} further districts",
    "that an inquiry into the shooting at the {site} had been opened",
    "that ambulances were held for {n} hours at the {site}",
    "that the families had not been told where the bodies were taken",
    "that talks would resume on {day} if the troops left the {site}",
    "that the toll given on {day} was wrong and stood at {n}",
    "that markets in {place} had run out of fuel and flour",
    "that the airport runway was cleared after {n} hours of clashes",
)
SITES = (
    "bridge",
    "market",
    "town hall",
    "bus station",
    "airport",
    "university",
    "mine",
    "hospital",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TAILS = (
    "", "", ", adding that nobody had been identified", ", in a statement read on local radio",
    ", a day after the general strike began", ", while shops stayed shut",
    ", as it rained over the valley", " and asked for blood donors",
)  # fmt: skip
OTHER_WORDS = {
    "said": "stated", "people": "persons", "hurt": "injured", "told": "informed", "near": "by",
    "opened": "launched", "closed": "shut", "wrong": "mistaken", "talks": "negotiations",
    "troops": "soldiers", "bodies": "remains", "stay": "remain", "moved": "taken",
}  # fmt: skip
Story = list[str]


def sentence(chance: random.Random) -> str:
    """One sentence of a report."""
    what = chance.choice(WHAT).format(
        n=chance.randint(2, 60),
        site=chance.choice(SITES),
        place=chance.choice(PLACES),
        day=chance.choice(DAYS),
    )
    who = chance.choice(WHO).capitalize()
    return f"{who} {chance.choice(SAID)} {what}{chance.choice(TAILS)}."


def story(chance: random.Random, paragraphs: int | None = None) -> Story:
    """A story of six to fourteen paragraphs."""
    number = paragraphs or chance.randint(6, 14)
    return [" ".join(sentence(chance) for _ in range(chance.randint(1, 3))) for _ in range(number)]


def edited(chance: random.Random, paragraphs: Story, rate: float) -> Story:
    """Change `rate` of the words and drop a third as many."""
    changed = []
    for paragraph in paragraphs:
        words = [word for word in paragraph.split() if chance.random() > rate / 3]
        changed.append(
            " ".join(
                OTHER_WORDS.get(word, f"{word}s") if chance.random() < rate else word
                for word in words
            )
        )
    return changed


def copies(chance: random.Random, original: Story) -> Iterator[tuple[str, Story]]:
    """Yield the copies of a story that other outlets print, each with what was done to it."""
    half, third = max(3, len(original) // 2), max(3, len(original) // 3)
    yield "new title", ["From our desk", *original]
    yield "first half", original[:half]
    yield "first third", original[:third]
    yield "5% of words", edited(chance, original, 0.05)
    yield "10% of words", edited(chance, original, 0.10)
    yield "half, 5% of words", edited(chance, original[:half], 0.05)
    yield "40% added", [*original, *story(chance, max(1, len(original) * 2 // 5))]
    yield "half, as much added", [*original[:half], *story(chance, half)]
