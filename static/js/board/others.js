// The carets of others, where they stand in what this browser shows: behind its own unconfirmed edits.
import { getSyncedVersion, sendableUpdates } from "/static/vendor/codemirror.js";
import { showCursors } from "./cursors.js";

/** @typedef {{ role: string, name: string, version: number, anchor: number, head: number }} Other a caret, as of a version */

/** @param {import("@codemirror/view").EditorView} view @param {Other[]} others */
export function showOthers(view, others) {
  const unsent = sendableUpdates(view.state);
  const version = getSyncedVersion(view.state);
  const local = unsent.length > 0 ? unsent.map((u) => u.changes).reduce((a, b) => a.compose(b)) : undefined;
  /** @param {number} at @param {number} of */
  const here = (at, of) => (local && of === version ? local.mapPos(Math.min(at, local.length)) : at);
  showCursors(
    view,
    others.map((o) => ({
      role: o.role,
      name: o.name,
      anchor: here(o.anchor, o.version),
      head: here(o.head, o.version),
      points: o.role === "interviewer",
    })),
  );
}
