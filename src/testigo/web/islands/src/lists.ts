// Lists by keyboard, and columns that are shown as soon as they are chosen.

import { pressed } from "./keys";

const STEPS: Readonly<Record<string, 1 | -1>> = { j: 1, k: -1, arrowdown: 1, arrowup: -1 };

/** Listen for keys in lists and for boxes of columns. */
export function walkLists(): void {
  document.addEventListener("keydown", (event) => {
    const list = listOf(event);
    const step = STEPS[pressed(event) ?? ""];
    if (!list || !step || event.shiftKey || event.defaultPrevented) return;
    const links = linksOf(list);
    const row = document.activeElement?.closest("tr, li") ?? null;
    const at = links.findIndex((link) => row?.contains(link));
    const target = at < 0 ? links[0] : links[at + step];
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
  document.addEventListener("change", (event) => {
    const box = event.target instanceof HTMLInputElement ? event.target : null;
    if (box?.type === "checkbox") box.closest<HTMLFormElement>("form[data-columns]")?.requestSubmit();
  });
}

/** The list that a key is about. Arrows scroll the page until a row has the focus. */
function listOf(event: KeyboardEvent): Element | null {
  const inside = event.target instanceof Element ? event.target.closest("[data-rows]") : null;
  const isArrow = event.key.startsWith("Arrow");
  return inside ?? (isArrow ? null : document.querySelector("[data-rows]"));
}

function linksOf(list: Element): HTMLElement[] {
  const rows = [...list.querySelectorAll("tbody > tr, :scope > li")];
  return rows.flatMap((row) => row.querySelector<HTMLElement>("a[href]") ?? []);
}
