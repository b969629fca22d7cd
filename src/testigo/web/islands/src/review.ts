// Keys that press the buttons of a page. The forms of the page stay the only way to decide.

import { actionsOf, isShown, keysOf } from "./keys";
import { isHelpOpen, toggleHelp } from "./help";
import { words } from "./said";
import { isWaiting, onSwapped } from "./swapping";

const FIELD = "input, textarea, select";
let last: HTMLElement | null = null;

/** Listen for keys, mind which statement has the focus. */
export function review(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-item]") : null;
    if (item) mind(item);
  });
  onSwapped(() => {
    last = document.querySelector<HTMLElement>("[data-item][aria-current]");
    showKeys();
  });
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if (inField(event)) return;
  for (const action of actionsOf(event)) {
    if (act(action)) {
      event.preventDefault();
      return;
    }
  }
}

/** In a field two presses still work: Ctrl+Enter sends, Escape leaves. A list sends with Enter. */
function inField(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  // Escape leaves from the buttons of a form too: that of reasons opens with the first of them focused.
  const isIn = target?.matches(event.key === "Escape" ? `${FIELD}, form *` : FIELD);
  if (!target || !isIn || !target.closest("[data-review]")) return false;
  // A text field sends its form with Enter by itself; Chromium's lists do not.
  const isList = target.matches("[data-edit] select");
  const isSave = event.key === "Enter" && (event.ctrlKey || event.metaKey || isList);
  const action = isSave ? "save" : event.key === "Escape" ? "cancel" : null;
  if (!action || !press(target.closest("form") ?? document, action)) return false;
  event.preventDefault();
  return true;
}

/** Do what a key means; false if it means nothing here. */
function act(action: string): boolean {
  if (action === "search") return goTo(document.getElementById("q"));
  if (action === "help") return toggleHelp();
  const page = document.querySelector<HTMLElement>("[data-review]");
  if (!page) return false;
  // Nobody decides on what is not seen yet: the press is used up.
  if (isWaiting()) return true;
  if ((action === "next" || action === "previous") && step(action === "next" ? 1 : -1)) return true;
  const items = page.closest("main")?.querySelectorAll<HTMLElement>("[data-item]") ?? [];
  if (items.length === 0) return press(page, action);
  const item = current();
  if (item && button(item, action)) return isInSight(item) ? press(item, action) : goTo(item);
  if (pressOutside(page.closest("main") ?? page, action)) return true;
  // No statement has been looked at: the first press only shows which one it would be about.
  return !item && [...items].some((each) => button(each, action)) && step(1);
}

function current(): HTMLElement | null {
  const item = document.activeElement?.closest<HTMLElement>("[data-item]") ?? last;
  return item?.isConnected ? item : null;
}

function button(where: ParentNode, action: string): HTMLElement | null {
  const all = where.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(action)}"]`);
  return [...all].find((each) => isShown(each) && !each.matches(":disabled")) ?? null;
}

function press(where: ParentNode, action: string): boolean {
  const found = button(where, action);
  found?.click();
  return found !== null;
}

function pressOutside(page: HTMLElement, action: string): boolean {
  const all = page.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(action)}"]`);
  const found = [...all].find((each) => !each.closest("[data-item]") && isShown(each));
  found?.click();
  return found !== undefined;
}

/** Go to the next statement on the page, or the one before; false at the ends. */
function step(by: 1 | -1): boolean {
  const items = [...document.querySelectorAll<HTMLElement>("main [data-item]")].filter(isShown);
  const item = current();
  const at = item ? items.indexOf(item) + by : items.findIndex(isInSight);
  const target = item ? items[at] : (items[at] ?? items[0]);
  return target ? goTo(target) : false;
}

function goTo(element: HTMLElement | null): boolean {
  if (!element) return false;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
  return true;
}

function mind(item: HTMLElement): void {
  if (last !== item) last?.removeAttribute("aria-current");
  last = item;
  item.setAttribute("aria-current", "true");
}

/** Whether some of an element can be seen: in the window, and in the pane that scrolls it. */
function isInSight(element: Element): boolean {
  const box = element.getBoundingClientRect();
  let [top, bottom] = [0, window.innerHeight];
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (!["auto", "scroll"].includes(getComputedStyle(around).overflowY)) continue;
    const pane = around.getBoundingClientRect();
    [top, bottom] = [Math.max(top, pane.top), Math.min(bottom, pane.bottom)];
  }
  return box.bottom > top && box.top < bottom;
}

/** Write its key on each button. Without this script there are no keys, and none is written. */
function showKeys(): void {
  for (const each of document.querySelectorAll<HTMLElement>("[data-key]:not(:has(> kbd))")) {
    const key = keysOf(each.dataset.key ?? "")[0];
    if (!key || !each.closest("[data-review], main:has([data-review])")) continue;
    each.setAttribute("aria-keyshortcuts", key === "space" ? "Space" : key);
    const hint = document.createElement("kbd");
    hint.setAttribute("aria-hidden", "true");
    hint.textContent = key === "space" ? words("space") : key;
    each.append(" ", hint);
  }
  if (isHelpOpen()) toggleHelp();
}
