// What may not come onto the board, and what is done about it before an edit applies.
import { EditorState, EditorView } from "/static/vendor/codemirror.js";
import { isPrintable, printable } from "../printable.js";

export const MAX_BOARD = 256 * 1024;
export const MAX_UPDATE = 64 * 1024;
/** Pasted text is put in by pieces of this many units: at most 48 KiB of UTF-8. */
export const PIECE = 16 * 1024;

const encoder = new TextEncoder();

/** @param {string} text */
export const bytesOf = (text) => encoder.encode(text).length;

/**
 * One kind of line break, no halves of surrogate pairs, no control characters.
 * @param {string} text
 */
export function sanitise(text) {
  const one = text.replace(/\r\n?/g, "\n");
  return printable(one.isWellFormed() ? one : one.toWellFormed());
}

/**
 * Pieces of a long text, none of which splits a surrogate pair.
 * @param {string} text
 * @returns {string[]}
 */
export function pieces(text) {
  const list = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + PIECE, text.length);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to--;
    list.push(text.slice(from, to));
    from = to;
  }
  return list;
}

/**
 * @param {(sentence: string) => void} notice
 */
export function limits(notice) {
  return [
    EditorState.lineSeparator.of("\n"),
    EditorState.transactionFilter.of((tr) => {
      if (!tr.docChanged) return tr;
      let inserted = "";
      tr.changes.iterChanges((_a, _b, _c, _d, text) => {
        inserted += text.toString();
      });
      if (tr.newDoc.length * 3 > MAX_BOARD && bytesOf(tr.newDoc.toString()) > MAX_BOARD && inserted !== "") {
        notice("The board is full: it holds 256 KiB. Delete something first.");
        return [];
      }
      if (inserted.length * 3 > MAX_UPDATE && bytesOf(inserted) > MAX_UPDATE) {
        notice("This is more than 64 KiB at once. Bring it in by smaller parts.");
        return [];
      }
      if (inserted.isWellFormed() && isPrintable(inserted)) return tr;
      /** @type {{ from: number, to: number, insert: string }[]} */
      const changes = [];
      tr.changes.iterChanges((from, to, _c, _d, text) => changes.push({ from, to, insert: sanitise(text.toString()) }));
      return [{ changes, selection: tr.selection, effects: tr.effects, scrollIntoView: tr.scrollIntoView }];
    }),
    EditorView.domEventHandlers({
      paste: (event, view) => takePaste(event.clipboardData, view, notice) && (event.preventDefault(), true),
      drop: (event) => {
        if (!event.dataTransfer?.files.length) return false;
        event.preventDefault();
        notice("Pictures and files don’t go onto the board. Draw with words, or paste a link.");
        return true;
      },
    }),
  ];
}

/**
 * @param {DataTransfer | null} data
 * @param {EditorView} view
 * @param {(sentence: string) => void} notice
 * @returns {boolean} whether the paste was dealt with
 */
function takePaste(data, view, notice) {
  if (!data || view.state.readOnly) return false;
  const text = sanitise(data.getData("text/plain"));
  if (text === "" && data.files.length > 0) {
    notice("Pictures and files don’t go onto the board. Draw with words, or paste a link.");
    return true;
  }
  if (text.length <= PIECE) return false;
  if (bytesOf(view.state.doc.toString()) + bytesOf(text) > MAX_BOARD) {
    notice("The board is full: it holds 256 KiB. Delete something first.");
    return true;
  }
  for (const piece of pieces(text)) view.dispatch(view.state.replaceSelection(piece), { userEvent: "input.paste" });
  return true;
}
