// The words that are selected now: one span of one report, for the bar, the caret and the forms.

import type { Pane } from "./pane";
import type { Span, Step } from "./spans";
import { meant } from "./spans";

/** Words selected in a text. */
export interface Chosen {
  readonly pane: Pane;
  readonly span: Span;
}

type Heard = (chosen: Chosen | null) => void;

let now: Chosen | null = null;
const listeners: Heard[] = [];

/** What is selected, null if nothing is. */
export function chosen(): Chosen | null {
  return now?.pane.element.isConnected ? now : null;
}

/** Be told whenever other words are selected, or none any more. */
export function onChosen(heard: Heard): void {
  listeners.push(heard);
}

/** Take words as selected; the browser shows them so, unless fingers are still on them. */
export function choose(pane: Pane, span: Span, step: Step, isShown: boolean): void {
  const whole = meant(span, pane.measured, step);
  if (!whole) return letGo();
  now = { pane, span: whole };
  if (isShown) show(now);
  for (const heard of listeners) heard(now);
}

/** Take no words as selected. */
export function letGo(): void {
  if (!now) return;
  now = null;
  for (const heard of listeners) heard(null);
}

/** Whether the browser's selection is the words that are chosen. */
export function isShownAlready(range: Range): boolean {
  if (!now) return false;
  const { start, end } = now.pane.span(range);
  return start === now.span.start && end === now.span.end;
}

function show({ pane, span }: Chosen): void {
  const range = pane.range(span);
  document.getSelection()?.setBaseAndExtent(
    range.startContainer,
    range.startOffset,
    range.endContainer,
    range.endOffset,
  );
}
