// The server's clock, measured and never counted: left = deadline − (own monotonic clock + offset).

/** @typedef {import("./types.js").Clock} Clock */

/** Room time at which each nudge is said, in milliseconds before the end. */
const NUDGES = [300_000, 60_000, 0];
const NUDGE_SHOWN = 8000;
const DRIFT = 1000;
/** How far two clocks may come apart, as a part of the time: ten times what a quartz does. */
const APART = 0.001;

export class Measure {
  #offset = 0;
  /** When this browser's clock was last found to have stood; what was sent before tells nothing. */
  #stoodAt = -Infinity;
  #best = Infinity;
  #bestAt = 0;
  #drift = Date.now() - performance.now();
  /** Whether the offset is known. */
  known = false;

  /**
   * Takes a round trip if it tells the time better than the last one that did: it can be wrong by half
   * its length, the last one by half its own and by what two clocks come apart meanwhile.
   * @param {{ sent: number, received: number, now: number }} trip
   */
  take({ sent, received, now }) {
    if (sent < this.#stoodAt) return;
    const length = received - sent;
    if (length / 2 <= this.#best / 2 + (received - this.#bestAt) * APART || !this.known) {
      this.#best = length;
      this.#bestAt = received;
      this.#offset = now - (sent + received) / 2;
      this.known = true;
    }
  }

  /** Takes a frame's time where there is nothing better. @param {number} now @param {boolean} [leap] */
  hint(now, leap = false) {
    if (this.known && !leap) return;
    this.#offset = now - performance.now();
    this.#best = Infinity;
    this.known = true;
  }

  /** Whether the browser's clocks have come apart, as after a sleep: measure anew then. */
  drifted() {
    const drift = Date.now() - performance.now();
    if (Math.abs(drift - this.#drift) < DRIFT) return false;
    this.#drift = drift;
    this.#stoodAt = performance.now();
    this.#best = Infinity;
    this.known = false;
    return true;
  }

  get now() {
    return performance.now() + this.#offset;
  }

  /** Half the shortest round trip: how exact the measure is, in milliseconds. */
  get within() {
    return Number.isFinite(this.#best) ? Math.max(1, Math.round(this.#best / 2)) : 0;
  }

  get roundTrip() {
    return Number.isFinite(this.#best) ? Math.max(1, Math.round(this.#best)) : 0;
  }
}

/** What is left of the phase at a room time, below zero in overtime. @param {Clock} clock @param {number} now */
export function left(clock, now) {
  if (clock.state !== "running") return clock.left_ms;
  return clock.runs_from > now ? clock.deadline - clock.runs_from : clock.deadline - now;
}

/** `6:18`, over an hour `1:02:10`; rounded up. @param {number} ms */
export function format(ms) {
  const s = Math.ceil(Math.abs(ms) / 1000 - (ms < 0 ? 1 - 1e-9 : 0));
  const [h, m, rest] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, String(s % 60).padStart(2, "0")];
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${rest}` : `${m}:${rest}`;
}

/** What the clock face shows: left, or how far over. @param {number} ms */
export const face = (ms) => (ms <= -1000 ? `+${format(ms)}` : format(Math.max(0, ms)));

/**
 * The nudge to show now, or undefined. Those as long as the budget are skipped.
 * @param {Clock} clock
 * @param {number} now
 * @returns {number | undefined} milliseconds before the end
 */
export function nudge(clock, now) {
  if (clock.state !== "running" || clock.runs_from > now) return undefined;
  const remaining = left(clock, now);
  return NUDGES.find((n) => n < clock.budget_ms && remaining <= n && remaining > n - NUDGE_SHOWN);
}

/** The state of the face: run, last, over or paused. @param {Clock} clock @param {number} now */
export function mood(clock, now) {
  if (clock.state === "paused" || clock.runs_from > now) return "paused";
  const remaining = left(clock, now);
  if (remaining <= -1000) return "over";
  return remaining < 60_000 ? "last" : "run";
}

/**
 * The session's own time of a moment, pauses left out, in milliseconds.
 * @param {import("./types.js").SessionState} state
 * @param {number} at
 */
export function sessionTime(state, at) {
  let stood = 0;
  for (const p of state.pauses) stood += Math.max(0, Math.min(at, p.to || at) - p.from);
  return Math.max(0, at - state.started_at - stood);
}

/** @type {Record<string, string>} */
export const PHASE_TITLES = {
  lobby: "Lobby",
  clarification: "Clarification",
  "high-level": "High-level",
  "deep-dive": "Deep dive",
  "follow-up": "Follow-up",
  scoring: "Scoring",
  review: "Review",
};
export const TIMED = ["clarification", "high-level", "deep-dive", "follow-up"];

/** @param {string} phase */
export const nextPhase = (phase) => [...TIMED, "scoring"][TIMED.indexOf(phase) + 1];

/** One general sentence for each phase; never the problem's own goal. @type {Record<string, string>} */
export const PHASE_SENTENCES = {
  clarification: "Ask what you need to know. Write scope, numbers and targets down.",
  "high-level": "Draw the whole path once, end to end.",
  "deep-dive": "Two topics in depth: what you rejected, what your choice costs.",
  "follow-up": "Answer with a figure and a limit.",
  scoring: "Score on your own. Nobody sees the other’s card until both are locked.",
};
