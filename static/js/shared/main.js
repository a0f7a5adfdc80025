// A session that somebody shares by a link: the key in the address is exchanged for a cookie, then the
// page is the report with its replay.
import { drawAll } from "../diagram/page.js";
import { startReplay } from "../replay/start.js";

/** @param {string} name */
const meta = (name) => /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="${name}"]`)).content;
const id = meta("mockroom-session");
/** What the address brings, where it is a key. */
const keyHere = () => (/^#[a-z0-9]{20,64}$/.test(location.hash) ? location.hash.slice(1) : "");

/** @param {string} heading @param {string} words */
function say(heading, words) {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  const h1 = document.createElement("h1");
  h1.textContent = heading;
  const p = document.createElement("p");
  p.textContent = words;
  main.replaceChildren(h1, p);
  main.className = "error-page";
}

/** @param {string} key */
async function exchange(key) {
  const answer = await fetch(`/api/sessions/${id}/shared`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ key }),
  });
  if (answer.ok) {
    // The key is in the cookie now; it leaves the address.
    history.replaceState(null, "", location.pathname);
    location.reload();
    return;
  }
  const refused = await answer.json().catch(() => ({}));
  say("This link opens nothing.", refused.error?.message ?? "Try again in a moment.");
}

function enter() {
  exchange(keyHere()).catch(() => say("No connection.", "Load the page again when there is one."));
}

// Another link to the same session, opened in this tab, changes nothing but the address.
addEventListener("hashchange", () => {
  if (keyHere()) enter();
});

if (keyHere()) {
  enter();
} else if (meta("mockroom-opening") === "true") {
  say("This link opens nothing.", "It may be incomplete. Ask the person who sent it for the whole link.");
} else {
  drawAll(document);
  const stage = document.getElementById("replay-stage");
  if (stage) {
    startReplay(stage, { id, role: "shared", under: "/shared", nonce: meta("csp-nonce") }).catch((error) => {
      stage.textContent = error?.message ?? "The replay could not be loaded. It comes with the connection.";
    });
  }
  const print = document.getElementById("print");
  if (print) print.hidden = false;
  print?.addEventListener("click", () => window.print());
}
