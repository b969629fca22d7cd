// The text of a report in a page: where its characters stand in the DOM, and what its words are.

import { codePointsIn, codePointsTo, cut, type Edge, unitsTo } from "./code_points";
import { type Measured, measured, type Span, together } from "./spans";

/** A text node that holds text of the report from code point `start` on. */
interface Run extends Span {
  readonly node: Text;
}

/** An element with `data-text`. */
interface Block extends Span {
  readonly element: HTMLElement;
  readonly text: string;
  readonly runs: readonly Run[];
}

const PANE = "[data-pane]";
const read_ = new WeakMap<HTMLElement, Pane>();

/** The text that a node of the page stands in, if any. */
export function paneOf(node: Node | null): Pane | null {
  const element = node instanceof Element ? node : node?.parentElement;
  const pane = element?.closest<HTMLElement>(PANE);
  return pane ? read(pane) : null;
}

/** The text that a range of the page touches: the one it begins in, else the first it runs over. */
export function paneTouched(range: Range): Pane | null {
  const inside = paneOf(range.startContainer) ?? paneOf(range.endContainer);
  if (inside) return inside;
  for (const pane of document.querySelectorAll<HTMLElement>(PANE))
    if (range.intersectsNode(pane)) return read(pane);
  return null;
}

function read(element: HTMLElement): Pane {
  let pane = read_.get(element);
  if (!pane) read_.set(element, (pane = new Pane(element)));
  return pane;
}

/** The text of one `[data-pane]`. What it holds does not change while it is on the page. */
export class Pane {
  readonly #blocks: readonly Block[];
  #measured: Measured | null = null;

  constructor(readonly element: HTMLElement) {
    let at = Number(element.dataset.from ?? 0);
    const blocks: Block[] = [];
    for (const holder of element.querySelectorAll<HTMLElement>("[data-text]")) {
      const start = holder.dataset.from === undefined ? at : Number(holder.dataset.from);
      const runs = [...runsOf(holder, start)];
      at = runs.at(-1)?.end ?? start;
      blocks.push({ element: holder, text: holder.textContent, runs, start, end: at });
    }
    this.#blocks = blocks;
  }

  /** The report whose text it is. */
  get report(): string {
    return this.element.dataset.pane ?? "";
  }

  /** Words and characters of all of it, of the blanks between paragraphs too. */
  get measured(): Measured {
    this.#measured ??= together(
      this.#blocks.map((block) => measured(block.text, block.start, languageOf(block.element))),
    );
    return this.#measured;
  }

  /** The offset of a place in the DOM. One outside the text is moved to the text next to it. */
  offset(node: Node, units: number, edge: Edge): number {
    const place = document.createRange();
    place.setStart(node, units);
    const runs = this.#blocks.flatMap((block) => block.runs);
    const own = runs.find((run) => run.node === node);
    if (own) return own.start + codePointsTo(own.node.data, units, edge);
    if (edge === "start") {
      const after = runs.find((run) => place.comparePoint(run.node, 0) >= 0);
      return after?.start ?? runs.at(-1)?.end ?? 0;
    }
    const before = runs.findLast((run) => place.comparePoint(run.node, run.node.length) <= 0);
    return before?.end ?? runs[0]?.start ?? 0;
  }

  /** The span of what a range holds of this text, empty if it holds nothing of it. */
  span(range: Range): Span {
    return {
      start: this.offset(range.startContainer, range.startOffset, "start"),
      end: this.offset(range.endContainer, range.endOffset, "end"),
    };
  }

  /** A range around a span. */
  range(span: Span): Range {
    const range = document.createRange();
    for (const run of this.#blocks.flatMap((block) => block.runs)) {
      if (run.start <= span.start && span.start < run.end)
        range.setStart(run.node, unitsTo(run.node.data, span.start - run.start));
      if (run.start < span.end && span.end <= run.end)
        range.setEnd(run.node, unitsTo(run.node.data, span.end - run.start));
    }
    return range;
  }

  /** The words of a span, as far as they are shown. */
  words(span: Span): string {
    return this.#blocks
      .filter((block) => block.start < span.end && span.start < block.end)
      .map((block) =>
        cut(block.text, Math.max(0, span.start - block.start), span.end - block.start),
      )
      .join("");
  }

  /** The paragraph around an offset. */
  paragraph(at: number): Span | null {
    return this.#blocks.find((block) => block.start <= at && at < block.end) ?? null;
  }

  /** Whether the text at an offset runs from right to left. */
  isRightToLeft(at: number): boolean {
    const block = this.#blocks.find((each) => each.start <= at && at < each.end);
    return block !== undefined && getComputedStyle(block.element).direction === "rtl";
  }
}

function* runsOf(holder: HTMLElement, from: number): Generator<Run> {
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  let start = from;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node as Text;
    const end = start + codePointsIn(text.data);
    yield { node: text, start, end };
    start = end;
  }
}

function languageOf(element: Element): string | undefined {
  return element.closest<HTMLElement>("[lang]")?.lang;
}
