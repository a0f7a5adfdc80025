// One's own evidence in the room: the hexagon with its gaps in words, and the pins, newest first.
import { noteField } from "./notefield.js";
import { html, nothing, repeat, svg } from "/static/vendor/lit.js";
import { CRITERIA } from "./criteria.js";
import { evidence, gapWords } from "./gaps.js";
import { PLACES, RINGS, SPOKES, shape } from "./hexagon.js";
import { pinItem } from "./pinitem.js";
import { atHand, closePin, keepNote, openPin, withdraw } from "./pinning.js";
import { when } from "./script/progress.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./pins.js").ShownPin} ShownPin
 */

/** The hexagon of counts, with the keys as labels. @param {number[]} counts */
function hexagon(counts) {
  const words = CRITERIA.map(([, name], i) => `${name} ${counts[i] || "none"}`).join(", ");
  return html`<div class="radar radar--keys">
    <svg viewBox="0 0 124 120" role="img" aria-label="Pins: ${words}">
      ${RINGS.map((points, i) => svg`<polygon class="ring ${i === 2 ? "ring--outer" : ""}" points=${points}/>`)}
      ${SPOKES.map((d) => svg`<path class="spoke" d=${d}/>`)}
      <polygon class="shape shape--pins" points=${shape(counts)} />
      ${PLACES.map(([x, y], i) => svg`<text class=${counts[i] === 0 ? "none" : ""} x=${x} y=${y}>${i + 1}</text>`)}
    </svg>
  </div>`;
}

/** @param {App} app */
export function evidenceSection(app) {
  const [gap, ones] = gapWords(app.pins.saved);
  return html`<section aria-labelledby="h-evidence">
    <h2 id="h-evidence">Evidence</h2>
    <div class="coverage__split">
      ${hexagon(evidence(app.pins.saved))}
      <p class="small soft"><b class="ink">${gap}</b> ${ones}</p>
    </div>
  </section>`;
}

/** The note of an open pin, where it belongs, and the way to take it back. @param {App} app @param {ShownPin} pin */
function opened(app, pin) {
  // A field that goes away loses the focus too, and then has nothing to say.
  const blur = (/** @type {Event} */ e) =>
    app.ui.pin === pin.id && keepNote(app, pin.id, /** @type {HTMLTextAreaElement} */ (e.target).value);
  /** @param {Event} event */
  const place = (event) => {
    const criterion = /** @type {HTMLSelectElement} */ (event.target).value;
    void app.pins.link(pin.id, criterion, criterion === "" ? "later" : undefined);
  };
  /** @param {"for" | "against"} sign @param {string} words */
  const way = (sign, words) =>
    html`<button
      type="button"
      aria-pressed=${pin.sign === sign ? "true" : "false"}
      ?disabled=${pin.criterion === ""}
      @click=${() => void app.pins.link(pin.id, pin.criterion, sign)}
    >
      ${words}
    </button>`;
  const field = noteField(pin, { enter: () => closePin(app), escape: () => closePin(app, false), blur });
  return html`${field}
    <span class="label"
      ><kbd>Enter</kbd> keep &nbsp;<kbd>Esc</kbd>
      ${pin.note === "" ? "keep without a note" : "leave it as it was"}</span
    >
    <div class="pin__do">
      <select class="input" aria-label="Criterion" @change=${place}>
        <option value="" .selected=${pin.criterion === ""}>To sort later</option>
        ${CRITERIA.map(([id, name]) => html`<option value=${id} .selected=${pin.criterion === id}>${name}</option>`)}
      </select>
      <div class="segment" role="group" aria-label="Which way it points">
        ${way("for", "+ For")} ${way("against", "− Against")}
      </div>
    </div>
    <div class="pin__do">
      <button type="button" class="btn btn--small" @click=${() => closePin(app)}>Done</button>
      <button type="button" class="btn btn--small" @click=${() => withdraw(app, pin.id)}>Withdraw</button>
    </div>`;
}

/** What can be done at once with a pin: note or withdraw the last one, say again what was refused. @param {App} app @param {ShownPin} pin @param {boolean} last */
function atOnce(app, pin, last) {
  if (pin.refused) {
    return html`<div class="pin__do">
      <button type="button" class="btn btn--small" @click=${() => app.pins.again(pin.id)}>Try again</button>
      <button type="button" class="btn btn--small" @click=${() => app.pins.throwAway(pin.id)}>Throw away</button>
    </div>`;
  }
  if (!last || pin.leaving) return nothing;
  return html`<div class="pin__do">
    <button type="button" class="btn btn--small" @click=${() => openPin(app, pin.id)}>Note <kbd>Enter</kbd></button>
    <button type="button" class="btn btn--small" @click=${() => withdraw(app, pin.id)}>Withdraw <kbd>⌫</kbd></button>
  </div>`;
}

/** @param {App} app */
export function pinsSection(app) {
  const list = app.pins.list.toReversed().sort((a, b) => b.moment - a.moment);
  const last = atHand(app);
  return html`<section aria-labelledby="h-pins">
    <h2 id="h-pins">Pins <span>${list.length > 0 ? list.length : "only yours"}</span></h2>
    ${
      list.length === 0
        ? html`<p class="small soft">
            <kbd>1</kbd>–<kbd>6</kbd> pin this moment for a criterion, with <kbd>Shift</kbd> against it,
            <kbd>0</kbd> for later.
          </p>`
        : html`<ol class="pins">
            ${repeat(
              list,
              (pin) => pin.id,
              (pin) => {
                const open = app.ui.pin === pin.id;
                return pinItem(pin, {
                  at: html`<time>${when(app, pin.moment)}</time>`,
                  lit: open || pin === last || pin.id === last?.id,
                  title: (words) =>
                    html`<button
                      type="button"
                      class="pin__open"
                      aria-expanded=${open ? "true" : "false"}
                      @click=${() => (open ? closePin(app) : openPin(app, pin.id))}
                    >
                      ${words}
                    </button>`,
                  more: open ? opened(app, pin) : atOnce(app, pin, pin.id === last?.id),
                });
              },
            )}
          </ol>`
    }
  </section>`;
}
