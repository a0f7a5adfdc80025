// Which pin a key means, whatever the keyboard's layout.
import { CRITERIA } from "./criteria.js";

/** The keys of the pin bar: digit, criterion, name with room for little; 0 is for later. @type {[number, string, string][]} */
export const PIN_KEYS = [
  ...CRITERIA.map(([id, , short], i) => /** @type {[number, string, string]} */ ([i + 1, id, short])),
  [0, "", "Later"],
];

/**
 * @typedef {import("./types.js").Sign} Sign
 * @param {{ code: string, key: string, shiftKey: boolean }} event
 * @returns {{ criterion: string, sign: Sign } | undefined}
 */
export function pinOfKey({ code, key, shiftKey }) {
  const [, row, digit] = /^(Digit|Numpad)([0-6])$/.exec(code) ?? [];
  // The keypad without its lock moves a cursor.
  if (digit === undefined || (row === "Numpad" && key !== digit)) return undefined;
  return pinOf(Number(digit), shiftKey);
}

/** @param {number} digit @param {boolean} against @returns {{ criterion: string, sign: Sign } | undefined} */
export function pinOf(digit, against) {
  const criterion = PIN_KEYS.find(([d]) => d === digit)?.[1];
  if (criterion === undefined) return undefined;
  if (criterion === "") return against ? undefined : { criterion, sign: "later" };
  return { criterion, sign: against ? "against" : "for" };
}
