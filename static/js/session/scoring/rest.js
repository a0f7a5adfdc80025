// What a score rests on: the pins of a criterion, and whether they are enough. The same rule as
// server/interview/evidence.go. Pure.

/**
 * @typedef {import("../types.js").Pin} Pin
 * @typedef {import("../types.js").Scorecard} Scorecard
 */

/** How many pins a score must rest on. @param {number} score */
export const pinsNeeded = (score) => (score === 0 ? 0 : score === 1 || score === 4 ? 2 : 1);

/**
 * The pins of a criterion in the order of their moments; "" are those to sort.
 * @template {Pin} P @param {P[]} pins @param {string} criterion
 */
export const pinsOf = (pins, criterion) =>
  pins.filter((p) => p.criterion === criterion).sort((a, b) => a.moment - b.moment || a.at - b.at);

/** What a criterion lacks, in few words; "" if nothing. @param {number | undefined} score @param {number} pins */
export function lack(score, pins) {
  if (score === undefined) return "no score yet";
  const short = pinsNeeded(score) - pins;
  if (short <= 0) return "";
  if (short === 2) return "needs two pins";
  return pins > 0 ? "needs one more pin" : "needs a pin";
}
