// Links the two sides of a report page: what is under the pointer or holds the focus lights up on
// both. Without this every link still leads to its other side.

const TEXT = "[data-pane], #text";
const CARDS = "[data-cards], #statements";
const WAIT_MS = 140; // A pointer on its way elsewhere moves nothing.

/** What an element stands for: statement numbers, and `number.field` where it is narrower. */
interface Meaning {
  readonly numbers: ReadonlySet<string>;
  readonly fields: ReadonlySet<string>;
  readonly other: string;
}

function tokens(element: Element | null, name: string): Set<string> {
  const text = element?.getAttribute(`data-${name}`) ?? "";
  return new Set(text.split(" ").filter(Boolean));
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const token of one) if (other.has(token)) return true;
  return false;
}

function meaning(element: Element | null): Meaning | null {
  const card = element?.closest("[data-n]");
  if (card) {
    const row = element?.closest("[data-f]") ?? null;
    return { numbers: tokens(card, "n"), fields: tokens(row, "f"), other: TEXT };
  }
  const piece = element?.closest("[data-s]");
  if (!piece) return null;
  const all = [...tokens(piece, "w")];
  // Words inside a claim stand for themselves: the whole claim would light up with each.
  const narrow = all.filter((token) => !token.endsWith(".content"));
  if (narrow.length === 0) return { numbers: tokens(piece, "s"), fields: new Set(all), other: CARDS };
  const numbers = new Set(narrow.map((token) => token.split(".")[0] ?? ""));
  return { numbers, fields: new Set(narrow), other: CARDS };
}

function light(found: Meaning | null): void {
  for (const lit of document.querySelectorAll(".lit, .own")) lit.classList.remove("lit", "own");
  if (!found) return;
  const mark = (where: string, name: string, wanted: ReadonlySet<string>, css: string) => {
    for (const each of document.querySelectorAll(where))
      if (meet(tokens(each, name), wanted)) each.classList.add(css);
  };
  mark("[data-n]", "n", found.numbers, "lit");
  mark("[data-e]", "e", found.numbers, "lit");
  mark("[data-f]", "f", found.fields, "own");
  for (const piece of document.querySelectorAll("mark[data-s]"))
    if (meet(tokens(piece, "s"), found.numbers)) {
      const isOwn = found.fields.size === 0 || meet(tokens(piece, "w"), found.fields);
      piece.classList.add(isOwn ? "own" : "lit");
    }
}

/** Brings the other side into view; the side that is looked at stays where it is. */
function follow(found: Meaning): void {
  const other = document.querySelector(found.other);
  const lit = other?.querySelector(".own") ?? other?.querySelector(".lit");
  const whole = lit?.closest(".card") ?? lit;
  if (other && getComputedStyle(other).overflowY === "auto") whole?.scrollIntoView({ block: "nearest" });
}

let waiting = 0;

function look(target: EventTarget | null, waitMs: number): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    const element = target instanceof Element ? target : null;
    const found = meaning(element) ?? meaning(document.activeElement);
    light(found);
    if (found) follow(found);
  }, waitMs);
}

/** Listen for the pointer and the focus. */
export function link(): void {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse") look(event.target, WAIT_MS);
  });
  document.addEventListener("focusin", (event) => look(event.target, 0));
  document.addEventListener("focusout", () => look(document.body, WAIT_MS));
}
