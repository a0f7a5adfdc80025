// One pin as a list shows it, and its sign.
import { html, nothing } from "/static/vendor/lit.js";
import { criterionName } from "./criteria.js";

/**
 * @typedef {import("./types.js").Sign} Sign
 * @typedef {import("./pins.js").ShownPin} ShownPin
 */

/** Classes of the sign and of a pin just dropped, figure and word. @type {Record<Sign, [string, string, string, string]>} */
const SIGNS = {
  for: ["sign--plus", "pin--for", "+", "for"],
  against: ["sign--minus", "pin--against", "−", "against"],
  later: ["sign--query", "pin--later", "?", "to sort"],
};

/** @param {Sign} sign */
export function signGlyph(sign) {
  const [kind, , figure, word] = SIGNS[sign];
  return html`<span class="sign ${kind}" title=${word}
    ><span aria-hidden="true">${figure}</span><span class="sr">${word}</span></span
  >`;
}

/** Where a pin belongs, in words. @param {{ criterion: string, sign: Sign }} pin */
export const pinPlace = ({ criterion, sign }) =>
  criterion === ""
    ? "To sort later"
    : sign === "later"
      ? `${criterionName(criterion)}, for or against?`
      : criterionName(criterion);

/** How far the server has a pin, in words. @param {ShownPin} pin */
const pinFate = (pin) => (pin.leaving ? "Being withdrawn" : pin.waiting ? "Not saved yet" : "");

/**
 * A pin in a list `ol.pins`: its note, or where it belongs; dashed until the server has it.
 * @param {ShownPin} pin
 * @param {object} parts
 * @param {unknown} parts.at its time, as text or link
 * @param {(words: unknown) => unknown} [parts.title] puts the words into a button or link
 * @param {unknown} [parts.more] what stands under it: buttons, fields
 * @param {boolean} [parts.lit] just dropped
 */
export function pinItem(pin, { at, title = (words) => words, more = nothing, lit = false }) {
  const place = pinPlace(pin);
  const fate = pinFate(pin);
  const state = pin.waiting || pin.leaving ? "pin--waiting" : lit ? `pin--lit ${SIGNS[pin.sign][1]}` : "";
  return html`<li class="pin ${state}" data-pin=${pin.id}>
    ${signGlyph(pin.sign)}
    <span class="what"
      >${title(pin.note || place)}${pin.note ? html`<span class="crit">${place}</span>` : nothing}${fate ? html`<span class="crit">${fate}</span>` : nothing}</span
    ><span class="at">${at}</span>
    ${pin.refused ? html`<p class="pin__refused">Not taken. ${pin.refused}</p>` : nothing}
    ${more === nothing ? nothing : html`<div class="pin__more">${more}</div>`}
  </li>`;
}
