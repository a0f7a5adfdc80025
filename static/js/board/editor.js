// The shared board in one browser: CodeMirror with its collab extension, every unconfirmed edit
// kept in IndexedDB, one push at a time.
import {
  ChangeSet,
  Compartment,
  EditorState,
  EditorView,
  Text,
  collab,
  getSyncedVersion,
  receiveUpdates,
  sendableUpdates,
} from "/static/vendor/codemirror.js";
import { randomName } from "../names.js";
import { showOthers } from "./others.js";
import { showMode, tintForeign } from "./marks.js";
import { LIVE_PUSH, LIVE_UPDATES, firstPush, insertedText, numbered, orphanPush } from "./pushqueue.js";
import { showResults } from "./results.js";
import { headingAbove, sectionEnd } from "./sections.js";
import { readOnlyAs, surface } from "./surface.js";

/**
 * @typedef {import("./pushqueue.js").Update} Update
 * @typedef {{ version: number, text?: string, updates?: Update[] | null }} BoardView
 * @typedef {{ unacked: number, since: number, kept: boolean }} BoardStatus
 * @typedef {{ code: string, message: string }} Refusal
 * @typedef {object} BoardOptions
 * @property {HTMLElement} parent
 * @property {string} nonce
 * @property {import("../store/pending.js").Pending} pending
 * @property {(command: string, data: object | (() => object | null)) => Promise<void>} send rejects with a Refusal
 * @property {(status: BoardStatus) => void} onStatus
 * @property {(text: string, why: string) => void} onRefused text that was not taken
 * @property {() => void} onChange the text has changed
 * @property {(cursor: { version: number, anchor: number, head: number } | null) => void} onCursor
 * @property {(sentence: string) => void} onNotice
 * @property {() => void} onPalette somebody wants to insert
 * @property {boolean} readOnly
 */

/** How long after "unavailable" a push is tried again, in milliseconds. */
const RETRY = 2000;

export class Board {
  /** @type {EditorView | undefined} */
  view;
  #client = randomName();
  #confirmed = 0;
  #pushing = false;
  #online = false;
  #returned = false;
  #since = 0;
  #kept = true;
  #readOnly = new Compartment();
  #receiving = false;
  /** The highest k that may have left this browser. */
  #sent = 0;
  /** The board without what is unconfirmed here. */
  #shared = Text.empty;

  /** @param {BoardOptions} options */
  constructor(options) {
    this.options = options;
  }

  get started() {
    return this.view !== undefined;
  }

  get text() {
    return this.view?.state.doc.toString() ?? "";
  }

  /** The version that this editor knows of, for `hello`; undefined before it has started. */
  get version() {
    return this.view ? getSyncedVersion(this.view.state) : undefined;
  }

  get unacked() {
    return this.view ? sendableUpdates(this.view.state).length : 0;
  }

  /**
   * Starts, or goes on after a reconnect, with what a welcome brings.
   * @param {BoardView} board
   */
  async welcome(board) {
    if (!this.view) {
      this.#start(board);
      this.#setOnline(true);
      await this.#pushOrphans();
      return;
    }
    if (board.updates) {
      this.receive(board.updates, true);
    } else if (this.unacked === 0) {
      this.#rebuild(board);
    } else {
      // Too far behind: what is unsent goes raw, as from a closed tab, and the editor begins anew.
      await this.#keep();
      this.options.pending.release(this.#client);
      this.#rebuild(board);
      await this.#pushOrphans();
    }
    this.#setOnline(true);
  }

  /** @param {BoardView} board */
  #start(board) {
    const { options } = this;
    this.options.pending.guard(this.#client);
    this.view = new EditorView({
      parent: options.parent,
      state: this.#state(board.text ?? "", board.version),
    });
  }

  /** @param {string} text @param {number} version */
  #state(text, version) {
    const { options } = this;
    this.#shared = Text.of(text.split("\n"));
    return EditorState.create({
      doc: this.#shared,
      extensions: [
        collab({ startVersion: version, clientID: this.#client }),
        surface(options),
        this.#readOnly.of(readOnlyAs(options.readOnly)),
        EditorView.updateListener.of((update) => this.#updated(update)),
      ],
    });
  }

  /** Begins anew at the server's text, under a new client name. @param {BoardView} board */
  #rebuild(board) {
    this.options.pending.release(this.#client);
    this.#client = randomName();
    this.options.pending.guard(this.#client);
    this.#confirmed = 0;
    this.#sent = 0;
    this.view?.setState(this.#state(board.text ?? "", board.version));
    this.options.onChange();
    this.#status();
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  #updated(update) {
    if (update.docChanged) {
      this.options.onChange();
      if (!this.#receiving) {
        if (this.#since === 0) this.#since = performance.now();
        void this.#keep();
        queueMicrotask(() => this.push());
      }
    }
    if (update.selectionSet || update.focusChanged || (update.docChanged && !this.#receiving)) this.#tellCursor();
  }

  #tellCursor() {
    const view = this.view;
    if (!view) return;
    const { anchor, head } = view.state.selection.main;
    this.options.onCursor(view.hasFocus ? { version: getSyncedVersion(view.state), anchor, head } : null);
  }

  /** Rewrites this editor's record. */
  async #keep() {
    const view = this.view;
    if (!view) return;
    const updates = numbered(this.#client, this.#confirmed, sendableUpdates(view.state));
    const sent = Math.max(0, Math.min(updates.length, this.#sent - this.#confirmed));
    const record = { client: this.#client, version: getSyncedVersion(view.state), updates, sent };
    const kept = await this.options.pending.put(record);
    if (kept !== this.#kept) {
      this.#kept = kept;
      this.#status();
    }
  }

  /**
   * Takes accepted updates, own ones among them.
   * @param {Update[]} updates
   * @param {boolean} [returned] whether they came in while this browser was away
   */
  receive(updates, returned = false) {
    const view = this.view;
    if (!view || updates.length === 0) return;
    const own = updates.filter((u) => u.client === this.#client).length;
    const before = view.state.doc;
    const received = updates.map((u) => ({ clientID: u.client, changes: ChangeSet.fromJSON(u.changes) }));
    for (const update of received) this.#shared = update.changes.apply(this.#shared);
    this.#receiving = true;
    try {
      // One at a time where own edits are in the air, as the server rebases them: mapping over a
      // composition can come out elsewhere.
      const steps = this.unacked > 0 ? received.map((u) => [u]) : [received];
      for (const step of steps) view.dispatch(receiveUpdates(view.state, step));
    } finally {
      this.#receiving = false;
    }
    this.#confirmed += own;
    if (own > 0) this.#since = this.unacked > 0 ? performance.now() : 0;
    void this.#keep();
    if (returned && own < updates.length) tintForeign(view, before);
    this.#status();
  }

  /** Sends what is unconfirmed, unless a push is under way. */
  push() {
    this.#status();
    if (this.unacked === 0 || this.#pushing || !this.#online) return;
    this.#pushing = true;
    const client = this.#client;
    // Resent, it holds no more than at first: its answer may be about what was sent then.
    let last = Infinity;
    const make = () => {
      const push = this.#nextPush(client, last);
      if (push) last = push.updates[push.updates.length - 1].k;
      return push;
    };
    this.options.send("board.edit", make).then(
      () => {
        this.#pushing = false;
        this.push();
      },
      (refusal) => {
        this.#pushing = false;
        this.#refused(refusal, client);
      },
    );
  }

  /**
   * The push of an editor's life, made when it leaves: after a reconnect it is about the newest
   * version, so that the server need not rebase it over all that was missed. Null if all has been
   * confirmed.
   * @param {string} client @param {number} last the highest k that it may hold
   */
  #nextPush(client, last) {
    const view = this.view;
    if (!view || client !== this.#client) return null;
    const waiting = numbered(client, this.#confirmed, sendableUpdates(view.state)).filter((u) => u.k <= last);
    const updates = firstPush(waiting, LIVE_UPDATES, LIVE_PUSH);
    if (updates.length === 0) return null;
    this.#sent = Math.max(this.#sent, updates[updates.length - 1].k);
    void this.#keep();
    return { client, version: getSyncedVersion(view.state), updates };
  }

  /** @param {Refusal} refusal @param {string} client */
  #refused(refusal, client) {
    if (refusal.code === "unavailable") {
      setTimeout(() => this.push(), RETRY);
      return;
    }
    const view = this.view;
    if (!view || client !== this.#client) return;
    const text = insertedText(numbered(this.#client, this.#confirmed, sendableUpdates(view.state)));
    const version = getSyncedVersion(view.state);
    void this.options.pending.remove(this.#client);
    this.#since = 0;
    this.#rebuild({ version, text: this.#shared.toString() });
    this.options.onRefused(text, refusal.message);
  }

  async #pushOrphans() {
    for (const record of await this.options.pending.orphans()) {
      const { fits, rest } = orphanPush(record, (a, b) =>
        ChangeSet.fromJSON(a).compose(ChangeSet.fromJSON(b)).toJSON(),
      );
      try {
        await this.options.send("board.edit", { client: record.client, version: record.version, updates: fits });
        await this.options.pending.remove(record.client);
        if (rest.length > 0) this.options.onRefused(insertedText(rest), "This was more than fits into one frame.");
      } catch (refusal) {
        const { code, message } = /** @type {Refusal} */ (refusal);
        if (code === "unavailable") continue;
        await this.options.pending.remove(record.client);
        this.options.onRefused(insertedText(record.updates), message);
      }
    }
  }

  /** @param {boolean} online */
  #setOnline(online) {
    if (online && !this.#online) this.#returned = this.unacked > 0;
    this.#online = online;
    this.#status();
    if (online) this.push();
  }

  offline() {
    this.#setOnline(false);
  }

  #status() {
    const unacked = this.unacked;
    if (unacked === 0) {
      this.#returned = false;
      this.#since = 0;
    }
    if (this.view && !this.#receiving) {
      const mode = unacked === 0 ? "none" : !this.#online ? "unsaved" : this.#returned ? "sent" : "none";
      const view = this.view;
      queueMicrotask(() => showMode(view, mode));
    }
    this.options.onStatus({ unacked, since: this.#since, kept: this.#kept });
  }

  /** @param {boolean} readOnly */
  setReadOnly(readOnly) {
    this.options.readOnly = readOnly;
    this.view?.dispatch({ effects: this.#readOnly.reconfigure(readOnlyAs(readOnly)) });
  }

  /** @param {import("./others.js").Other[]} others */
  showOthers(others) {
    if (this.view) showOthers(this.view, others);
  }

  /** Shows what came out of worksheets. @param {import("./results.js").Result[]} results in order */
  showResults(results) {
    if (this.view) showResults(this.view, results);
  }

  focus() {
    this.view?.focus();
  }

  /** Where the caret stands, in UTF-16 units. */
  get caret() {
    return this.view?.state.selection.main.head ?? 0;
  }

  get readOnly() {
    return this.options.readOnly;
  }

  /**
   * Writes changes as if typed, sets the caret and scrolls to it.
   * @param {{ from: number, to: number, insert: string }[]} changes @param {number} caret
   */
  write(changes, caret) {
    const view = this.view;
    if (!view || this.options.readOnly) return;
    view.dispatch({ changes, userEvent: "input" });
    const at = Math.min(caret, view.state.doc.length);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  }

  /** Puts the caret on a line. @param {number} line */
  goTo(line) {
    const view = this.view;
    if (!view) return;
    const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).to;
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  }

  /** Appends a line under the section that the caret stands in. @param {string} text */
  appendToSection(text) {
    const view = this.view;
    if (!view) return;
    const { doc } = view.state;
    const at = sectionEnd(doc, this.caret);
    const insert = (doc.length === 0 ? "" : "\n") + text;
    this.write([{ from: at, to: at, insert }], at + insert.length);
  }

  /** The line of a place in the text, from 1. @param {number} at */
  lineOf(at) {
    const view = this.view;
    return view ? view.state.doc.lineAt(Math.max(0, Math.min(at, view.state.doc.length))).number : 1;
  }

  /** The heading under which a line stands, "" above the first. @param {number} line */
  headingAbove(line) {
    return this.view ? headingAbove(this.view.state.doc, line) : "";
  }

  /** Whether the board has worksheets at all. */
  get computes() {
    return /^(?:```|~~~)\s*calc\b/m.test(this.text);
  }

  get empty() {
    return (this.view?.state.doc.length ?? 0) === 0;
  }

  get line() {
    const view = this.view;
    return view ? view.state.doc.lineAt(view.state.selection.main.head).number : 1;
  }
}
