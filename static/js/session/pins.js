// One's own pins: those that the server has, and over them what was asked for here and not answered
// yet. What is unanswered is kept in this browser, so that a pin outlives a closed tab; the pin's own
// id makes asking twice harmless.
import { randomName } from "../names.js";
import { store, stored } from "./stored.js";

/**
 * @typedef {import("./types.js").Pin} Pin
 * @typedef {import("./types.js").Sign} Sign
 * @typedef {import("./types.js").Refusal} Refusal
 *
 * An act on a pin that waits for its answer, or was refused with a sentence.
 * `now` is when it was asked for, of Date.now(), where it meant the moment at which it was asked for.
 * @typedef {{ command: string, pin: string, data: any, refused: string, since: number, at: number, now: number }} Asked
 *
 * A pin as it is shown: `waiting` until the server has all of it, `leaving` when it is being withdrawn,
 * `refused` with the sentence why something of it was not taken.
 * @typedef {Pin & { waiting: boolean, leaving: boolean, refused: string }} ShownPin
 *
 * @typedef {object} Surroundings
 * @property {string} key under which the browser keeps what is unanswered
 * @property {(command: string, data: object) => Promise<void>} send
 * @property {() => Pin[]} known the own pins that the server has, as far as was heard
 * @property {() => void} changed
 */

/** How fresh a pin is that may take the server's time for its own, in milliseconds. */
const FRESH = 10_000;

/** @param {Pin} pin @returns {ShownPin} */
const shown = (pin) => ({ ...pin, waiting: false, leaving: false, refused: "" });

/** @type {Record<string, (list: ShownPin[], asked: Asked) => ShownPin[]>} */
const overlay = {
  "pin.drop": (list, { pin, data, at }) =>
    list.some((p) => p.id === pin)
      ? list
      : [
          ...list,
          shown({
            id: pin,
            at,
            moment: at,
            version: data.version ?? 0,
            criterion: data.criterion,
            sign: data.sign,
            note: "",
            in_replay: false,
          }),
        ],
  "pin.note": (list, { pin, data }) => list.map((p) => (p.id === pin ? { ...p, note: data.text } : p)),
  "pin.link": (list, { pin, data }) =>
    list.map((p) => (p.id === pin ? { ...p, criterion: data.criterion, sign: data.sign || p.sign } : p)),
  "pin.withdraw": (list, { pin, refused }) => list.map((p) => (p.id === pin ? { ...p, leaving: refused === "" } : p)),
};

export class Pins {
  /** @type {Asked[]} */
  #asked = [];
  /** False where this browser keeps nothing, as private windows may. */
  kept = true;

  /** @param {Surroundings} around */
  constructor(around) {
    this.around = around;
  }

  /** Asks again for what an earlier life of this page left unanswered. */
  resume() {
    let left;
    try {
      left = JSON.parse(stored(this.around.key) ?? "[]");
    } catch {
      // Nothing that could be read was kept.
    }
    if (!Array.isArray(left)) return;
    this.#asked = left
      .filter((a) => Object.hasOwn(overlay, a?.command))
      .map((a) => ({ ...a, since: performance.now() }));
    for (const asked of this.#asked) if (asked.refused === "") void this.#send(asked);
  }

  /** The own pins, in the order in which they were dropped. @returns {ShownPin[]} */
  get list() {
    let list = this.around.known().map(shown);
    for (const asked of this.#asked) {
      list = overlay[asked.command](list, asked).map((p) =>
        p.id !== asked.pin
          ? p
          : { ...p, waiting: p.waiting || asked.refused === "", refused: p.refused || asked.refused },
      );
    }
    return list;
  }

  /** The own pins that the server has: what counts as evidence. */
  get saved() {
    return this.around.known();
  }

  /** How many acts wait for their answer. */
  get unanswered() {
    return this.#asked.filter((a) => a.refused === "").length;
  }

  /** Since when the oldest of them waits, of performance.now(); 0 for none. */
  get since() {
    return this.#asked.find((a) => a.refused === "")?.since ?? 0;
  }

  /** Whether a pin for a criterion, or one to sort with "", is on its way. @param {string} criterion */
  dropping(criterion) {
    return this.#asked.some((a) => a.command === "pin.drop" && a.refused === "" && a.data.criterion === criterion);
  }

  /**
   * Drops a pin on a moment and says its id at once; `done` tells whether the server has it.
   * @param {{ criterion: string, sign: Sign, at: number, version: number | undefined, now?: boolean }} moment `now`
   *   says that it is the present one, which a clock that is ahead may tell wrongly
   * @returns {{ id: string, done: Promise<boolean> }}
   */
  drop({ criterion, sign, at, version, now = false }) {
    const id = `pin-${randomName(12)}`;
    const data = { id, criterion, sign, at: Math.round(at), ...(version === undefined ? {} : { version }) };
    return { id, done: this.#ask("pin.drop", id, data, data.at, now ? Date.now() : 0) };
  }

  /** @param {string} pin @param {string} text the whole note */
  note(pin, text) {
    if (this.list.find((p) => p.id === pin)?.note === text) return Promise.resolve(true);
    return this.#ask("pin.note", pin, { pin, text });
  }

  /** Moves a pin to a criterion, or with "" to those to sort. @param {string} pin @param {string} criterion @param {Sign} [sign] */
  link(pin, criterion, sign) {
    return this.#ask("pin.link", pin, { pin, criterion, sign: sign ?? "" });
  }

  /** @param {string} pin */
  withdraw(pin) {
    return this.#ask("pin.withdraw", pin, { pin });
  }

  /** Asks again for what was refused of a pin. @param {string} pin */
  again(pin) {
    const refused = this.#asked.filter((a) => a.pin === pin && a.refused !== "");
    for (const asked of refused) Object.assign(asked, { refused: "", since: performance.now() });
    this.#changed();
    for (const asked of refused) void this.#send(asked);
  }

  /** Gives up what was refused of a pin. @param {string} pin */
  throwAway(pin) {
    this.#asked = this.#asked.filter((a) => a.pin !== pin || a.refused === "");
    this.#changed();
  }

  /** @param {string} command @param {string} pin @param {object} data @param {number} [at] @param {number} [now] */
  #ask(command, pin, data, at = 0, now = 0) {
    /** @type {Asked} */
    const asked = { command, pin, data, refused: "", since: performance.now(), at, now };
    this.#asked.push(asked);
    const done = this.#send(asked);
    this.#changed();
    return done;
  }

  /** @param {Asked} asked @returns {Promise<boolean>} */
  async #send(asked) {
    try {
      await this.around.send(asked.command, asked.data);
      this.#forget(asked);
      return true;
    } catch (refusal) {
      const { code, message } = /** @type {Refusal} */ (refusal);
      // Where this browser's clock was ahead, the moment is the server's now.
      if (code === "invalid" && asked.data.at > 0 && Date.now() - asked.now < FRESH) {
        asked.data = { ...asked.data, at: 0 };
        return this.#send(asked);
      }
      // What is said of a pin that is itself on its way again goes behind it.
      const ahead = this.#asked.some((a) => a.command === "pin.drop" && a.pin === asked.pin && a.refused === "");
      if (code === "not-found" && asked.command !== "pin.drop" && ahead) return this.#send(asked);
      // What an earlier life of the page asked for may have had its effect already.
      const has = this.around.known().some((p) => p.id === asked.pin);
      const done =
        (asked.command === "pin.drop" && code === "conflict" && has) ||
        (asked.command === "pin.withdraw" && code === "not-found" && !has);
      if (done) this.#forget(asked);
      else asked.refused = message;
      this.#changed();
      return done;
    }
  }

  /** @param {Asked} asked */
  #forget(asked) {
    this.#asked = this.#asked.filter((a) => a !== asked);
    this.#changed();
  }

  #changed() {
    this.kept = store(this.around.key, this.#asked.length === 0 ? "" : JSON.stringify(this.#asked));
    this.around.changed();
  }
}

/** Evidence for and against a criterion, of the pins given. @param {Pin[]} pins @param {string} criterion */
export function tally(pins, criterion) {
  const of = pins.filter((p) => p.criterion === criterion);
  return { plus: of.filter((p) => p.sign === "for").length, minus: of.filter((p) => p.sign === "against").length };
}

/** `+2 −1`, or "" for none. @param {{ plus: number, minus: number }} tally */
export const tallyWords = ({ plus, minus }) =>
  [plus > 0 ? `+${plus}` : "", minus > 0 ? `−${minus}` : ""].filter(Boolean).join(" ");

/** Pins without a criterion, or without a direction. @param {Pin[]} pins */
export const toSort = (pins) => pins.filter((p) => p.criterion === "" || p.sign === "later").length;
