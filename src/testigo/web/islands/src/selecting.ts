// Selecting words by pointer and touch: what the browser selected becomes a span of the report.

import { choose, isShownAlready, letGo } from "./chosen";
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
    if (isPressing) beginOnLink(event);
  });
  document.addEventListener("pointermove", dragFromLink);
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
  document.addEventListener("dragstart", (event) => {
    if (event.target instanceof Node && paneOf(event.target)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (begun?.isDragged) event.preventDefault();
    begun = null;
  });
}

function isInField(): boolean {
  return document.activeElement?.matches("input, textarea, select") ?? false;
}

/** A place in the text. */
interface Place {
  readonly node: Node;
  readonly units: number;
}

/** A press on a word that is a link: browsers begin no selection there, so it is begun here. */
let begun: (Place & { readonly x: number; readonly y: number; isDragged: boolean }) | null = null;

const MOVED_PX = 4; // Less is a press with an unsteady hand.

function beginOnLink(event: PointerEvent): void {
  const link = event.target instanceof Element ? event.target.closest("[data-text] a") : null;
  const place = link && paneOf(link) ? placeAt(event) : null;
  begun = place && { ...place, x: event.clientX, y: event.clientY, isDragged: false };
}

function dragFromLink(event: PointerEvent): void {
  if (!isPressing || !begun) return;
  const isFar = Math.hypot(event.clientX - begun.x, event.clientY - begun.y) > MOVED_PX;
  const place = isFar || begun.isDragged ? placeAt(event) : null;
  if (!place) return;
  begun.isDragged = true;
  document.getSelection()?.setBaseAndExtent(begun.node, begun.units, place.node, place.units);
}

function placeAt({ clientX, clientY }: PointerEvent): Place | null {
  if ("caretPositionFromPoint" in document) {
    const place = document.caretPositionFromPoint(clientX, clientY);
    return place && { node: place.offsetNode, units: place.offset };
  }
  // Only browsers of before 2025 come here.
  const range = (document as Document).caretRangeFromPoint(clientX, clientY);
  return range && { node: range.startContainer, units: range.startOffset };
}

/** Let words that are links be dragged over: they are not to be carried off. */
export function freeLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-pane] [data-text] a"))
    link.draggable = false;
}
