// Short texts of a problem: `code` and **strong**, nothing else.
import { html } from "/static/vendor/lit.js";

/** @param {string} text */
export const inline = (text) =>
  text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) =>
      part.startsWith("`") && part.length > 2
        ? html`<code>${part.slice(1, -1)}</code>`
        : part.startsWith("**") && part.length > 4
          ? html`<b>${part.slice(2, -2)}</b>`
          : part,
    );
