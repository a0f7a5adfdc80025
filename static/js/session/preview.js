// The board as it reads: rendered by the server, at most every half second while it is shown. The
// last good rendering stays when there is no line.
import { html, unsafeHTML } from "/static/vendor/lit.js";

const PACE = 500;

export class Preview {
  #html = "";
  #timer = 0;
  #asked = 0;
  #at = 0;
  #shown = false;

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
  }

  /** Asks for a new rendering, soon. */
  request() {
    if (this.#timer || !this.#shown) return;
    this.#timer = setTimeout(() => void this.#fetch(), Math.max(60, PACE - (performance.now() - this.#asked)));
  }

  async #fetch() {
    this.#timer = 0;
    this.#asked = performance.now();
    if (!this.app.connection.open) return;
    try {
      const { version, html: rendered } = await this.app.api("POST", "/preview", {});
      this.#html = rendered;
      this.#at = Date.now();
      this.app.schedule();
      if (version < (this.app.board.version ?? 0) || this.app.board.unacked > 0) this.request();
    } catch {
      // The last rendering stays; the save slot says why.
    }
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown && !this.#shown) {
      this.#shown = true;
      this.request();
    }
    this.#shown = shown;
  }

  /** Scrolls to the heading under which the caret stands. @param {string} heading */
  follow(heading) {
    if (heading === "") return;
    for (const h of document.querySelectorAll(".board .prose :is(h1,h2,h3,h4)")) {
      if (h.textContent?.trim() === heading) {
        const pane = /** @type {HTMLElement} */ (h.closest(".prose"));
        const top = h.getBoundingClientRect().top - pane.getBoundingClientRect().top;
        if (top < 0 || top > pane.clientHeight - 40) pane.scrollTop += top - 12;
        return;
      }
    }
  }

  view() {
    const stale = !this.app.connection.open && this.#at > 0;
    return html`<article class="prose" tabindex="0" aria-label="Board, rendered">
      ${
        stale
          ? html`<p class="small faint">
              As of ${new Date(this.#at).toLocaleTimeString([], { timeStyle: "short" })}. Your newest lines are in
              Write.
            </p>`
          : ""
      }
      ${this.#html === "" ? html`<p class="soft">The board is empty.</p>` : unsafeHTML(this.#html)}
    </article>`;
  }
}
