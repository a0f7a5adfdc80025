// Which criteria have evidence and which have none: facts for whoever asks, never points.
import { CRITERIA } from "./criteria.js";

/** @typedef {import("./types.js").Pin} Pin */

/** So many criteria are named; more are counted. */
const NAMED = 3;

/** How many pins point for or against each criterion, in their order. @param {Pin[]} pins @returns {number[]} */
export const evidence = (pins) =>
  CRITERIA.map(([id]) => pins.filter((p) => p.criterion === id && p.sign !== "later").length);

/** Criteria without a pin. @param {Pin[]} pins @returns {string[]} */
export function bare(pins) {
  const counts = evidence(pins);
  return CRITERIA.filter((_, i) => counts[i] === 0).map(([id]) => id);
}

/** `A`, `A and B`, `A, B and C`. @param {string[]} words @param {string} [last] */
export const listed = (words, last = "and") =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words[words.length - 1]}`;

/** The gaps in words: what has no pin, then what has one. @param {Pin[]} pins @returns {[string, string]} */
export function gapWords(pins) {
  const counts = evidence(pins);
  /** @param {number} n */
  const names = (n) => CRITERIA.filter((_, i) => counts[i] === n).map(([, name]) => name);
  const [none, one] = [names(0), names(1)];
  if (none.length === CRITERIA.length) return ["No pin yet.", ""];
  let ones = "";
  if (one.length === 1) ones = `One for ${one[0]}.`;
  else if (one.length === CRITERIA.length) ones = "One each.";
  else if (one.length > NAMED) ones = `One each for ${one.length} others.`;
  else if (one.length > 1) ones = `One each for ${listed(one)}.`;
  if (none.length > 0) return [`No pin for ${listed(none, "or")}.`, ones];
  return ["Each criterion has a pin.", ones];
}
