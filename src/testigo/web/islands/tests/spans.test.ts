import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut } from "../src/code_points";
import { type Held, meant, measured, read, stepped, stretched, together, unitAt, written } from "../src/spans";

const PIECES = ["a", "ñ", "e\u0301", "🕯️", "👩‍👧‍👦", "\ufffd", "\n", " ", "  ", "قُتل", "ثمانية", ".", "“", "1,200", "ocho"];
const text = fc.array(fc.constantFrom(...PIECES), { minLength: 1 }).map((pieces) => pieces.join(""));

/** The span of `words` in `content`. */
function spanOf(content: string, words: string) {
  const start = Array.from(content.slice(0, content.indexOf(words))).length;
  return { start, end: start + Array.from(words).length };
}

describe("the words that are meant", () => {
  it.each([
    ["a part of two words", "Al menos ocho murieron", "nos oc", "menos ocho"],
    ["blanks at the ends", "Al menos ocho murieron", " ocho ", "ocho"],
    ["a letter and its accent apart", "Jose\u0301 murió", "Jose", "Jose\u0301"],
    ["half a family", "Una 👩‍👧‍👦 murió", "👩", "👩‍👧‍👦"],
    ["Arabic with vowels", "قُتل ثمانية", "تل ثما", "قُتل ثمانية"],
    ["a number with its mark", "some 1,200 people", "1,2", "1,200"],
    ["a quote mark chosen on purpose", "dijo “nunca” ayer", "“nunca”", "“nunca”"],
    ["what cannot be shown", "a\ufffdb c", "\ufffd", "\ufffd"],
  ])("%s", (_, content, selected, whole) => {
    const span = meant(spanOf(content, selected), measured(content, 0), "word");
    expect(span && cut(content, span.start, span.end)).toBe(whole);
  });

  it("are none where only blanks are selected", () => {
    expect(meant({ start: 2, end: 3 }, measured("Al menos", 0), "word")).toBeNull();
  });

  it("stay as selected, to the character, where that is asked for", () => {
    const content = "Huancasancos";
    expect(meant({ start: 2, end: 7 }, measured(content, 0), "character")).toEqual({ start: 2, end: 7 });
  });

  it("never part a character as a person sees it, and have no blank at an end", () => {
    fc.assert(
      fc.property(text, fc.nat(30), fc.nat(30), fc.constantFrom("word", "character"), (content, a, b, step) => {
        const all = measured(content, 0);
        const span = meant({ start: Math.min(a, b), end: Math.min(Math.max(a, b), Array.from(content).length) }, all, step as "word");
        if (span === null) return;
        const edges = new Set(all.characters.flatMap((c) => [c.start, c.end]));
        expect(edges.has(span.start) && edges.has(span.end)).toBe(true);
        const words = cut(content, span.start, span.end);
        expect(words).toBe(words.trim());
      }),
    );
  });

  it("hold all that was selected but blanks", () => {
    fc.assert(
      fc.property(text, fc.nat(30), fc.nat(30), (content, a, b) => {
        const length = Array.from(content).length;
        const [start, end] = [Math.min(a, b, length), Math.min(Math.max(a, b), length)];
        const span = meant({ start, end }, measured(content, 0), "word");
        const selected = cut(content, start, end).trim();
        if (span) expect(cut(content, span.start, span.end)).toContain(selected);
        else expect(selected).toBe("");
      }),
    );
  });
});

describe("a selection made with keys", () => {
  const content = "Al menos ocho personas";
  const { words, characters } = measured(content, 0);
  const at = (word: number, moving: Held["moving"] = "end"): Held => ({ ...words[word]!, moving });
  const shown = (held: Held) => cut(content, held.start, held.end);

  it("grows and shrinks by words", () => {
    const two = stepped(at(1), words, true);
    expect(shown(two)).toBe("menos ocho");
    expect(shown(stepped(two, words, false))).toBe("menos");
  });

  it("turns round at its last word", () => {
    const back = stepped(at(1), words, false);
    expect(shown(back)).toBe("Al menos");
    expect(shown(stepped(back, words, true))).toBe("menos");
  });

  it("grows and shrinks by characters", () => {
    expect(shown(stepped(at(2), characters, false))).toBe("och");
    expect(shown(stepped(at(2), characters, true))).toBe("ocho ");
  });

  it("stays in the text", () => {
    expect(shown(stepped(at(3), words, true))).toBe("personas");
    expect(shown(stepped(at(0), words, false))).toBe("Al");
  });

  it("stretches to a word on another line and back over its beginning", () => {
    expect(shown(stretched(at(1), words[3]!, words))).toBe("menos ocho personas");
    expect(shown(stretched(at(1), words[0]!, words))).toBe("Al menos");
  });

  it("is never empty and never leaves the text, whatever keys are pressed", () => {
    const moves = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 25 });
    fc.assert(
      fc.property(text, moves, (text_, pressed) => {
        const all = measured(text_, 0);
        if (all.words.length === 0) return;
        let held: Held = { ...all.words[0]!, moving: "end" };
        for (const [forward, byWord] of pressed) {
          held = stepped(held, byWord ? all.words : all.characters, forward);
          expect(held.start).toBeLessThan(held.end);
          expect(held.start).toBeGreaterThanOrEqual(0);
          expect(held.end).toBeLessThanOrEqual(Array.from(text_).length);
        }
      }),
    );
  });
});

describe("measures of several paragraphs", () => {
  it("count on from one to the next, over a gap too", () => {
    const all = together([measured("Ocho 🕯️.", 0), measured("Nueve", 40)]);
    expect(all.words).toEqual([{ start: 0, end: 4 }, { start: 5, end: 7 }, { start: 40, end: 45 }]);
    expect(unitAt(all.words, 7)).toBe(2);
    expect(unitAt(all.words, 99)).toBe(2);
  });

  it("do not stumble over a language that is none", () => {
    expect(measured("dos", 0, "no_such-!").words).toEqual([{ start: 0, end: 3 }]);
  });
});

describe("spans as the forms carry them", () => {
  it("are read back as they were written", () => {
    const spans = [{ start: 12, end: 20 }, { start: 30, end: 34 }];
    expect(written(spans)).toBe("12-20,30-34");
    expect(read("12-20, 30-34")).toEqual(spans);
    expect(read("")).toEqual([]);
    expect(read("9-3")).toEqual([]);
  });
});
