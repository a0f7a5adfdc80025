const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/**
 * A fresh random name. `crypto.randomUUID` needs a secure context, which a plain-http origin of a
 * local network is not; `getRandomValues` works everywhere.
 * @param {number} [length]
 */
export function randomName(length = 20) {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (b) => LETTERS[b % LETTERS.length]).join("");
}
