// The field of an edit form whose words are being chosen.

import { type Chosen } from "./chosen";
import { say } from "./said";
import { read, written } from "./spans";

let inHand: HTMLElement | null = null;
let lastFocus: HTMLElement | null = null;

/** One `[data-field]` of a `[data-edit]`. */
export class Field {
  readonly #element: HTMLElement;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  get name(): string {
    return this.#element.dataset.field ?? "";
  }

  /** Its name in the language of the page. */
  get label(): string {
    return this.#element.dataset.label ?? this.name;
  }

  /** Where its spans are written; null where the page has no place for them. */
  get spans(): HTMLInputElement | null {
    return this.#element.querySelector(`input[name="spans.${CSS.escape(this.name)}"]`);
  }

  get hasWords(): boolean {
    return read(this.spans?.value ?? "").length > 0;
  }

  /** Put spans and their words in. */
  put(spans: string, words: string): void {
    const input = this.spans;
    if (!input) return;
    input.value = spans;
    const shown = this.#element.querySelector("[data-words-of]");
    if (shown) shown.textContent = words;
    const value = this.#element.querySelector<HTMLInputElement>("[data-follows]");
    if (value) value.value = words;
    for (const changed of [value, input])
      changed?.dispatchEvent(new Event("change", { bubbles: true }));
    say(`${this.label}: ${words}`);
  }

  focus(): void {
    const target = lastFocus && this.#element.contains(lastFocus) ? lastFocus : null;
    (target ?? this.#element.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select"))?.focus();
  }
}

/** The field that had the focus last, as long as the focus went only to the text since. */
export function fieldInHand(): Field | null {
  return inHand?.isConnected ? new Field(inHand) : null;
}

/** Use selected words for a field, in place of those it has or after them. */
export function useWords(field: Field, { pane, span }: Chosen, isAlso: boolean): void {
  const before = isAlso ? read(field.spans?.value ?? "") : [];
  const spans = [...before, span].sort((a, b) => a.start - b.start);
  const words = spans.map((each) => pane.words(each).replace(/\s+/g, " ").trim());
  field.put(written(spans), words.filter(Boolean).join(" … "));
}

/** Remember which field has the focus. */
export function mindFields(): void {
  const mind = (target: EventTarget | null): void => {
    if (!(target instanceof HTMLElement) || target.closest("[data-pane], #selection")) return;
    const field = target.closest<HTMLElement>("[data-edit] [data-field]");
    inHand = field && new Field(field).spans ? field : null;
    lastFocus = target;
  };
  document.addEventListener("focusin", (event) => mind(event.target));
  mind(document.activeElement);
}
