// The line to the server: one websocket, commands with numbers that count up, resent in order
// after a reconnect until they are answered.
import { randomName } from "../names.js";
import { printable } from "../printable.js";
import { Backoff } from "./backoff.js";

/** @typedef {import("./types.js").Refusal} Refusal */
/** A command's data, or what makes it when it leaves; null then says that there is nothing left to do.
 * @typedef {object | (() => object | null)} Data */
/** @typedef {{ n: number, command: string, data: Data, resolve: () => void, reject: (r: Refusal) => void, sent: boolean, held: boolean }} Waiting */

/** Commands with people's words, which may have been pasted with what cannot be seen. */
const TEXTS = new Set(["chat.say", "note.write", "scorecard.save", "pin.note"]);
/** @param {string} _ @param {unknown} v */
const seen = (_, v) => (typeof v === "string" ? printable(v) : v);
/** Commands that wait while the line is down; all others need it. */
const QUEUED = new Set([
  "board.edit",
  "chat.say",
  "note.write",
  "scorecard.save",
  "pin.drop",
  "pin.note",
  "pin.link",
  "pin.withdraw",
]);
const PING_EVERY = 2000;
/** How long a line may leave a ping unanswered: a dead one closes by itself only after minutes. */
const ANSWER_WITHIN = 8000;
/** The same after a sleep, or when the page is looked at again. */
const ANSWER_SOON = 3000;
/** How long an attempt may take until its welcome. */
const WELCOME_WITHIN = 10_000;
/** A beat that comes this late says that the page stood still: what it waits for may lie unread. */
const STOOD_STILL = 5000;
/** How long what a server could not save waits here before it is sent again. */
const HOLD = 1000;
/** Close codes after which coming back is no use. */
const FINAL = new Set([4001, 4403, 4410, 1008]);

export class Connection extends EventTarget {
  #client = randomName();
  #next = 1;
  /** @type {Waiting[]} */
  #waiting = [];
  /** @type {WebSocket | undefined} */
  #socket;
  /** Counts sockets, so that the server tells a late old one from the newest. */
  #attempt = 0;
  #triedAt = 0;
  /** When the first ping was sent that nothing was heard after; 0 for none. */
  #askedAt = 0;
  #patience = ANSWER_WITHIN;
  #beatAt = 0;
  #backoff;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setInterval>} */
  #beat;
  /** Runs while what the server could not save waits; nothing else is sent then. */
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #holding;
  #pingId = 0;
  /** @type {Map<number, number>} */
  #pings = new Map();
  /** Whether the welcome of this socket has come. */
  open = false;
  /** When the server was last heard, of performance.now(). */
  heardAt = 0;
  /** When the next attempt will be made, of performance.now(); 0 while there is a line. */
  retryAt = 0;
  /** When the line was lost; 0 while there is one. */
  lostAt = performance.now();
  /** False while the server cannot write to its disk. */
  saving = true;
  closed = 0;
  /** What the server said when it closed the line, in a few words. */
  reason = "";

  /**
   * @param {string} session @param {string} role @param {() => number | undefined} boardVersion
   * @param {() => number} [random]
   */
  constructor(session, role, boardVersion, random) {
    super();
    this.#backoff = new Backoff(random);
    this.session = session;
    this.role = role;
    this.boardVersion = boardVersion;
    this.#beat = setInterval(() => this.#tick(), PING_EVERY);
    addEventListener("online", () => {
      if (this.open) return this.measure();
      this.#abandon();
      this.connect();
    });
    addEventListener("offline", () => this.#abandon());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return this.#ping();
      if (this.open) this.measure();
      else this.connect();
    });
  }

  /** Tries now, unless an attempt is under way. */
  connect() {
    if (this.closed || this.#socket) return;
    clearTimeout(this.#retry);
    this.#triedAt = performance.now();
    const attempt = ++this.#attempt;
    this.retryAt = 0;
    const url = new URL(`/api/sessions/${this.session}/live?role=${this.role}`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      const board = this.boardVersion();
      socket.send(
        JSON.stringify({
          type: "hello",
          protocol: 1,
          client: this.#client,
          attempt,
          ...(board === undefined ? {} : { board }),
        }),
      );
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => {
      this.reason = event.reason;
      this.#lost(socket, event.code);
    };
  }

  /** Gives the socket up without waiting for its closing, which a dead line never comes to. */
  #abandon() {
    const socket = this.#socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#lost(socket, 1006);
  }

  /** Asks whether the line is alive, and gives up one that does not answer. */
  #tick() {
    const now = performance.now();
    const late = now - this.#beatAt > STOOD_STILL;
    this.#beatAt = now;
    if (!late) {
      const mute = this.open && this.#askedAt > 0 && now - this.#askedAt > this.#patience;
      const stuck = this.#socket && !this.open && now - this.#triedAt > WELCOME_WITHIN;
      if (mute || stuck) return this.#abandon();
    }
    this.#ping();
  }

  /** @param {WebSocket} socket @param {number} code */
  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.open = false;
    if (this.lostAt === 0) this.lostAt = performance.now();
    this.#pings.clear();
    this.#askedAt = 0;
    this.#patience = ANSWER_WITHIN;
    for (const w of this.#waiting) w.sent = false;
    clearTimeout(this.#holding);
    this.#holding = undefined;
    if (FINAL.has(code)) {
      this.closed = code;
      clearInterval(this.#beat);
    } else {
      const wait = this.#backoff.next(code);
      this.retryAt = performance.now() + wait;
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.connect(), wait);
      this.#refuseUnqueued();
    }
    this.dispatchEvent(new CustomEvent("lost", { detail: code }));
  }

  /** What needs the line is refused at once; whether it was done shows in the next welcome. */
  #refuseUnqueued() {
    const kept = this.#waiting.filter((w) => QUEUED.has(w.command));
    const dropped = this.#waiting.filter((w) => !QUEUED.has(w.command));
    this.#waiting = kept;
    for (const w of dropped) w.reject({ code: "unavailable", message: "This needs the connection." });
  }

  /** @param {any} frame */
  #receive(frame) {
    this.heardAt = performance.now();
    this.#askedAt = 0;
    this.#patience = ANSWER_WITHIN;
    switch (frame.type) {
      case "welcome":
        if (!this.open) this.#settleUpTo(frame.last);
        this.open = true;
        this.lostAt = 0;
        this.#backoff.reset();
        this.dispatchEvent(new CustomEvent("welcome", { detail: frame }));
        this.#flush();
        this.#ping();
        break;
      case "done":
        this.#settle(frame.n, undefined);
        break;
      case "refused":
        this.#settle(frame.n, frame.error);
        break;
      case "pong": {
        const sent = this.#pings.get(frame.id);
        this.#pings.delete(frame.id);
        this.saving = frame.saving;
        if (sent !== undefined) {
          this.dispatchEvent(
            new CustomEvent("measured", { detail: { sent, received: performance.now(), now: frame.now } }),
          );
        }
        break;
      }
      default:
        this.dispatchEvent(new CustomEvent(frame.type, { detail: frame }));
    }
  }

  /** @param {number} n @param {Refusal | undefined} refusal */
  #settle(n, refusal) {
    const i = this.#waiting.findIndex((w) => w.n === n);
    if (i < 0) return;
    const w = this.#waiting[i];
    if (refusal?.code === "unavailable") {
      this.saving = false;
      if (QUEUED.has(w.command)) return this.#hold(w);
    }
    this.#waiting.splice(i, 1);
    if (refusal) return w.reject(refusal);
    w.resolve();
    this.#renumber(n);
    // The slot says so soon, not at the next beat.
    if (!this.saving) this.#ping();
  }

  /**
   * Keeps what the server cannot save, to be sent again in its order.
   * @param {Waiting} w
   */
  #hold(w) {
    w.sent = false;
    w.held = true;
    this.#holding ??= setTimeout(() => {
      this.#holding = undefined;
      if (this.open) this.#flush();
    }, HOLD);
  }

  /**
   * A number below one that had its effect counts as done. What was held, and overtaken by a command
   * that was under way already, gets a new one, and so does what waits behind it.
   * @param {number} done
   */
  #renumber(done) {
    if (!this.#waiting.some((w) => w.held && w.n < done)) return;
    for (const w of this.#waiting) if (!w.sent) w.n = this.#next++;
    this.#waiting.sort((a, b) => a.n - b.n);
  }

  /** What had its effect before the line was lost is done. @param {number} last */
  #settleUpTo(last) {
    for (const w of this.#waiting.filter((w) => w.n === last || (w.n < last && !w.held))) this.#settle(w.n, undefined);
    this.#renumber(last);
  }

  #ping() {
    if (!this.open) return;
    const id = ++this.#pingId;
    const now = performance.now();
    this.#pings.set(id, now);
    this.#askedAt ||= now;
    this.#socket?.send(JSON.stringify({ type: "ping", id }));
  }

  /** Measures the clock anew, and the line: it has to answer soon. */
  measure() {
    this.#patience = ANSWER_SOON;
    this.#ping();
  }

  /** @param {Waiting} w */
  #write(w) {
    const data = typeof w.data === "function" ? w.data() : w.data;
    if (data === null) return this.#settle(w.n, undefined);
    w.sent = true;
    const frame = { type: "do", n: w.n, command: w.command, data };
    this.#socket?.send(JSON.stringify(frame, TEXTS.has(w.command) ? seen : undefined));
  }

  #flush() {
    if (this.#holding) return;
    for (const w of [...this.#waiting]) if (!w.sent) this.#write(w);
  }

  /**
   * Sends a command; it resolves when its effect is on the server's disk.
   * @param {string} command
   * @param {Data} [data]
   * @returns {Promise<void>}
   */
  send(command, data = {}) {
    if (!this.open && !QUEUED.has(command)) {
      return Promise.reject({ code: "unavailable", message: "This needs the connection." });
    }
    if (this.#holding && !QUEUED.has(command)) {
      return Promise.reject({
        code: "unavailable",
        message: "The server cannot save right now. Try again in a moment.",
      });
    }
    return new Promise((resolve, reject) => {
      const w = { n: this.#next++, command, data, resolve, reject, sent: false, held: false };
      this.#waiting.push(w);
      if (this.open && !this.#holding) this.#write(w);
    });
  }

  /** @param {{ version: number, anchor: number, head: number } | null} cursor */
  cursor(cursor) {
    if (this.open) this.#socket?.send(JSON.stringify({ type: "cursor", ...(cursor ?? {}) }));
  }

  /** Commands on their way, of one kind. @param {string} command */
  waiting(command) {
    return this.#waiting.filter((w) => w.command === command).length;
  }
}
