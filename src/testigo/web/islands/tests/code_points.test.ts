import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codePointsIn, codePointsTo, cut, unitsTo } from "../src/code_points";

const PIECES = ["a", "é", "e\u0301", "🕯️", "👩‍👧‍👦", "𐐷", "\ufffd", "\n", " ", "ق", "ُ", "تل", "\u200f", "ñ"];
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...PIECES)).map((pieces) => pieces.join("")),
);

describe("offsets in code points", () => {
  it("count characters beyond the first plane as one", () => {
    expect(codePointsTo("🕯️ murió", 2)).toBe(1);
    expect(codePointsTo("🕯️ murió", 9)).toBe(8);
    expect(unitsTo("🕯️ murió", 3)).toBe(4);
  });

  it("fall before a pair that they part if they begin a span, and after it if they end one", () => {
    expect(codePointsTo("a🕯b", 2, "start")).toBe(1);
    expect(codePointsTo("a🕯b", 2, "end")).toBe(2);
  });

  it("count half a pair alone as one, as Python does", () => {
    expect(codePointsIn("\ud83d")).toBe(1);
    expect(codePointsIn("\udd6f\ud83d")).toBe(2);
  });

  it("are the length of the text as a list of characters", () => {
    fc.assert(fc.property(text, (words) => codePointsIn(words) === Array.from(words).length));
  });

  it("come back from units to themselves", () => {
    fc.assert(
      fc.property(text, fc.nat(60), (words, n) => {
        const at = Math.min(n, Array.from(words).length);
        return codePointsTo(words, unitsTo(words, at)) === at;
      }),
    );
  });

  it("cut what a list of characters cuts", () => {
    fc.assert(
      fc.property(text, fc.nat(40), fc.nat(40), (words, one, other) => {
        const [start, end] = [Math.min(one, other), Math.max(one, other)];
        expect(cut(words, start, end)).toBe(Array.from(words).slice(start, end).join(""));
      }),
    );
  });
});
