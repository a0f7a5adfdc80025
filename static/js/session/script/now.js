// What to say now: the phase's goal, the first item that is not on the board, and what comes after.
import { html, nothing, unsafeHTML } from "/static/vendor/lit.js";
import { PHASE_TITLES, format, nextPhase } from "../clock.js";
import { inline } from "../inline.js";
import { silent } from "./answers.js";
import { cardNow } from "./cards.js";
import { diveNow } from "./dives.js";
import { ladder } from "./hints.js";
import { checklist, currentItem, hintsSaid } from "./progress.js";
import { choose, setTab } from "./tabs.js";

/**
 * @typedef {import("../app.js").App} App
 */

/** @param {App} app */
export function now(app) {
  const phase = app.state?.phase ?? "";
  const { script, open, items } = checklist(app, phase);
  const item = currentItem(app);
  const exam = app.state?.help === "exam";
  return html`${overtime(app)}
    <section aria-labelledby="h-goal">
      <h2 id="h-goal">${script?.title ?? PHASE_TITLES[phase]}</h2>
      <p class="script__goal">${inline(script?.goal ?? "")}</p>
    </section>
    ${phase === "clarification" ? opening(app) : nothing} ${phase === "deep-dive" ? diveNow(app) : nothing}
    ${phase === "follow-up" ? cardNow(app) : nothing}
    ${
      item
        ? html`<section class="probe" aria-labelledby="h-probe">
            <header>
              <p class="probe__why">${exam ? "On the checklist" : "Not seen on the board yet"}</p>
              <h3 id="h-probe">
                ${inline(item.text)} ${item.must ? nothing : html`<small class="faint">nice to have</small>`}
              </h3>
            </header>
            ${ladder(app, phase, item)}
          </section>`
        : items.length > 0
          ? html`<p class="small soft">
              Nothing is missing. Listen, or go deeper:
              <button type="button" class="link" @click=${() => setTab(app, "dives")}>Dives</button>
            </p>`
          : nothing
    }
    ${
      open.length > 1
        ? html`<section aria-labelledby="h-after">
            <h2 id="h-after">
              After that <span><kbd>J</kbd> next <kbd>K</kbd> back</span>
            </h2>
            <ul class="script__more">
              ${open
                .filter((o) => o.item !== item)
                .map(
                  ({ item: other }) =>
                    html`<li>
                      <button
                        type="button"
                        class="link"
                        @click=${() =>
                          choose(
                            app,
                            open.findIndex((o) => o.item === other),
                          )}
                      >
                        ${inline(other.text)}</button
                      ><span class="label">${hintsSaid(app, phase, other)}</span>
                    </li>`,
                )}
            </ul>
          </section>`
        : nothing
    }
    ${phase === "clarification" ? silent(app) : nothing}`;
}

/** @param {App} app */
function overtime(app) {
  const left = app.left;
  if (left > -1000 || app.clock?.state !== "running") return nothing;
  const next = nextPhase(app.state?.phase ?? "");
  const shrinks =
    next === "scoring"
      ? ""
      : ` ${PHASE_TITLES[next]} shrinks to ${format(app.clock.next_budget_ms + Math.min(0, left - app.clock.left_ms))}.`;
  return html`<section class="probe probe--over">
    <p><b>Over by ${format(-left)}.</b>${shrinks}</p>
    ${
      app.leads
        ? html`<div class="probe__do">
            <button type="button" class="btn btn--small" @click=${() => app.ask("next")}>Move on <kbd>N</kbd></button>
          </div>`
        : nothing
    }
  </section>`;
}

/** @param {App} app */
function opening(app) {
  return html`<section aria-labelledby="h-opening">
    <h2 id="h-opening">Say this first</h2>
    <details .open=${(app.state?.told.length ?? 0) === 0}>
      <summary class="small">The opening</summary>
      <div class="spoken">${unsafeHTML(app.kit?.html.opening ?? "")}</div>
    </details>
  </section>`;
}
