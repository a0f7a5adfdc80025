// What a card still lacks, and the lock.
import { html, nothing } from "/static/vendor/lit.js";
import { draft } from "./card.js";
import { missing } from "./draft.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app */
async function lock(app) {
  app.ui.confirm = "";
  if (await draft.save(app)) await app.act("scorecard.lock");
  app.schedule();
}

/** @param {App} app */
export function lockbar(app) {
  const gaps = missing(draft.card, app.pins.saved);
  /** @param {string} id */
  const jump = (id) => {
    if (id.startsWith("c-")) app.ui.criterion = id.slice(2);
    app.schedule();
    requestAnimationFrame(() => {
      const place = document.getElementById(id);
      place?.scrollIntoView({ block: "center" });
      /** @type {HTMLElement | null | undefined} */ (place?.querySelector("input") ?? place)?.focus();
    });
  };
  const line = app.connection.open;
  const press = () => {
    if (gaps.length > 0) jump(gaps[0][1]);
    else if (line) {
      app.ui.confirm = "lock";
      app.schedule();
      requestAnimationFrame(() => document.getElementById("confirm-yes")?.focus());
    }
  };
  const count = gaps.length === 1 ? "One thing" : `${gaps.length} things`;
  return html`<footer class="lockbar" aria-label="Lock">
    ${
      gaps.length > 0
        ? html`<b>${count} before you can lock</b>
            <ul>
              ${gaps.slice(0, 3).map(([text, id]) => html`<li><button type="button" class="link" @click=${() => jump(id)}>${text}</button></li>`)}
            </ul>`
        : html`<b>${line ? "Complete." : "Lock needs the connection."}</b>`
    }
    ${
      app.ui.confirm === "lock"
        ? html`<span class="push" role="group" aria-label="Locked cards cannot be changed."
            >Locked cards cannot be changed.
            <button type="button" class="btn btn--primary" id="confirm-yes" @click=${() => lock(app)}>Lock</button>
            <button
              type="button"
              class="btn"
              @click=${() => {
                app.ui.confirm = "";
                app.schedule();
              }}
            >
              Not yet
            </button></span
          >`
        : html`<span class="push faint wide">Locked cards cannot be changed.</span
            ><button
              type="button"
              class="btn btn--primary"
              aria-disabled=${gaps.length > 0 || !line ? "true" : "false"}
              @click=${press}
            >
              Lock my scores
            </button>`
    }
  </footer>`;
}
