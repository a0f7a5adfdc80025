// The stage of the file that people keep: the source as lines, and renderings that came with the file.
import { BoardHistory } from "./boardhistory.js";
import { PlainSet, PlainText } from "./plainset.js";
import { Stage } from "./stage.js";

/** @typedef {import("./stage.js").Mark} Mark */
/** @typedef {[version: number, start: number, gone: number, come: string[]]} Rendering the blocks of a version, as a change of those before */

/** Shows a text line by line; lines that did not change keep their elements. */
export class PlainSource {
  #history;
  #list = document.createElement("ol");
  /** What each line shows: its text and its marks. @type {string[]} */
  #shown = [];
  element = document.createElement("div");
  text = "";

  /** @param {BoardHistory} history */
  constructor(history) {
    this.#history = history;
    this.element.className = "lines";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "Board, Markdown source, at this moment");
    this.element.append(this.#list);
  }

  appear() {}

  /** @param {number} version @param {{ fresh: Mark[], authors: Mark[] }} marks @param {boolean} follow */
  go(version, { fresh, authors }, follow) {
    this.text = this.#history.text(version);
    const lines = linesOf(this.text, fresh, authors);
    const wanted = lines.map((line) => JSON.stringify(line));
    const shown = this.#shown;
    let head = 0;
    while (head < wanted.length && head < shown.length && wanted[head] === shown[head]) head++;
    let tail = 0;
    while (tail < wanted.length - head && tail < shown.length - head && wanted.at(-1 - tail) === shown.at(-1 - tail))
      tail++;
    const gone = [...this.#list.children].slice(head, shown.length - tail);
    const before = this.#list.children[shown.length - tail] ?? null;
    for (const el of gone) el.remove();
    for (const line of lines.slice(head, lines.length - tail)) this.#list.insertBefore(lineElement(line), before);
    this.#shown = wanted;
    if (follow) this.#list.children[lines.findLastIndex((l) => l.fresh !== "")]?.scrollIntoView({ block: "nearest" });
  }
}

/** @typedef {{ pieces: [text: string, by: string][], fresh: string }} Line fresh: the role of who changed it, or "" */

/**
 * A text as lines, each with who wrote what of it and who changed it.
 * @param {string} text @param {Mark[]} fresh @param {Mark[]} authors in order @returns {Line[]}
 */
export function linesOf(text, fresh, authors) {
  /** @type {Line[]} */
  const lines = [];
  let from = 0;
  let author = 0;
  let mark = 0;
  for (const line of text.split("\n")) {
    const to = from + line.length;
    /** @type {[string, string][]} */
    const pieces = [];
    while (author < authors.length && authors[author].to <= from) author++;
    let at = from;
    for (let i = author; i < authors.length && authors[i].from < to; i++) {
      const end = Math.min(to, authors[i].to);
      if (end > at) pieces.push([text.slice(at, end), authors[i].by]);
      at = Math.max(at, end);
    }
    if (at < to) pieces.push([text.slice(at, to), ""]);
    while (mark < fresh.length && fresh[mark].to < from) mark++;
    const changed = fresh.slice(mark).find((m) => m.from > to || m.to >= from);
    lines.push({ pieces, fresh: changed && changed.from <= to ? changed.by : "" });
    from = to + 1;
  }
  return lines;
}

/** @param {Line} line */
function lineElement({ pieces, fresh }) {
  const li = document.createElement("li");
  if (fresh) li.className = `cm-fresh cm-fresh--${fresh}`;
  for (const [text, by] of pieces) {
    if (!by) {
      li.append(text);
      continue;
    }
    const span = document.createElement("span");
    span.className = `cm-author cm-author--${by}`;
    span.textContent = text;
    li.append(span);
  }
  return li;
}

/**
 * The blocks at each rendered version: every block that came has a key of its own, so that it keeps its
 * element for as long as it stays.
 * @param {Rendering[]} renderings
 */
export function blocksOf(renderings) {
  let next = 0;
  /** @type {import("../diagram/blocks.js").Block[]} */
  let blocks = [];
  return renderings.map(([version, start, gone, come]) => {
    blocks = [
      ...blocks.slice(0, start),
      ...come.map((html) => ({ key: String(next++), line: 1, html })),
      ...blocks.slice(start + gone),
    ];
    return { version, blocks };
  });
}

/**
 * The stage of a file.
 * @param {import("./boardhistory.js").Edit[]} edits @param {Rendering[]} renderings @param {import("./stage.js").Around} around
 */
export function plainStage(edits, renderings, around) {
  const history = new BoardHistory(edits, { ChangeSet: PlainSet, Text: PlainText });
  const rendered = blocksOf(renderings);
  /** @type {import("./stage.js").Render} */
  const render = async (version) => rendered.findLast((r) => r.version <= version)?.blocks ?? [];
  return new Stage(history, new PlainSource(history), render, around);
}
