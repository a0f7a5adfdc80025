// The coverage radar's advice beside the gaps: what to ask next, and the minutes left for it.
import { html, nothing } from "/static/vendor/lit.js";
import { PHASE_TITLES } from "../clock.js";
import { criterionName } from "../criteria.js";
import { bare, listed } from "../gaps.js";
import { inline } from "../inline.js";
import { askNext } from "./asknext.js";
import { deal } from "./cards.js";
import { cardsLeft, chosenDives, gives } from "./progress.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("./asknext.js").Question} Question
 */

/** @param {App} app @param {Question} q */
function ask(app, q) {
  if (q.kind === "card") deal(app, q.id);
  else void app.act("probe.ask", { dive: q.id, index: q.index });
}

/** Whole minutes that the phase has left. @param {App} app */
const minutesLeft = (app) => Math.max(0, Math.floor(app.left / 60_000));

/** @param {App} app */
export function nextQuestion(app) {
  const s = app.state;
  if (!s || !app.kit?.dives || !gives(app)) return nothing;
  const chosen = chosenDives(app);
  const advice = askNext({
    phase: s.phase,
    missing: bare(app.pins.saved),
    dives: [...chosen, ...app.kit.dives.filter((d) => !chosen.includes(d))],
    chosen: chosen.length,
    probes: s.probes,
    cards: cardsLeft(app),
    left: app.left,
  });
  if (!advice) return nothing;
  const { question, listen, later, tight } = advice;
  if (later && !question) return nothing;
  /** @param {string[]} ids */
  const names = (ids) => listed(ids.map(criterionName));
  const minutes = minutesLeft(app);
  return html`<section aria-labelledby="h-next">
    <h2 id="h-next">
      ${later ? `To ask in the ${PHASE_TITLES["deep-dive"].toLowerCase()}` : "Ask next"}
      ${later ? nothing : html`<span>${minutes} min left</span>`}
    </h2>
    ${
      question
        ? html`<p class="spoken spoken--small">${inline(question.text)}</p>
            <p class="small soft">
              For ${names(question.covers)}; about ${question.minutes} min.
              ${tight ? `More than the ${minutes === 1 ? "minute" : `${minutes} minutes`} left.` : nothing}
            </p>
            ${
              later
                ? nothing
                : html`<p>
                    <button
                      type="button"
                      class="btn btn--small"
                      aria-label="${question.kind === "card" ? "Deal" : "Asked"}: ${question.text}"
                      @click=${() => ask(app, question)}
                    >
                      ${question.kind === "card" ? "Deal" : "Asked"}
                    </button>
                  </p>`
            }`
        : nothing
    }
    ${listen.length > 0 && !later ? html`<p class="small soft">${names(listen)}: no question left asks for ${listen.length === 1 ? "it" : "them"}. Listen for ${listen.length === 1 ? "it" : "them"}.</p>` : nothing}
  </section>`;
}
