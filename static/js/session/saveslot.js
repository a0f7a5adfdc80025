// How the save slot looks; what it says is savestate.js.
import { html } from "/static/vendor/lit.js";

/** @type {Record<string, string>} */
const ICONS = {
  saved: "M3 8.5 6.5 12 13 4.5",
  saving: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  reconnecting: "M13 8a5 5 0 1 1-1.600-3.700M13 2.500v2.500h-2.500",
  offline: "M3 3l10 10M5 6a3 3 0 0 0-.5 6H11M8 4.5A3.5 3.5 0 0 1 11.3 8 2.2 2.2 0 0 1 13 11",
  refused: "M3 3l10 10M5 6a3 3 0 0 0-.5 6H11M8 4.5A3.5 3.5 0 0 1 11.3 8 2.2 2.2 0 0 1 13 11",
};

/**
 * @param {{ state: string, words: string }} shown
 * @param {string} title
 * @param {() => void} retry
 */
export function saveSlot(shown, title, retry) {
  const inside = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[shown.state]} /></svg>
    <span>${shown.words}</span>`;
  return shown.state === "reconnecting" || shown.state === "offline"
    ? html`<button type="button" class="save-state" data-state=${shown.state} title="Try now" @click=${retry}>
        ${inside}
      </button>`
    : html`<span class="save-state" data-state=${shown.state} title=${title}>${inside}</span>`;
}
