// Pinning in the room: a key, a tap or a long press becomes a pin; six seconds long Enter opens its
// note and Backspace takes it back. Nothing here moves the focus but opening a note.
import { announce } from "./announce.js";
import { TIMED } from "./clock.js";
import { pinOf, pinOfKey } from "./pinkey.js";
import { pinPlace } from "./pinitem.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Sign} Sign
 */

/** How long the last pin is at hand, in milliseconds. */
const AT_HAND = 6000;

/** Whether this person pins in the room: interviewer and mentors, and who practises alone. @param {App} app */
export const mayPin = (app) =>
  TIMED.includes(app.state?.phase ?? "") &&
  !app.state?.cards[app.you]?.locked_at &&
  (app.acts === "interviewer" || app.acts === "mentor" || (app.acts === "candidate" && app.leads));

/** Whether nothing stands in the way of a pin: a question owns the room until it is answered. @param {App} app */
export const pinsOpen = (app) => mayPin(app) && app.ui.confirm === "";

/** The pin that Enter and Backspace are for. @param {App} app */
export const atHand = (app) =>
  performance.now() < app.ui.pinned.until ? app.pins.list.find((p) => p.id === app.ui.pinned.id) : undefined;

/** The moment that a pin would mark now. @param {App} app */
export const momentOf = (app) => ({ at: app.now, version: app.board.version, now: true });

/**
 * @param {App} app
 * @param {{ criterion: string, sign: Sign }} pin
 * @param {ReturnType<typeof momentOf>} [moment]
 */
export async function dropPin(app, pin, moment = momentOf(app)) {
  closePin(app);
  const { id, done } = app.pins.drop({ ...pin, ...moment });
  app.ui.pinned = { id, until: performance.now() + AT_HAND };
  const said = pin.sign === "later" ? "Pinned for later." : `Pinned ${pin.sign} ${pinPlace(pin)}.`;
  if (await done) announce("polite", said);
  else app.notice(`Pin not taken. ${app.pins.list.find((p) => p.id === id)?.refused ?? ""}`);
}

/** Pins the moment for later with words that are there already. @param {App} app @param {string} words */
export function pinWords(app, words) {
  if (!mayPin(app)) return;
  void dropPin(app, { criterion: "", sign: "later" });
  void app.pins.note(app.ui.pinned.id, words);
}

/** @param {App} app @param {number} digit @param {boolean} against @param {ReturnType<typeof momentOf>} [moment] */
export function pinDigit(app, digit, against, moment) {
  const pin = pinOf(digit, against);
  if (pin && pinsOpen(app)) void dropPin(app, pin, moment);
}

/**
 * What a key does with pins, if anything; fields and open questions are ruled out before.
 * @param {App} app
 * @param {KeyboardEvent} event
 */
export function pinByKey(app, event) {
  if (!mayPin(app) || event.repeat) return false;
  const pin = pinOfKey(event);
  if (pin) {
    void dropPin(app, pin);
    return true;
  }
  const last = atHand(app);
  if (!last) return false;
  const control = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
  const pinned = event.target instanceof HTMLElement && event.target.closest(".pinbar__keys");
  if (event.key === "Enter" && (!control || pinned)) {
    openPin(app, last.id);
    return true;
  }
  if (event.key === "Backspace") {
    withdraw(app, last.id);
    return true;
  }
  return false;
}

/** What had the focus before a pin was opened. @type {HTMLElement | null} */
let opener = null;

/** Opens a pin for its note and its place. @param {App} app @param {string} id */
export function openPin(app, id) {
  closePin(app);
  opener = /** @type {HTMLElement | null} */ (document.activeElement);
  app.ui.pin = id;
  app.ui.pinned.until = 0;
  if (innerWidth <= 560) app.ui.tab = app.acts === "candidate" ? "side" : "evidence";
  app.ui.menu = false;
  app.schedule(true);
  document.getElementById("pin-note")?.focus();
}

/** Closes the open pin; what stands in its note is kept. @param {App} app @param {boolean} [keep] */
export function closePin(app, keep = true) {
  const id = app.ui.pin;
  if (id === "") return;
  const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("pin-note"));
  app.ui.pin = "";
  if (field && keep) keepNote(app, id, field.value);
  const had = field !== null && field === document.activeElement;
  app.schedule(true);
  if (had && opener?.isConnected && opener !== document.body) opener.focus();
}

/** @param {App} app @param {string} id @param {string} text */
export function keepNote(app, id, text) {
  if (app.pins.list.some((p) => p.id === id && !p.leaving)) void app.pins.note(id, text.trim());
}

/** @param {App} app @param {string} id */
export function withdraw(app, id) {
  if (app.ui.pin === id) closePin(app, false);
  if (app.ui.pinned.id === id) app.ui.pinned.until = 0;
  void app.pins.withdraw(id).then((done) => done && announce("polite", "Pin withdrawn."));
}
