// Connection and saving: one slot, one truth. A tick only after the server has everything on disk.
import { html } from "/static/vendor/lit.js";

/**
 * @typedef {object} Saving
 * @property {number} unacked edits that the server has not confirmed
 * @property {number} since when the oldest of them was made, of performance.now(); 0 for none
 * @property {boolean} kept whether this browser keeps them
 * @property {boolean} open whether there is a line
 * @property {number} heardAt when the server was last heard
 * @property {number} lostAt when the line was lost
 * @property {number} retryAt when the next attempt is
 * @property {boolean} diskFull
 * @property {boolean} refused
 * @property {number} merged how many edits were merged on return, while that is being said
 * @property {boolean} offline what the browser says
 * @property {boolean} measured whether the clock is known
 */

/**
 * @param {Saving} s
 * @param {number} now of performance.now()
 * @returns {{ state: string, words: string, count?: number }}
 */
export function saveState(s, now) {
  const edits = s.unacked === 1 ? "1 edit" : `${s.unacked} edits`;
  if (!s.kept && (s.unacked > 0 || !s.open)) return { state: "refused", words: "Offline. Keep this tab open" };
  if (!s.open) {
    if (s.offline || now - s.lostAt > 10_000) {
      return {
        state: "offline",
        words: `Offline. ${s.unacked > 0 ? `${edits} kept here` : "Keep typing"}`,
        count: s.unacked,
      };
    }
    const seconds = Math.max(0, Math.ceil((s.retryAt - now) / 1000));
    return {
      state: "reconnecting",
      words: s.retryAt > 0 && seconds > 0 ? `Reconnecting in ${seconds} s` : "Connecting…",
    };
  }
  if (s.refused) return { state: "refused", words: "Not taken" };
  if (s.diskFull) return { state: "refused", words: "Not saved. Kept here" };
  if (now - s.heardAt > 5000 || !s.measured) return { state: "saving", words: "Checking…" };
  if (s.unacked > 0 && s.since > 0 && now - s.since > 400) return { state: "saving", words: "Saving…" };
  if (s.merged > 0) return { state: "saved", words: `Back. ${s.merged === 1 ? "1 edit" : `${s.merged} edits`} merged` };
  return { state: "saved", words: "Saved" };
}

/** @type {Record<string, string>} */
const ICONS = {
  saved: "M3 8.5 6.5 12 13 4.5",
  saving: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  reconnecting: "M13 8a5 5 0 1 1-1.600-3.700M13 2.500v2.500h-2.500",
  offline: "M3 3l10 10M5 6a3 3 0 0 0-.5 6H11M8 4.5A3.5 3.5 0 0 1 11.3 8 2.2 2.2 0 0 1 13 11",
  refused: "M3 3l10 10M5 6a3 3 0 0 0-.5 6H11M8 4.5A3.5 3.5 0 0 1 11.3 8 2.2 2.2 0 0 1 13 11",
};

/**
 * @param {{ state: string, words: string }} shown
 * @param {string} title
 * @param {() => void} retry
 */
export function saveSlot(shown, title, retry) {
  const inside = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[shown.state]} /></svg>
    <span>${shown.words}</span>`;
  return shown.state === "reconnecting" || shown.state === "offline"
    ? html`<button type="button" class="save-state" data-state=${shown.state} title="Try now" @click=${retry}>
        ${inside}
      </button>`
    : html`<span class="save-state" data-state=${shown.state} title=${title}>${inside}</span>`;
}
