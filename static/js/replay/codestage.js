// The stage on a page: the source in a read-only editor, rendered by the server.
import {
  ChangeSet,
  Decoration,
  EditorState,
  EditorView,
  StateEffect,
  StateField,
  Text,
  lineNumbers,
} from "/static/vendor/codemirror.js";
import { markdownLanguage } from "../board/language.js";
import { call } from "../session/api.js";
import { BoardHistory } from "./boardhistory.js";
import { Stage } from "./stage.js";

/** @typedef {{ fresh: import("./stage.js").Mark[], authors: import("./stage.js").Mark[] }} Marks */

/** How far one steps along the edits before the text is set as a whole. */
const STEPS = 60;

/** @type {import("@codemirror/state").StateEffectType<Marks>} */
const setMarks = StateEffect.define();

const marksField = StateField.define({
  create: () => Decoration.none,
  update(value, tr) {
    for (const effect of tr.effects) if (effect.is(setMarks)) return decorated(effect.value, tr.newDoc);
    return value.map(tr.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {Marks} marks @param {Text} doc */
function decorated({ fresh, authors }, doc) {
  const lines = new Map();
  for (const { from, to, by } of fresh) {
    const last = doc.lineAt(Math.min(to, doc.length)).number;
    for (let n = doc.lineAt(Math.min(from, doc.length)).number; n <= last; n++) lines.set(doc.line(n).from, by);
  }
  return Decoration.set(
    [
      ...[...lines].map(([at, by]) => Decoration.line({ class: `cm-fresh cm-fresh--${by}` }).range(at)),
      ...authors
        .filter((s) => s.to > s.from)
        .map((s) => Decoration.mark({ class: `cm-author cm-author--${s.by}` }).range(s.from, s.to)),
    ],
    true,
  );
}

class CodeSource {
  #history;
  #view;
  #version = 0;
  element = document.createElement("div");

  /** @param {BoardHistory} history @param {string} nonce */
  constructor(history, nonce) {
    this.#history = history;
    this.element.className = "editor";
    this.#view = new EditorView({
      parent: this.element,
      state: EditorState.create({
        extensions: [
          EditorView.cspNonce.of(nonce),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": "Board, Markdown source, at this moment" }),
          lineNumbers(),
          EditorView.lineWrapping,
          markdownLanguage,
          marksField,
        ],
      }),
    });
  }

  get text() {
    return this.#view.state.doc.toString();
  }

  appear() {
    this.#view.requestMeasure();
  }

  /** @param {number} version @param {Marks} marks @param {boolean} follow */
  go(version, marks, follow) {
    const history = this.#history;
    const forward = version >= this.#version && version - this.#version <= STEPS;
    const changes = forward
      ? /** @type {ChangeSet | undefined} */ (history.changes(this.#version, version))
      : { from: 0, to: this.#view.state.doc.length, insert: history.text(version) };
    const head = marks.fresh.at(-1)?.to;
    this.#view.dispatch({
      changes,
      effects: [
        setMarks.of(marks),
        ...(head !== undefined && follow ? [EditorView.scrollIntoView(head, { y: "nearest", yMargin: 60 })] : []),
      ],
    });
    this.#version = version;
  }
}

/**
 * The stage of a session's page.
 * @param {{ id: string, role: string, nonce: string, under?: string }} session
 * @param {import("./boardhistory.js").Edit[]} edits @param {import("./stage.js").Around} around
 */
export function codeStage(session, edits, around) {
  const history = new BoardHistory(edits, { ChangeSet, Text });
  /** @type {import("./stage.js").Render} */
  const render = async (_version, text, known) => (await call(session, "POST", "/preview", { known, text })).blocks;
  return new Stage(history, new CodeSource(history, session.nonce), render, around);
}
