// Connection and saving: one slot, one truth. A tick only after the server has everything on disk.

/**
 * @typedef {object} Saving
 * @property {number} unacked edits that the server has not confirmed
 * @property {number} pins pins, and changes of pins, that it has not confirmed
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

/** What is kept here, in words. @param {Saving} s */
function held({ unacked, pins }) {
  const edits = unacked === 0 ? "" : unacked === 1 ? "1 edit" : `${unacked} edits`;
  const marks = pins === 0 ? "" : pins === 1 ? "1 pin" : `${pins} pins`;
  return [edits, marks].filter(Boolean).join(" and ");
}

/**
 * @param {Saving} s
 * @param {number} now of performance.now()
 * @returns {{ state: string, words: string, count?: number }}
 */
export function saveState(s, now) {
  const kept = held(s);
  if (!s.kept && (kept !== "" || !s.open)) return { state: "refused", words: "Offline. Keep this tab open" };
  if (!s.open) {
    if (s.offline || now - s.lostAt > 10_000) {
      return {
        state: "offline",
        words: `Offline. ${kept === "" ? "Keep typing" : `${kept} kept here`}`,
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
  if (kept !== "" && s.since > 0 && now - s.since > 400) return { state: "saving", words: "Saving…" };
  if (s.merged > 0) return { state: "saved", words: `Back. ${s.merged === 1 ? "1 edit" : `${s.merged} edits`} merged` };
  return { state: "saved", words: "Saved" };
}
