// Live regions: two for the whole room, present from load.

/**
 * @param {"polite" | "assertive"} how
 * @param {string} words
 */
export function announce(how, words) {
  const region = document.getElementById(`say-${how}`);
  if (!region) return;
  // The same words twice are said twice.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}
