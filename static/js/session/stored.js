/**
 * What this browser keeps under a name; null where it keeps nothing.
 * @param {string} key
 */
export function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
