"""How long a report takes a person: `python benchmarks/pace NAME.txt [--scorer FILE] [--json]`.

Beside NAME.txt lie NAME.meta.json and NAME.gold.jsonl. The report is dropped into the workbench in
a real Chromium and reviewed to its end on its own page by real keys and presses: what agrees with
the gold is accepted, a value that differs is amended, what the gold lacks is rejected with a
reason, what the reader missed is added by selecting its words. The gold stands for what a careful
person would decide; nothing is chosen by it.

Counted are keys, presses of the mouse and the time that the machine lets one wait; from them comes
an ESTIMATE of a practised person's time by the keystroke-level model (Card, Moran and Newell, The
Psychology of Human-Computer Interaction, 1983, ch. 8): K a key or press of a button, P pointing,
H a hand moved between keyboard and mouse, M getting ready for a decision, R waiting. It holds no
time for reading; that is told beside it, at 238 words a minute (Brysbaert 2019, doi
10.1016/j.jml.2019.104047).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT)]

from playwright.sync_api import Page, sync_playwright  # noqa: E402
from tests.web.served import served  # noqa: E402

from testigo.casebook import Casebook  # noqa: E402
from testigo.casebook.settings import Settings, store_settings  # noqa: E402
from testigo.exports.flat import flat_statement  # noqa: E402
from testigo.record.vocabularies import vocabulary  # noqa: E402
from testigo.review.queue import ReviewItem  # noqa: E402

K, P, H, M = 0.20, 1.10, 0.40, 1.35
"""Seconds of the model; K is that of an average skilled typist (55 words a minute)."""
WORDS_A_MINUTE = 238
FIELDS = {
    "casualty": {"origin": "home"},
    "measure": {"rights": "rights_words"},
}
"""The fields of the form that have another name in the gold."""
COUNTS = ("low", "high", "approx")
CODES = {
    ("casualty", "outcome"): "outcome",
    ("casualty", "sex"): "sex",
    ("toll", "outcome"): "outcome",
    ("incident", "type"): "incident_type",
    ("measure", "type"): "measure_type",
    ("measure", "status"): "measure_status",
    ("post", "status"): "post_status",
    ("contact", "type"): "contact_type",
    ("proceeding", "type"): "proceeding_type",
    ("claim", "form"): "claim_form",
    ("claim", "stance"): "stance",
}
REASONS = {"not_said": "1", "other": "0"}


@dataclass
class Work:
    """Operators of one decision, and what the machine took; `kind` is accept, amend and so on."""

    kind: str
    keys: int = 0
    presses: int = 0
    points: int = 0
    hands: int = 0
    thoughts: int = 1
    wait: float = 0.0
    failed: str = ""

    @property
    def seconds(self) -> float:
        """The estimate of the model."""
        return (
            (self.keys + self.presses) * K
            + self.points * P
            + self.hands * H
            + self.thoughts * M
            + self.wait
        )


@dataclass
class Person:
    """Keys and mouse of one page, counted."""

    page: Page
    now: Work = field(default_factory=lambda: Work("start"))
    done: list[Work] = field(default_factory=list)

    def begin(self, kind: str) -> Work:
        """Start counting a decision."""
        self.now = Work(kind)
        self.done.append(self.now)
        return self.now

    def key(self, name: str) -> None:
        """Press one key, or two that count as two."""
        self.page.keyboard.press(name)
        self.now.keys += len(name.split("+"))

    def type(self, words: str) -> None:
        """Type words."""
        self.page.keyboard.type(words)
        self.now.keys += len(words)

    def click(self, selector: str) -> None:
        """Point at something and press it; the hand goes to the mouse and comes back."""
        self.page.locator(selector).first.click()
        self.now.points += 1
        self.now.presses += 1
        self.now.hands += 2

    def wait_for(self, met: Callable[[], Any]) -> None:
        """Count how long it takes until something is there."""
        start = time.perf_counter()
        met()
        self.now.wait += time.perf_counter() - start


@dataclass(frozen=True)
class Plan:
    """What the gold says of one draft, or (`item` None) of what was missed."""

    item: ReviewItem | None
    gold: dict[str, Any] | None
    differing: tuple[str, ...] = ()


def main() -> None:
    """Review one report and print what it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("report", type=Path)
    asked.add_argument("--scorer", type=Path)
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    scorer = load_scorer(given.scorer or given.report.parent / "score.py")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        store_settings(Settings(name="Ana Quispe", language="en"))
        path = Path(folder) / "pace.db"
        Casebook.create(path).close()
        done = review_in_browser(path, given.report, scorer)
        state = state_of(path)
    words = len(given.report.read_text(encoding="utf-8").split())
    told = figures(done, words) | state
    print(json.dumps(told, indent=1) if given.json else table(told))


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"there is no scorer at {path}; give one with --scorer FILE")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def review_in_browser(path: Path, report: Path, scorer: ModuleType) -> list[Work]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with served(path) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.goto(server.entrance)
        person = Person(page)
        hand_in(person, server.origin, report)
        with Casebook.open(path) as casebook:
            plans = plans_of(casebook, report, scorer)
        go_through(person, plans, report.read_text(encoding="utf-8"))
        browser.close()
    return person.done


def hand_in(person: Person, origin: str, report: Path) -> None:
    """Drop the file, say what is known of it, and open it."""
    meta = json.loads(report.with_suffix(".meta.json").read_text(encoding="utf-8"))
    page, work = person.page, person.begin("hand in")
    page.goto(f"{origin}/inbox")
    page.locator("#files").set_input_files(str(report))
    work.points, work.presses, work.hands = 2, 2, 1  # taken up at one place, dropped at another
    person.click("details:has([name=published]) > summary")
    for name in ("outlet", "published"):
        if meta.get(name):
            page.locator(f"[name={name}]").focus()
            work.keys += 1
            person.type(str(meta[name]))
    person.key("Enter")
    person.wait_for(
        lambda: page.locator(".deliveries a[href^='/reports/']").first.wait_for(
            state="attached", timeout=120_000
        )
    )
    person.click("#list a[href^='/reports/']")
    person.wait_for(lambda: page.locator("[data-cards] .card").first.wait_for())


def plans_of(casebook: Casebook, report: Path, scorer: ModuleType) -> list[Plan]:
    """Return what to decide, in reading order, what was missed last."""
    kept = next(iter(casebook.reports()))
    rows = report.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(row) for row in rows if row]
    items = casebook.review.of_report(kept.id)
    language = str(kept.metadata.language.value if kept.metadata.language else "en")[:2]
    flat = [flat_statement(item.statement, language) for item in items]
    pairs: dict[int, int] = {}
    for kind in {row["kind"] for row in gold}:
        mine = [i for i, row in enumerate(flat) if row is not None and row["kind"] == kind]
        theirs = [j for j, row in enumerate(gold) if row["kind"] == kind]
        weights = [
            [
                1 + scorer.likeness(kind, gold[j], flat[i])
                if scorer.matches(kind, gold[j], flat[i])
                else 0.0
                for i in mine
            ]
            for j in theirs
        ]
        pairs |= {mine[b]: theirs[a] for a, b in scorer.assign(weights)}
    plans = []
    for index, item in enumerate(items):
        row = flat[index]
        if index not in pairs or row is None:
            plans.append(Plan(item, None))
        else:
            wanted = gold[pairs[index]]
            plans.append(Plan(item, wanted, tuple(differing(scorer, wanted, row))))
    missed = [row for j, row in enumerate(gold) if j not in pairs.values()]
    return plans + [Plan(None, row) for row in missed]


def differing(scorer: ModuleType, gold: dict[str, Any], read: dict[str, Any]) -> Iterator[str]:
    """Yield the slots that a careful person would change."""
    for slot in (*scorer.SLOTS[gold["kind"]], *scorer.COMMON):
        has, had = scorer.filled(gold, slot), scorer.filled(read, slot)
        if has and (not had or scorer.slot_sim(gold["kind"], slot, gold[slot], read[slot]) < 0.5):
            yield slot  # changed, or given where the reader gave nothing
        if had and not has and slot not in ("modality", "approx"):
            yield slot  # taken out


def go_through(person: Person, plans: list[Plan], text: str) -> None:
    """Decide on the card that the page leads to, and take what was missed last."""
    waiting = {plan.item.handle: plan for plan in plans if plan.item is not None}
    while waiting:
        plan = waiting.pop(nearest(person, list(waiting)))
        assert plan.item is not None
        if plan.gold is None:
            reject(person, plan.item)
        elif plan.differing:
            amend(person, plan.item, plan.gold, plan.differing)
        else:
            accept(person, plan.item)
    for plan in plans:
        if plan.item is None and plan.gold is not None:
            add(person, plan.gold, text)


def nearest(person: Person, handles: list[str]) -> str:
    """Return which of these cards the fewest presses of `n` lead to, the one in focus first."""
    order: list[int] = person.page.evaluate(
        """(handles) => {
          const cards = [...document.querySelectorAll(".card[data-item]")];
          const at = cards.findIndex((card) => card.contains(document.activeElement));
          return handles.map((handle) => cards.findIndex((card) => card.querySelector(
            `[href*='${handle}'], [formaction*='${handle}']`)) - Math.max(at, 0));
        }""",
        [handle[:10] for handle in handles],
    )
    ways = [(away if away >= 0 else 1000 - away) for away in order]
    return handles[ways.index(min(ways))]


def card_of(item: ReviewItem) -> str:
    return f".card[data-item]:has([href*='{item.handle[:10]}'], [formaction*='{item.handle[:10]}'])"


def go_to(person: Person, item: ReviewItem) -> None:
    """Bring the card into focus; `n` or `p` where the page has not done it by itself."""
    find = """(wanted) => {
      const cards = [...document.querySelectorAll(".card[data-item]")];
      const at = cards.findIndex((card) => card.contains(document.activeElement));
      return cards.indexOf(document.querySelector(wanted)) - at;
    }"""
    for _ in range(200):
        away = person.page.evaluate(find, card_of(item))
        if away == 0:
            return
        person.key("n" if away > 0 else "p")
    raise SystemExit("the card cannot be reached by keys")


def settled(person: Person, before: str) -> None:
    """Wait until the page tells another number of statements that wait."""
    left = person.page.locator("[data-left]").first
    person.wait_for(
        lambda: person.page.wait_for_function(
            "(before) => document.querySelector('[data-left]')?.textContent !== before",
            arg=before,
            polling=5,
        )
    )
    left.wait_for()


def left(person: Person) -> str:
    return person.page.locator("[data-left]").first.text_content() or ""


def accept(person: Person, item: ReviewItem) -> None:
    person.begin("accept")
    go_to(person, item)
    before = left(person)
    person.key("a")
    settled(person, before)


def reject(person: Person, item: ReviewItem) -> None:
    person.begin("reject")
    go_to(person, item)
    before = left(person)
    person.key("x")
    person.wait_for(lambda: person.page.locator("fieldset.reasons, .reasons").first.wait_for())
    person.key("1")
    settled(person, before)


def amend(person: Person, item: ReviewItem, gold: dict[str, Any], slots: tuple[str, ...]) -> None:
    work = person.begin("amend")
    go_to(person, item)
    before = left(person)
    person.key("e")
    person.wait_for(lambda: person.page.locator("form.statement").wait_for())
    fill(person, gold, slots)
    work.thoughts += len(slots) - 1
    send(person, before, work)


def add(person: Person, gold: dict[str, Any], text: str) -> None:
    work = person.begin("add")
    words = chosen_words(gold, text)
    if words is None:
        work.failed = "its words are not in the text as one piece"
        return
    before = left(person)
    select(person, words)
    person.key(letter_of(gold["kind"]))
    person.wait_for(lambda: person.page.locator("form.statement").wait_for())
    slots = tuple(
        s for s in gold if s not in ("kind", "quote", "label") and gold[s] not in (None, [], False)
    )
    fill(person, gold, tuple(s for s in slots if s != "modality" or gold[s] != "asserted"))
    send(person, before, work)


def send(person: Person, before: str, work: Work) -> None:
    """Keep it; where a value is refused, its field is emptied and it is sent again, twice."""
    page = person.page
    for _ in range(4):
        person.key("Control+Enter")
        start = time.perf_counter()
        page.wait_for_function(
            """() => !document.querySelector('form.statement')
                 || document.querySelector('form.statement .error, .note.wrong[role=alert]')""",
            polling=5,
        )
        work.wait += time.perf_counter() - start
        if not page.locator("form.statement").count():
            return
        wrong = page.locator("form.statement [data-field]:has(.error)")
        names = [wrong.nth(i).get_attribute("data-field") or "" for i in range(wrong.count())]
        told = page.locator("form.statement .error, .note.wrong").first.text_content() or ""
        work.failed = f"{' '.join(names)}: {told.strip()[:90]}"
        for name in names:
            clear(person, name)
        page.evaluate("document.querySelectorAll('form.statement .error').forEach(e => e.remove())")
        page.evaluate("document.querySelectorAll('.note.wrong').forEach(e => e.remove())")
        if not names:
            break
    person.key("Escape")
    page.wait_for_timeout(200)
    if page.locator("form.statement [data-key=cancel]").count():
        page.locator("form.statement [data-key=cancel]").click()


def fill(person: Person, gold: dict[str, Any], slots: tuple[str, ...]) -> None:
    kind = gold["kind"]
    names = dict.fromkeys(form_field(kind, slot) for slot in slots)
    for name in names:
        slot = next(s for s in slots if form_field(kind, s) == name)
        put(person, name, typed(kind, slot, gold))


def form_field(kind: str, slot: str) -> str:
    if kind == "toll" and slot in COUNTS:
        return "number"
    if slot in ("source", "via"):
        return {"source": "speaker", "via": "origin"}[slot]
    return FIELDS.get(kind, {}).get(slot, slot)


def put(person: Person, name: str, value: str) -> None:
    """Go to a field as a person does, by Tab or by a press if it lies far, and type into it."""
    page = person.page
    box = page.locator(f"#f-{name}")
    if not box.count():
        person.now.failed = f"{name}: no such field"
        return
    details = page.locator(f"form.statement details:not([open]):has(#f-{name}) > summary")
    if details.count():
        details.click()
        person.now.keys += 1
    box.focus()
    person.now.keys += 1
    if box.evaluate("(e) => e.tagName") == "SELECT":
        box.select_option(value)
        person.now.keys += 3  # letters of its label until it is chosen
        return
    person.key("Control+a")
    if value:
        person.type(value)
    else:
        person.key("Delete")


def clear(person: Person, name: str) -> None:
    box = person.page.locator(f"#f-{name}")
    if box.count() and box.evaluate("(e) => e.tagName") != "SELECT":
        box.fill("")
        person.now.keys += 4


def typed(kind: str, slot: str, gold: dict[str, Any]) -> str:
    value = gold.get(slot)
    if kind == "toll" and slot in COUNTS:
        low, high, about = (gold.get(name) for name in COUNTS)
        if low is not None and high is not None:
            number = str(low) if low == high else f"{low} to {high}"
            return f"about {number}" if about else number
        return f"at least {low}" if low is not None else f"up to {high}"
    if value in (None, [], False):
        return ""
    if (kind, slot) == ("incident", "type"):
        codes = vocabulary("incident_type")
        return next(
            (
                c.code
                for c in codes
                if str(c.extra.get("acled_sub_event_type")).lower() == str(value).lower()
            ),
            str(value),
        )
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def chosen_words(gold: dict[str, Any], text: str) -> str | None:
    """Return the words that a person would select to begin with."""
    quotes = gold["quote"] if isinstance(gold["quote"], list) else [gold["quote"]]
    heads = {"casualty": "name", "post": "person", "claim": "content", "toll": "population"}
    for said in (gold.get(heads.get(gold["kind"], "label")), quotes[0]):
        if said and str(said) in text and "\n" not in str(said):
            return str(said)
    return None


def letter_of(kind: str) -> str:
    letters = {"toll": "t", "casualty": "c", "incident": "i", "measure": "m", "post": "p"}
    return {**letters, "contact": "k", "proceeding": "j", "claim": "q"}[kind]


def select(person: Person, words: str) -> None:
    """Select words with the mouse, from the first to the last."""
    page = person.page
    ends = page.evaluate(
        """(words) => {
          const pane = document.querySelector("[data-pane]");
          const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
          let all = ""; const nodes = [];
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            nodes.push([n, all.length]); all += n.data;
          }
          const at = all.indexOf(words);
          if (at < 0) return null;
          const where = (offset) => {
            for (const [n, from] of nodes)
              if (offset >= from && offset < from + n.data.length) return [n, offset - from];
          };
          const range = document.createRange();
          const [a, i] = where(at), [b, j] = where(at + words.length - 1);
          range.setStart(a, i); range.setEnd(b, j + 1);
          a.parentElement.scrollIntoView({ block: "center" });
          const rects = [...range.getClientRects()];
          const first = rects[0], last = rects[rects.length - 1];
          return { x1: first.left + 1, y1: (first.top + first.bottom) / 2,
                   x2: last.right - 1, y2: (last.top + last.bottom) / 2 };
        }""",
        words,
    )
    if ends is None:
        raise SystemExit("words of the gold are not on the page")
    page.mouse.move(ends["x1"], ends["y1"])
    page.mouse.down()
    page.mouse.move(ends["x2"], ends["y2"], steps=5)
    page.mouse.up()
    work = person.now
    work.points, work.presses, work.hands = work.points + 2, work.presses + 2, work.hands + 2
    page.locator("#selection").wait_for()


def state_of(path: Path) -> dict[str, Any]:
    with Casebook.open(path) as casebook:
        acts = Counter(decision.act for decision in casebook.decisions())
        waiting = sum(casebook.review.waiting_by_report().values())
    return {"decisions": dict(acts), "still waiting": waiting}


def figures(done: list[Work], words: int) -> dict[str, Any]:
    kinds: dict[str, list[Work]] = {}
    for work in done:
        kinds.setdefault(work.kind, []).append(work)
    rows = {
        kind: {
            "n": len(works),
            "keys": sum(w.keys for w in works),
            "presses": sum(w.presses for w in works),
            "wait median ms": round(1000 * statistics.median(w.wait for w in works)),
            "wait max ms": round(1000 * max(w.wait for w in works)),
            "estimate s": round(sum(w.seconds for w in works), 1),
            "estimate each s": round(statistics.mean(w.seconds for w in works), 1),
            "value refused": sum(bool(w.failed) for w in works),
        }
        for kind, works in kinds.items()
    }
    total = sum(w.seconds for w in done)
    return {
        "by act": rows,
        "keys of an accepted draft": round(
            statistics.mean(w.keys for w in kinds.get("accept", [Work("")])), 2
        ),
        "estimate in all, s": round(total, 1),
        "of that waiting, s": round(sum(w.wait for w in done), 1),
        "reading the text once, s": round(60 * words / WORDS_A_MINUTE, 1),
        "refused": [f"{w.kind} {w.failed}" for w in done if w.failed],
    }


def table(told: dict[str, Any]) -> str:
    columns = (
        "n",
        "keys",
        "presses",
        "wait median ms",
        "wait max ms",
        "estimate s",
        "estimate each s",
        "value refused",
    )
    lines = [f"{'':<10}" + "".join(f"{c:>17}" for c in columns)]
    for kind, row in told["by act"].items():
        lines.append(f"{kind:<10}" + "".join(f"{row[c]:>17}" for c in columns))
    lines += [
        f"{name}: {value}" for name, value in told.items() if name not in ("by act", "refused")
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
