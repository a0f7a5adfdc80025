// A common mistake and the pin that marks it: the pin's note begins with the mistake's words.

/** @typedef {import("../types.js").Pin} Pin */

/** What was done, without what to ask then; the marks of \`code\` and **strong** left off. @param {string} text */
export const mistakeMade = (text) =>
  text
    .split(/\s+Ask: /)[0]
    .replace(/`([^`]+)`|\*\*([^*]+)\*\*/g, "$1$2")
    .trim();

/** The last pin on a mistake. @param {Pin[]} pins @param {string} text */
export const pinOfMistake = (pins, text) => pins.findLast((p) => p.note.startsWith(mistakeMade(text)));
