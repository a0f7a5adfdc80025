// The page of a session in one role: in by the link, then whatever phase it is.
import { html, nothing, render } from "/static/vendor/lit.js";
import { App } from "./app.js";
import { clear, closed, join } from "./join.js";
import { installKeys } from "./keys.js";
import { lobby } from "./lobby.js";
import { keySheet, menu } from "./menu.js";
import { room } from "./room.js";
import { installScoringKeys } from "./scoring/keys.js";
import { scoring } from "./scoring/scoring.js";

const root = /** @type {HTMLElement} */ (document.getElementById("app"));

/** @type {Record<number, [string, string]>} */
const CLOSED = {
  4001: ["The room is open elsewhere.", "This page was opened again in this browser. Load it to use it here."],
  4403: ["This link was replaced.", "Your access was taken back. Ask the person who sent the link."],
  4410: ["This session was deleted.", "Its board, chat and scores are gone for everybody."],
  1008: ["This page is out of date.", "Load it again."],
};

/** @type {[string, string]} */
const TAKEN_BACK = [
  "Consent was taken back.",
  "This session is closed for you. A card that you locked stays with the two of them.",
];

/** @param {App} app */
function show(app) {
  const { closed: code, reason } = app.connection;
  const over = code === 4403 && reason === "consent was taken back" ? TAKEN_BACK : CLOSED[code];
  if (over) {
    clear(root);
    render(closed(...over), root);
    return;
  }
  const { state } = app;
  if (!state) {
    if (!app.connection.open && performance.now() > 1000) document.body.dataset.connecting = "";
    return;
  }
  delete document.body.dataset.connecting;
  clear(root);
  const screen = state.closed
    ? closed("This session is over.", "Nobody came back for two weeks. Its review stays readable.")
    : state.phase === "lobby"
      ? lobby(app)
      : state.phase === "scoring" || state.phase === "review"
        ? scoring(app)
        : room(app);
  render(html`${screen} ${menu(app)} ${keySheet(app)}${nothing}`, root);
}

/** The links that opening the room has brought, kept in this browser alone. @param {string} id */
function keepLinks(id) {
  const found = sessionStorage.getItem("mockroom.opened");
  if (found) {
    sessionStorage.removeItem("mockroom.opened");
    const { id: opened, invites } = JSON.parse(found);
    if (opened === id) localStorage.setItem(`mockroom.links.${id}`, JSON.stringify(invites));
  }
}

/** @param {string} name */
const meta = (name) => /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="${name}"]`)).content;

if (meta("mockroom-joined") !== "true") await join(root, meta("mockroom-session"), meta("mockroom-role"));
else if (location.hash) history.replaceState(null, "", location.pathname);
try {
  keepLinks(meta("mockroom-session"));
} catch {
  // Links are made anew in the lobby.
}
const app = new App(show);
installKeys(app);
installScoringKeys(app);
await app.start();
app.connection.addEventListener("welcome", () => {
  if (app.state?.phase === "review" && app.acts !== "mentor") void app.toReview();
});
