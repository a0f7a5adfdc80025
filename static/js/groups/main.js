// A group's page: links, roles, the name, leaving, deleting.
import { showMadeLink } from "../madelink.js";

/** @param {string} name */
const meta = (name) => /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="${name}"]`)).content;
const group = meta("mockroom-group");
const said = /** @type {HTMLElement} */ (document.getElementById("group-said"));

/** @param {string} method @param {string} path @param {object} [body] */
async function ask(method, path, body) {
  const answer = await fetch(`/api/groups/${group}${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (answer.status === 204) return undefined;
  const json = await answer.json();
  if (!answer.ok) throw json.error;
  return json;
}

/** @param {HTMLElement} row */
async function makeLink(row) {
  const made = await ask("POST", "/invites", { role: row.dataset.for });
  row.querySelector(".waiting__link")?.remove();
  showMadeLink(row, made.url);
}

/** @param {HTMLElement} button */
async function press(button) {
  const member = /** @type {HTMLElement | null} */ (button.closest("[data-member]"))?.dataset.member;
  switch (button.dataset.do) {
    case "link":
      return makeLink(/** @type {HTMLElement} */ (button.closest("[data-for]")));
    case "close": {
      const row = /** @type {HTMLElement} */ (button.closest("[data-invite]"));
      await ask("DELETE", `/invites/${row.dataset.invite}`);
      row.remove();
      return;
    }
    case "role":
      await ask("PATCH", `/members/${member}`, { role: button.dataset.role });
      return location.reload();
    case "hand":
      await ask("PATCH", `/members/${member}`, { runs: true });
      return location.reload();
    case "remove":
      if (button.dataset.asked === undefined) {
        button.dataset.asked = "";
        button.textContent = "Remove now";
        return;
      }
      await ask("DELETE", `/members/${member}`);
      return location.reload();
    case "leave":
      await ask("DELETE", `/members/${meta("mockroom-member")}`);
      return location.assign("/practice");
    case "delete":
      await ask("DELETE", "");
      return location.assign("/practice");
  }
}

for (const hidden of /** @type {NodeListOf<HTMLElement>} */ (
  document.querySelectorAll(".group__do, .group__rename, [data-do]")
)) {
  hidden.hidden = false;
}
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-do]"))) {
  button.addEventListener("click", () => {
    said.textContent = "";
    press(button).catch((error) => (said.textContent = error?.message ?? "No connection. Try again."));
  });
}
const rename = /** @type {HTMLFormElement | null} */ (document.getElementById("rename"));
rename?.addEventListener("submit", (event) => {
  event.preventDefault();
  ask("PATCH", "", { name: String(new FormData(rename).get("name")) })
    .then(() => location.reload())
    .catch((error) => (said.textContent = error?.message ?? "No connection. Try again."));
});
