// Changing seats, while the review is open: what the other does shows within seconds, and whoever waits
// for an answer goes along into the new lobby.
import { call } from "../session/api.js";

/** @typedef {{ id: string, role: string }} Session */

const EVERY = 5000;

/** What is to be seen, in the words of the page's data-mark. @param {any} answer */
function markOf({ swap, return: link }) {
  if (link) return `return ${link.at}`;
  return swap ? `swap ${swap.at} ${swap.declined_at}` : "";
}

/** Puts the parts of the page that are about it in anew. @returns {Promise<HTMLElement | null>} */
async function renew() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok) return null;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["swap-offer", "swap", "pair"]) {
    const part = fresh.getElementById(id);
    if (part) document.getElementById(id)?.replaceWith(part);
  }
  return document.getElementById("swap");
}

/** @param {Session} session */
async function look(session) {
  const shown = document.getElementById("swap");
  if (!shown || document.hidden) return;
  const answer = await call(session, "GET", "/swap");
  if (markOf(answer) === shown.dataset.mark) return;
  const waited = "waits" in shown.dataset;
  const now = await renew();
  const say = document.getElementById("say-polite");
  if (say) say.textContent = now?.querySelector(".strip > span")?.textContent ?? "";
  if (waited && answer.return) /** @type {HTMLElement | null} */ (now?.querySelector('[value="enter"]'))?.click();
}

/** @param {Session} session */
export function startSwap(session) {
  if (!document.getElementById("swap")) return;
  // Without the connection the page stays as it is and looks again later.
  setInterval(() => look(session).catch(() => {}), EVERY);
  addEventListener("visibilitychange", () => look(session).catch(() => {}));
}
