// Bars beside lines: kept here (solid), sent and not confirmed (dashed), refused (red), and what
// came from others while this browser was away (tinted for a while).
import {
  Decoration,
  EditorView,
  GutterMarker,
  RangeSet,
  StateEffect,
  StateField,
  gutter,
  sendableUpdates,
} from "/static/vendor/codemirror.js";

/** @typedef {"none" | "unsaved" | "sent" | "refused"} Mode */

/** @type {import("@codemirror/state").StateEffectType<Mode>} */
const setMode = StateEffect.define();
/** @type {import("@codemirror/state").StateEffectType<number[]>} */
const setForeign = StateEffect.define();

class Bar extends GutterMarker {
  /** @param {string} mode */
  constructor(mode) {
    super();
    this.elementClass = `cm-${mode}`;
  }
}

/** @type {import("@codemirror/state").StateField<Mode>} */
const modeField = StateField.define({
  create: () => /** @type {Mode} */ ("none"),
  update(value, tr) {
    for (const effect of tr.effects) if (effect.is(setMode)) return effect.value;
    return value;
  },
});

/**
 * The starts of lines that unconfirmed updates have touched.
 * @param {import("@codemirror/state").EditorState} state
 */
export function touchedLines(state) {
  const updates = sendableUpdates(state);
  const starts = new Set();
  if (updates.length === 0) return starts;
  const changes = updates.map((u) => u.changes).reduce((a, b) => a.compose(b));
  changes.iterChangedRanges((_a, _b, from, to) => {
    for (let at = from; ;) {
      const line = state.doc.lineAt(Math.min(at, state.doc.length));
      starts.add(line.from);
      if (line.to >= to) break;
      at = line.to + 1;
    }
  });
  return starts;
}

const bars = gutter({
  class: "cm-saved-gutter",
  markers(view) {
    const mode = view.state.field(modeField);
    if (mode === "none") return RangeSet.empty;
    const marker = new Bar(mode);
    const starts = [...touchedLines(view.state)].sort((a, b) => a - b);
    return RangeSet.of(starts.map((at) => marker.range(at)));
  },
});

const foreignLine = Decoration.line({ class: "cm-foreign" });

const foreignField = StateField.define({
  create: () => Decoration.none,
  update(value, tr) {
    for (const effect of tr.effects) {
      if (effect.is(setForeign)) return Decoration.set(effect.value.map((at) => foreignLine.range(at)));
    }
    return value.map(tr.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const saveMarks = [modeField, bars, foreignField];

/** @param {EditorView} view @param {Mode} mode */
export function showMode(view, mode) {
  if (view.state.field(modeField) !== mode) view.dispatch({ effects: setMode.of(mode) });
}

/** @param {EditorView} view @param {number[]} lineStarts in order */
function showForeign(view, lineStarts) {
  view.dispatch({ effects: setForeign.of(lineStarts) });
}

/** How long foreign lines stay tinted, in milliseconds. */
const TINT = 4000;

/** Tints for a while the lines that are not as they were. @param {EditorView} view @param {import("@codemirror/state").Text} before */
export function tintForeign(view, before) {
  const old = new Set(before.iterLines());
  const starts = [];
  for (let n = 1; n <= view.state.doc.lines && starts.length < 500; n++) {
    const line = view.state.doc.line(n);
    if (line.text !== "" && !old.has(line.text)) starts.push(line.from);
  }
  showForeign(view, starts);
  setTimeout(() => showForeign(view, []), TINT);
}
