// The pin bar: one key a criterion, one tab stop. A tap is for, Shift or a long press against.
import { html, nothing } from "/static/vendor/lit.js";
import { when } from "./script/progress.js";
import { PIN_KEYS } from "./pinkey.js";
import { pinPlace, signGlyph } from "./pinitem.js";
import { atHand, mayPin, momentOf, openPin, pinDigit, pinsOpen, withdraw } from "./pinning.js";
import { tally, tallyWords, toSort } from "./pins.js";

/** @typedef {import("./app.js").App} App */

/** From how long on a press of a finger means against, in milliseconds. */
const LONG = 400;
const BUZZ = 10;

/** The finger that is down, and the moment at which it came. */
let press = {
  timer: 0,
  long: false,
  touch: false,
  moment: /** @type {ReturnType<typeof momentOf> | undefined} */ (undefined),
};

/** @param {App} app @param {PointerEvent} event @param {number} digit */
function down(app, event, digit) {
  clearTimeout(press.timer);
  const touch = event.pointerType === "touch" || event.pointerType === "pen";
  press = { timer: 0, long: false, touch, moment: momentOf(app) };
  if (!touch || digit === 0) return;
  press.timer = setTimeout(() => {
    press.long = true;
    pinDigit(app, digit, true, press.moment);
    navigator.vibrate?.(BUZZ);
  }, LONG);
}

const up = () => clearTimeout(press.timer);

/** @param {App} app @param {MouseEvent} event @param {number} digit */
function click(app, event, digit) {
  clearTimeout(press.timer);
  // A key that presses the button brings no pointer.
  const pointed = event.detail > 0;
  if (pointed && press.long) return;
  pinDigit(app, digit, event.shiftKey, pointed ? press.moment : undefined);
  if (pointed && press.touch) navigator.vibrate?.(BUZZ);
}

/** Arrows move along the bar; Tab leaves it. @param {App} app @param {KeyboardEvent} event */
function rove(app, event) {
  const count = PIN_KEYS.length;
  const to = { ArrowRight: app.ui.pinKey + 1, ArrowLeft: app.ui.pinKey - 1, Home: 0, End: count - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  app.ui.pinKey = (to + count) % count;
  app.schedule(true);
  /** @type {HTMLElement | null} */ (event.currentTarget)?.querySelectorAll("button")[app.ui.pinKey].focus();
}

/** Whether a criterion without a pin is worth a word: the last third of the follow-up. @param {App} app */
const late = (app) => app.state?.phase === "follow-up" && app.left < app.state.budget_ms / 3;

/** @param {App} app */
export function pinToolbar(app) {
  const saved = app.pins.saved;
  const last = atHand(app);
  return html`<div
    class="pinbar__keys"
    role="toolbar"
    aria-label="Pin this moment"
    @keydown=${(/** @type {KeyboardEvent} */ e) => rove(app, e)}
    @mousedown=${(/** @type {Event} */ e) => e.preventDefault()}
    @contextmenu=${(/** @type {Event} */ e) => press.touch && e.preventDefault()}
  >
    ${PIN_KEYS.map(([digit, criterion, name], i) => {
      const words =
        digit === 0 ? (toSort(saved) > 0 ? `${toSort(saved)} to sort` : "") : tallyWords(tally(saved, criterion));
      const lit = last && last.criterion === criterion ? last : undefined;
      const state = app.pins.dropping(criterion)
        ? "pinkey--waiting"
        : lit
          ? { for: "pinkey--for", against: "pinkey--against", later: "pinkey--later" }[lit.sign]
          : words === "" && digit > 0
            ? "pinkey--empty"
            : "";
      const missing = words === "" && digit > 0 && late(app);
      return html`<button
        type="button"
        class="pinkey ${digit === 0 ? "pinkey--sort" : ""} ${state}"
        tabindex=${app.ui.pinKey === i ? "0" : "-1"}
        aria-disabled=${pinsOpen(app) ? "false" : "true"}
        aria-keyshortcuts=${digit === 0 ? "0" : `${digit} Shift+${digit}`}
        title=${digit === 0 ? "0 pins this moment for later" : `${digit} pins evidence for, Shift ${digit} against`}
        @focus=${() => (app.ui.pinKey = i)}
        @pointerdown=${(/** @type {PointerEvent} */ e) => down(app, e, digit)}
        @pointerup=${up}
        @pointercancel=${up}
        @pointerleave=${up}
        @click=${(/** @type {MouseEvent} */ e) => click(app, e, digit)}
      >
        <kbd>${digit}</kbd
        ><span
          >${name}<small class="tally ${missing ? "tally--late" : ""}"
            >${missing ? "none yet" : words || "none"}</small
          ></span
        >
      </button>`;
    })}
  </div>`;
}

/** The pin at hand, where its list is on another tab. @param {App} app */
function lastPin(app) {
  const last = atHand(app);
  if (!last) return nothing;
  return html`<div class="pinbar__last" role="group" aria-label="The pin just dropped">
    ${signGlyph(last.sign)}<span>${pinPlace(last)} <span class="num">${when(app, last.moment)}</span></span>
    <button type="button" class="btn btn--small" @click=${() => openPin(app, last.id)}>Note</button>
    <button type="button" class="btn btn--small" @click=${() => withdraw(app, last.id)}>Withdraw</button>
  </div>`;
}

/** The foot of the room: pins, and the clock's keys for who has them. @param {App} app @param {unknown} phaseKeys */
export function pinbar(app, phaseKeys) {
  const pins = mayPin(app);
  if (!pins && phaseKeys === nothing) return nothing;
  return html`<footer
    class="pinbar ${pins ? "" : "pinbar--clock"}"
    aria-label=${pins ? "Pins and the clock" : "The clock"}
  >
    ${pins ? html`${lastPin(app)}${pinToolbar(app)}` : nothing}${phaseKeys}
  </footer>`;
}
