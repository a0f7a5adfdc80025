// Says and shows what just happened.
import { announce } from "./announce.js";
import { PHASE_TITLES } from "./clock.js";

/** How long the card of a new phase stands, in milliseconds. */
const CARD_SHOWN = 6000;

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Item} Item
 */

/** @type {Record<string, (app: App, item: Item, who: string) => void>} */
const cases = {
  "phase.started": (app, { data }) => {
    const { phase } = data;
    app.ui.card = { phase, until: performance.now() + CARD_SHOWN };
    Object.assign(app.ui, { confirm: "", probe: 0, hint: null, scriptTab: "now", find: "", scriptScroll: {} });
    app.afterRender(() => document.querySelector("#script .side__scroll")?.scrollTo(0, 0));
    void app.readKit();
    const minutes = Math.round(data.budget_ms / 60_000);
    announce("assertive", minutes > 0 ? `${PHASE_TITLES[phase]}, ${minutes} minutes.` : `${PHASE_TITLES[phase]}.`);
    if (phase === "clarification") {
      app.ui.promptOpen = true;
      if (app.acts === "candidate") app.afterRender(() => app.board.focus());
    } else if (phase === "high-level") app.ui.promptOpen = false;
  },
  "clock.paused": () => announce("assertive", "The clock stands."),
  "clock.resumed": (app, { data }) => {
    app.resumeFrom = data.from;
    announce("polite", "The clock goes on in three seconds.");
  },
  "chat.said": (app, { by, data }, who) => {
    if (by !== app.you) announce("polite", `${who}: ${data.text}`);
    else app.ui.chatSeen++;
  },
  "seat.taken": (app, { data }) => {
    if (data.role === "candidate") app.following.begin(data.participant);
  },
  "clarification.answered": (app, { data }) => say(app, `${data.question} ${data.answer}`),
  "hint.given": (app, { data }) => {
    say(app, `Hint: ${data.text}`);
    app.ui.probe = 0;
  },
  "hint.asked": (app, { by }, who) => {
    if (by !== app.you) announce("polite", `${who} asks for a hint.`);
  },
  "hint.declined": (app) => {
    if (app.acts === "candidate") announce("polite", "No hint for now.");
  },
  "probe.asked": (app, { data }) => say(app, data.text),
  "followup.dealt": (app, { data }) => say(app, data.text),
  "pause.asked": (app, { by }, who) => {
    if (by !== app.you) announce("polite", `${who} asks for a pause.`);
  },
  "participant.back": (app, { data }, who) => {
    if (data.participant !== app.you) announce("polite", `${who} is here.`);
  },
  "participant.away": (app, { data }, who) => {
    if (data.participant !== app.you) announce("polite", `${who} has left the room.`);
  },
  "scores.revealed": (app) => void app.toReview(),
};

/** What the interviewer gives is said to everybody else. @param {App} app @param {string} words */
function say(app, words) {
  if (app.acts !== "interviewer") announce("polite", words);
}

/** @param {App} app @param {Item} item */
export function tellItem(app, item) {
  cases[item.kind]?.(app, item, app.nameOf(item.data.participant ?? item.by));
}

/** What is said so long before the end of a phase. @param {App} app @param {number} before in milliseconds */
export function nudgeWords(app, before) {
  if (before > 60_000) return "5 minutes left";
  if (before > 0) return "1 minute left: sum up";
  if (app.state?.pace === "strict") return "Time";
  return app.leads ? "Time. N moves on, E gives 2 minutes" : `Time. ${app.partnerName} decides when to move on`;
}
