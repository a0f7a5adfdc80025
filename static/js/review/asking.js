// Whom outside the pair lets see and score the session: asking, agreeing, taking back, a link.
import { showMadeLink } from "../madelink.js";
import { randomName } from "../names.js";
import { call } from "../session/api.js";

/** @typedef {{ id: string, role: string }} Session */

/** @param {string} words */
function say(words) {
  const status = document.getElementById("asking-said");
  if (status) status.textContent = words;
}

/** What somebody does not want to be asked again in this tab. @param {Session} session @param {string} to */
const later = (session, to) => `mockroom.asked.${session.id}.${session.role}.${to}`;

/** @param {Session} session @param {HTMLElement} row */
async function makeLink(session, row) {
  const made = await call(session, "POST", "/invites", { role: "mentor" });
  showMadeLink(row, made.url);
  say("Whoever has this link sees the session and scores it. It is shown only now.");
}

/** @param {Session} session @param {HTMLButtonElement} button */
async function press(session, button) {
  const row = /** @type {HTMLElement} */ (button.closest("[data-to]"));
  const to = row.dataset.to ?? "";
  switch (button.dataset.do) {
    case "later":
      sessionStorage.setItem(later(session, to), "yes");
      row.remove();
      return;
    case "link":
      return makeLink(session, row);
    default:
      await call(session, "POST", "/commands", {
        client: randomName(),
        n: 1,
        command: button.dataset.do,
        data: { to },
      });
      sessionStorage.removeItem(later(session, to));
      location.hash = to === "share" ? to : "asking";
      location.reload();
  }
}

/** @param {Session} session */
export function startAsking(session) {
  for (const strip of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".asked"))) {
    if (sessionStorage.getItem(later(session, strip.dataset.to ?? ""))) strip.remove();
  }
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-do]"))) {
    button.addEventListener("click", () => {
      press(session, button).catch((error) => say(error?.message ?? "No connection. Try again."));
    });
  }
}
