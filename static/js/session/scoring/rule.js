// The recommendation that follows from the scores alone: the same rule as server/interview/rule.go,
// held against it by a test. Pure.

/**
 * @param {Record<string, number>} scores by criterion, 0 for not observed
 * @returns {[string, string]} the recommendation, "" for none, and why
 */
export function byRule(scores) {
  const observed = Object.values(scores).filter((s) => s > 0);
  /** @param {(s: number) => boolean} is */
  const count = (is) => observed.filter(is).length;
  const ones = count((s) => s === 1);
  const strong = count((s) => s >= 3);
  if (observed.length < 4) return ["", "fewer than four criteria were observed"];
  if (ones >= 2) return ["strong-no-hire", "two or more scores of 1"];
  if (ones === 1) return ["no-hire", "a score of 1"];
  if (strong === observed.length && count((s) => s === 4) >= 2)
    return ["strong-hire", "no score below 3, and two or more of 4"];
  if (3 * strong >= 2 * observed.length) return ["hire", "no 1, and two thirds of the scores at 3 or 4"];
  return ["no-hire", "fewer than two thirds of the scores at 3 or 4"];
}
