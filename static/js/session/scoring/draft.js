// A scorecard as it is being filled in: saved as one goes, whole, and what it still lacks.
import { CRITERIA } from "../criteria.js";
import { lack, pinsOf } from "./rest.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Scorecard} Scorecard
 */

export { CRITERIA };

/** Drafts are saved at most this often, in milliseconds. */
const PACE = 2000;

/** The draft as typed here, and whether it is on its way. */
export class Draft {
  /** @type {Scorecard} */
  card = { scores: {} };
  #timer = 0;
  #dirty = false;
  #loaded = false;

  /** @param {App} app */
  load(app) {
    if (this.#loaded) return;
    const saved = app.state?.cards[app.you]?.card;
    if (saved) this.card = structuredClone(saved);
    this.#loaded = true;
  }

  /** @param {App} app @param {Partial<Scorecard>} change */
  change(app, change) {
    this.card = { ...this.card, ...change };
    this.#dirty = true;
    if (!this.#timer) this.#timer = setTimeout(() => void this.save(app), PACE);
    app.schedule();
  }

  /** Sends the whole draft now, if it changed. @param {App} app */
  async save(app) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#dirty) return true;
    this.#dirty = false;
    const done = await app.act("scorecard.save", { card: this.card });
    if (!done) this.#dirty = true;
    return done;
  }

  get saving() {
    return this.#dirty;
  }
}

/** What is missing before a card can be locked: words, and where it is. @param {Scorecard} card @param {import("../types.js").Pin[]} pins @returns {[string, string][]} */
export function missing(card, pins) {
  /** @type {[string, string][]} */
  const list = [];
  for (const [id, name] of CRITERIA) {
    const score = card.scores[id];
    const words = score === undefined ? "needs a score" : lack(score, pinsOf(pins, id).length);
    if (words) list.push([`${name} ${words}`, `c-${id}`]);
  }
  if (!card.recommendation) list.push(["Your recommendation is missing", "f-recommendation"]);
  if (!card.confidence) list.push(["How sure you are is missing", "f-confidence"]);
  if (!card.level) list.push(["The level is missing", "f-level"]);
  return list;
}
