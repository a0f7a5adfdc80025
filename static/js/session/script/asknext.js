// What to ask next: of the questions that the script still has, the one whose answer can be evidence for
// most of what has none. Facts about gaps and minutes, never points.

/**
 * @typedef {import("../types.js").Dive} Dive
 * @typedef {import("../types.js").FollowupCard} FollowupCard
 *
 * @typedef {object} Course where the interview is
 * @property {string} phase
 * @property {string[]} missing criteria without a pin
 * @property {Dive[]} dives those that were chosen first, in the order in which they are asked
 * @property {number} chosen how many of them were chosen
 * @property {{ dive: string, index: number }[]} probes that were asked
 * @property {FollowupCard[]} cards that were not dealt
 * @property {number} left milliseconds that the phase has left
 *
 * @typedef {{ kind: "probe" | "card", id: string, index: number, title: string, text: string, minutes: number, covers: string[] }} Question
 *
 * @typedef {object} Advice
 * @property {Question | undefined} question
 * @property {string[]} listen what is missing and no question left asks about
 * @property {boolean} later whether the question's phase is still to come
 * @property {boolean} tight whether it needs more minutes than are left
 */

/** Phases in which a probe may be asked. */
const ASKED_IN = ["deep-dive", "follow-up"];

/** Questions left in a phase, in the order in which the script has them. @param {Course} c @returns {Question[]} */
function questions({ phase, missing, dives, chosen, probes, cards }) {
  /** @param {string[] | undefined} criteria */
  const covered = (criteria) => missing.filter((m) => criteria?.includes(m));
  // Other topics than those chosen are for the phase itself: before it nobody has decided against them.
  const topics = phase === "deep-dive" ? dives : dives.slice(0, chosen);
  const asks = topics.flatMap((dive) =>
    dive.asks.map((text, index) => ({
      kind: /** @type {const} */ ("probe"),
      id: dive.id,
      index,
      title: dive.title,
      text,
      minutes: Math.max(1, Math.round(dive.minutes / dive.asks.length)),
      covers: covered(dive.ask_criteria?.[index]),
    })),
  );
  const left = asks.filter((q) => !probes.some((p) => p.dive === q.id && p.index === q.index));
  if (phase !== "follow-up") return left;
  const dealt = cards.map((card) => ({
    kind: /** @type {const} */ ("card"),
    id: card.id,
    index: 0,
    title: card.title,
    text: card.ask,
    minutes: card.minutes,
    covers: covered(card.criteria),
  }));
  return [...dealt, ...left];
}

/** @param {Course} course @returns {Advice | undefined} undefined where nothing is missing */
export function askNext(course) {
  if (course.missing.length === 0) return undefined;
  const all = questions(course).filter((q) => q.covers.length > 0);
  const later = !ASKED_IN.includes(course.phase);
  const minutes = course.left / 60_000;
  const fits = later ? all : all.filter((q) => q.minutes <= minutes);
  const from = fits.length > 0 ? fits : all;
  const question = from.reduce(
    (best, q) => (!best || q.covers.length > best.covers.length ? q : best),
    /** @type {Question | undefined} */ (undefined),
  );
  return {
    question,
    listen: course.missing.filter((m) => !all.some((q) => q.covers.includes(m))),
    later,
    tight: question !== undefined && fits.length === 0,
  };
}
