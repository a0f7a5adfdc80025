// One line under the bar for what everybody must know, one at a time: not saved, offline, a
// question to you, paused, partner away.
import { html, nothing } from "/static/vendor/lit.js";
import { PHASE_TITLES, format, nextPhase } from "./clock.js";
import { offerHint } from "./script/hints.js";
import { currentItem } from "./script/progress.js";

/** @typedef {import("./app.js").App} App */

/**
 * @param {string} kind
 * @param {string} bold
 * @param {unknown} words
 * @param {unknown} [buttons]
 */
const strip = (kind, bold, words, buttons) =>
  html`<div class="strip ${kind}" role=${kind === "strip--refused" ? "alert" : "group"} aria-label=${bold}>
    <b>${bold}</b><span>${words}</span>${buttons ? html`<span class="push">${buttons}</span>` : nothing}
  </div>`;

/** @param {string} words @param {() => void} press @param {boolean} [primary] @param {string} [key] @param {string} [id] */
const button = (words, press, primary = false, key = "", id = "") =>
  html`<button
    type="button"
    id=${id || nothing}
    class="btn btn--small ${primary ? "btn--primary" : ""}"
    @click=${press}
  >
    ${words}${key ? html` <kbd>${key}</kbd>` : nothing}
  </button>`;

/** What is over or left when the phase ends now, in words. @param {App} app */
function balance(app) {
  const left = app.left;
  const next = nextPhase(app.state?.phase ?? "");
  if (next === "scoring") return left >= 1000 ? `${format(left)} is left.` : "";
  if (left >= 1000) return `${format(left)} left goes into reserve.`;
  if (left <= -1000) return `${format(left)} over comes off ${PHASE_TITLES[next]}.`;
  return "";
}

/** @param {App} app */
export function strips(app) {
  const s = app.state;
  const { clock, ui } = app;
  if (!s || !clock) return nothing;
  const saving = app.saving;
  const close = () => {
    ui.confirm = "";
    app.schedule();
  };
  if (saving.state === "refused" && saving.words.startsWith("Not saved")) {
    return strip(
      "strip--refused",
      "The server cannot save right now.",
      "Your edits are kept in this browser; nobody else sees them yet.",
    );
  }
  if (saving.state === "offline") {
    const n = saving.count ?? 0;
    const kept =
      n > 0
        ? `Keep typing. ${n === 1 ? "1 edit is" : `${n} edits are`} kept in this browser and will be merged.`
        : "Keep typing. What you write is kept in this browser and will be merged.";
    return strip(
      "strip--time",
      "Offline.",
      kept,
      button("Try now", () => app.connection.connect()),
    );
  }
  if (ui.confirm === "next") {
    const next = nextPhase(s.phase);
    const move = () => {
      close();
      void app.act("phase.next", { from: s.phase });
    };
    return strip("strip--accent", `Move to ${PHASE_TITLES[next]}?`, balance(app), [
      button("Move on", move, true, "Enter", "confirm-yes"),
      button("Stay", close, false, "Esc"),
    ]);
  }
  if (ui.confirm === "end") {
    const end = () => {
      close();
      void app.act("interview.end");
    };
    return strip(
      "strip--accent",
      "End the interview now?",
      "Scoring opens for everybody; there is no way back to the clock.",
      [button("End it", end, true, "Enter", "confirm-yes"), button("Go on", close, false, "Esc")],
    );
  }
  if (ui.confirm === "leave") {
    return strip("strip--accent", "Leave while the clock runs?", "The same link brings you back.", [
      button("Leave", () => location.assign("/"), true, "Enter", "confirm-yes"),
      button("Stay", close, false, "Esc"),
    ]);
  }
  if (ui.confirm === "delete") {
    const remove = async () => {
      close();
      try {
        await app.api("DELETE", "");
        location.assign("/");
      } catch (error) {
        app.notice(/** @type {any} */ (error)?.message ?? "No connection. Try again.");
      }
    };
    return strip("strip--refused", "Delete this session for everybody?", "Board, chat and scores are gone for good.", [
      button("Delete", () => void remove(), true, "", "confirm-yes"),
      button("Keep it", close, false, "Esc"),
    ]);
  }
  return seats(app) ?? asks(app) ?? hints(app) ?? stands(app);
}

/** Questions about seats. @param {App} app */
function seats(app) {
  const s = app.state;
  const ask = s?.seat_asks[app.role];
  const seat = app.role === "candidate" || app.role === "interviewer";
  if (!s || !seat) return undefined;
  if (ask && s.seats[app.role] === app.you) {
    const seconds = Math.max(0, Math.ceil((ask.at + 30_000 - app.now) / 1000));
    return strip(
      "strip--accent",
      `${app.nameOf(ask.participant)} asks for your seat.`,
      `It goes over in ${seconds} s unless you keep it.`,
      button("Keep it", () => app.act("seat.keep"), true),
    );
  }
  if (s.seats[app.role] !== app.you) {
    const holder = s.seats[app.role];
    if (ask?.participant === app.you)
      return strip("strip--time", "You have asked for the seat.", "Who holds it has 30 seconds to say no.");
    return strip(
      "strip--time",
      "You watch.",
      holder ? `${app.nameOf(holder)} has the ${app.role}’s seat.` : `The ${app.role}’s seat is free.`,
      button(holder ? "Ask for it" : "Take it", () => app.act("seat.ask")),
    );
  }
  return undefined;
}

/** A wish for a pause. @param {App} app */
function asks(app) {
  const ask = app.state?.pause_asked;
  if (!ask) return undefined;
  if (app.leads) {
    return strip("strip--accent", `${app.nameOf(ask.by)} asks for a pause.`, "", [
      button("Pause", () => app.act("clock.pause"), true, "P"),
      button("Carry on", () => app.act("pause.decline")),
    ]);
  }
  return ask.by === app.you
    ? strip("", "You have asked for a pause.", "The clock runs until the interviewer stops it.")
    : undefined;
}

/** A wish for a hint. @param {App} app */
function hints(app) {
  const ask = app.state?.hint_asked;
  if (!ask || app.acts !== "interviewer" || app.ui.confirm === "hint") return undefined;
  return strip("strip--accent", `${app.nameOf(ask.by)} asks for a hint.`, "The script has the next one.", [
    button("Choose", () => offerHint(app, currentItem(app)), true, "H"),
    button("Not now", () => app.act("hint.decline")),
  ]);
}

/** Paused, and partner away. @param {App} app */
function stands(app) {
  const s = app.state;
  const { clock, ui } = app;
  if (!s || !clock) return nothing;
  const partner = app.partner;
  const gone =
    partner !== "" &&
    app.acts !== "mentor" &&
    app.acts !== "observer" &&
    (s.participants[partner]?.away_since ?? 0) > 0;
  const goneFor = gone ? app.now - (s.participants[partner]?.away_since ?? 0) : 0;
  const mayPause = app.leads || (app.acts === "candidate" && (!partner || goneFor > 60_000));
  if (clock.state === "paused") {
    const at = format(clock.session_used_ms);
    /** @param {number} t */
    const time = (t) => new Date(t).toLocaleTimeString([], { timeStyle: "short" });
    const bold =
      clock.paused_reason === "server-away"
        ? `The server was away ${time(clock.server_away[0])}–${time(clock.server_away[1])}.`
        : clock.paused_reason === "nobody"
          ? "Paused, because nobody was here."
          : `Paused by ${app.nameOf(clock.paused_by)} at ${at}.`;
    return strip(
      "",
      bold,
      "The clock stands. The board stays open and edits are recorded.",
      mayPause ? button("Resume", () => app.act("clock.resume"), true, "P") : undefined,
    );
  }
  if (app.resumesIn > 0) return strip("", `Goes on in ${app.resumesIn}.`, "");
  if (gone && clock.state === "running") {
    return strip(
      "strip--time",
      `${app.nameOf(partner)} has left the room.`,
      "The clock runs.",
      mayPause
        ? button("Pause", () => app.act("clock.pause"))
        : app.acts === "candidate"
          ? button("Ask for a pause", () => app.act("pause.ask"))
          : undefined,
    );
  }
  if (ui.notice && performance.now() < ui.noticeUntil) return strip("", ui.notice, "");
  return nothing;
}
