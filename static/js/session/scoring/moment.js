// The session again beside the scorecard: the board at the pin that was opened, and pinning what
// was missed.
import { html, nothing } from "/static/vendor/lit.js";
import { startReplay } from "../../replay/start.js";
import { timeWords } from "../../replay/moments.js";
import { criterionName } from "../criteria.js";
import { signGlyph } from "../pinitem.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Pin} Pin
 * @typedef {import("../types.js").Sign} Sign
 */

/** The replay is loaded anew at most this often, when edits have come in after the end; in milliseconds. */
const PACE = 5000;
/** @type {Record<Sign, string>} */
const WORDS = { for: "For", against: "Against", later: "Later" };

const host = document.createElement("div");
/** @type {import("../../replay/replay.js").Replay | undefined} */
let replay;
let loading = false;
let loadedAt = -PACE;
/** What pins and buttons were drawn of last. @type {unknown[]} */
let drawn = [];

/** @param {App} app */
async function load(app) {
  loading = true;
  loadedAt = performance.now();
  const place = document.createElement("div");
  try {
    const loaded = await startReplay(
      place,
      { id: app.id, role: app.role, nonce: app.nonce },
      {
        pins: () => app.state?.pins ?? {},
        beside: () => pinning(app),
        narrow: true,
        quiet: true,
      },
    );
    if (replay) loaded.go(replay.at);
    replay?.close();
    replay = loaded;
    host.replaceChildren(place);
    replay.draw();
  } catch (error) {
    if (!replay)
      host.textContent =
        /** @type {any} */ (error)?.message ?? "The replay could not be loaded. It comes with the connection.";
  } finally {
    loading = false;
  }
}

/** Pins the moment that is shown. @param {App} app @param {Sign} sign */
export function pinShown(app, sign) {
  if (!replay) return;
  const criterion = sign !== "later" && criterionName(app.ui.criterion) ? app.ui.criterion : "";
  app.pins.drop({
    criterion,
    sign: criterion ? sign : "later",
    at: Math.min(replay.at, app.state?.scoring_at || replay.at),
    version: replay.version,
  });
}

/** Shows the board at one's own pin. @param {App} app @param {Pin} pin */
export function showPin(app, pin) {
  const all = app.pins.saved.filter((p) => p.criterion === pin.criterion);
  const pinned = all.map((p) => ({ rater: app.you, pin: p }));
  replay?.open(pinned.find((p) => p.pin.id === pin.id) ?? { rater: app.you, pin }, pinned);
}

/** Whether there is a replay to show pins in. */
export const showsPins = () => replay !== undefined;

/** The buttons above the replay. @param {App} app */
function pinning(app) {
  if (app.acts === "observer" || app.state?.cards[app.you]?.locked_at || !replay) return nothing;
  const title = criterionName(app.ui.criterion);
  /** @param {Sign} sign @param {string} key */
  const button = (sign, key) =>
    html`<button type="button" class="btn btn--small" @click=${() => pinShown(app, sign)}>
      ${signGlyph(sign)} ${WORDS[sign]} ${key ? html`<kbd>${key}</kbd>` : nothing}
    </button>`;
  return html`<div class="replay__pin" role="group" aria-label="Pin this moment">
    <span>Pin ${timeWords(replay.state, replay.at)}${title ? ` for ${title}` : ""}</span>
    ${title ? [button("for", "+"), button("against", "−")] : nothing} ${button("later", "")}
  </div>`;
}

/** The replay in its place. @param {App} app */
export function moment(app) {
  const stale = replay && (app.board.version ?? 0) > replay.stage.history.length;
  if (!loading && (!replay || stale) && app.connection.open && performance.now() - loadedAt > PACE) void load(app);
  const now = [app.state?.pins, app.ui.criterion, app.state?.cards[app.you]?.locked_at];
  if (now.some((value, i) => value !== drawn[i])) {
    drawn = now;
    replay?.draw();
  }
  return html`<section aria-label="The session again">${host}</section>`;
}
