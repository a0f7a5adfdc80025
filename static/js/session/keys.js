// Room keys: single keys that act only when no field has the focus. Escape leaves any field.
import { announce } from "./announce.js";
import { PHASE_TITLES, face } from "./clock.js";
import { pinByKey } from "./pinning.js";
import { deal } from "./script/cards.js";
import { askProbe } from "./script/dives.js";
import { closeHint, offerHint } from "./script/hints.js";
import { cardsLeft, checklist, currentCard, currentItem } from "./script/progress.js";

/** @typedef {import("./app.js").App} App */

/** @param {EventTarget | null} target */
function inField(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** @param {App} app */
export function installKeys(app) {
  // A room key may move the focus into a field before its own character is typed: it is not text.
  let swallow = "";
  for (const type of ["keypress", "beforeinput"]) {
    addEventListener(
      type,
      (event) => {
        const typed = event instanceof InputEvent ? event.data : /** @type {KeyboardEvent} */ (event).key;
        if (swallow === "" || typed !== swallow) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      true,
    );
  }
  addEventListener("keyup", () => (swallow = ""), true);
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const { ui } = app;
    if (event.key === "Escape" && !event.defaultPrevented) {
      if (ui.keys) ui.keys = false;
      else if (ui.menu) ui.menu = false;
      else if (app.palette.open) app.palette.back();
      else if (ui.confirm === "hint") closeHint(app);
      else if (ui.confirm) ui.confirm = "";
      else if (inField(event.target)) /** @type {HTMLElement} */ (event.target).blur();
      app.schedule();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.defaultPrevented) {
      app.palette.show();
      event.preventDefault();
      return;
    }
    if (inField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (
      event.key === "Enter" &&
      ui.confirm &&
      !(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement)
    ) {
      document.getElementById("confirm-yes")?.click();
      event.preventDefault();
      return;
    }
    if (ui.confirm || ui.keys || ui.menu || app.palette.open || !ui.singleKeys) return;
    if (pinByKey(app, event)) {
      event.preventDefault();
      swallow = event.key;
      return;
    }
    if (
      event.key === "Enter" &&
      !(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement)
    ) {
      const card = app.acts === "interviewer" && app.state?.phase === "follow-up" ? currentCard(app) : undefined;
      if (card && app.ui.scriptTab === "now") deal(app, card.id);
      return;
    }
    const act = actions[event.key === "?" ? "?" : event.key.toLowerCase()];
    if (act && !event.repeat && act(app) !== false) {
      event.preventDefault();
      swallow = event.key;
    }
  });
}

/** Another item, or card, on top of the script. @param {App} app @param {number} step */
function turn(app, step) {
  if (!app.kit?.scripts || (app.acts !== "interviewer" && app.acts !== "mentor")) return false;
  const phase = app.state?.phase ?? "";
  const count = phase === "follow-up" ? cardsLeft(app).length : checklist(app, phase).open.length;
  if (count === 0) return false;
  app.ui.probe = (Math.min(app.ui.probe, count - 1) + step + count) % count;
  app.ui.scriptTab = "now";
  app.schedule();
  return undefined;
}

/** @type {Record<string, (app: App) => boolean | void>} */
const actions = {
  "?": (app) => {
    app.ui.keys = true;
    app.schedule();
  },
  b: (app) => {
    app.ui.tab = "board";
    if (app.ui.view === "read") app.ui.view = "write";
    app.schedule(true);
    app.board.focus();
  },
  v: (app) => {
    app.ui.view =
      { write: "split", split: "read", read: "write" }[app.ui.view] === "split"
        ? "split"
        : app.ui.view === "split"
          ? "read"
          : "write";
    app.schedule();
  },
  c: (app) => {
    app.ui.tab = "chat";
    app.ui.chatSheet = true;
    app.schedule(true);
    document.getElementById("chat-field")?.focus();
  },
  s: (app) => {
    const { clock } = app;
    if (!clock || clock.state === "idle") return false;
    announce("polite", `${PHASE_TITLES[clock.phase]}, ${face(app.left)} ${app.left < 0 ? "over" : "left"}`);
  },
  r: (app) => {
    if (app.state?.phase !== "lobby" || app.state.mode === "solo") return false;
    void app.act("ready.set", { ready: !app.state.participants[app.you]?.ready });
  },
  p: (app) => {
    const { clock } = app;
    if (!clock || clock.state === "idle") return false;
    if (app.leads) void app.act(clock.state === "paused" ? "clock.resume" : "clock.pause");
    else if (app.acts === "candidate" && clock.state === "running") void app.act("pause.ask");
  },
  n: (app) => {
    if (!app.leads || app.clock?.state === "idle") return false;
    app.ui.confirm = "next";
    app.schedule();
  },
  e: (app) => {
    if (!app.leads || app.clock?.state === "idle") return false;
    void app.act("clock.extend");
  },
  j: (app) => turn(app, 1),
  k: (app) => turn(app, -1),
  a: (app) => {
    if (app.acts !== "interviewer" || app.state?.phase !== "deep-dive") return false;
    askProbe(app);
  },
  h: (app) => {
    if (app.acts !== "interviewer" || app.clock?.state === "idle") return false;
    offerHint(app, currentItem(app));
  },
  f: (app) => {
    if (app.acts === "candidate") return false;
    app.following.next();
  },
  "/": (app) => {
    if (app.acts !== "interviewer" && app.acts !== "mentor") return false;
    app.ui.tab = "side";
    app.schedule(true);
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById("find-answer"));
    field?.focus();
    // What was looked for last is replaced by the next word.
    field?.select();
  },
  m: (app) => {
    app.ui.tab = "evidence";
    app.schedule(true);
    document.getElementById("notes")?.focus();
  },
};
