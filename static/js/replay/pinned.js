// Pins as moments of a session: each opens the board that its rater saw. Pure.

/**
 * @typedef {import("../session/types.js").Pin} Pin
 * @typedef {{ rater: string, pin: Pin }} Pinned
 */

/** How much earlier than a pin its moment begins to be worth watching, in milliseconds. */
export const LEAD = 20_000;

/** Signs as figures in a text. @type {Record<import("../session/types.js").Sign, string>} */
export const FIGURES = { for: "+", against: "−", later: "?" };

/** All pins of a view, in the order of the moments that they point at. @param {Record<string, Pin[]>} pins @returns {Pinned[]} */
export const pinnedOf = (pins) =>
  Object.entries(pins)
    .flatMap(([rater, list]) => list.map((pin) => ({ rater, pin })))
    .sort((a, b) => a.pin.moment - b.pin.moment || a.pin.at - b.pin.at);

/** The address of a pin within its page. @param {string} rater @param {string} pin */
export const pinHash = (rater, pin) => `#pin=${encodeURIComponent(rater)}/${encodeURIComponent(pin)}`;

/** The pin that an address names. @param {string} hash @param {Pinned[]} pins @returns {Pinned | undefined} */
export function pinAt(hash, pins) {
  return pins.find(({ rater, pin }) => pinHash(rater, pin.id) === hash);
}

/** The address of what a score rests on. @param {string} rater @param {string} criterion */
export const evidenceHash = (rater, criterion) => `#why-${rater}-${criterion}`;

/**
 * The score's pins that an address names; undefined if it names none.
 * @param {string} hash @param {Pinned[]} pins
 * @returns {Pinned[] | undefined}
 */
export function evidenceAt(hash, pins) {
  const found = pins.filter(({ rater, pin }) => evidenceHash(rater, pin.criterion) === hash);
  return found.length > 0 ? found : undefined;
}
