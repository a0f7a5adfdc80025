// The menu of the room, and the sheet of keys.
import { html, nothing } from "/static/vendor/lit.js";
import { links } from "./links.js";
import { leave, meeting } from "./lobby.js";
import { pinToolbar } from "./pinbar.js";
import { mayPin } from "./pinning.js";
import { switchTone, toneOn } from "./tone.js";

/** @typedef {import("./app.js").App} App */

/** @param {string} theme */
function setTheme(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem("mockroom.theme", theme);
  } catch {
    // It holds for this page.
  }
}

/** @param {App} app */
export function menuButton(app) {
  return html`<button
    type="button"
    class="btn btn--quiet btn--icon btn--small"
    id="menu-button"
    aria-label="Menu"
    aria-expanded=${app.ui.menu ? "true" : "false"}
    @click=${() => {
      app.ui.menu = !app.ui.menu;
      app.schedule();
    }}
  >
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 4.5h10M3 8h10M3 11.5h10" /></svg>
  </button>`;
}

/** @param {App} app */
export function menu(app) {
  const s = app.state;
  if (!app.ui.menu || !s) return nothing;
  const timed = app.clock?.state !== "idle";
  const close = () => {
    app.ui.menu = false;
    app.schedule();
    document.getElementById("menu-button")?.focus();
  };
  /** @param {() => void} act */
  const then = (act) => () => {
    close();
    act();
  };
  /** @param {"end" | "delete"} question */
  const ask = (question) => then(() => (app.ui.confirm = question));
  const theme = document.documentElement.dataset.theme ?? "system";
  const mayDelete = app.acts === "candidate" || s.creator === app.you;
  return html`<div
    class="menu"
    role="dialog"
    aria-label="Menu"
    @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === "Escape" && (e.stopPropagation(), close())}
  >
    ${app.acts === "candidate" && mayPin(app) ? html`<div class="menu__pins">${pinToolbar(app)}</div>` : nothing}
    ${s.meeting ? html`<a class="btn" href=${s.meeting} rel="noopener noreferrer" target="_blank">Open the call</a>` : nothing}
    ${links(app)} ${meeting(app)}
    <fieldset class="field">
      <legend>Theme</legend>
      <div class="segment segment--field">
        ${["system", "light", "dark"].map(
          (t) =>
            html`<label
              ><input
                type="radio"
                name="theme"
                .checked=${theme === t}
                @change=${() => (setTheme(t), app.schedule())}
              />${t[0].toUpperCase() + t.slice(1)}</label
            >`,
        )}
      </div>
    </fieldset>
    <div class="menu__do">
      <button type="button" class="btn btn--small" @click=${then(() => (app.ui.keys = true))}>Keys <kbd>?</kbd></button>
      <button
        type="button"
        class="btn btn--small"
        aria-pressed=${app.ui.singleKeys ? "true" : "false"}
        @click=${() => singleKeys(app)}
      >
        Single keys: ${app.ui.singleKeys ? "on" : "off"}
      </button>
      <button
        type="button"
        class="btn btn--small"
        aria-pressed=${toneOn() ? "true" : "false"}
        @click=${() => (switchTone(), app.schedule())}
      >
        Tone with time: ${toneOn() ? "on" : "off"}
      </button>
      ${
        timed && app.acts === "candidate" && !app.leads
          ? html`<button type="button" class="btn btn--small" @click=${then(() => void app.act("pause.ask"))}>
              Ask for a pause <kbd>P</kbd>
            </button>`
          : nothing
      }
      ${timed && app.leads ? html`<button type="button" class="btn btn--small" @click=${ask("end")}>End now</button>` : nothing}
      <button type="button" class="btn btn--small" @click=${then(() => void leave(app))}>Leave the room</button>
      ${mayDelete ? html`<button type="button" class="btn btn--small" @click=${ask("delete")}>Delete this session</button>` : nothing}
      <button type="button" class="btn btn--small" @click=${close}>Close</button>
    </div>
  </div>`;
}

/** @param {App} app */
function singleKeys(app) {
  app.ui.singleKeys = !app.ui.singleKeys;
  try {
    localStorage.setItem("mockroom.keys", app.ui.singleKeys ? "on" : "off");
  } catch {
    // It holds for this page.
  }
  app.schedule();
}

/** @type {[string, string, string[]][]} */
const KEYS = [
  ["B", "the board", []],
  ["V", "next view: Write, Split, Read", []],
  ["C", "chat", []],
  ["S", "say the time", []],
  ["P", "pause or go on", ["leads"]],
  ["P", "ask for a pause", ["candidate"]],
  ["N", "next phase", ["leads"]],
  ["E", "two more minutes", ["leads"]],
  ["J K", "next or previous item of the script", ["interviewer", "mentor"]],
  ["H", "give the next hint", ["interviewer"]],
  ["A", "the next probe was asked", ["interviewer"]],
  ["Enter", "deal the card on top, in the follow-up", ["interviewer"]],
  ["/", "find an answer; Enter tells it", ["interviewer", "mentor"]],
  ["1–6", "pin this moment for a criterion", ["pins"]],
  ["Shift 1–6", "pin it against the criterion", ["pins"]],
  ["0", "pin it for later", ["pins"]],
  ["Enter ⌫", "after a pin: its note, or take it back", ["pins"]],
  ["F", "follow the candidate, or not", ["interviewer", "mentor", "observer"]],
  ["M", "your notes", ["interviewer", "mentor"]],
  ["Ctrl K", "insert into the board", ["candidate", "interviewer"]],
  ["R", "ready, in the lobby", ["candidate", "interviewer"]],
  ["Esc", "leave a field, then Tab moves on", []],
  ["?", "this sheet", []],
];

/** @param {App} app */
export function keySheet(app) {
  if (!app.ui.keys) return nothing;
  const close = () => {
    app.ui.keys = false;
    app.schedule();
  };
  const pins = app.acts === "interviewer" || app.acts === "mentor" || app.leads;
  const mine = KEYS.filter(
    ([, , who]) =>
      who.length === 0 ||
      who.includes(app.acts) ||
      (who.includes("leads") && app.leads) ||
      (who.includes("pins") && pins),
  ).filter(([, words]) => !(app.leads && words === "ask for a pause"));
  return html`<div class="sheet" role="dialog" aria-modal="true" aria-label="Keys">
    <h2>Keys</h2>
    <dl>
      ${mine.map(
        ([key, words]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${words}</dd>`,
      )}
    </dl>
    <button type="button" class="btn btn--small" id="confirm-yes" @click=${close}>Close <kbd>Esc</kbd></button>
  </div>`;
}
