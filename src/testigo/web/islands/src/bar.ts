// The small bar beside selected words: add a statement of a kind, or use them for a field.

import { type Chosen, chosen, letGo, onChosen } from "./chosen";
import { type Field, fieldInHand, useWords } from "./fields";
import { areKeysOn, isShown, pressed } from "./keys";
import { say, words } from "./said";

const GAP = 8;

function bar(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form#selection");
}

/** Go into the bar by keyboard. */
export function openBar(): void {
  buttons()[0]?.focus();
}

function buttons(): HTMLButtonElement[] {
  return [...(bar()?.querySelectorAll("button") ?? [])].filter(isShown);
}

/** Show the bar while words are selected. */
export function offer(): void {
  onChosen((now) => (now ? show(now) : hide()));
  for (const what of ["scroll", "resize"] as const)
    window.addEventListener(what, () => place(chosen()), { capture: true, passive: true });
  // A press on the bar lets the selection be.
  document.addEventListener("pointerdown", (event) => {
    if (isInBar(event.target)) event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {
    if (isInBar(event.target)) event.preventDefault();
  });
  document.addEventListener("keydown", onKey, { capture: true });
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", (event) => {
    const field = event.target instanceof Element ? event.target : null;
    if (field?.matches("input, textarea, select") && !isInBar(field)) letGo();
  });
}

function isInBar(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("#selection") !== null;
}

function show(now: Chosen): void {
  const form = bar();
  if (!form) return;
  const quote = now.pane.words(now.span).replace(/\s+/g, " ");
  form.action = `/reports/${encodeURIComponent(now.pane.report)}/add`;
  fill(form, "start", now.span.start);
  fill(form, "end", now.span.end);
  const shown = form.querySelector("output");
  if (shown) shown.textContent = quote;
  showFields(form, fieldInHand());
  form.hidden = false;
  place(now);
  say(words("selected", { words: quote }));
}

function fill(form: HTMLFormElement, name: string, value: number): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = String(value);
}

function showFields(form: HTMLFormElement, field: Field | null): void {
  const label = field?.label ?? "";
  for (const button of form.querySelectorAll<HTMLElement>("[data-use]")) {
    const isAlso = button.dataset.use === "also";
    button.hidden = !field || (isAlso && !field.hasWords);
    button.textContent = words(isAlso ? "alsoFor" : "useFor", { field: label });
  }
}

function hide(): void {
  const form = bar();
  if (!form || form.hidden) return;
  const held = form.contains(document.activeElement);
  form.hidden = true;
  if (held) document.querySelector<HTMLElement>("[data-pane]")?.focus({ preventScroll: true });
}

/** Under the words, or above them where there is no room below. */
function place(now: Chosen | null): void {
  const form = bar();
  if (!form || form.hidden || !now) return;
  const range = now.pane.range(now.span);
  const boxes = range.getClientRects();
  const [first, last] = [boxes[0], boxes[boxes.length - 1]];
  if (!first || !last) return;
  const { offsetWidth: width, offsetHeight: height } = form;
  const below = last.bottom + GAP;
  const top = below + height < window.innerHeight ? below : first.top - GAP - height;
  const left = Math.min(last.left, document.documentElement.clientWidth - width - GAP);
  form.style.top = `${Math.min(Math.max(GAP, top), window.innerHeight - height - GAP)}px`;
  form.style.left = `${Math.max(GAP, left)}px`;
}

function onKey(event: KeyboardEvent): void {
  if (!chosen() || bar()?.hidden !== false) return;
  if (isInBar(event.target) && moveInside(event)) return;
  const key = areKeysOn() ? pressed(event) : null;
  if (key?.length !== 1) return;
  const letter = key.toUpperCase();
  const button = buttons().find((each) => each.dataset.letter === letter);
  if (!button) return;
  // The letter of a kind, and nothing that it means while no words are selected.
  event.preventDefault();
  event.stopImmediatePropagation();
  button.click();
}

function moveInside(event: KeyboardEvent): boolean {
  const all = buttons();
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step !== undefined) all[(at + step + all.length) % all.length]?.focus();
  else if (event.key === "Escape") {
    // Back into the text with the words still selected; Esc again lets go of them.
    chosen()?.pane.element.focus({ preventScroll: true });
  } else return false;
  event.preventDefault();
  event.stopImmediatePropagation();
  return true;
}

function onClick(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-use]") : null;
  const [now, field] = [chosen(), fieldInHand()];
  if (!button || !now || !field) return;
  event.preventDefault();
  useWords(field, now, button.dataset.use === "also");
  document.getSelection()?.removeAllRanges();
  letGo();
  field.focus();
}
