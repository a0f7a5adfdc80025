// How the editor looks and what its keys do, apart from what goes over the line.
import {
  EditorState,
  EditorView,
  defaultKeymap,
  drawSelection,
  highlightActiveLine,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  keymap,
  lineNumbers,
  placeholder,
} from "/static/vendor/codemirror.js";
import { remoteCursors } from "./cursors.js";
import { markdownLanguage } from "./language.js";
import { limits } from "./limits.js";
import { saveMarks } from "./marks.js";
import { worksheetResults } from "./results.js";

/** @param {{ nonce: string, onNotice: (sentence: string) => void, onPalette: () => void }} options */
export const surface = (options) => [
  EditorView.cspNonce.of(options.nonce),
  history(),
  lineNumbers(),
  saveMarks,
  worksheetResults,
  drawSelection(),
  highlightActiveLine(),
  EditorView.lineWrapping,
  markdownLanguage,
  remoteCursors,
  limits(options.onNotice),
  placeholder("Write here, or start with a heading below."),
  keymap.of([
    ...defaultKeymap,
    ...historyKeymap,
    { key: "Tab", run: indentMore, shift: indentLess },
    { key: "Mod-k", run: () => (options.onPalette(), true) },
    { key: "Escape", run: leave },
  ]),
  EditorView.contentAttributes.of({
    "aria-label": "Board, Markdown source. Escape, then Tab leaves the editor.",
  }),
];

/** @param {boolean} readOnly */
export const readOnlyAs = (readOnly) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];

/** Escape gives the keyboard back to the room. @param {EditorView} view */
function leave(view) {
  view.contentDOM.blur();
  /** @type {HTMLElement | null} */ (view.dom.closest("[data-room-focus]"))?.focus();
  return true;
}
