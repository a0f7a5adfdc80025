// The field for the note of a pin, wherever a pin's note is open.
import { html } from "/static/vendor/lit.js";

/**
 * @param {import("./types.js").Pin} pin
 * @param {{ enter: (event: Event) => void, escape: () => void, blur: (event: Event) => void }} on Enter and
 *   Escape while nothing is being composed, and leaving the field, which happens too when it goes away
 */
export function noteField(pin, { enter, escape, blur }) {
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) enter(event);
    else if (event.key === "Escape") escape();
    else return;
    event.preventDefault();
  };
  return html`<textarea
    class="input"
    id="pin-note"
    rows="2"
    maxlength="600"
    aria-label="Note for this pin"
    .value=${pin.note}
    @keydown=${key}
    @blur=${blur}
  ></textarea>`;
}
