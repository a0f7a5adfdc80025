// The room's one state object and what changes it: frames of the server, acts of the person.
import { Board } from "../board/editor.js";
import { Pending } from "../store/pending.js";
import { announce } from "./announce.js";
import { call } from "./api.js";
import { Measure, left, nudge } from "./clock.js";
import { Connection } from "./connection.js";
import { fold } from "./fold.js";
import { Following } from "./following.js";
import { Frames } from "./frames.js";
import { Notes } from "./notes.js";
import { Pins } from "./pins.js";
import { Palette } from "../palette/palette.js";
import { Preview } from "./preview.js";
import { saveState } from "./savestate.js";
import { nudgeWords, tellItem } from "./telling.js";
import { showTitle } from "./title.js";
import { playTone } from "./tone.js";
import { entered } from "./ui.js";
import { isolated } from "../isolated.js";

/**
 * @typedef {import("./types.js").SessionState} SessionState
 * @typedef {import("./types.js").Refusal} Refusal
 */

/** @param {string} name */
const meta = (name) =>
  /** @type {HTMLMetaElement | null} */ (document.querySelector(`meta[name="${name}"]`))?.content ?? "";

const MERGED_SHOWN = 4000;
const ASK_AGAIN = 20_000;

export class App {
  id = meta("mockroom-session");
  role = /** @type {import("./types.js").Role} */ (meta("mockroom-role"));
  onlyHere = meta("mockroom-only-here") === "true";
  /** What styles that scripts write must carry. */
  nonce = meta("csp-nonce");
  /** How long the session is kept after the last change in it, "" until it is deleted. */
  keep = meta("mockroom-keep");
  you = "";
  /** The role in which this person acts now: observer where another has the seat. */
  acts = /** @type {import("./types.js").Role} */ (this.role);
  /** @type {SessionState | undefined} */
  state;
  /** @type {import("./types.js").Clock | undefined} */
  clock;
  /** @type {Record<string, string>} */
  people = {};
  /** @type {import("./types.js").Prompt | null} */
  prompt = null;
  /** What of the problem this role may read now. @type {import("./types.js").Kit | undefined} */
  kit;
  kitFault = "";
  /** @type {import("./types.js").Presence[]} */
  presence = [];
  measure = new Measure();
  pending = new Pending(`${this.id}/${this.role}`);
  connection = new Connection(this.id, this.role, () => this.board.version);
  status = { unacked: 0, since: 0, kept: true };
  notes = new Notes(this);
  pins = new Pins({
    key: `mockroom.pins.${this.id}/${this.role}`,
    send: (command, data) => this.connection.send(command, data),
    known: () => this.state?.pins[this.you] ?? [],
    changed: () => this.schedule(),
  });
  /** @type {{ text: string, why: string }[]} */
  notTaken = [];
  lastSaved = 0;
  #merged = { count: 0, until: 0 };
  #unackedWhenLost = 0;
  ui = entered();
  boardHost = document.createElement("div");
  #frames;
  #nudged = "";
  #askedAgain = 0;
  /** From when a decided resume takes effect. */
  resumeFrom = 0;

  /** @param {(app: App) => void} render */
  constructor(render) {
    this.#frames = new Frames(() => render(this));
    this.boardHost.className = "editor";
    this.preview = new Preview(this);
    this.palette = new Palette(this);
    this.following = new Following(this);
    this.board = new Board({
      parent: this.boardHost,
      nonce: this.nonce,
      pending: this.pending,
      send: (command, data) => this.connection.send(command, data),
      onStatus: (status) => {
        if (status.unacked === 0 && this.status.unacked > 0) this.lastSaved = Date.now();
        this.status = status;
        this.schedule();
      },
      onRefused: (text, why) => {
        if (text !== "") this.notTaken.push({ text, why });
        announce("assertive", "Not taken. Your text stands beside the board, to copy.");
        this.schedule();
      },
      onChange: () => {
        this.preview.request();
        this.schedule();
      },
      onCursor: (cursor) => this.connection.cursor(cursor),
      onNotice: (sentence) => this.notice(sentence),
      onPalette: () => this.palette.show(),
      readOnly: true,
    });
    this.#listen();
  }

  async start() {
    await this.pending.open();
    this.pins.resume();
    this.connection.connect();
    setInterval(() => this.#second(), 250);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) void this.notes.flush();
    });
    addEventListener("beforeunload", (event) => {
      const { status, pins } = this;
      if ((status.unacked > 0 && !status.kept) || (pins.unanswered > 0 && !pins.kept)) event.preventDefault();
    });
  }

  #listen() {
    const line = this.connection;
    /** @param {string} type @param {(frame: any) => void} take */
    const on = (type, take) =>
      line.addEventListener(type, (e) => (take(/** @type {CustomEvent} */ (e).detail), this.schedule()));
    on("welcome", (frame) => this.#welcome(frame));
    on("events", (frame) => this.#events(frame));
    on("measured", (trip) => this.measure.take(trip));
    on("presence", (frame) => {
      this.presence = frame.people;
      this.#showOthers();
    });
    on("clock", (frame) => {
      this.measure.hint(frame.now, true);
      this.clock = frame.clock;
      line.measure();
    });
    on("error", (frame) => this.notice(frame.error.message));
    on("lost", () => {
      this.#unackedWhenLost = this.status.unacked;
      this.board.offline();
    });
  }

  /** @param {any} frame */
  #welcome(frame) {
    const first = !this.state;
    const rolesBefore = this.acts;
    const phaseBefore = this.state?.phase;
    this.measure.hint(frame.now);
    Object.assign(this, {
      you: frame.you,
      acts: frame.role,
      clock: frame.clock,
      people: frame.people,
      prompt: frame.prompt,
      presence: frame.presence ?? [],
    });
    this.state = /** @type {SessionState} */ (frame.state);
    this.notes.load(this.state.note);
    // A view that begins anew brings a phase without its event.
    if (!first && phaseBefore !== this.state.phase && this.state.phase !== "review") {
      const data = { phase: this.state.phase, budget_ms: this.state.budget_ms };
      tellItem(this, { position: frame.position, at: frame.now, by: "", kind: "phase.started", data });
    }
    if (first) {
      this.ui.promptOpen = this.state.phase === "clarification";
      this.ui.chatSeen = this.state.chat.length;
      if (this.acts === "interviewer" || this.acts === "mentor") this.ui.view = "read";
      this.following.begin(this.state.seats.candidate ?? "");
    } else if (rolesBefore !== this.acts) {
      announce(
        "assertive",
        this.acts === "observer" ? "You lost the seat and watch now." : `You are the ${this.acts} now.`,
      );
    }
    const offlineEdits = Math.max(this.#unackedWhenLost, this.board.started ? this.board.unacked : 0);
    void this.board.welcome(frame.board).then(() => this.preview.request());
    if (!first && offlineEdits > 0) this.#merged = { count: offlineEdits, until: performance.now() + MERGED_SHOWN };
    this.#unackedWhenLost = 0;
    this.#writable();
    this.#showOthers();
    void this.readKit();
  }

  /** Asks what of the problem this role may read now, where that is more than the prompt. */
  async readKit() {
    const s = this.state;
    if (!s) return;
    const whole = this.acts === "interviewer" || this.acts === "mentor";
    const some = this.acts === "candidate" && (s.phase === "scoring" || (s.help === "guided" && s.past.length > 0));
    if (!whole && !some) return;
    if (whole && this.kit?.scripts) return;
    try {
      this.kit = await this.api("GET", "/problem");
      this.kitFault = "";
    } catch (error) {
      this.kitFault =
        /** @type {any} */ (error)?.message ?? "The script could not be loaded. It comes with the connection.";
    }
    this.schedule();
  }

  /** @param {any} frame */
  #events(frame) {
    if (!this.state) return;
    if (frame.people) this.people = frame.people;
    if (frame.clock) this.clock = frame.clock;
    if ("prompt" in frame) this.prompt = frame.prompt;
    for (const item of frame.items) {
      if (item.kind === "board.edited") this.board.receive(item.data.updates);
      else this.state = fold(this.state, item);
      tellItem(this, item);
    }
    this.following.follow();
    this.#writable();
  }

  /** The review is a page of its own; what is unsent goes there first or stays in this browser. */
  async toReview() {
    await this.notes.flush();
    location.assign(`/s/${this.id}/${this.role}/review#scores`);
  }

  #writable() {
    const s = this.state;
    if (!s) return;
    const locked = Object.values(s.cards).some((c) => c.locked_at > 0 || c.earlier);
    const may =
      (this.acts === "candidate" || this.acts === "interviewer") &&
      s.phase !== "lobby" &&
      s.phase !== "review" &&
      !locked;
    if (this.board.options.readOnly === may) this.board.setReadOnly(!may);
  }

  #showOthers() {
    const others = [];
    for (const p of this.presence) {
      if (p.participant === this.you || !p.connected || !p.cursor) continue;
      others.push({ role: this.roleOf(p.participant), name: this.nameOf(p.participant), ...p.cursor });
    }
    this.board.showOthers(others);
    this.following.follow();
  }

  /** Shows a line of the board's source. @param {number} line */
  goToLine(line) {
    this.ui.tab = "board";
    if (this.ui.view === "read") this.ui.view = innerWidth < 800 ? "write" : "split";
    this.schedule();
    this.afterRender(() => this.board.goTo(line));
  }

  /** Opens a question; it owns Enter and Escape until it is answered. @param {App["ui"]["confirm"]} question */
  ask(question) {
    this.ui.confirm = question;
    this.schedule();
  }

  /** Runs something when the next frame is there. @param {() => void} then */
  afterRender(then) {
    this.#frames.after(then);
  }

  #second() {
    if (this.measure.drifted()) this.connection.measure();
    const { clock } = this;
    if (clock) {
      const said = nudge(clock, this.now);
      const key = said === undefined ? "" : `${clock.phase} ${said}`;
      if (key !== "" && key !== this.#nudged) {
        announce("polite", nudgeWords(this, /** @type {number} */ (said)));
        playTone();
      }
      if (key !== "") this.#nudged = key;
    }
    this.#askAgain();
    showTitle(this);
    this.schedule();
  }

  /** Says a wish for a pause once more, 20 seconds later. */
  #askAgain() {
    const ask = this.state?.pause_asked;
    if (!ask || !this.leads || ask.at === this.#askedAgain || this.now - ask.at < ASK_AGAIN) return;
    this.#askedAgain = ask.at;
    announce("polite", `${this.nameOf(ask.by)} asks for a pause.`);
  }

  get now() {
    return this.measure.now;
  }

  get left() {
    return this.clock ? left(this.clock, this.now) : 0;
  }

  /** Seconds until a decided resume takes effect, 0 if none. */
  get resumesIn() {
    const from = Math.max(this.clock?.runs_from ?? 0, this.resumeFrom);
    return from > this.now ? Math.ceil((from - this.now) / 1000) : 0;
  }

  /** Whether this person has the hand on the clock. */
  get leads() {
    return this.acts === "interviewer" || (this.acts === "candidate" && this.state?.mode === "solo");
  }

  /** @param {string} id */
  nameOf(id) {
    return isolated(this.people[id] ?? "somebody");
  }

  /** The role whose colour and shape somebody has. @param {string} id @returns {import("./types.js").Role} */
  roleOf(id) {
    const role = this.state?.participants[id]?.role ?? "observer";
    if ((role === "candidate" || role === "interviewer") && this.state?.seats[role] !== id) return "observer";
    return role;
  }

  /** @param {string} id */
  isHere(id) {
    return this.presence.some((p) => p.participant === id && p.connected);
  }

  get partner() {
    const seat = this.acts === "interviewer" ? "candidate" : "interviewer";
    return this.state?.seats[seat] ?? "";
  }

  get partnerName() {
    return this.partner ? this.nameOf(this.partner) : this.acts === "interviewer" ? "the candidate" : "the interviewer";
  }

  get saving() {
    const { connection, status } = this;
    const merged = performance.now() < this.#merged.until && status.unacked === 0 ? this.#merged.count : 0;
    return saveState(
      {
        ...status,
        pins: this.pins.unanswered,
        since: Math.min(status.since || Infinity, this.pins.since || Infinity),
        kept: status.kept && this.pending.usable && this.pins.kept,
        open: connection.open,
        heardAt: connection.heardAt,
        lostAt: connection.lostAt,
        retryAt: connection.retryAt,
        diskFull: !connection.saving,
        refused: this.notTaken.length > 0,
        merged,
        offline: !navigator.onLine,
        measured: this.measure.known,
      },
      performance.now(),
    );
  }

  /**
   * Does what somebody asked for; a refusal is shown in words.
   * @param {string} command
   * @param {object} [data]
   * @returns {Promise<boolean>} whether it was done
   */
  async act(command, data) {
    try {
      await this.connection.send(command, data);
      this.schedule();
      return true;
    } catch (refusal) {
      this.notice(/** @type {Refusal} */ (refusal).message);
      return false;
    }
  }

  /** @param {string} sentence */
  notice(sentence) {
    this.ui.notice = sentence;
    this.ui.noticeUntil = performance.now() + 8000;
    announce("polite", sentence);
    this.schedule();
  }

  /** Shows changes at the next frame, or now; see Frames. @param {boolean} [now] */
  schedule(now = false) {
    this.#frames.schedule(now);
  }

  /** Asks the JSON API. @param {string} method @param {string} path @param {object} [body] */
  api = (method, path, body) => call(this, method, path, body);
}
