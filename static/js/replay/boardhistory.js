// The board at any moment: all edits in order, with the text kept every so often, so that any version
// is few steps away. Pure; the algebra of change sets is handed in.

/**
 * @typedef {{ at: number, by: string, changes: any }} Edit an accepted update: room time, participant, change set
 * @typedef {{ apply: (text: any) => any, compose?: (next: any) => any }} Change compose: where versions are stepped along
 * @typedef {{ ChangeSet: { fromJSON: (json: any) => Change }, Text: { empty: any } }} Algebra of CodeMirror, or of plain strings
 * @typedef {{ from: number, to: number, by: string }} Span who wrote a part of the text
 */

/** How many edits lie between two kept texts. */
const EVERY = 100;

export class BoardHistory {
  #edits;
  #algebra;
  /** The text before edit EVERY * i. @type {any[]} */
  #texts;
  /** The authors before edit EVERY * i, as far as somebody asked. @type {[number, string][][]} */
  #authors = [[]];
  /** @type {(Change | undefined)[]} */
  #sets = [];

  /** @param {Edit[]} edits in order @param {Algebra} algebra */
  constructor(edits, algebra) {
    this.#edits = edits;
    this.#algebra = algebra;
    this.#texts = [algebra.Text.empty];
  }

  /** How many edits there are; version n is the board after n of them. */
  get length() {
    return this.#edits.length;
  }

  /** @param {number} n from 0 */
  edit(n) {
    return this.#edits[n];
  }

  /** The version at a moment: how many edits were made by then. @param {number} at */
  versionAt(at) {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#edits[middle].at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @param {number} n */
  #set(n) {
    return (this.#sets[n] ??= this.#algebra.ChangeSet.fromJSON(this.#edits[n].changes));
  }

  /** The text of a version. @param {number} version */
  text(version) {
    const at = Math.min(Math.floor(version / EVERY), this.#texts.length - 1);
    let text = this.#texts[at];
    for (let n = at * EVERY; n < version; n++) {
      text = this.#set(n).apply(text);
      if ((n + 1) % EVERY === 0) this.#texts[(n + 1) / EVERY] = text;
    }
    return text;
  }

  /** What leads from one version to a later one; undefined if nothing does. @param {number} from @param {number} to */
  changes(from, to) {
    let all;
    for (let n = from; n < to; n++) all = all ? all.compose?.(this.#set(n)) : this.#set(n);
    return all;
  }

  /** Who wrote which part of a version, in order. @param {number} version @returns {Span[]} */
  authors(version) {
    const at = Math.min(Math.floor(version / EVERY), this.#authors.length - 1);
    let runs = this.#authors[at];
    for (let n = at * EVERY; n < version; n++) {
      runs = written(runs, this.#edits[n]);
      if ((n + 1) % EVERY === 0) this.#authors[(n + 1) / EVERY] = runs;
    }
    return spansOf(runs);
  }

  /**
   * Where a version was changed after an earlier one, and by whom last; where something was only taken
   * away, the part is empty.
   * @param {number} from @param {number} to @returns {Span[]}
   */
  fresh(from, to) {
    if (from >= to) return [];
    /** @type {[number, string][]} */
    let runs = [[lengthBefore(this.#edits[from]), ""]];
    for (let n = from; n < to; n++) runs = written(runs, this.#edits[n], true);
    return spansOf(runs).filter((s) => s.by !== "");
  }
}

/** How long the text is that an edit was made on. @param {Edit} edit @returns {number} */
const lengthBefore = ({ changes }) =>
  changes.reduce((/** @type {number} */ sum, /** @type {any} */ p) => sum + (typeof p === "number" ? p : p[0]), 0);

/** @param {[number, string][]} runs @returns {Span[]} */
function spansOf(runs) {
  const spans = [];
  let from = 0;
  for (const [length, by] of runs) {
    spans.push({ from, to: from + length, by });
    from += length;
  }
  return spans;
}

/**
 * The runs of authors after one edit.
 * @param {[number, string][]} runs @param {Edit} edit
 * @param {boolean} [gaps] whether a run of no length stands where something was only taken away
 * @returns {[number, string][]}
 */
function written(runs, edit, gaps = false) {
  /** @type {[number, string][]} */
  const out = [];
  /** @param {number} length @param {string} by */
  const put = (length, by) => {
    const last = out.at(-1);
    if (length === 0 && !gaps) return;
    if (last && last[1] === by) out[out.length - 1] = [last[0] + length, by];
    else out.push([length, by]);
  };
  let at = 0;
  let inside = 0;
  /** @param {number} length @param {boolean} keep */
  const pass = (length, keep) => {
    while (length > 0) {
      const step = Math.min(length, runs[at][0] - inside);
      if (keep) put(step, runs[at][1]);
      length -= step;
      inside += step;
      if (inside === runs[at][0]) {
        at++;
        inside = 0;
      }
    }
  };
  for (const part of edit.changes) {
    if (typeof part === "number") {
      pass(part, true);
      continue;
    }
    const [deleted, ...lines] = part;
    pass(deleted, false);
    put(lines.join("\n").length, edit.by);
  }
  // Runs of no length may stand at the very end.
  for (; gaps && at < runs.length; at++) put(runs[at][0], runs[at][1]);
  return out;
}
