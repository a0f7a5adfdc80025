// The six criteria in the order of their keys.

/** Id, name, and the short name of a key that has little room. @type {[string, string, string][]} */
export const CRITERIA = [
  ["communication", "Communication", "Communication"],
  ["structured-approach", "Structured approach", "Structure"],
  ["trade-offs", "Trade-offs", "Trade-offs"],
  ["scalability", "Scalability", "Scalability"],
  ["reliability", "Reliability", "Reliability"],
  ["implementation-details", "Implementation details", "Implementation"],
];

/** @param {string} id */
export const criterionName = (id) => CRITERIA.find(([c]) => c === id)?.[1] ?? "";

/** @param {string} id */
export const shortName = (id) => CRITERIA.find(([c]) => c === id)?.[2] ?? "";
