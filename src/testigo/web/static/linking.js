// Links the two sides of a report page: what is under the pointer or holds the focus lights up on
// both. Without this script every link still leads to its other side.

const text = document.getElementById("text");
const cards = document.getElementById("statements");

const WAIT_MS = 140; // A pointer on its way elsewhere moves nothing.

/** The values of a data attribute, as a set. */
function tokens(element, name) {
  return new Set((element?.dataset[name] ?? "").split(" ").filter(Boolean));
}

function meet(one, other) {
  for (const token of one) if (other.has(token)) return true;
  return false;
}

/** What an element stands for: statement numbers, and `number.field` where it is narrower. */
function meaning(element) {
  const row = element.closest("[data-f]");
  const card = element.closest("[data-n]");
  if (card) return { numbers: tokens(card, "n"), fields: tokens(row, "f"), side: cards };
  const piece = element.closest("[data-s]");
  if (piece) return narrowed(piece) ?? { numbers: tokens(piece, "s"), fields: tokens(piece, "w"), side: text };
  return null;
}

/** What words inside a claim stand for themselves: the whole claim would light up with each. */
function narrowed(piece) {
  const fields = [...tokens(piece, "w")].filter((token) => !token.endsWith(".content"));
  if (fields.length === 0) return null;
  return { numbers: new Set(fields.map((token) => token.split(".")[0])), fields: new Set(fields), side: text };
}

function clear() {
  for (const lit of document.querySelectorAll(".lit, .own")) lit.classList.remove("lit", "own");
}

function light(found) {
  clear();
  if (!found) return;
  for (const card of cards.querySelectorAll("[data-n]"))
    if (meet(tokens(card, "n"), found.numbers)) card.classList.add("lit");
  for (const sentence of text.querySelectorAll("[data-e]"))
    if (meet(tokens(sentence, "e"), found.numbers)) sentence.classList.add("lit");
  for (const piece of text.querySelectorAll("mark"))
    if (meet(tokens(piece, "s"), found.numbers)) {
      const isOwn = found.fields.size === 0 || meet(tokens(piece, "w"), found.fields);
      piece.classList.add(isOwn ? "own" : "lit");
    }
  for (const row of cards.querySelectorAll("[data-f]"))
    if (meet(tokens(row, "f"), found.fields)) row.classList.add("own");
}

/** Brings the other side into view; the side that is looked at stays where it is. */
function follow(found) {
  const other = found.side === text ? cards : text;
  const lit = other.querySelector(".own") ?? other.querySelector(".lit");
  const whole = lit?.closest(".card") ?? lit;
  if (getComputedStyle(other).overflowY === "auto") whole?.scrollIntoView({ block: "nearest" });
}

let waiting = 0;

function look(element, waitMs) {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    const found = meaning(element) ?? (document.activeElement && meaning(document.activeElement));
    light(found);
    if (found) follow(found);
  }, waitMs);
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") look(event.target, WAIT_MS);
});
document.addEventListener("focusin", (event) => look(event.target, 0));
document.addEventListener("focusout", () => look(document.body, WAIT_MS));
