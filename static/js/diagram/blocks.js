// A text that the server has rendered block by block: those that did not change keep their elements,
// and their pictures.
import { drop, move, onTheme, redraw, show } from "./pictures.js";

/** @typedef {{ key: string, line: number, html?: string }} Block */

export class Blocks {
  /** Elements of the blocks that are shown, by key. @type {Map<string, HTMLElement>} */
  #elements = new Map();
  #around;
  /** @type {Block[]} */
  list = [];
  host = document.createElement("div");

  /** @param {import("./pictures.js").Surroundings} around */
  constructor(around) {
    this.#around = around;
    this.host.className = "blocks";
    onTheme(() => {
      for (const figure of this.host.querySelectorAll("figure.diagram"))
        redraw(/** @type {HTMLElement} */ (figure), around);
    });
  }

  /** The keys of what is shown, for the server to leave out. */
  get known() {
    return [...this.#elements.keys()];
  }

  /** @param {Block} block */
  element(block) {
    return this.#elements.get(block.key);
  }

  /** Brings the elements to the server's blocks. @param {Block[]} blocks */
  patch(blocks) {
    const before = this.#elements;
    const wanted = new Set(blocks.map((b) => b.key));
    // A diagram that is being typed is a new block each time: it takes over the picture of the one
    // that it replaces.
    const replaced = [...before]
      .filter(([key, el]) => !wanted.has(key) && el.matches("figure.diagram"))
      .map(([, el]) => el);
    /** @type {Map<string, HTMLElement>} */
    const after = new Map();
    /** @type {Element | null} */
    let at = this.host.firstElementChild;
    for (const block of blocks) {
      let el = before.get(block.key);
      if (!el) {
        const made = document.createElement("template");
        made.innerHTML = block.html ?? "";
        el = /** @type {HTMLElement} */ (made.content.firstElementChild ?? document.createElement("p"));
        if (made.content.childElementCount > 1) {
          el = document.createElement("div");
          el.append(made.content);
        }
        if (el.matches("figure.diagram")) show(el, block.line, this.#around, replaced.shift());
      } else if (el.matches("figure.diagram")) move(el, block.line);
      // Written again, the same value would cost a restyling of every block.
      if (el.dataset.line !== String(block.line)) el.dataset.line = String(block.line);
      after.set(block.key, el);
      if (el === at) at = at.nextElementSibling;
      else this.host.insertBefore(el, at);
    }
    for (const [key, el] of before) {
      if (wanted.has(key)) continue;
      if (el.matches("figure.diagram")) drop(el);
      el.remove();
    }
    this.#elements = after;
    this.list = blocks;
  }
}
