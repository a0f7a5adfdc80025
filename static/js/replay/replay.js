// The session again: the board at any moment beside what was said and given, on one timeline.
import { nothing, render } from "/static/vendor/lit.js";
import { criterionName } from "../session/criteria.js";
import { activityOf, afterIdle, editsOf, momentsOf, pinRows, rangeOf, stretchesOf, timeWords } from "./moments.js";
import { evidenceAt, pinAt, pinHash, pinnedOf } from "./pinned.js";
import { timeline } from "./timeline.js";
import { replayView } from "./view.js";

/** For how long before a moment what was written counts as new. */
const FRESH = 30_000;
const PARTS = 120;

/**
 * @typedef {import("./pinned.js").Pinned} Pinned
 * @typedef {object} Around what the page adds
 * @property {() => Record<string, import("../session/types.js").Pin[]>} [pins] those of now, where they change while the replay is open
 * @property {(replay: Replay) => unknown} [beside] stands above the board
 * @property {boolean} [narrow] one column: the log is below the board
 * @property {boolean} [quiet] keeps the address as it is
 */

export class Replay {
  #root;
  #at = 0;
  #timer = 0;
  #last = 0;
  /** The pins that the rows and the picture were made of. @type {Record<string, import("../session/types.js").Pin[]> | undefined} */
  #pins;
  /** @type {import("./moments.js").Moment[]} */
  #events;
  #closing = new AbortController();
  /** The log's rows follow; a reader who scrolls it is left alone until something is pressed. */
  #current = -1;
  playing = false;
  speed = 4;
  skip = true;
  coloured = false;
  view = /** @type {"read" | "source"} */ ("read");

  /** The pins of the score that was opened, and the one that is shown. @type {{ all: Pinned[], open: Pinned | undefined }} */
  evidence = { all: [], open: undefined };
  /** @type {Pinned[]} */
  pins = [];
  /** @type {import("./moments.js").Moment[]} */
  moments = [];
  /** @type {number[]} */
  times = [];
  /** @type {unknown} */
  picture = nothing;

  /**
   * @param {HTMLElement} root @param {any} answer of the server @param {any} kit of the problem
   * @param {(edits: import("./boardhistory.js").Edit[], around: import("./stage.js").Around) => import("./stage.js").Stage} stageOf
   * @param {Around} [around]
   */
  constructor(root, answer, kit, stageOf, around = {}) {
    this.#root = root;
    this.around = around;
    this.state = /** @type {import("../session/types.js").SessionState} */ (answer.state);
    this.people = /** @type {Record<string, string>} */ (answer.people);
    const items = answer.items;
    this.range = rangeOf(this.state, items);
    this.stretches = stretchesOf(this.state);
    this.edits = editsOf(items);
    const texts = new Map();
    for (const script of kit?.scripts ?? [])
      for (const item of script.items) texts.set(`${script.phase}/${item.id}`, item.text);
    this.#events = momentsOf(
      items,
      (id) => this.nameOf(id),
      (phase, item) => texts.get(`${phase}/${item}`) ?? item,
    ).filter((m) => m.at >= this.range.from);
    const writers = [...new Set(this.edits.map((e) => e.by))].filter((id) => id !== "");
    this.activity = writers.map((id) => ({
      role: this.roleOf(id),
      name: this.nameOf(id),
      counts: activityOf(this.edits, id, this.range, PARTS),
    }));
    this.pauses = this.state.pauses.map((p) => ({ from: p.from, to: p.to || this.range.to }));
    this.stage = stageOf(this.edits, {
      time: () => timeWords(this.state, this.#at),
      roleOf: (id) => this.roleOf(id),
    });
    document.addEventListener("keydown", (event) => this.#key(event), { signal: this.closed });
  }

  /** Aborted when another replay takes this one's place. */
  get closed() {
    return this.#closing.signal;
  }

  /** Ends playing, and hears no key and no link from now on. */
  close() {
    clearInterval(this.#timer);
    this.#closing.abort();
  }

  /** Makes rows and picture anew where pins have come or gone. */
  #takePins() {
    const pins = this.around.pins?.() ?? this.state.pins ?? {};
    if (pins === this.#pins) return;
    this.#pins = pins;
    this.pins = pinnedOf(pins);
    const rows = pinRows(this.pins, (id) => this.nameOf(id), criterionName);
    this.moments = [...this.#events, ...rows].sort((a, b) => a.at - b.at);
    this.times = [...this.edits.map((e) => e.at), ...this.moments.map((m) => m.at)].sort((a, b) => a - b);
    this.picture = timeline(this.range, this.stretches, this.activity, this.#events, this.pauses, this.pins);
    this.#current = -1;
  }

  /** @param {string} id */
  nameOf(id) {
    return this.people[id] ?? "somebody";
  }

  /** @param {string} id */
  roleOf(id) {
    return this.state.participants[id]?.role ?? "observer";
  }

  get at() {
    return this.#at;
  }

  /** How much of the session has passed, in seconds. */
  get seconds() {
    return Math.round((this.#at - this.range.from) / 1000);
  }

  /**
   * Goes to a moment.
   * @param {number} at room time @param {boolean} [link] whether the address names it from now on
   * @param {number} [version] of the board, where it is known better than from the time
   */
  go(at, link = false, version = undefined) {
    this.#at = Math.min(this.range.to, Math.max(this.range.from, at));
    const { history } = this.stage;
    const shown = Math.min(history.length, version ?? history.versionAt(this.#at));
    this.stage.go(shown, Math.min(shown, history.versionAt(this.#at - FRESH)), this.coloured);
    if (version === undefined) this.evidence.open = undefined;
    if (link) this.#address(`#t=${this.seconds}`);
    this.draw();
  }

  /** Shows the board that a pin's rater saw. @param {Pinned} pinned @param {Pinned[]} [among] what else the score rests on */
  open(pinned, among = [pinned]) {
    this.play(false);
    this.evidence = { all: among, open: pinned };
    this.go(pinned.pin.moment, false, pinned.pin.version);
    this.#address(pinHash(pinned.rater, pinned.pin.id));
  }

  /** Opens what an address names: a pin, what a score rests on, a moment; says whether it names any. @param {string} hash */
  follow(hash) {
    this.#takePins();
    const pinned = pinAt(hash, this.pins);
    const among = evidenceAt(hash, this.pins);
    const seconds = /^#t=(\d+)$/.exec(hash);
    if (pinned) {
      const known = this.evidence.all.includes(pinned) ? this.evidence.all : [pinned];
      this.open(pinned, known);
    } else if (among) this.open(among[0], among);
    else if (seconds) this.go(this.range.from + Number(seconds[1]) * 1000);
    else return false;
    return true;
  }

  /** @param {string} hash */
  #address(hash) {
    if (!this.around.quiet) window.history.replaceState(null, "", hash);
  }

  /** The board's text that is shown. */
  get text() {
    return this.stage.text;
  }

  /** The version of the board that is shown. */
  get version() {
    return this.stage.version;
  }

  /** @param {boolean} playing */
  play(playing) {
    this.playing = playing;
    clearInterval(this.#timer);
    if (playing) {
      if (this.#at >= this.range.to) this.go(this.range.from);
      this.#last = performance.now();
      this.#timer = setInterval(() => this.#tick(), 100);
    } else this.#address(`#t=${this.seconds}`);
    this.draw();
  }

  #tick() {
    const now = performance.now();
    let at = this.#at + (now - this.#last) * this.speed;
    this.#last = now;
    if (this.skip) at = afterIdle(this.times, at);
    this.go(at);
    if (at >= this.range.to) this.play(false);
  }

  /** The next or the previous of some moments. @param {number[]} times @param {number} step */
  #jump(times, step) {
    const next = step > 0 ? times.find((t) => t > this.#at + 500) : times.findLast((t) => t < this.#at - 500);
    this.go(next ?? (step > 0 ? this.range.to : this.range.from), true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const range = target instanceof HTMLInputElement && target.type === "range";
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!range && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(target.tagName)))
      return;
    if (!range && event.key.startsWith("Arrow") && target.closest("[tabindex='0']") && !this.#root.contains(target))
      return;
    const { history } = this.stage;
    const { version } = this;
    const marks = this.pins.length > 0 ? this.pins.map((p) => p.pin.moment) : this.moments.map((m) => m.at);
    /** @type {Record<string, () => void>} */
    const keys = {
      " ": () => this.play(!this.playing),
      ArrowLeft: () => this.go(this.#at - 5000, true),
      ArrowRight: () => this.go(this.#at + 5000, true),
      "[": () => this.#jump(marks, -1),
      "]": () => this.#jump(marks, 1),
      "{": () =>
        this.#jump(
          this.stretches.map((s) => s.from),
          -1,
        ),
      "}": () =>
        this.#jump(
          this.stretches.map((s) => s.from),
          1,
        ),
      ",": () => version > 0 && this.go(history.edit(version - 1).at - 1, true),
      ".": () => version < history.length && this.go(history.edit(version).at, true),
    };
    if (!keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
  }

  draw() {
    this.#takePins();
    const current = this.moments.findLastIndex((m) => m.at <= this.#at);
    render(replayView(this, current), this.#root);
    if (current === this.#current) return;
    this.#current = current;
    const log = /** @type {HTMLElement} */ (this.#root.querySelector(".replay__log"));
    const row = /** @type {HTMLElement | null} */ (log.querySelector("[aria-current]"));
    if (row) log.scrollTop = row.offsetTop - log.clientHeight / 2;
  }
}

/**
 * Opens what the address names, the end if nothing, and follows the address and the page's links from then on.
 * @param {Replay} replay @param {HTMLElement} root
 */
export function followAddress(replay, root) {
  const opened = replay.follow(location.hash);
  if (opened) root.scrollIntoView({ block: "start" });
  else replay.go(replay.range.to);
  /** @param {string} hash */
  const follow = (hash) => {
    const follows = replay.follow(hash);
    if (follows) root.scrollIntoView({ block: "start" });
    return follows;
  };
  addEventListener("hashchange", () => follow(location.hash), { signal: replay.closed });
  // The same link again changes no address.
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href^='#']");
      if (link instanceof HTMLAnchorElement && follow(link.hash)) event.preventDefault();
    },
    { signal: replay.closed },
  );
}
