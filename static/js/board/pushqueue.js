// Which unconfirmed updates go to the server, and under which numbers. Free of any browser, so that
// it can be tested by itself.

/** @typedef {{ client: string, k: number, changes: unknown }} Update */

export const MAX_UPDATES = 200;
/** A frame holds 256 KiB; this leaves room for its envelope. */
export const MAX_PUSH = 180 * 1024;
/**
 * What a living editor pushes at once. It leaves room in the one push that a closed tab has: for what
 * may have been sent, and all that was typed behind it.
 */
export const LIVE_UPDATES = 150;
export const LIVE_PUSH = 90 * 1024;

/**
 * Numbers unconfirmed updates: `confirmed` of this client are known to be on the server.
 * @param {string} client
 * @param {number} confirmed
 * @param {readonly { changes: { toJSON(): unknown } }[]} unconfirmed
 * @returns {Update[]}
 */
export function numbered(client, confirmed, unconfirmed) {
  return unconfirmed.map((u, i) => ({ client, k: confirmed + 1 + i, changes: u.changes.toJSON() }));
}

/**
 * The first updates that fit into one push; at least one.
 * @param {Update[]} updates
 * @param {number} [most]
 * @param {number} [bytes]
 */
export function firstPush(updates, most = MAX_UPDATES, bytes = MAX_PUSH) {
  let size = 0;
  let count = 0;
  for (const update of updates) {
    size += JSON.stringify(update).length * 1.5;
    if (count > 0 && (count >= most || size > bytes)) break;
    count++;
  }
  return updates.slice(0, count);
}

/**
 * The text that updates would have put in, for a person to copy.
 * @param {Update[]} updates
 */
export function insertedText(updates) {
  const lines = [];
  for (const { changes } of updates) {
    for (const part of /** @type {unknown[]} */ (changes)) {
      if (Array.isArray(part) && part.length > 1) lines.push(part.slice(1).join("\n"));
    }
  }
  return lines.join("").trim();
}

/** An update inserts at most 64 KiB; composed ones stay well below. */
const MAX_COMPOSED = 48 * 1024;

/**
 * What a closed tab left behind, as one push. All of it was made on one version, so that it has to
 * go at once: what never left the browser is composed into few updates, what may have left keeps
 * its numbers. `rest` is what does not fit into a frame even so.
 * @param {{ client: string, updates: Update[], sent: number }} record
 * @param {(a: unknown, b: unknown) => unknown} compose
 * @returns {{ fits: Update[], rest: Update[] }}
 */
export function orphanPush(record, compose) {
  const all = record.updates.slice(0, record.sent);
  const first = record.updates[0].k;
  let size = 0;
  for (const { changes } of record.updates.slice(record.sent)) {
    const weight = JSON.stringify(changes).length;
    const last = all[all.length - 1];
    if (all.length > record.sent && size + weight < MAX_COMPOSED) {
      last.changes = compose(last.changes, changes);
      size += weight;
    } else {
      all.push({ client: record.client, k: first + all.length, changes });
      size = weight;
    }
  }
  const fits = firstPush(all);
  return { fits, rest: all.slice(fits.length) };
}
