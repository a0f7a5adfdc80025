// The line to the server: one websocket, commands with numbers that count up, resent in order
// after a reconnect until they are answered.
import { randomName } from "../names.js";

/** @typedef {import("./types.js").Refusal} Refusal */
/** @typedef {{ n: number, command: string, data: object, resolve: () => void, reject: (r: Refusal) => void, sent: boolean }} Waiting */

/** Commands that wait while the line is down; all others need it. */
const QUEUED = new Set(["board.edit", "chat.say", "note.write", "scorecard.save"]);
const BACKOFF = [1, 2, 4, 8, 15];
const PING_EVERY = 2000;
/** Close codes after which coming back is no use. */
const FINAL = new Set([4001, 4403, 4410, 1008]);

export class Connection extends EventTarget {
  #client = randomName();
  #next = 1;
  /** @type {Waiting[]} */
  #waiting = [];
  /** @type {WebSocket | undefined} */
  #socket;
  #attempt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setInterval>} */
  #beat;
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

  /** @param {string} session @param {string} role @param {() => number | undefined} boardVersion */
  constructor(session, role, boardVersion) {
    super();
    this.session = session;
    this.role = role;
    this.boardVersion = boardVersion;
    this.#beat = setInterval(() => this.#ping(), PING_EVERY);
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.#socket?.close());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && !this.open) this.connect();
      else this.#ping();
    });
  }

  /** Tries now. */
  connect() {
    if (this.closed || (this.#socket && this.#socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(this.#retry);
    this.retryAt = 0;
    const url = new URL(`/api/sessions/${this.session}/live?role=${this.role}`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => {
      const board = this.boardVersion();
      socket.send(
        JSON.stringify({ type: "hello", protocol: 1, client: this.#client, ...(board === undefined ? {} : { board }) }),
      );
    };
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  /** @param {WebSocket} socket @param {number} code */
  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.open = false;
    if (this.lostAt === 0) this.lostAt = performance.now();
    this.#pings.clear();
    for (const w of this.#waiting) w.sent = false;
    if (FINAL.has(code)) {
      this.closed = code;
      clearInterval(this.#beat);
    } else {
      const seconds = BACKOFF[Math.min(this.#attempt++, BACKOFF.length - 1)] * (0.8 + Math.random() * 0.4);
      this.retryAt = performance.now() + seconds * 1000;
      this.#retry = setTimeout(() => this.connect(), seconds * 1000);
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
    switch (frame.type) {
      case "welcome":
        this.open = true;
        this.lostAt = 0;
        this.#attempt = 0;
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
    const [w] = this.#waiting.splice(i, 1);
    if (refusal) w.reject(refusal);
    else w.resolve();
  }

  #ping() {
    if (!this.open) return;
    const id = ++this.#pingId;
    this.#pings.set(id, performance.now());
    this.#socket?.send(JSON.stringify({ type: "ping", id }));
  }

  /** Measures the clock anew. */
  measure() {
    this.#ping();
  }

  /** @param {Waiting} w */
  #write(w) {
    w.sent = true;
    this.#socket?.send(JSON.stringify({ type: "do", n: w.n, command: w.command, data: w.data }));
  }

  #flush() {
    for (const w of this.#waiting) if (!w.sent) this.#write(w);
  }

  /**
   * Sends a command; it resolves when its effect is on the server's disk.
   * @param {string} command
   * @param {object} [data]
   * @returns {Promise<void>}
   */
  send(command, data = {}) {
    if (!this.open && !QUEUED.has(command)) {
      return Promise.reject({ code: "unavailable", message: "This needs the connection." });
    }
    return new Promise((resolve, reject) => {
      const w = { n: this.#next++, command, data, resolve, reject, sent: false };
      this.#waiting.push(w);
      if (this.open) this.#write(w);
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
