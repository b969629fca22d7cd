// The list of keys: beside the page, not over it.

import { isShown, keysOf } from "./keys";
import { words } from "./said";

const ID = "island-keys";
let before: HTMLElement | null = null;

/** Whether the list is shown. */
export function isHelpOpen(): boolean {
  return document.getElementById(ID) !== null;
}

/** Show the list of keys, or take it away. */
export function toggleHelp(): boolean {
  const open = document.getElementById(ID);
  if (open) {
    open.remove();
    before?.focus({ preventScroll: true });
    return true;
  }
  before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const panel = made();
  document.body.append(panel);
  panel.focus();
  return true;
}

function made(): HTMLElement {
  const panel = document.createElement("section");
  panel.id = ID;
  panel.tabIndex = -1;
  const title = document.createElement("h2");
  title.textContent = words("keys");
  panel.setAttribute("aria-label", title.textContent);
  const list = document.createElement("dl");
  for (const [keys, meaning] of rows()) list.append(...row(keys, meaning));
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = words("close");
  close.addEventListener("click", () => toggleHelp());
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") toggleHelp();
  });
  panel.append(title, list, close);
  return panel;
}

function row(keys: readonly string[], meaning: string): HTMLElement[] {
  const key = document.createElement("dt");
  for (const each of keys) {
    const name = document.createElement("kbd");
    name.textContent = each === "space" ? words("space") : each === "backspace" ? "⌫" : each;
    key.append(name, " ");
  }
  const what = document.createElement("dd");
  what.textContent = meaning;
  return [key, what];
}

/** Each key that does something on this page now, with what it does. */
function* rows(): Generator<[readonly string[], string]> {
  const seen = new Set<string>();
  for (const each of document.querySelectorAll<HTMLElement>("main [data-key]")) {
    const action = each.dataset.key ?? "";
    if (seen.has(action) || !isShown(each) || keysOf(action).length === 0) continue;
    seen.add(action);
    yield [keysOf(action), each.dataset.keyLabel ?? textOf(each)];
  }
  const hasItems = document.querySelector("main [data-item]") !== null;
  if (hasItems && !seen.has("next")) yield [keysOf("next"), words("nextStatement")];
  if (hasItems && !seen.has("previous")) yield [keysOf("previous"), words("previousStatement")];
  if (document.querySelector("[data-edit]")) {
    yield [["Ctrl Enter"], words("save")];
    yield [["Esc"], words("cancel")];
  }
  if (document.querySelector("[data-pane]")) {
    yield [["← → ↑ ↓"], words("moveCaret")];
    yield [["Shift ← →"], words("selectWords")];
    yield [["Ctrl Shift ← →"], words("selectCharacters")];
    yield [["T C I M P K J Q"], words("addKinds")];
  }
  if (document.querySelector("main [data-rows]")) yield [["j", "k"], words("nextRow")];
  yield [keysOf("search"), words("search")];
  yield [keysOf("help"), words("thisList")];
}

function textOf(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hint of copy.querySelectorAll("kbd")) hint.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}
