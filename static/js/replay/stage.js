// The board at a moment: its source, or as it reads. What shows the source and who renders are handed
// in: the page has an editor and a server, the file that people keep has neither.
import { Blocks } from "../diagram/blocks.js";

/**
 * @typedef {{ from: number, to: number, by: string }} Mark a part of the text; by: the role of who wrote it
 * @typedef {object} Source shows the text of a version
 * @property {HTMLElement} element
 * @property {string} text what is shown now
 * @property {(version: number, marks: { fresh: Mark[], authors: Mark[] }, follow: boolean) => void} go follow: what is new comes into sight
 * @property {() => void} appear it has come into sight
 * @typedef {(version: number, text: string, known: string[]) => Promise<import("../diagram/blocks.js").Block[]>} Render
 * @typedef {{ time: () => string, roleOf: (participant: string) => string }} Around time: the moment that is shown, in words
 */

/** How long a moment is rested on before it is rendered. */
const REST = 180;
/** Of how many edits at most it is shown what they changed. */
const FRESH_MOST = 2000;

export class Stage {
  #source;
  #render;
  #around;
  #blocks;
  #version = 0;
  #timer = 0;
  #busy = false;
  /** What was rendered last. */
  #rendered = -1;
  #shown = /** @type {"read" | "source"} */ ("read");

  /** @param {import("./boardhistory.js").BoardHistory} history @param {Source} source @param {Render} render @param {Around} around */
  constructor(history, source, render, around) {
    this.history = history;
    this.#source = source;
    this.#render = render;
    this.#around = around;
    this.#blocks = new Blocks({ now: around.time });
  }

  get source() {
    return this.#source.element;
  }

  get rendered() {
    return this.#blocks.host;
  }

  /** The version that is shown. */
  get version() {
    return this.#version;
  }

  /** The text that is shown. */
  get text() {
    return this.#source.text;
  }

  /** @param {"read" | "source"} how */
  show(how) {
    this.#shown = how;
    if (how === "read") this.#draw();
    else this.#source.appear();
  }

  /**
   * Goes to a version. What was written after `since` is marked; whose everything is, where asked for.
   * @param {number} version @param {number} since an earlier version @param {boolean} coloured
   */
  go(version, since, coloured) {
    /** @param {Mark[]} spans */
    const byRole = (spans) => spans.map((s) => ({ ...s, by: this.#around.roleOf(s.by) }));
    const fresh = version - since <= FRESH_MOST ? byRole(this.history.fresh(since, version)) : [];
    const authors = coloured ? byRole(this.history.authors(version)) : [];
    this.#source.go(version, { fresh, authors }, this.#shown === "source");
    this.#version = version;
    if (this.#shown === "read" && !this.#timer) this.#timer = setTimeout(() => this.#draw(), REST);
  }

  async #draw() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const version = this.#version;
    if (this.#busy || version === this.#rendered) return;
    this.#busy = true;
    try {
      this.#blocks.patch(await this.#render(version, this.text, this.#blocks.known));
      this.#rendered = version;
    } catch {
      // The source is there all the same; what was rendered last stays.
    } finally {
      this.#busy = false;
    }
    if (this.#version !== version) this.#timer = setTimeout(() => this.#draw(), REST);
  }
}
