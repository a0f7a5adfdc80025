// The interviewer's script: what to say now, answers to tell, dives, follow-ups, the brief. Everything
// is one or two keystrokes; nothing here reaches the candidate before it is given.
import { html, nothing } from "/static/vendor/lit.js";
import { TIMED } from "../clock.js";
import { answers, findAnswers, tell } from "./answers.js";
import { brief } from "./brief.js";
import { dives } from "./dives.js";
import { now } from "./now.js";
import { gives } from "./progress.js";
import { TABS, setTab } from "./tabs.js";

/**
 * @typedef {import("../app.js").App} App
 */

/** @param {App} app */
export function script(app) {
  const { ui } = app;
  const tab = ui.scriptTab;
  /** @param {KeyboardEvent} event */
  const arrows = (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const at = TABS.findIndex(([id]) => id === tab);
    setTab(app, TABS[(at + step + TABS.length) % TABS.length][0]);
    app.afterRender(() => document.getElementById(`tab-${ui.scriptTab}`)?.focus());
  };
  /** @param {KeyboardEvent} event */
  const find = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const first = findAnswers(app, ui.find).find((c) => !app.state?.told.some((t) => t.id === c.id));
    if (!first || !gives(app)) return;
    tell(app, first.id);
    ui.find = "";
    app.schedule();
  };
  if (!app.kit?.scripts) {
    return html`<aside class="side tabpane tabpane--side" id="script" tabindex="-1" aria-label="Script">
      <div class="side__scroll">
        <p class="small soft">${app.kitFault || "The script comes with the connection."}</p>
      </div>
    </aside>`;
  }
  return html`<aside class="side tabpane tabpane--side" id="script" tabindex="-1" aria-label="Script">
    <div class="side__scroll" tabindex="0" role="group" aria-label="Script, scrolls">
      <div class="segment segment--field" role="tablist" aria-label="Script" @keydown=${arrows}>
        ${TABS.map(
          ([id, words]) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${id}"
              aria-controls="script-pane"
              aria-selected=${tab === id ? "true" : "false"}
              tabindex=${tab === id ? "0" : "-1"}
              @click=${() => setTab(app, id)}
            >
              ${words}
            </button>`,
        )}
      </div>
      <div id="script-pane" role="tabpanel" aria-labelledby="tab-${tab}" class="script__pane">
        ${
          tab === "answers"
            ? answers(app)
            : tab === "dives"
              ? dives(app)
              : tab === "brief"
                ? brief(app)
                : TIMED.includes(app.state?.phase ?? "")
                  ? now(app)
                  : brief(app)
        }
      </div>
    </div>
    <div class="side__foot">
      <label
        ><span class="sr">Find an answer to tell; Enter tells the first one found</span
        ><input
          class="input"
          id="find-answer"
          autocomplete="off"
          placeholder="Find an answer: length, abuse, latency…"
          .value=${ui.find}
          @input=${(/** @type {Event} */ e) => {
            ui.find = /** @type {HTMLInputElement} */ (e.target).value;
            if (ui.find !== "") ui.scriptTab = "answers";
            app.schedule();
          }}
          @keydown=${find}
      /></label>
    </div>
  </aside>`;
}
