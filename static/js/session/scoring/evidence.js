// The pins under a criterion, those to sort, and how they get from one to the other: by drag, or by
// buttons.
import { html, nothing } from "/static/vendor/lit.js";
import { format, sessionTime } from "../clock.js";
import { noteField } from "../notefield.js";
import { pinItem } from "../pinitem.js";
import { showPin, showsPins } from "./moment.js";
import { pinsOf } from "./rest.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../pins.js").ShownPin} ShownPin
 */

/** What a dragged pin is called among what can be dragged. */
const DRAGGED = "application/x-mockroom-pin";
/** Which pin's note is open. */
let noted = "";
/** Whether the list of pins to link is open. */
let linking = false;

/** The time of a pin, which opens its moment where there is a replay. @param {App} app @param {ShownPin} pin */
function time(app, pin) {
  const words = app.state ? format(sessionTime(app.state, pin.moment)) : "";
  return showsPins()
    ? html`<button type="button" title="Show the board at this moment" @click=${() => showPin(app, pin)}>
        ${words}
      </button>`
    : words;
}

/** The note of a pin, while it is written. @param {App} app @param {ShownPin} pin */
function note(app, pin) {
  const close = () => {
    noted = "";
    app.schedule();
  };
  /** @param {Event} event */
  const keep = (event) => {
    if (noted !== pin.id) return;
    close();
    void app.pins.note(pin.id, /** @type {HTMLTextAreaElement} */ (event.target).value.trim());
  };
  return noteField(pin, { enter: keep, escape: close, blur: keep });
}

/** @param {App} app @param {ShownPin} pin @param {unknown} buttons @param {boolean} [placed] it stands under its criterion, which need not be said again */
function row(app, pin, buttons, placed = false) {
  const open = () => {
    noted = pin.id;
    app.afterRender(() => document.getElementById("pin-note")?.focus());
  };
  const writes = noted === pin.id;
  return pinItem(pin, {
    at: time(app, pin),
    title: (words) =>
      html`<button
        type="button"
        title=${pin.note ? "Change the note" : "Add a note"}
        draggable="true"
        @click=${open}
        @dragstart=${(/** @type {DragEvent} */ e) => e.dataTransfer?.setData(DRAGGED, pin.id)}
      >
        ${placed && !pin.note ? html`<span class="faint">Add a note</span>` : words}
      </button>`,
    more: html`${writes ? note(app, pin) : nothing}${pin.refused ? refusedButtons(app, pin) : buttons}`,
  });
}

/** @param {string} words @param {() => unknown} press */
const quiet = (words, press) =>
  html`<button type="button" class="btn btn--quiet btn--small" @click=${press}>${words}</button>`;

/** What was not taken can be asked for again, or given up. @param {App} app @param {ShownPin} pin */
const refusedButtons = (app, pin) =>
  html`${quiet("Try again", () => app.pins.again(pin.id))}${quiet("Throw away", () => app.pins.throwAway(pin.id))}`;

/** What lets a criterion take a pin that is dropped on it. @param {App} app @param {string} criterion */
export const takesPins = (app, criterion) => ({
  /** @param {DragEvent} event */
  over: (event) => {
    if (event.dataTransfer?.types.includes(DRAGGED)) event.preventDefault();
  },
  /** @param {DragEvent} event */
  drop: (event) => {
    const pin = app.pins.list.find((p) => p.id === event.dataTransfer?.getData(DRAGGED));
    if (!pin) return;
    event.preventDefault();
    void app.pins.link(pin.id, criterion);
    app.ui.criterion = criterion;
    app.schedule();
  },
});

/** The buttons of a pin that is not this criterion's yet. @param {App} app @param {ShownPin} pin @param {string} criterion */
const linkAs = (app, pin, criterion) =>
  html`${pin.sign === "against" ? nothing : quiet("Link, for", () => app.pins.link(pin.id, criterion, "for"))}
  ${pin.sign === "for" ? nothing : quiet("Link, against", () => app.pins.link(pin.id, criterion, "against"))}`;

/** What the open criterion's score rests on. @param {App} app @param {string} criterion */
export function evidence(app, criterion) {
  const pins = app.pins.list;
  const linked = pinsOf(pins, criterion);
  const others = [...pinsOf(pins, ""), ...pins.filter((p) => p.criterion && p.criterion !== criterion)];
  const toggle = () => {
    linking = !linking;
    app.schedule();
  };
  /** @param {ShownPin} pin */
  const own = (pin) =>
    html`${
      pin.sign === "later"
        ? html`${quiet("For", () => app.pins.link(pin.id, criterion, "for"))}${quiet("Against", () => app.pins.link(pin.id, criterion, "against"))}`
        : nothing
    }${quiet("Unlink", () => app.pins.link(pin.id, ""))}`;
  return html`<div class="evidence">
    <p class="label">What the score rests on. Every score but 0 needs a pin; a 1 and a 4 need two.</p>
    ${
      linked.length > 0
        ? html`<ol class="pins">
            ${linked.map((p) => row(app, p, own(p), true))}
          </ol>`
        : nothing
    }
    ${linked.length === 0 && others.length === 0 ? html`<p class="small soft">No pins yet. Pin moments in the replay.</p>` : nothing}
    ${
      others.length > 0
        ? html`<button
            type="button"
            class="btn btn--small"
            id="link-pin"
            aria-expanded=${linking ? "true" : "false"}
            @click=${toggle}
          >
            Link a pin
          </button>`
        : nothing
    }
    ${
      linking && others.length > 0
        ? html`<ol class="pins evidence__others" tabindex="0" aria-label="Other pins, scrolls">
            ${others.map((p) => row(app, p, linkAs(app, p, criterion)))}
          </ol>`
        : nothing
    }
  </div>`;
}

/** The pins without a criterion. @param {App} app */
export function unsorted(app) {
  const pins = pinsOf(app.pins.list, "");
  if (pins.length === 0) return nothing;
  return html`<section class="evidence" aria-label="Pins to sort">
    <p class="label">${pins.length} to sort: drag each to its criterion, or open one and press Link a pin.</p>
    <ol class="pins">
      ${pins.map((p) =>
        row(
          app,
          p,
          quiet("Withdraw", () => app.pins.withdraw(p.id)),
        ),
      )}
    </ol>
  </section>`;
}
