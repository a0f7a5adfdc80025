// Before the clock: who is here, the browser's checks, ready.
import { html, nothing } from "/static/vendor/lit.js";
import { format } from "./clock.js";
import { links } from "./links.js";
import { TICK, icon, mark, person, slot } from "./parts.js";
import { ruler } from "./ruler.js";
import { brief } from "./script/brief.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
function heading(app) {
  const s = app.state;
  if (!s) return "";
  if (s.mode === "solo") return "Start when you are ready.";
  const partner = app.partner;
  if (app.acts === "mentor" || app.acts === "observer") return "The interview has not started yet.";
  if (!partner) {
    const role = app.acts === "interviewer" ? "a candidate" : "an interviewer";
    return s.creator === app.you ? "The room is open. Send your partner the link." : `Waiting for ${role}.`;
  }
  const name = app.nameOf(partner);
  if (!app.isHere(partner)) return `Waiting for ${name}.`;
  if (s.participants[partner]?.ready)
    return app.leads ? `${name} is ready. Start when you are.` : `${name} is ready. Say when you are.`;
  return s.participants[app.you]?.ready
    ? `Waiting until ${name} is ready.`
    : `${name} is here. Say when you are ready.`;
}

/** @param {App} app */
function what(app) {
  const s = app.state;
  if (!s) return "";
  const minutes = Math.round(Object.values(s.plan).reduce((a, b) => a + b, 0) / 60_000);
  const pace =
    s.pace === "strict" ? "Phases move on by themselves." : "A phase may run over; the interviewer moves on.";
  if (s.mode === "solo")
    return `${s.problem.short}, ${minutes} minutes, alone. ${pace} The problem opens when the clock starts.`;
  const who = {
    candidate: `You design, ${app.partnerName} asks. The problem opens for you when the clock starts.`,
    interviewer: `You ask, ${app.partnerName} designs.`,
    mentor: "You watch and score. They see that you are here, not what you note.",
    observer: "You watch as the candidate sees it.",
  }[app.acts];
  return `${s.problem.short}, ${minutes} minutes. ${who} ${pace}`;
}

/** The earlier session in which the same two sat the other way round. @param {import("./types.js").SessionState} s */
function returnOf(s) {
  const link = s.links.find((l) => !l.return);
  if (!link) return nothing;
  const day = new Date(link.date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return html`<p class="soft">The return of ${link.problem.short}, ${day}.</p>`;
}

/** @param {App} app */
export function meeting(app) {
  const s = app.state;
  if (!s) return nothing;
  const may = app.acts === "candidate" || app.acts === "interviewer";
  if (!may)
    return s.meeting
      ? html`<p><a href=${s.meeting} rel="noopener noreferrer" target="_blank">The call</a></p>`
      : nothing;
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    void app.act("meeting.set", { url: String(new FormData(form).get("url") ?? "").trim() });
  };
  return html`<form class="talk" @submit=${submit}>
    <label class="label" for="talk">Where do you talk? An https link, if you like</label>
    <span
      ><input
        class="input"
        id="talk"
        name="url"
        type="url"
        placeholder="https://"
        .value=${s.meeting}
        maxlength="500"
      /><button class="btn">Keep</button></span
    >
    ${s.meeting ? html`<a href=${s.meeting} rel="noopener noreferrer" target="_blank">Open the call</a>` : nothing}
  </form>`;
}

/** @param {App} app */
function checks(app) {
  const m = app.measure;
  const rows = [
    {
      ok: app.connection.open,
      words: "Connection",
      figure: app.connection.open ? `${m.roundTrip || "…"} ms` : "none yet",
    },
    {
      ok: app.pending.usable,
      words: app.pending.usable ? "Edits survive a reload" : "This window is private: unsaved edits end with it.",
      figure: app.pending.usable ? "checked" : "",
    },
    {
      ok: m.known,
      words: "Clock agrees with the server",
      figure: m.known ? `within ${m.within || "…"} ms` : "checking",
    },
  ];
  return html`<section aria-labelledby="h-checks">
    <h2 id="h-checks">This browser</h2>
    <ul class="checks">
      ${rows.map(
        (r) =>
          html`<li class=${r.ok ? "" : "checks__fault"}>
            ${icon(r.ok ? TICK : "M8 4v5M8 11.6v.01")}<span>${r.words}</span><span class="num faint">${r.figure}</span>
          </li>`,
      )}
    </ul>
  </section>`;
}

/** @param {App} app */
function here(app) {
  const s = app.state;
  if (!s) return nothing;
  const shown = Object.entries(s.participants).filter(([, p]) => !p.revoked);
  return html`<section aria-labelledby="h-here">
    <h2 id="h-here">Who is here</h2>
    <ul class="here">
      ${shown.map(([id, p]) => {
        const role = app.roleOf(id);
        let words = "watches, need not be ready";
        if (s.mode === "solo" && role === "candidate") words = "here";
        else if (role === "candidate" || role === "interviewer") words = p.ready ? "ready" : "not ready yet";
        if (!app.isHere(id))
          words = p.left ? "has left" : `away ${format(Math.max(0, app.now - (p.away_since || app.now)))}`;
        return html`<li>
          ${person(app, id, app.nameOf(id) + (id === app.you ? ", you" : ""))}<span class="faint small">${role}</span
          ><span class="push ${p.ready && app.isHere(id) ? "ready" : ""}">${words}</span>
        </li>`;
      })}
    </ul>
  </section>`;
}

/** @param {App} app */
function go(app) {
  const s = app.state;
  if (!s) return nothing;
  const me = s.participants[app.you];
  const seated = app.acts === "candidate" || app.acts === "interviewer";
  const candidate = s.seats.candidate;
  const candidateReady = s.mode === "solo" || Boolean(candidate && s.participants[candidate]?.ready);
  const start = () => {
    if (candidateReady) void app.act("interview.start", {});
    else app.ui.confirm = "start";
    app.schedule();
  };
  const waiting =
    candidateReady || !app.leads
      ? ""
      : candidate
        ? `${app.nameOf(candidate)} is not ready yet.`
        : "There is no candidate yet.";
  return html`<footer class="lobby__go" id="go">
    <p role="status">${app.leads ? waiting : seated && !me?.ready ? "Waiting for you." : "Waiting for the start."}</p>
    <span class="push">
      ${slot(app)}
      ${
        app.ui.confirm === "start"
          ? html`<span role="group" aria-label="Start without ${app.partnerName}’s ready?"
              >Start without ${app.partnerName}’s ready?
              <button
                type="button"
                class="btn btn--primary"
                id="confirm-yes"
                @click=${() => app.act("interview.start", { anyway: true })}
              >
                Start
              </button>
              <button
                type="button"
                class="btn"
                @click=${() => {
                  app.ui.confirm = "";
                  app.schedule();
                }}
              >
                Wait
              </button></span
            >`
          : html`<button type="button" class="btn" @click=${() => leave(app)}>Leave</button> ${
                seated && s.mode === "peer"
                  ? html`<button
                      type="button"
                      class="btn ${app.leads ? "" : "btn--primary"}"
                      aria-pressed=${me?.ready ? "true" : "false"}
                      @click=${() => app.act("ready.set", { ready: !me?.ready })}
                    >
                      ${me?.ready ? "Not ready after all" : "I am ready"} <kbd>R</kbd>
                    </button>`
                  : nothing
              }
              ${
                app.leads
                  ? html`<button type="button" class="btn btn--primary" ?disabled=${!candidate} @click=${start}>
                      Start the clock
                    </button>`
                  : nothing
              }`
      }
    </span>
  </footer>`;
}

/** @param {App} app */
export async function leave(app) {
  await app.act("participant.leave");
  location.assign("/");
}

/** What the interviewer may read beforehand. @param {App} app */
function prepare(app) {
  if (!app.kit?.scripts) return nothing;
  return html`<section aria-labelledby="h-prepare" class="lobby__prepare">
    <h2 id="h-prepare">Prepare</h2>
    <details class="fold">
      <summary>The brief, and everything else of the kit</summary>
      <div class="script__pane">${brief(app)}</div>
    </details>
    <p class="small soft">
      The script in the room says the same at the right moment. Two minutes with the brief are enough.
    </p>
  </section>`;
}

/** @param {App} app */
export function lobby(app) {
  const s = app.state;
  if (!s || !app.clock) return nothing;
  return html`<a class="skip" href="#go">Go to the ready check</a>
    <nav class="nav" aria-label="Main"><a class="mark" href="/">${mark}mockroom</a></nav>
    <main class="lobby">
      <header class="lobby__say">
        <h1>${heading(app)}</h1>
        <p>${what(app)}</p>
        ${returnOf(s)}
        ${app.ui.notice && performance.now() < app.ui.noticeUntil ? html`<p class="warn" role="status">${app.ui.notice}</p>` : nothing}
      </header>
      <div class="lobby__ruler">${ruler(s, app.clock, app.now)}</div>
      <div class="lobby__left">${links(app)} ${meeting(app)}</div>
      ${here(app)} ${checks(app)} ${prepare(app)}
      <section aria-labelledby="h-know">
        <h2 id="h-know">Good to know</h2>
        <p class="small soft">
          Talk by phone or any call you like; the room has no sound of its own. Everything on the board is saved as you
          type. Leaving is safe: the same link brings you back.
        </p>
        <p class="small soft kept-words">
          Kept on this server ${app.keep ? `for ${app.keep} after the last change, or until deleted` : "until deleted"}:
          the board with its history, chat, times and scores. Everybody in the session can read it; private notes only
          you. The candidate and the person who opened the room can delete all of it, in the menu or the review.
        </p>
      </section>
      ${go(app)}
    </main>`;
}
