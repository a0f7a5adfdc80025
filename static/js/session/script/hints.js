// The ladder of hints, with its question in place.
import { html, nothing } from "/static/vendor/lit.js";
import { inline } from "../inline.js";
import { RUNGS, gives, rungsGiven, when } from "./progress.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Check} Check
 */

/** What had the focus before the question stood. @type {HTMLElement | null} */
let opener = null;

/** Opens the question whether to give the next hint. @param {App} app @param {Check | undefined} item @param {string} [phase] */
export function offerHint(app, item, phase) {
  const of = phase ?? app.state?.phase ?? "";
  if (!item || rungsGiven(app, of, item.id) >= RUNGS.length) return;
  app.ui.hint = { phase: of, item: item.id };
  opener = /** @type {HTMLElement | null} */ (document.activeElement);
  app.ui.confirm = "hint";
  app.ui.scriptTab = "now";
  app.ui.tab = innerWidth <= 560 ? "side" : app.ui.tab;
  app.schedule(true);
  document.getElementById("confirm-yes")?.focus();
}

/** @param {App} app */
function giveHint(app) {
  const hint = app.ui.hint;
  if (!hint) return;
  const rung = rungsGiven(app, hint.phase, hint.item) + 1;
  close(app);
  void app.act("hint.give", { ...hint, rung });
}

/** Not now: a wish for a hint is answered with no. @param {App} app */
export function closeHint(app) {
  close(app);
  if (app.state?.hint_asked && gives(app)) void app.act("hint.decline");
}

/** @param {App} app */
function close(app) {
  app.ui.confirm = "";
  app.ui.hint = null;
  app.schedule();
  if (opener?.isConnected && opener !== document.body) opener.focus();
}

/** @param {App} app @param {string} phase @param {Check} item */
export function ladder(app, phase, item) {
  const s = app.state;
  const given = rungsGiven(app, phase, item.id);
  const asking = app.ui.confirm === "hint" && app.ui.hint?.item === item.id && app.ui.hint.phase === phase;
  return html`<ol class="ladder">
    ${item.hints.map((text, i) => {
      const rung = i + 1;
      const entry = s?.hints.find((h) => h.phase === phase && h.item === item.id && h.rung === rung);
      const next = rung === given + 1;
      return html`<li class=${entry ? "given" : next ? "next" : ""} data-rung=${rung}>
        <div>
          <p class="spoken">${inline(text)}</p>
          ${entry ? html`<p class="label">Given at ${when(app, entry.at)}</p>` : nothing}
          ${
            next && asking
              ? html`<div class="confirm" role="group" aria-label="Give the ${RUNGS[i]} hint?">
                  <span>Show this to ${app.partnerName}? It counts as ${i === 2 ? "an" : "a"} ${RUNGS[i]} hint.</span>
                  <div>
                    <button
                      type="button"
                      class="btn btn--primary btn--small"
                      id="confirm-yes"
                      @click=${() => giveHint(app)}
                    >
                      Give <kbd>Enter</kbd></button
                    ><button type="button" class="btn btn--small" @click=${() => closeHint(app)}>
                      Not now <kbd>Esc</kbd>
                    </button>
                  </div>
                </div>`
              : next && gives(app)
                ? html`<button type="button" class="btn btn--small" @click=${() => offerHint(app, item, phase)}>
                    Give this hint <kbd>H</kbd>
                  </button>`
                : nothing
          }
        </div>
      </li>`;
    })}
  </ol>`;
}
