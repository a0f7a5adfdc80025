// The bar on top of the room: whose session, the ruler, the clock, what is saved, who is here.
import { html, nothing } from "/static/vendor/lit.js";
import { menuButton } from "./menu.js";
import { clockFace, mark, people, slot } from "./parts.js";
import { ruler } from "./ruler.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
function subtitle(app) {
  const s = app.state;
  if (!s) return "";
  const minutes = Math.round((app.clock?.session_total_ms ?? 0) / 60_000);
  const who = {
    candidate: s.mode === "solo" ? "You practise alone" : "You are the candidate",
    interviewer: `You interview ${app.partnerName}`,
    mentor: `You watch; they see that you do`,
    observer: `You watch as ${s.seats.candidate ? app.nameOf(s.seats.candidate) : "the candidate"} sees it`,
  }[app.acts];
  return `${who} · ${minutes} min`;
}

/** @param {App} app */
export function bar(app) {
  const s = app.state;
  if (!s || !app.clock) return nothing;
  /** @param {Event} event */
  const home = (event) => {
    if (app.clock?.state !== "running") return;
    event.preventDefault();
    app.ui.confirm = "leave";
    app.schedule();
  };
  return html`<header class="roombar">
    <div class="roombar__title">
      <a class="mark" href="/" aria-label="mockroom, leave the room" @click=${home}>${mark}</a>
      <div>
        <h1>${s.problem.short}</h1>
        <p>${subtitle(app)}</p>
      </div>
    </div>
    ${ruler(s, app.clock, app.now)} ${clockFace(app)}
    <div class="roombar__status">
      <div>${slot(app)} ${menuButton(app)}</div>
      <div>${people(app)}</div>
    </div>
  </header>`;
}
