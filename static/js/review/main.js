// The review: the focus goes to the scores when they have just been opened, diagrams become pictures,
// the candidate says how the interviewer was, and deleting asks first.
import { drawAll } from "../diagram/page.js";
import { randomName } from "../names.js";
import { startReplay } from "../replay/start.js";
import { call } from "../session/api.js";
import { startAsking } from "./asking.js";
import { startShare } from "./share.js";
import { startSwap } from "./swap.js";

/** @param {string} name */
const meta = (name) => /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="${name}"]`)).content;
const session = { id: meta("mockroom-session"), role: meta("mockroom-role") };

if (location.hash === "#scores") {
  document.getElementById("scores")?.focus();
  const gap = document.querySelector(".review__gap")?.textContent ?? "";
  const say = document.getElementById("say-assertive");
  if (say) say.textContent = `Scores are open. ${gap}`;
}
drawAll(document);
startAsking(session);
startShare(session);
startSwap(session);

const stage = document.getElementById("replay-stage");
if (stage) {
  startReplay(stage, { ...session, nonce: meta("csp-nonce") }).catch((error) => {
    stage.textContent = error?.message ?? "The replay could not be loaded. It comes with the connection.";
  });
}

const print = document.getElementById("print");
if (print) print.hidden = false;
print?.addEventListener("click", () => window.print());

const rate = /** @type {HTMLFormElement | null} */ (document.getElementById("rate"));
if (rate) rate.hidden = false;
rate?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(rate);
  const status = /** @type {HTMLElement} */ (rate.querySelector("[role=status]"));
  try {
    await call(session, "POST", "/commands", {
      client: randomName(),
      n: 1,
      command: "interviewer.rate",
      data: {
        prepared: Number(form.get("prepared")),
        listened: Number(form.get("listened")),
        fair: Number(form.get("fair")),
        again: form.get("again") === "yes",
        words: String(form.get("words") ?? ""),
      },
    });
    location.hash = "rating";
    location.reload();
  } catch (error) {
    status.textContent = /** @type {any} */ (error)?.message ?? "No connection. Your answer is kept here; try again.";
  }
});

const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("delete"));
button?.addEventListener("click", async () => {
  if (button.dataset.asked === undefined) {
    button.dataset.asked = "";
    button.textContent = "Delete it for everybody, for good";
    return;
  }
  try {
    await call(session, "DELETE", "");
    location.assign("/");
  } catch (error) {
    button.textContent = /** @type {any} */ (error)?.message ?? "No connection. Try again.";
  }
});
