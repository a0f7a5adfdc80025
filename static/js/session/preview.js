// The board as it reads: rendered by the server block by block, at most every 300 ms while it is
// shown. Blocks that did not change keep their elements, and their pictures. The last good rendering
// stays when there is no line.
import { html, nothing } from "/static/vendor/lit.js";
import { Blocks } from "../diagram/blocks.js";
import { format, sessionTime } from "./clock.js";

const PACE = 300;

export class Preview {
  #timer = 0;
  #asked = 0;
  #busy = false;
  /** The session's time of the last rendering, as it is shown. */
  #at = "";
  #shown = false;
  #blocks;

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.around = {
      now: () => (app.state ? format(sessionTime(app.state, app.now)) : ""),
      go: (/** @type {number} */ line) => app.goToLine(line),
    };
    this.#blocks = new Blocks(this.around);
  }

  /** Asks for a new rendering, soon: where it is shown, or for the results beside the source. */
  request() {
    if (this.#timer || !(this.#shown || this.app.board.computes)) return;
    this.#timer = setTimeout(() => void this.#fetch(), Math.max(30, PACE - (performance.now() - this.#asked)));
  }

  async #fetch() {
    this.#timer = 0;
    if (!this.app.connection.open || this.#busy) return;
    this.#asked = performance.now();
    this.#busy = true;
    let version = 0;
    try {
      const answer = await this.app.api("POST", "/preview", { known: this.#blocks.known });
      version = answer.version;
      this.#blocks.patch(answer.blocks);
      this.#at = this.around.now();
      this.app.schedule();
    } catch {
      // The last rendering stays; the save slot says why.
      return;
    } finally {
      this.#busy = false;
    }
    // Of an older board than is shown, line numbers would point beside.
    if (version < (this.app.board.version ?? 0) || this.app.board.unacked > 0) this.request();
    else this.app.board.showResults(this.#results());
  }

  /** What came out of the worksheets, line by line. @returns {import("../board/results.js").Result[]} */
  #results() {
    return this.#blocks.list.flatMap((block) =>
      [...(this.#blocks.element(block)?.querySelectorAll("tr[data-row]") ?? [])].flatMap((row) => {
        const cell = row.lastElementChild;
        if (!cell || row.classList.contains("in")) return [];
        const line = block.line + Number(/** @type {HTMLElement} */ (row).dataset.row);
        return [{ line, text: cell.textContent ?? "", fault: cell.classList.contains("worksheet__fault") }];
      }),
    );
  }

  /** @param {boolean} shown */
  show(shown) {
    const appears = shown && !this.#shown;
    this.#shown = shown;
    if (appears) this.request();
  }

  /** The element of the block in which a line of the board is. @param {number} line */
  #blockAt(line) {
    const block = this.#blocks.list.findLast((b) => b.line <= line);
    return block && this.#blocks.element(block);
  }

  /** Scrolls to the heading under which a line stands, unless it is in sight. @param {number} line */
  followSection(line) {
    const heading = this.#blocks.list.findLast(
      (b) => b.line <= line && /^H[1-6]$/.test(this.#blocks.element(b)?.tagName ?? ""),
    );
    this.#scrollTo(heading && this.#blocks.element(heading));
  }

  /** Scrolls to the block in which somebody else's caret stands, and marks it. @param {number} line @param {string} role */
  followBlock(line, role) {
    const el = this.#blockAt(line);
    this.mark(line, role);
    this.#scrollTo(el);
  }

  /** Marks the block that somebody edits; 0 marks none. @param {number} line @param {string} role */
  mark(line, role) {
    const el = line > 0 ? this.#blockAt(line) : undefined;
    for (const marked of this.#blocks.host.querySelectorAll(".touched"))
      if (marked !== el) marked.classList.remove("touched");
    if (el && role) el.classList.add("touched");
  }

  /** @param {Element | undefined} el */
  #scrollTo(el) {
    const pane = /** @type {HTMLElement | null} */ (this.#blocks.host.closest(".prose"));
    if (!el || !pane) return;
    const top = el.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (top >= 0 && top <= pane.clientHeight * 0.7) return;
    this.scrolling = performance.now();
    pane.scrollTop += top - 12;
  }

  /** When the preview scrolled by itself last; other scrolling is the reader's. */
  scrolling = -1000;

  view() {
    const stale = !this.app.connection.open && this.#at !== "";
    const scrolled = () => {
      if (performance.now() - this.scrolling > 250) this.app.following.stop();
    };
    return html`<article
      class="prose"
      tabindex="0"
      aria-label="Board, rendered"
      @wheel=${scrolled}
      @touchmove=${scrolled}
    >
      ${stale ? html`<p class="small faint">As of ${this.#at}. Your newest lines are in Write.</p>` : nothing}
      ${this.#blocks.list.length === 0 ? html`<p class="soft">The board is empty.</p>` : nothing} ${this.#blocks.host}
    </article>`;
  }
}
