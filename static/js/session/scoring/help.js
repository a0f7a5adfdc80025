// Which hints were help with a criterion: the same count as server/review/hintledger.go. Pure.

/**
 * @typedef {import("../types.js").SessionState["hints"]} Hints
 * @typedef {import("../types.js").Script} Script
 */

const RUNGS = ["", "gentle", "pointed", "explicit"];

/**
 * In words, "2 gentle, 1 explicit", and whether an answer's shape was given away; undefined for none.
 * @param {string} criterion @param {Hints} hints @param {Script[]} scripts what of the checklists the rater may know
 */
export function helpWith(criterion, hints, scripts) {
  const about = new Set(
    scripts.flatMap((s) => s.items.filter((i) => i.criteria?.includes(criterion)).map((i) => `${s.phase}/${i.id}`)),
  );
  const rungs = hints.filter((h) => about.has(`${h.phase}/${h.item}`)).map((h) => h.rung);
  if (rungs.length === 0) return undefined;
  const words = RUNGS.map((name, rung) => [rungs.filter((r) => r === rung).length, name])
    .filter(([n, name]) => n && name)
    .map(([n, name]) => `${n} ${name}`);
  return { words: words.join(", "), explicit: rungs.includes(RUNGS.length - 1) };
}
