// The tab's title: what is left, the phase, the problem; never a key or an id.
import { PHASE_TITLES, format } from "./clock.js";

/** @typedef {import("./app.js").App} App */

/** How often a hidden tab's title changes, in milliseconds. */
const HIDDEN_PACE = 5000;
let shownAt = 0;

/** @param {App} app */
export function showTitle(app) {
  if (document.hidden && performance.now() - shownAt < HIDDEN_PACE) return;
  shownAt = performance.now();
  const title = titleOf(app);
  if (title !== "" && document.title !== title) document.title = title;
}

/** @param {App} app */
function titleOf(app) {
  const { state, clock } = app;
  if (!state || !clock) return "";
  const { short } = state.problem;
  const phase = PHASE_TITLES[state.phase];
  if (state.phase === "lobby") {
    const here = Object.keys(state.participants).find((id) => id !== app.you && app.isHere(id));
    return here ? `${app.nameOf(here)} is here – ${short}` : `Lobby – ${short}`;
  }
  if (clock.state === "paused") return `Paused · ${phase} – ${short}`;
  if (clock.state === "running") return `${app.left <= -1000 ? "+" : ""}${format(app.left)} · ${phase} – ${short}`;
  return `${phase} – ${short}`;
}
