// The board at a moment: its source in a read-only editor, or as it reads.
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
import { Blocks } from "../diagram/blocks.js";
import { call } from "../session/api.js";
import { BoardHistory } from "./boardhistory.js";

/** @typedef {{ fresh: { from: number, to: number, by: string }[], authors: import("./boardhistory.js").Span[] }} Marks */

/** How long a moment is rested on before it is rendered. */
const REST = 180;
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

export class Stage {
  #session;
  #history;
  #view;
  #blocks;
  #version = 0;
  #timer = 0;
  #busy = false;
  /** What was rendered last. */
  #rendered = -1;
  #shown = /** @type {"read" | "source"} */ ("read");

  /**
   * @param {{ id: string, role: string }} session
   * @param {import("./boardhistory.js").Edit[]} edits
   * @param {{ nonce: string, time: () => string, roleOf: (participant: string) => string }} around
   */
  constructor(session, edits, around) {
    this.#session = session;
    this.around = around;
    this.#history = new BoardHistory(edits, { ChangeSet, Text });
    this.#blocks = new Blocks({ now: around.time });
    this.source = document.createElement("div");
    this.source.className = "editor";
    this.#view = new EditorView({
      parent: this.source,
      state: EditorState.create({
        extensions: [
          EditorView.cspNonce.of(around.nonce),
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

  get history() {
    return this.#history;
  }

  get rendered() {
    return this.#blocks.host;
  }

  /** The version that is shown. */
  get version() {
    return this.#version;
  }

  /** The text that is shown. */
  get text() {
    return this.#view.state.doc.toString();
  }

  /** @param {"read" | "source"} how */
  show(how) {
    this.#shown = how;
    if (how === "read") this.#render();
    else this.#view.requestMeasure();
  }

  /**
   * Goes to a version. What was written after `since` is marked; whose everything is, where asked for.
   * @param {number} version @param {number} since an earlier version @param {boolean} coloured
   */
  go(version, since, coloured) {
    const history = this.#history;
    const forward = version >= this.#version && version - this.#version <= STEPS;
    const changes = forward
      ? history.changes(this.#version, version)
      : { from: 0, to: this.#view.state.doc.length, insert: history.text(version) };
    /** @param {string} id */
    const role = (id) => this.around.roleOf(id);
    const by = version > 0 ? role(history.edit(version - 1).by) : "";
    const fresh = version - since <= 2000 ? history.fresh(since, version).map((r) => ({ ...r, by })) : [];
    const authors = coloured ? history.authors(version).map((s) => ({ ...s, by: role(s.by) })) : [];
    const head = fresh.at(-1)?.to;
    this.#view.dispatch({
      changes,
      effects: [
        setMarks.of({ fresh, authors }),
        ...(head !== undefined && this.#shown === "source"
          ? [EditorView.scrollIntoView(head, { y: "nearest", yMargin: 60 })]
          : []),
      ],
    });
    this.#version = version;
    if (this.#shown === "read" && !this.#timer) this.#timer = setTimeout(() => this.#render(), REST);
  }

  async #render() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const version = this.#version;
    if (this.#busy || version === this.#rendered) return;
    this.#busy = true;
    try {
      const answer = await call(this.#session, "POST", "/preview", { known: this.#blocks.known, text: this.text });
      this.#blocks.patch(answer.blocks);
      this.#rendered = version;
    } catch {
      // The source is there all the same; what was rendered last stays.
    } finally {
      this.#busy = false;
    }
    if (this.#version !== version) this.#timer = setTimeout(() => this.#render(), REST);
  }
}
