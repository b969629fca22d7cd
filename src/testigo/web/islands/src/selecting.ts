// Selecting words by pointer and touch: what the browser selected becomes a span of the report.

import { choose, chosen, isShownAlready, letGo } from "./chosen";
import { paneOf, paneTouched } from "./pane";

let isPressing = false;

/** The range that the browser has selected, if it selected anything. */
function selectedRange(): Range | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  return selection.getRangeAt(0);
}

function take(isExact: boolean, isShown: boolean): void {
  const range = selectedRange();
  const pane = range && paneTouched(range);
  if (!range || !pane) return letGo();
  if (!isShownAlready(range)) choose(pane, pane.span(range), isExact ? "character" : "word", isShown);
}

/** Listen for selections. */
export function select(): void {
  document.addEventListener("pointerdown", (event) => {
    isPressing = event.pointerType === "mouse" && event.button === 0;
  });
  document.addEventListener("pointerup", (event) => {
    if (!isPressing) return;
    isPressing = false;
    const { altKey, target } = event;
    // A press inside a selection lets go of it only after this event.
    if (target instanceof Element && !target.closest("#selection"))
      window.setTimeout(() => take(altKey, true));
  });
  document.addEventListener("pointercancel", () => (isPressing = false));
  document.addEventListener("selectionchange", () => {
    // Fingers hold the selection by its ends: it is taken as it is now, and left as they hold it.
    if (!isPressing && !isInField()) take(false, false);
  });
  // Words that are links: dragging over them selects, and does not follow them.
  document.addEventListener("dragstart", (event) => {
    if (event.target instanceof Node && paneOf(event.target)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (chosen() && selectedRange() && event.target instanceof Node && paneOf(event.target))
      event.preventDefault();
  });
}

function isInField(): boolean {
  return document.activeElement?.matches("input, textarea, select") ?? false;
}

/** Let words that are links be dragged over. */
export function freeLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-pane] [data-text] a"))
    link.draggable = false;
}
