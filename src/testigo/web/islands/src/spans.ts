// Spans of a text in code points: whole words, and how a selection made with keys grows and shrinks.

import { codePointsIn } from "./code_points";

/** `[start, end)` in code points of the report's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A selection made with keys, and the end of it that moves. */
export interface Held extends Span {
  readonly moving: "start" | "end";
}

export type Step = "word" | "character";

/** What a selection may hold: its units in reading order, without overlap. */
export interface Measured {
  /** Every stretch that is not parted: words, marks, blanks. */
  readonly pieces: readonly Span[];
  /** Those of them at which the word caret stops. */
  readonly words: readonly Span[];
  /** Characters as a person sees them. */
  readonly characters: readonly Span[];
  /** Those of them that are blank. */
  readonly blanks: readonly Span[];
}

const STOPS = /[\p{L}\p{N}\p{S}\p{Extended_Pictographic}]/u;
const BLANK = /^\s+$/u;

/** Measure one stretch of text that begins at code point `from`. */
export function measured(text: string, from: number, language?: string): Measured {
  const pieces: Span[] = [];
  const words: Span[] = [];
  for (const [span, segment] of segments(text, from, "word", language)) {
    pieces.push(span);
    if (STOPS.test(segment)) words.push(span);
  }
  const characters: Span[] = [];
  const blanks: Span[] = [];
  for (const [span, segment] of segments(text, from, "grapheme", language)) {
    characters.push(span);
    if (BLANK.test(segment)) blanks.push(span);
  }
  return { pieces, words, characters, blanks };
}

function* segments(
  text: string,
  from: number,
  granularity: "word" | "grapheme",
  language?: string,
): Generator<[Span, string]> {
  let start = from;
  for (const { segment } of new Intl.Segmenter(known(language), { granularity }).segment(text)) {
    const end = start + codePointsIn(segment);
    yield [{ start, end }, segment];
    start = end;
  }
}

/** A language of the page that the browser can parse; else the browser's own choice. */
function known(language?: string): string | undefined {
  if (!language) return undefined;
  try {
    return Intl.getCanonicalLocales(language)[0];
  } catch {
    return undefined;
  }
}

/** Put the measures of stretches that follow each other together. */
export function together(parts: readonly Measured[]): Measured {
  return {
    pieces: parts.flatMap((part) => part.pieces),
    words: parts.flatMap((part) => part.words),
    characters: parts.flatMap((part) => part.characters),
    blanks: parts.flatMap((part) => part.blanks),
  };
}

/**
 * The span that a person means who selected `[start, end)`: whole words, or whole characters where
 * `step` says so; no blanks at its ends. Null if nothing is left.
 */
export function meant(span: Span, text: Measured, step: Step): Span | null {
  const units = step === "word" ? text.pieces : text.characters;
  let { start, end } = trimmed(span, text.blanks);
  if (start >= end) return null;
  start = units.find((unit) => unit.start < start && start < unit.end)?.start ?? start;
  end = units.find((unit) => unit.start < end && end < unit.end)?.end ?? end;
  const whole = trimmed({ start, end }, text.blanks);
  return whole.start < whole.end ? whole : null;
}

function trimmed({ start, end }: Span, blanks: readonly Span[]): Span {
  for (const blank of blanks) if (blank.start <= start && start < blank.end) start = blank.end;
  for (const blank of [...blanks].reverse())
    if (blank.start < end && end <= blank.end) end = blank.start;
  return { start, end };
}

/** Number of the first unit that ends after `at`; the last one if none does. */
export function unitAt(units: readonly Span[], at: number): number {
  const found = units.findIndex((unit) => at < unit.end);
  return found < 0 ? units.length - 1 : found;
}

/**
 * A selection one step larger or smaller at the end that moves. Forward is onwards in the text.
 * It never becomes empty: at its last unit the other end begins to move.
 */
export function stepped(held: Held, units: readonly Span[], forward: boolean): Held {
  return forward ? onwards(held, units) : backwards(held, units);
}

function onwards(held: Held, units: readonly Span[]): Held {
  if (held.moving === "start") {
    const next = units.find((unit) => unit.start > held.start);
    if (next && next.start < held.end) return { ...held, start: next.start };
  }
  const next = units.find((unit) => unit.end > held.end);
  return { start: held.start, end: next?.end ?? held.end, moving: "end" };
}

function backwards(held: Held, units: readonly Span[]): Held {
  if (held.moving === "end") {
    const last = units.findLast((unit) => unit.end < held.end);
    if (last && last.end > held.start) return { ...held, end: last.end };
  }
  const last = units.findLast((unit) => unit.start < held.start);
  return { start: last?.start ?? held.start, end: held.end, moving: "start" };
}

/** The selection from the word where it began to a word on another line. */
export function stretched(held: Held, word: Span, words: readonly Span[]): Held {
  const began =
    held.moving === "end"
      ? words.find((each) => each.end > held.start)
      : words.findLast((each) => each.start < held.end);
  if (!began) return held;
  return word.start < began.start
    ? { start: word.start, end: began.end, moving: "start" }
    : { start: began.start, end: word.end, moving: "end" };
}

/** Write spans as the forms carry them: `12-20,30-34`. */
export function written(spans: readonly Span[]): string {
  return spans.map((span) => `${span.start}-${span.end}`).join(",");
}

/** Read spans as the forms carry them; what is none is left out. */
export function read(text: string): Span[] {
  return [...text.matchAll(/(\d+)-(\d+)/g)]
    .map(([, start, end]) => ({ start: Number(start), end: Number(end) }))
    .filter((span) => span.start < span.end);
}
