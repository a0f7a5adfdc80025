// After the lock: the own card open, the other covered, and the question whether to look.
import { html, nothing } from "/static/vendor/lit.js";
import { CRITERIA } from "../criteria.js";

/** @typedef {import("../app.js").App} App */

/** Own card open, the other covered, and the question whether to look. @param {App} app */
export function reveal(app) {
  const s = app.state;
  if (!s) return nothing;
  const mine = s.cards[app.you];
  const other = s.cards[app.partner];
  const name = app.partnerName;
  const both = Boolean(other?.locked_at) || !app.partner;
  const waited = mine.ready_at > 0 && app.now - mine.ready_at >= 120_000;
  const day = app.now - s.scoring_at >= 24 * 3600_000;
  let words = `You are locked. ${name} is still scoring (${other?.scored ?? 0} of 6).`;
  if (both)
    words = mine.ready_at
      ? `You are ready to look. Waiting for ${name}.`
      : other?.ready_at
        ? `Both are locked. ${name} is ready to look.`
        : "Both are locked.";
  return html`<div class="reveal">
    <div>
      <h3>
        ${app.partner ? (app.roleOf(app.partner) === "candidate" ? `${name}, of themselves` : name) : "Nobody else"}
      </h3>
      <div class="covered" aria-hidden="true"><i></i><i></i><i></i></div>
      <p class="small faint">
        ${other?.locked_at ? `Locked ${new Date(other.locked_at).toLocaleTimeString([], { timeStyle: "short" })}` : "Not locked yet"}
      </p>
    </div>
    <div>
      <h3>You</h3>
      <ul class="open">
        ${CRITERIA.map(([id, title]) => html`<li>${title}<b>${mine.card?.scores[id] === 0 ? "–" : mine.card?.scores[id]}</b></li>`)}
      </ul>
      <p class="small faint">Locked ${new Date(mine.locked_at).toLocaleTimeString([], { timeStyle: "short" })}</p>
    </div>
    <footer>
      <span role="status">${words}</span>
      ${
        both && !mine.ready_at
          ? html`<button type="button" class="btn btn--primary" @click=${() => app.act("reveal.ready")}>
              Show both
            </button>`
          : nothing
      }
      ${both && waited ? html`<button type="button" class="btn" @click=${() => app.act("reveal.show")}>Show without waiting</button>` : nothing}
      ${!both && day ? html`<button type="button" class="btn" @click=${() => app.act("reveal.show")}>Show without ${name}’s card</button>` : nothing}
    </footer>
  </div>`;
}

/** @param {App} app */
export const mentorWaits = (app) =>
  html`<div class="reveal">
    <footer>
      <span role="status"
        >You are locked. The scores open when ${app.partnerName} and the other have looked.
        ${app.state?.revealed ? html`<a href="/s/${app.id}/${app.role}/review#scores">Open the review</a>` : nothing}</span
      >
    </footer>
  </div>`;
