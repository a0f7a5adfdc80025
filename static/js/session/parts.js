// Small pieces that several screens show.
import { copyText } from "../clipboard.js";
import { html, nothing } from "/static/vendor/lit.js";
import { PHASE_TITLES, face, format, mood, nudge } from "./clock.js";
import { saveSlot } from "./saveslot.js";
import { nudgeWords } from "./telling.js";

/** @typedef {import("./app.js").App} App */

export const mark = html`<svg viewBox="0 0 24 24" aria-hidden="true">
  <rect x="2.8" y="5" width="18.4" height="14" rx="2.5" />
  <path d="M7 5v3.5M11 5v3.5M19 5v0" />
  <path class="mark__now" d="M15.5 5v8" />
</svg>`;

/** @param {string} path */
export const icon = (path) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>`;

export const TICK = "M3 8.5 6.5 12 13 4.5";

/** @param {App} app @param {string} id @param {string} [words] */
export const person = (app, id, words) =>
  html`<span class="person person--${app.roleOf(id)}">${words ?? app.nameOf(id)}</span>`;

/** @param {App} app */
export function people(app) {
  const here = app.presence.filter((p) => p.connected);
  return html`<span class="people" role="group" aria-label="In the room"
    >${here.map((p) => person(app, p.participant))}</span
  >`;
}

/** @param {App} app */
export function slot(app) {
  const at = app.lastSaved ? ` Last change ${new Date(app.lastSaved).toLocaleTimeString()}.` : "";
  return saveSlot(app.saving, `Everything you typed is on the server’s disk.${at}`, () => app.connection.connect());
}

/** @param {App} app */
export function clockFace(app) {
  const { clock, state } = app;
  if (!clock || !state) return nothing;
  const now = app.now;
  if (clock.state === "idle") {
    return html`<div class="clock" data-state="done">
      <span class="clock__words"
        ><b>${PHASE_TITLES[state.phase]}</b>${format(clock.session_used_ms)} used, no clock now</span
      >
    </div>`;
  }
  const how = mood(clock, now);
  const left = app.left;
  return html`<div
    class="clock"
    data-state=${how}
    role="timer"
    aria-live="off"
    aria-label="${PHASE_TITLES[clock.phase]}, ${face(left)} ${left < 0 ? "over" : "left"}"
  >
    <span class="clock__left">${face(left)}</span
    ><span class="clock__words"
      ><b>${how === "paused" ? "Paused" : PHASE_TITLES[clock.phase]}</b>${clockWords(app, how)}</span
    >
  </div>`;
}

/** @param {App} app @param {string} how */
function clockWords(app, how) {
  const { clock, state } = app;
  if (!clock || !state) return "";
  const now = app.now;
  if (app.resumesIn > 0) return `Goes on in ${app.resumesIn}`;
  if (how === "paused") {
    const by = clock.paused_reason === "hand" && clock.paused_by ? `, by ${app.nameOf(clock.paused_by)}` : "";
    return `for ${format(now - clock.paused_since)}${by}`;
  }
  const line = app.connection.open ? "" : ", own clock";
  const said = nudge(clock, now);
  if (said !== undefined) return nudgeWords(app, said) + line;
  if (state.pace === "strict" && app.left < 10_000) return `moves on by itself${line}`;
  if (how === "over") {
    /** @type {Record<string, string>} */
    const takers = { clarification: "the design", "high-level": "the dive", "deep-dive": "the follow-up" };
    const from = takers[clock.phase];
    return (from ? `over, taken from ${from}` : "over") + line;
  }
  const used = clock.session_used_ms + Math.max(0, clock.left_ms - app.left);
  const words = `${format(used)} of ${Math.round(clock.session_total_ms / 60_000)} min${line}`;
  if (!app.leads || clock.reserve_ms === 0) return words;
  const reserve = `${format(clock.reserve_ms)} ${clock.reserve_ms > 0 ? "in reserve" : "borrowed"}`;
  return html`${words}<span class="clock__reserve"> · ${reserve}</span>`;
}

/**
 * Copies, and says so beside what was copied for a while.
 * @param {App} app
 * @param {string} text
 * @param {string} what
 */
export function copy(app, text, what) {
  copyText(text);
  app.ui.copied = what;
  app.schedule();
  setTimeout(() => {
    app.ui.copied = "";
    app.schedule();
  }, 2000);
}

/** @param {App} app */
export function notTaken(app) {
  if (app.notTaken.length === 0) return nothing;
  return html`<section class="not-taken" role="alert" aria-label="Not taken">
    ${app.notTaken.map(
      (n, i) =>
        html`<h2>Not taken</h2>
          <p class="small">${n.why}</p>
          <pre tabindex="0" aria-label="Text that was not taken">${n.text}</pre>
          <p>
            <button
              type="button"
              class="btn btn--small btn--primary"
              @click=${() => copy(app, n.text, `not-taken-${i}`)}
            >
              ${app.ui.copied === `not-taken-${i}` ? "Copied" : "Copy"}
            </button>
            <button
              type="button"
              class="btn btn--small"
              @click=${() => {
                app.notTaken.splice(i, 1);
                app.schedule();
              }}
            >
              Throw away
            </button>
          </p>`,
    )}
  </section>`;
}
