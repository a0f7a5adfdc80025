// What answers of each level contain.
import { html, nothing, unsafeHTML } from "/static/vendor/lit.js";
import { inline } from "../inline.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Levels} Levels
 */

/** @param {App} app @param {Levels} levels @param {string} [table] */
export const levelAnswers = (app, levels, table) =>
  html`<div class="dive__levels">
    ${
      /** @type {const} */ (["mid", "senior", "staff"]).map(
        (level) =>
          html`<details>
            <summary>What ${level} says</summary>
            <p>${inline(levels[level])}</p>
          </details>`,
      )
    }
    ${
      table
        ? html`<details>
            <summary>The choices compared</summary>
            <div class="prose prose--side">${unsafeHTML(table)}</div>
          </details>`
        : nothing
    }
  </div>`;
