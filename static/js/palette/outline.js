// The outline offered on an empty board: ghost headings, written by one click and counted for nobody.
import { html, nothing } from "/static/vendor/lit.js";

const HEADINGS = ["Scope", "Numbers", "API", "Picture"];

/** @param {import("../session/app.js").App} app */
export function outline(app) {
  if (!app.board.started || !app.board.empty || app.board.readOnly || app.acts !== "candidate") return nothing;
  return html`<div class="outline" role="group" aria-label="Start with a heading">
    <span class="label">Start with:</span>
    ${HEADINGS.map(
      (heading) =>
        html`<button
          type="button"
          class="outline__ghost"
          @click=${() => {
            app.board.write([{ from: 0, to: 0, insert: `## ${heading}\n\n` }], heading.length + 5);
            app.board.focus();
          }}
        >
          ## ${heading}
        </button>`,
    )}
  </div>`;
}
