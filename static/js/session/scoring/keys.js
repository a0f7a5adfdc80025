// Keys of the scoring screen.
import { draft } from "./card.js";
import { CRITERIA } from "../criteria.js";
import { pinShown, showPin } from "./moment.js";
import { pinsOf } from "./rest.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app */
export function installScoringKeys(app) {
  addEventListener("keydown", (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const radio = target instanceof HTMLInputElement && target.type === "radio";
    const scores = app.state?.phase === "scoring" || (app.state?.phase === "review" && app.acts === "mentor");
    if (!scores || event.ctrlKey || event.altKey || event.metaKey || app.ui.confirm || app.ui.menu || app.ui.keys)
      return;
    if (target && !radio && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (app.state?.cards[app.you]?.locked_at || app.acts === "observer" || !app.ui.singleKeys) return;
    const at = CRITERIA.findIndex(([id]) => id === app.ui.criterion);
    const digit = /^(?:Digit|Numpad)([0-4])$/.exec(event.code);
    if (digit && at >= 0) {
      draft.change(app, { scores: { ...draft.card.scores, [CRITERIA[at][0]]: Number(digit[1]) } });
    } else if (!radio && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = Math.min(CRITERIA.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
      app.ui.criterion = CRITERIA[next][0];
      app.schedule();
    } else if (event.key === "+" || event.key === "-") {
      pinShown(app, event.key === "+" ? "for" : "against");
    } else if (event.key === "Enter" && !target?.closest("button, a, summary") && at >= 0) {
      const first = pinsOf(app.pins.saved, CRITERIA[at][0])[0];
      if (first) showPin(app, first);
    } else if (event.key.toLowerCase() === "l") {
      /** @type {HTMLElement | null} */ (document.querySelector(".lockbar .btn--primary"))?.click();
    } else return;
    event.preventDefault();
  });
}
