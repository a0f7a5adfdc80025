// The links of a session: whose they are to give, copied, made anew, revoked.
import { html, nothing } from "/static/vendor/lit.js";
import { announce } from "./announce.js";
import { copy } from "./parts.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Role} Role
 */

/** @type {Record<string, string>} */
const FOR = { candidate: "designs", interviewer: "asks", mentor: "watches and scores", observer: "only watches" };

/** The whole links that this browser made, by role. @param {string} session @returns {Record<string, string>} */
function ownLinks(session) {
  try {
    return JSON.parse(localStorage.getItem(`mockroom.links.${session}`) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {string} session @param {Record<string, string>} links */
function keepLinks(session, links) {
  try {
    localStorage.setItem(`mockroom.links.${session}`, JSON.stringify(links));
  } catch {
    // They stay on this page alone.
  }
}

/** @param {App} app @returns {Role[]} */
function linkRoles(app) {
  const s = app.state;
  if (!s) return [];
  /** @type {Role[]} */
  const all = ["candidate", "interviewer", "mentor", "observer"];
  if (s.creator === app.you) {
    const wanted = all.filter((r) => !(s.mode === "solo" && r === "interviewer"));
    const missing = /** @type {Role[]} */ (["interviewer", "candidate"]).find((r) => !s.seats[r] && wanted.includes(r));
    return missing ? [missing, ...wanted.filter((r) => r !== missing)] : wanted;
  }
  return app.acts === "interviewer" ? ["mentor", "observer"] : [];
}

/** @param {App} app @param {Role} role */
function linkRow(app, role) {
  const s = app.state;
  if (!s) return nothing;
  const links = ownLinks(app.id);
  const open = s.invites.filter((i) => i.role === role && !i.revoked);
  const url = open.length > 0 ? links[role] : undefined;
  const opened = open.flatMap((i) => i.opened_at).at(-1);
  const missing = !s.seats[role] && (role === "candidate" || role === "interviewer");
  const short = url ? url.replace(/^https?:\/\//, "").replace(/\/s\/.*#(.*)$/, (_, key) => `/s/…${key.slice(-4)}`) : "";
  const make = async () => {
    try {
      const made = await app.api("POST", "/invites", { role });
      keepLinks(app.id, { ...links, [role]: made.url });
      announce("polite", "The new link is there.");
      app.schedule();
    } catch (error) {
      app.notice(/** @type {any} */ (error)?.message ?? "No connection. Try again.");
    }
  };
  const revoke = async () => {
    try {
      for (const invite of open) await app.api("DELETE", `/invites/${invite.id}`);
      const { [role]: _, ...rest } = links;
      keepLinks(app.id, rest);
      announce("polite", `The ${role}’s link is closed.`);
      app.schedule();
    } catch (error) {
      app.notice(/** @type {any} */ (error)?.message ?? "No connection. Try again.");
    }
  };
  return html`<li>
    <span class="links__role"
      >${role[0].toUpperCase() + role.slice(1)}<small
        >${opened ? `opened ${new Date(opened).toLocaleTimeString([], { timeStyle: "short" })}` : FOR[role]}</small
      ></span
    >
    <code>${short || (open.length > 0 ? "made in another browser" : "no open link")}</code>
    <span class="links__do"
      >${
        url
          ? html`<button
              type="button"
              class="btn btn--small ${missing ? "btn--primary" : ""}"
              aria-label="Copy the ${role}’s link"
              @click=${() => share(app, url, role)}
            >
              ${app.ui.copied === role ? "Copied" : "Copy"}
            </button>`
          : html`<button type="button" class="btn btn--small" aria-label="Make a link for a ${role}" @click=${make}>
              Make a link
            </button>`
      }
      ${
        open.length > 0
          ? html`<button
              type="button"
              class="btn btn--quiet btn--small"
              aria-label="Revoke the ${role}’s link"
              @click=${revoke}
            >
              Revoke
            </button>`
          : nothing
      }</span
    >
  </li>`;
}

/** @param {App} app @param {string} url @param {string} role */
function share(app, url, role) {
  if (matchMedia("(pointer: coarse)").matches && "share" in navigator) {
    navigator.share({ url }).catch(() => copy(app, url, role));
    return;
  }
  copy(app, url, role);
  announce("polite", "Copied");
}

/** @param {App} app */
export function links(app) {
  const roles = linkRoles(app);
  if (roles.length === 0) return nothing;
  return html`<section aria-labelledby="h-links">
    <h2 id="h-links">Links</h2>
    ${
      app.onlyHere
        ? html`<p class="small warn">
            This link opens only on this computer. For somebody else: start with <code>-addr 0.0.0.0:8080</code> and
            open this page by this computer’s address on your network, or put a reverse proxy or tunnel in front and
            give <code>-public-url</code>.
          </p>`
        : nothing
    }
    <ul class="links">
      ${roles.map((role) => linkRow(app, role))}
    </ul>
    <p class="small soft">Whoever has a link has that role. Revoke closes it and what it opened.</p>
  </section>`;
}
