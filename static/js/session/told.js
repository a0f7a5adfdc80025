// What the interviewer gave, at the candidate's side: answers, hints, probes and follow-ups, newest
// first; asking for a hint; and in guided mode what a finished phase's checklist says.
import { html, nothing } from "/static/vendor/lit.js";
import { PHASE_TITLES, format, sessionTime } from "./clock.js";
import { inline } from "./inline.js";

/** @typedef {import("./app.js").App} App */

const RUNGS = ["", "gentle", "pointed", "explicit"];

/** Everything that was given, newest first. @param {App} app */
function given(app) {
  const s = app.state;
  if (!s) return [];
  return [
    ...s.told.map((t) => ({ at: t.at, kind: "answer", head: t.question, text: t.answer })),
    ...s.hints.map((h) => ({ at: h.at, kind: "hint", head: `Hint, ${RUNGS[h.rung]}`, text: h.text })),
    ...s.probes.map((p) => ({ at: p.at, kind: "probe", head: p.title, text: p.text })),
    ...s.dealt.map((d) => ({ at: d.at, kind: "card", head: "Follow-up", text: d.text })),
  ]
    .map((g, i) => ({ ...g, i }))
    .sort((a, b) => b.at - a.at || b.i - a.i);
}

/** @param {App} app */
export function told(app) {
  const s = app.state;
  if (!s) return nothing;
  const list = given(app);
  const mine = app.acts === "candidate";
  const teller = s.seats.interviewer ? app.nameOf(s.seats.interviewer) : "the interviewer";
  return html`<section aria-labelledby="h-told">
    <h2 id="h-told">What ${teller} told you ${list.length > 1 ? html`<span>newest first</span>` : nothing}</h2>
    ${
      list.length === 0
        ? html`<p class="small soft">Nothing yet. Ask aloud; answers appear here.</p>`
        : html`<ol class="answers">
            ${list.map(
              (g) =>
                html`<li class=${g.kind === "hint" ? "hint" : g.kind === "card" ? "card" : ""}>
                  <p class="q">${inline(g.head)} <time class="when">${format(sessionTime(s, g.at))}</time></p>
                  <p class="spoken spoken--small">${inline(g.text)}</p>
                  ${
                    mine && g.kind === "answer" && !app.board.readOnly
                      ? html`<p class="meta">
                          <button
                            type="button"
                            class="link small"
                            @click=${() => app.board.appendToSection(`- ${g.head} ${g.text}`)}
                          >
                            Put on the board
                          </button>
                        </p>`
                      : nothing
                  }
                </li>`,
            )}
          </ol>`
    }
    ${mine && s.mode === "peer" ? ask(app) : nothing}
  </section>`;
}

/** @param {App} app */
function ask(app) {
  const asked = app.state?.hint_asked;
  return asked
    ? html`<p class="small soft" role="status">You asked for a hint. ${app.partnerName} decides.</p>`
    : html`<p>
        <button type="button" class="btn btn--small" @click=${() => app.act("hint.ask")}>Ask for a hint</button>
        <span class="small faint">Hints that are given are counted.</span>
      </p>`;
}

/** In guided mode: what of the ended phases was seen on the board. @param {App} app */
export function checked(app) {
  const s = app.state;
  const scripts = app.kit?.scripts ?? [];
  if (!s || s.help !== "guided" || app.acts !== "candidate" || s.past.length === 0 || scripts.length === 0)
    return nothing;
  return html`<section aria-labelledby="h-checked">
    <h2 id="h-checked">Seen on the board so far</h2>
    ${scripts.map(
      (script, i) =>
        html`<details ?open=${i === scripts.length - 1}>
          <summary class="small">${PHASE_TITLES[script.phase]}</summary>
          <ul class="coverage">
            ${script.items.map((item) => {
              const seen = s.seen[`${script.phase}/${item.id}`];
              return html`<li class=${seen ? "seen" : "missing"}>
                <span>${inline(item.text)}</span
                ><span class="where">${seen ? format(sessionTime(s, seen)) : "not seen yet"}</span>
              </li>`;
            })}
          </ul>
        </details>`,
    )}
  </section>`;
}
