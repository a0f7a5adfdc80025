// What the server computed of a worksheet, at the right end of each of its lines. A line that has
// changed since shows nothing until its new result is there.
import { Decoration, EditorView, RangeSet, StateEffect, StateField, WidgetType } from "/static/vendor/codemirror.js";

/** @typedef {{ line: number, text: string, fault: boolean }} Result a line of the board, from 1 */

class Chip extends WidgetType {
  /** @param {string} text @param {boolean} fault */
  constructor(text, fault) {
    super();
    this.text = text;
    this.fault = fault;
  }
  /** @param {Chip} other */
  eq(other) {
    return other.text === this.text && other.fault === this.fault;
  }
  toDOM() {
    const chip = document.createElement("span");
    chip.className = this.fault ? "cm-result cm-result--fault" : "cm-result";
    chip.textContent = this.text;
    return chip;
  }
}

/** @type {import("@codemirror/state").StateEffectType<Result[]>} */
const setResults = StateEffect.define();

export const worksheetResults = StateField.define({
  create: () => Decoration.none,
  update(chips, tr) {
    for (const effect of tr.effects) {
      if (!effect.is(setResults)) continue;
      const doc = tr.newDoc;
      return RangeSet.of(
        effect.value
          .filter((r) => r.line <= doc.lines)
          .map((r) => Decoration.widget({ widget: new Chip(r.text, r.fault), side: 1 }).range(doc.line(r.line).to)),
        true,
      );
    }
    if (!tr.docChanged) return chips;
    const touched = /** @type {Set<number>} */ (new Set());
    tr.changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
      const last = tr.newDoc.lineAt(toB).number;
      for (let n = tr.newDoc.lineAt(fromB).number; n <= last; n++) touched.add(n);
    });
    return chips.map(tr.changes).update({ filter: (from) => !touched.has(tr.newDoc.lineAt(from).number) });
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {EditorView} view @param {Result[]} results in order */
export function showResults(view, results) {
  view.dispatch({ effects: setResults.of(results) });
}
