// Deep dives: which are taken, and their probes.
import { html, nothing, unsafeHTML } from "/static/vendor/lit.js";
import { inline } from "../inline.js";
import { cards } from "./cards.js";
import { levelAnswers } from "./levels.js";
import { chosenDives, gives, nextProbe, when } from "./progress.js";
import { setTab } from "./tabs.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Dive} Dive
 */

/** @param {App} app */
export function askProbe(app) {
  const next = nextProbe(app);
  if (next) void app.act("probe.ask", { dive: next.dive.id, index: next.index });
}

/** @param {App} app @param {Dive} dive @param {boolean} owns whether A asks its next question */
function dive(app, dive, owns) {
  const next = nextProbe(app);
  const may = gives(app) && app.state?.phase !== "clarification" && app.state?.phase !== "high-level";
  return html`<article class="dive">
    <header>
      <h3>${dive.title}</h3>
      <p class="label">${dive.minutes} min · chosen${dive.default ? " · default" : ""}</p>
    </header>
    <ol class="dive__asks">
      ${dive.asks.map((text, i) => {
        const asked = app.state?.probes.find((p) => p.dive === dive.id && p.index === i);
        const isNext = owns && next?.dive === dive && next.index === i;
        return html`<li class=${asked ? "asked" : ""}>
          <p class="spoken">${inline(text)}</p>
          ${
            asked
              ? html`<p class="label">Asked ${when(app, asked.at)}</p>`
              : may
                ? html`<button
                    type="button"
                    class="btn btn--small ${isNext ? "btn--primary" : ""}"
                    @click=${() => app.act("probe.ask", { dive: dive.id, index: i })}
                  >
                    Asked ${isNext ? html`<kbd>A</kbd>` : nothing}
                  </button>`
                : nothing
          }
        </li>`;
      })}
    </ol>
    ${levelAnswers(app, dive.levels, app.kit?.html[`dive/${dive.id}`])}
  </article>`;
}

/** @param {App} app */
export function diveNow(app) {
  const next = nextProbe(app);
  const current = next?.dive ?? chosenDives(app)[0];
  if (!current) return nothing;
  return html`<section aria-labelledby="h-dive">
    <h2 id="h-dive">
      Topic <button type="button" class="link" @click=${() => setTab(app, "dives")}>Choose others</button>
    </h2>
    ${dive(app, current, true)}
  </section>`;
}

/** @param {App} app */
export function dives(app) {
  const chosen = chosenDives(app);
  const budget = app.state ? (app.state.planned["deep-dive"] ?? 0) / 60_000 : 0;
  const sum = chosen.reduce((total, d) => total + d.minutes, 0);
  /** @param {Dive} d @param {boolean} on */
  const toggle = (d, on) =>
    void app.act("dive.choose", {
      dives: on ? [...chosen.map((c) => c.id), d.id] : chosen.filter((c) => c !== d).map((c) => c.id),
    });
  return html`<section>
      <h2>Deep dive, ${Math.round(budget)} minutes <span>${sum} chosen</span></h2>
      ${chosen.map((d) => dive(app, d, true))}
    </section>
    <section>
      <h2>All topics</h2>
      <ul class="dives">
        ${(app.kit?.dives ?? []).map(
          (d) =>
            html`<li class=${chosen.includes(d) ? "chosen" : ""}>
              <label
                ><input
                  type="checkbox"
                  .checked=${chosen.includes(d)}
                  ?disabled=${!gives(app)}
                  @change=${(/** @type {Event} */ e) => toggle(d, /** @type {HTMLInputElement} */ (e.target).checked)}
                /><span>${d.title}</span></label
              ><span class="num">${d.minutes} min</span>
            </li>`,
        )}
      </ul>
      ${sum > budget ? html`<p class="small soft">${sum} minutes are more than the ${Math.round(budget)} of this phase; the rest would take the follow-up’s minutes.</p>` : nothing}
    </section>
    ${app.state?.phase === "follow-up" || app.state?.phase === "deep-dive" ? cards(app) : nothing}`;
}
