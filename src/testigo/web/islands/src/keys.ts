// Which key does what. The page may give other keys, or none (WCAG 2.2, 2.1.4).

/** Actions and their keys at first; where two have the same, the one that is on the page has it. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  accept: ["a"],
  edit: ["e"],
  reject: ["x"],
  flag: ["f"],
  later: ["space"],
  undo: ["u", "backspace"],
  different: ["n"],
  same: ["m"],
  cannot_tell: ["d"],
  next: ["n"],
  previous: ["p"],
  search: ["/"],
  help: ["?"],
  ...Object.fromEntries(Array.from("123456789", (digit) => [digit, [digit]])),
};

const FIELDS = "input:not([type=button], [type=submit], [type=reset], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSED_BY_SPACE = "button, input, summary, [role=button]";

/** `<body data-keys>` holds other keys as JSON; an empty one says that single keys are off. */
interface Settings {
  readonly on: boolean;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

let kept: { readonly from: string; readonly settings: Settings } | null = null;

function settings(): Settings {
  const from = document.body.dataset.keys ?? "{}";
  if (kept?.from !== from) kept = { from, settings: parsed(from) };
  return kept.settings;
}

function parsed(from: string): Settings {
  if (from === "") return { on: false, keys: KEYS };
  const own = JSON.parse(from) as Record<string, string>;
  const keys = { ...KEYS };
  for (const [action, key] of Object.entries(own)) {
    // Backspace undoes whatever other key was chosen for it.
    keys[action] = action === "undo" ? [key.toLowerCase(), "backspace"] : [key.toLowerCase()];
  }
  return { on: true, keys };
}

/** The keys of an action, none if keys are off. */
export function keysOf(action: string): readonly string[] {
  const { on, keys } = settings();
  return on ? (keys[action] ?? []) : [];
}

/** The actions that a press may mean, none in a field, with a modifier, or from a key held down. */
export function actionsOf(event: KeyboardEvent): string[] {
  const key = pressed(event);
  const { on, keys } = settings();
  if (key === null || !on) return [];
  return Object.keys(keys).filter((action) => keys[action]?.includes(key));
}

/** The key as the settings write it; null if the press belongs to a field, a button or the browser. */
export function pressed(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return null;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(FIELDS)) return null;
  if (event.key === " ") return target.closest(PRESSED_BY_SPACE) ? null : "space";
  return event.key.toLowerCase();
}

/** Whether single keys do anything. */
export function areKeysOn(): boolean {
  return settings().on;
}

/** Whether something is shown, and not in a closed part of the page. */
export function isShown(element: Element): boolean {
  return element.checkVisibility();
}
