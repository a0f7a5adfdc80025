// The script's tabs; each keeps its scroll position.

/**
 * @typedef {import("../app.js").App} App
 */

export const TABS = /** @type {const} */ ([
  ["now", "Now"],
  ["answers", "Answers"],
  ["dives", "Dives"],
  ["brief", "Brief"],
]);

/** @param {App} app @param {"now" | "answers" | "dives" | "brief"} tab */
export function setTab(app, tab) {
  const pane = document.querySelector("#script .side__scroll");
  if (pane) app.ui.scriptScroll[app.ui.scriptTab] = pane.scrollTop;
  app.ui.scriptTab = tab;
  app.schedule();
  app.afterRender(() => {
    const shown = document.querySelector("#script .side__scroll");
    if (shown) shown.scrollTop = app.ui.scriptScroll[tab] ?? 0;
  });
}

/** @param {App} app @param {number} index */
export function choose(app, index) {
  app.ui.probe = index;
  app.schedule();
}
