// Where the others are on the board: a thin line, and the name at the end of the line, never over
// text.
import { Decoration, EditorView, StateEffect, StateField, WidgetType } from "/static/vendor/codemirror.js";

/** @typedef {{ role: string, name: string, anchor: number, head: number, points: boolean }} RemoteCursor */

/** @type {import("@codemirror/state").StateEffectType<RemoteCursor[]>} */
const setCursors = StateEffect.define();

class Caret extends WidgetType {
  /** @param {string} role */
  constructor(role) {
    super();
    this.role = role;
  }
  /** @param {Caret} other */
  eq(other) {
    return other.role === this.role;
  }
  toDOM() {
    const caret = document.createElement("span");
    caret.className = `cm-remote-caret cm-remote-caret--${this.role}`;
    caret.setAttribute("aria-hidden", "true");
    return caret;
  }
}

class Name extends WidgetType {
  /** @param {string} role @param {string} words */
  constructor(role, words) {
    super();
    this.role = role;
    this.words = words;
  }
  /** @param {Name} other */
  eq(other) {
    return other.role === this.role && other.words === this.words;
  }
  toDOM() {
    const flag = document.createElement("span");
    flag.className = `cm-remote-name cm-remote-name--${this.role}`;
    flag.setAttribute("aria-hidden", "true");
    flag.textContent = this.words;
    return flag;
  }
}

/** @param {RemoteCursor[]} cursors @param {import("@codemirror/state").Text} doc */
function decorations(cursors, doc) {
  const ranges = [];
  for (const c of cursors) {
    const head = Math.min(Math.max(c.head, 0), doc.length);
    const anchor = Math.min(Math.max(c.anchor, 0), doc.length);
    if (head !== anchor) {
      const mark = Decoration.mark({ class: `cm-remote-selection cm-remote-selection--${c.role}` });
      ranges.push(mark.range(Math.min(head, anchor), Math.max(head, anchor)));
    }
    ranges.push(Decoration.widget({ widget: new Caret(c.role), side: 1 }).range(head));
    const words = c.points && head !== anchor ? `${c.name} points` : c.name;
    ranges.push(Decoration.widget({ widget: new Name(c.role, words), side: 2 }).range(doc.lineAt(head).to));
  }
  return Decoration.set(ranges, true);
}

const cursorField = StateField.define({
  create: () => Decoration.none,
  update(value, tr) {
    for (const effect of tr.effects) if (effect.is(setCursors)) return decorations(effect.value, tr.newDoc);
    return value.map(tr.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const remoteCursors = [cursorField];

/** @param {EditorView} view @param {RemoteCursor[]} cursors */
export function showCursors(view, cursors) {
  view.dispatch({ effects: setCursors.of(cursors) });
}
