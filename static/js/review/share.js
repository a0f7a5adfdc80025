// Links by which others read the session: made, shown once, taken back.
import { showMadeLink } from "../madelink.js";
import { call } from "../session/api.js";

/** @typedef {{ id: string, role: string }} Session */

/** @param {Session} session */
export function startShare(session) {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("share-form"));
  if (!form) return;
  /** @param {string} words */
  const say = (words) => {
    /** @type {HTMLElement} */ (document.getElementById("share-said")).textContent = words;
  };
  const make = /** @type {HTMLButtonElement} */ (form.querySelector("button:not([type])"));
  make.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Boxes that cannot be changed are no part of a form's data.
    const without = [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[name=without]"))]
      .filter((box) => box.checked)
      .map((box) => box.value);
    try {
      const days = Number(new FormData(form).get("days"));
      const made = await call(session, "POST", "/shares", { without, days });
      say("Whoever has this link reads the session. It is shown only now.");
      showMadeLink(form, made.url);
    } catch (error) {
      say(/** @type {any} */ (error)?.message ?? "No connection. Try again.");
    }
  });
  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-share-do]"))) {
    const row = /** @type {HTMLElement} */ (button.closest("[data-share]"));
    button.addEventListener("click", async () => {
      try {
        await call(session, "DELETE", `/shares/${row.dataset.share}`);
        location.hash = "share";
        location.reload();
      } catch (error) {
        say(/** @type {any} */ (error)?.message ?? "No connection. Try again.");
      }
    });
  }
}
