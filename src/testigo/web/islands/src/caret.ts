// Selecting words by keys alone: in a text that has the focus a caret stands on one word.

import { openBar } from "./bar";
import { choose, chosen, letGo, onChosen } from "./chosen";
import { type Pane, paneOf } from "./pane";
import { say } from "./said";
import { type Held, type Span, stepped, stretched, unitAt } from "./spans";

const ARROWS = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"] as const;
type Arrow = (typeof ARROWS)[number];

/** Where the caret stands, and the selection that was made from it. */
interface Caret {
  readonly pane: Pane;
  readonly word: Span;
  readonly held: Held | null;
}

let caret: Caret | null = null;

/** Listen for keys in texts. */
export function walk(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerup", onPress);
  document.addEventListener("focusout", (event) => {
    const to = event.relatedTarget instanceof Element ? event.relatedTarget : null;
    if (!to?.closest("[data-pane], #selection")) hide();
  });
  window.addEventListener("resize", () => caret && draw(caret));
  onChosen((now) => {
    if (!now && caret?.held) caret = { ...caret, held: null };
  });
}

function onKey(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const pane = paneOf(target);
  if (!pane || !target || target.matches("input, textarea, select")) return;
  const isArrow = (ARROWS as readonly string[]).includes(event.key);
  if (isArrow && !event.metaKey && (event.shiftKey || !(event.ctrlKey || event.altKey))) {
    event.preventDefault();
    const byCharacter = event.ctrlKey || event.altKey;
    move(pane, target, event.key as Arrow, event.shiftKey, byCharacter);
  } else if (event.key === "Enter" && target === pane.element && caret?.pane === pane) {
    event.preventDefault();
    if (!chosen()) choose(pane, caret.word, "word", true);
    openBar();
  } else if (event.key === "Escape" && (chosen() || caret)) {
    event.preventDefault();
    document.getSelection()?.removeAllRanges();
    letGo();
    hide();
  }
}

function move(pane: Pane, from: Element, arrow: Arrow, selects: boolean, byCharacter: boolean): void {
  if (pane.measured.words.length === 0) return;
  const stood = caret?.pane === pane ? caret : null;
  if (from !== pane.element) pane.element.focus({ preventScroll: true });
  if (!stood) return stand({ pane, word: firstWord(pane, from), held: null });
  if (selects) return hold(stood, arrow, byCharacter);
  document.getSelection()?.removeAllRanges();
  letGo();
  stand({ pane, word: neighbour(pane, edgeOf(stood), arrow), held: null });
}

/** The word that moves: the caret's, or the one at the moving end of the selection. */
function edgeOf({ pane, word, held }: Caret): Span {
  if (!held) return word;
  const { words } = pane.measured;
  const at = held.moving === "end" ? held.end - 1 : held.start;
  return words[unitAt(words, at)] ?? word;
}

function hold(stood: Caret, arrow: Arrow, byCharacter: boolean): void {
  const { pane, word } = stood;
  const { words, characters } = pane.measured;
  const isBegun = chosen()?.pane === pane && stood.held !== null;
  const held: Held = isBegun && stood.held ? stood.held : { ...word, moving: "end" };
  const isSideways = arrow === "ArrowRight" || arrow === "ArrowLeft";
  const next = isSideways
    ? stepped(held, byCharacter ? characters : words, isForward(pane, held.start, arrow))
    : stretched(held, neighbour(pane, edgeOf({ pane, word, held }), arrow), words);
  choose(pane, next, "character", true);
  stand({ pane, word, held: next });
}

function isForward(pane: Pane, at: number, arrow: Arrow): boolean {
  return (arrow === "ArrowRight") !== pane.isRightToLeft(at);
}

/** The word beside, above or below a word, or at an end of its paragraph; itself at the edge. */
function neighbour(pane: Pane, word: Span, arrow: Arrow): Span {
  const { words } = pane.measured;
  const at = unitAt(words, word.start);
  if (arrow === "ArrowDown" || arrow === "ArrowUp") return onLine(pane, words, at, arrow);
  if (arrow === "ArrowRight" || arrow === "ArrowLeft")
    return words[at + (isForward(pane, word.start, arrow) ? 1 : -1)] ?? word;
  const paragraph = pane.paragraph(word.start);
  if (!paragraph) return word;
  const inside = words.filter((each) => paragraph.start <= each.start && each.end <= paragraph.end);
  return (arrow === "Home" ? inside[0] : inside.at(-1)) ?? word;
}

/** The word on the next line, or the one before, that is nearest to the same place across. */
function onLine(pane: Pane, words: readonly Span[], at: number, arrow: Arrow): Span {
  const step = arrow === "ArrowDown" ? 1 : -1;
  const here = boxOf(pane, words[at]!);
  let best: { word: Span; box: DOMRect; off: number } | null = null;
  for (let n = at + step; n >= 0 && n < words.length; n += step) {
    const box = boxOf(pane, words[n]!);
    const isSameLine = step > 0 ? box.top < here.bottom - 2 : box.bottom > here.top + 2;
    if (isSameLine) continue;
    if (best && Math.abs(box.top - best.box.top) > best.box.height / 2) break;
    const off = Math.abs(box.left + box.right - here.left - here.right);
    if (!best || off < best.off) best = { word: words[n]!, box, off };
  }
  return best?.word ?? words[at]!;
}

/** The word of a link that had the focus, else the first word that is in sight. */
function firstWord(pane: Pane, from: Element): Span {
  const { words } = pane.measured;
  if (from !== pane.element) return words[unitAt(words, pane.offset(from, 0, "start"))]!;
  const { top } = pane.element.getBoundingClientRect();
  const first = Math.max(0, top);
  return words.find((word) => boxOf(pane, word).top >= first) ?? words[0]!;
}

function boxOf(pane: Pane, word: Span): DOMRect {
  const range = pane.range(word);
  return range.getClientRects()[0] ?? range.getBoundingClientRect();
}

function stand(next: Caret): void {
  caret = next;
  draw(next);
  if (!next.held) say(next.pane.words(next.word));
}

function draw({ pane, word, held }: Caret): void {
  const mark = pane.element.querySelector<HTMLElement>(".word-caret") ?? made(pane);
  const edge = edgeOf({ pane, word, held });
  const box = boxOf(pane, edge);
  const around = pane.element.getBoundingClientRect();
  mark.hidden = false;
  mark.style.left = `${box.left - around.left + pane.element.scrollLeft - pane.element.clientLeft}px`;
  mark.style.top = `${box.top - around.top + pane.element.scrollTop - pane.element.clientTop}px`;
  mark.style.width = `${box.width}px`;
  mark.style.height = `${box.height}px`;
  mark.scrollIntoView({ block: "nearest" });
}

function made(pane: Pane): HTMLElement {
  const mark = document.createElement("div");
  mark.className = "word-caret";
  mark.setAttribute("aria-hidden", "true");
  pane.element.append(mark);
  return mark;
}

function hide(): void {
  caret = null;
  for (const mark of document.querySelectorAll<HTMLElement>(".word-caret")) mark.hidden = true;
}

/** A press puts the caret, unseen until an arrow moves it, on the word that was pressed. */
function onPress(event: PointerEvent): void {
  const pane = paneOf(event.target instanceof Node ? event.target : null);
  const selection = document.getSelection();
  if (!pane || !selection?.anchorNode || paneOf(selection.anchorNode) !== pane) return;
  const { words } = pane.measured;
  const at = pane.offset(selection.anchorNode, selection.anchorOffset, "start");
  const word = words[unitAt(words, at)];
  hide();
  if (word) caret = { pane, word, held: null };
}
