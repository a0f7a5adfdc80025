// Scoring: six criteria, a recommendation, one thing to fix; blind until both are locked.
import { html, nothing } from "/static/vendor/lit.js";
import { format } from "../clock.js";
import { bar } from "../bar.js";
import { notTaken, person } from "../parts.js";
import { strips } from "../strips.js";
import { scorecard } from "./card.js";
import { lockbar } from "./lockbar.js";
import { moment } from "./moment.js";
import { mentorWaits, reveal } from "./reveal.js";

/** @typedef {import("../app.js").App} App */

const KEYS = html`<p class="small soft">
  <kbd>↑</kbd> <kbd>↓</kbd> criterion &nbsp; <kbd>0</kbd>–<kbd>4</kbd> score &nbsp; <kbd>Enter</kbd> open a pin &nbsp;
  <kbd>+</kbd> <kbd>−</kbd> pin this moment &nbsp; <kbd>L</kbd> lock
</p>`;

/** @param {App} app */
export function scoring(app) {
  const s = app.state;
  if (!s) return nothing;
  const candidate = s.seats.candidate ? app.nameOf(s.seats.candidate) : "the candidate";
  const locked = Boolean(s.cards[app.you]?.locked_at);
  app.preview.show(false);
  const rates = app.acts !== "observer";
  const title = !rates
    ? "They are scoring."
    : app.acts === "candidate"
      ? "Score yourself"
      : `Score ${candidate} on your own`;
  const raters = Object.entries(s.cards).filter(([id]) => id !== app.you);
  return html`<a class="skip" href="#criteria">Go to the criteria</a>
    <div class="room__head">${bar(app)} ${strips(app)}</div>
    <main class="scoring">
      <header class="scoring__head">
        <h1>${title}</h1>
        <p>
          ${
            s.mode === "solo"
              ? "Your own scores, against the same six criteria. Locking opens the review."
              : app.acts === "mentor"
                ? "You see nobody’s scores, pins or words before yours are locked."
                : rates
                  ? "Neither of you sees the other’s card until both are locked."
                  : "The scores open for you too when both have looked."
          }
          It took ${format(app.clock?.session_used_ms ?? 0)} in all.
        </p>
      </header>
      <div>
        ${!rates ? nothing : locked ? (app.acts === "mentor" ? mentorWaits(app) : reveal(app)) : scorecard(app)}
        ${notTaken(app)}
      </div>
      <aside class="scoring__side" aria-label="The session again">
        ${moment(app)}
        ${
          raters.length > 0
            ? html`<p class="small soft">
                ${raters.map(([id, c]) => html`${person(app, id)} ${c.locked_at ? "locked" : `${c.scored} of 6`}<br />`)}
              </p>`
            : nothing
        }
        ${rates && !locked ? KEYS : nothing}
        <details>
          <summary class="small">The board’s source</summary>
          <div class="board__write">${app.boardHost}</div>
        </details>
      </aside>
    </main>
    ${rates && !locked ? lockbar(app) : nothing}`;
}
