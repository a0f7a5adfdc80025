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

/**
 * Keeps a text under a name, or forgets it with "".
 * @param {string} key
 * @param {string} text
 * @returns {boolean} whether this browser keeps it
 */
export function store(key, text) {
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}
