// Lists of small records in a form: as soon as the blank row is filled, another stands behind it.

const LISTS = "[data-edit] [data-records]";
const BLANK = "[data-record]";
const NAMED = ["name", "id", "for", "data-field", "data-words-of", "data-label", "aria-label"] as const;

/** Listen for rows that are opened and filled. */
export function growRecords(): void {
  document.addEventListener("input", (event) => grow(event.target));
  document.addEventListener("change", (event) => grow(event.target));
  // `toggle` does not bubble.
  document.addEventListener("toggle", (event) => intoOpened(event.target), { capture: true });
}

function grow(target: EventTarget | null): void {
  if (!(target instanceof HTMLElement)) return;
  const row = target.closest<HTMLElement>(BLANK);
  const list = row?.closest(LISTS);
  if (!row || !list || [...list.querySelectorAll(BLANK)].at(-1) !== row || !isFilled(row)) return;
  const field = row.querySelector<HTMLElement>("[data-field]")?.dataset.field;
  const number = Number(field?.split(".").at(-1));
  if (field && Number.isInteger(number)) row.after(another(row, field, number));
}

function isFilled(row: HTMLElement): boolean {
  const controls = row.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select");
  return [...controls].some((each) => each.value !== "");
}

/** A blank row under the next number: of `parts.1`, `parts.2`. */
function another(row: HTMLElement, field: string, number: number): HTMLElement {
  const copy = row.cloneNode(true) as HTMLElement;
  copy.removeAttribute("open");
  const next = field.replace(/\d+$/, String(number + 1));
  for (const each of copy.querySelectorAll<HTMLElement>("*")) {
    for (const name of NAMED) {
      const old = each.getAttribute(name);
      if (old === null) continue;
      // Labels count from one.
      const label = name.endsWith("label") ? old.replace(String(number + 1), String(number + 2)) : old;
      each.setAttribute(name, label.replace(field, next));
    }
    each.removeAttribute("aria-describedby");
    each.removeAttribute("aria-invalid");
    if (each instanceof HTMLInputElement || each instanceof HTMLSelectElement) each.value = "";
    if (each instanceof HTMLInputElement) each.setAttribute("value", "");
    if (each.matches("output")) each.textContent = "";
  }
  for (const wrong of copy.querySelectorAll(".error")) wrong.remove();
  return copy;
}

function intoOpened(target: EventTarget | null): void {
  if (!(target instanceof HTMLDetailsElement) || !target.open || !target.matches(BLANK)) return;
  target.querySelector<HTMLElement>("select, input")?.focus();
}
