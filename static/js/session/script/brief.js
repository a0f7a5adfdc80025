// The brief: opening, what the problem shows, mistakes, numbers, reference design.
import { html, nothing, unsafeHTML } from "/static/vendor/lit.js";
import { inline } from "../inline.js";
import { signGlyph } from "../pinitem.js";
import { mayPin, pinWords } from "../pinning.js";
import { mistakeMade, pinOfMistake } from "./mistakes.js";
import { when } from "./progress.js";

/**
 * @typedef {import("../app.js").App} App
 */

/** @param {App} app */
export function brief(app) {
  const { kit } = app;
  if (!kit) return nothing;
  return html`<section>
      <h2>Say this first</h2>
      <div class="spoken">${unsafeHTML(kit.html.opening ?? "")}</div>
    </section>
    <section>
      <h2>What this problem shows</h2>
      <div class="brief prose--side">${unsafeHTML(kit.html.brief ?? "")}</div>
    </section>
    <section>
      <h2>Common mistakes</h2>
      <ul class="brief brief--list">
        ${(kit.mistakes ?? []).map((m) => html`<li>${inline(m.text)} ${mistakePin(app, m.text)}</li>`)}
      </ul>
    </section>
    ${chapters("guide", kit.guide, kit.html)}
    ${
      kit.capacity
        ? html`<section>
            <h2>The numbers</h2>
            <details>
              <summary class="small">Worksheet</summary>
              <div class="prose--side">${unsafeHTML(kit.html.worksheet ?? "")}</div>
            </details>
            ${folded("capacity", kit.capacity, kit.html)}
          </section>`
        : nothing
    }
    ${
      kit.design
        ? html`<section>
            <h2>Reference design <span>spoils</span></h2>
            ${folded("design", kit.design, kit.html)}
          </section>`
        : nothing
    }`;
}

/** The own pin on a mistake, or the button that pins it. @param {App} app @param {string} text */
function mistakePin(app, text) {
  const pin = pinOfMistake(app.pins.saved, text);
  if (pin) return html`<span class="brief__pin">${signGlyph(pin.sign)} <time>${when(app, pin.moment)}</time></span>`;
  if (!mayPin(app)) return nothing;
  return html`<button
    type="button"
    class="btn btn--small"
    aria-label="Pin: ${mistakeMade(text)}"
    @click=${() => pinWords(app, mistakeMade(text))}
  >
    Pin
  </button>`;
}

/** @param {string} name @param {{ title: string }[] | undefined} list @param {Record<string, string>} rendered */
const chapters = (name, list, rendered) =>
  (list ?? []).map(
    (c, i) =>
      html`<section>
        <h2>${c.title}</h2>
        <div class="prose--side">${unsafeHTML(rendered[`${name}/${i}`] ?? "")}</div>
      </section>`,
  );

/** @param {string} name @param {{ title: string }[]} list @param {Record<string, string>} rendered */
const folded = (name, list, rendered) =>
  list.map(
    (c, i) =>
      html`<details>
        <summary class="small">${c.title}</summary>
        <div class="prose--side">${unsafeHTML(rendered[`${name}/${i}`] ?? "")}</div>
      </details>`,
  );
