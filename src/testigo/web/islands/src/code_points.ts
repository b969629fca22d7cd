// The one place where the units of the browser (UTF-16) and of the record (code points) meet.

/** Which way a cut through a character of two units falls: before it for a start, after for an end. */
export type Edge = "start" | "end";

function isPair(text: string, at: number): boolean {
  const [first, second] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000;
}

/** How many code points stand before unit `units` of `text`; half a pair alone is one. */
export function codePointsTo(text: string, units: number, edge: Edge = "start"): number {
  let count = 0;
  let at = 0;
  while (at < units) {
    const width = isPair(text, at) ? 2 : 1;
    if (at + width > units && edge === "start") break;
    at += width;
    count += 1;
  }
  return count;
}

/** How many code points `text` has. */
export function codePointsIn(text: string): number {
  return codePointsTo(text, text.length);
}

/** The unit at which code point number `codePoints` of `text` begins; its length for one after. */
export function unitsTo(text: string, codePoints: number): number {
  let at = 0;
  for (let count = 0; count < codePoints && at < text.length; count += 1)
    at += isPair(text, at) ? 2 : 1;
  return at;
}

/** What stands from code point `start` to `end`, as `text[start:end]` in Python. */
export function cut(text: string, start: number, end: number): string {
  const first = unitsTo(text, start);
  return text.slice(first, first + unitsTo(text.slice(first), end - start));
}
