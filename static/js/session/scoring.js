// Scoring: six criteria, a recommendation, one thing to fix; blind until both are locked.
import { html, nothing } from "/static/vendor/lit.js";
import { format } from "./clock.js";
import { bar } from "./bar.js";
import { CRITERIA, Draft, missing } from "./draft.js";
import { inline } from "./inline.js";
import { notTaken, person } from "./parts.js";
import { strips } from "./strips.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Scorecard} Scorecard
 */

/** What each score means, whatever the problem. @type {[string, string][]} */
const ANCHORS = [
  ["", "Not observed. There was no occasion to see it."],
  ["below the bar", "Had to be led; what was said would not hold."],
  ["mid", "Sound when asked, and mostly by the book."],
  ["senior", "Unasked, with figures, and says what the choice costs."],
  ["staff", "Sees what nobody asked for, and when the opposite becomes right."],
];

const CHOICES = {
  recommendation: [
    ["strong-no-hire", "Strong No Hire"],
    ["no-hire", "No Hire"],
    ["hire", "Hire"],
    ["strong-hire", "Strong Hire"],
  ],
  confidence: [
    ["low", "Low"],
    ["medium", "Medium"],
    ["high", "High"],
  ],
  level: [
    ["none", "None"],
    ["mid", "Mid"],
    ["senior", "Senior"],
    ["staff", "Staff"],
  ],
};

const draft = new Draft();

/** @param {App} app @param {string} id @param {string} name @param {boolean} narrow */
function criterion(app, id, name, narrow) {
  const score = draft.card.scores[id];
  const open = app.ui.criterion === id;
  const toggle = () => {
    app.ui.criterion = open ? "none" : id;
    app.schedule();
    requestAnimationFrame(() => document.querySelector(`#c-${id} button`)?.scrollIntoView({ block: "nearest" }));
  };
  /** @param {number} value */
  const choose = (value) => draft.change(app, { scores: { ...draft.card.scores, [id]: value } });
  const own = app.kit?.anchors?.[id];
  return html`<section class="criterion" id="c-${id}" ?data-open=${open}>
    <div class="criterion__row">
      <h3>
        <button type="button" class="criterion__name" aria-expanded=${open ? "true" : "false"} @click=${toggle}>
          ${name}
        </button>
      </h3>
      ${
        open || narrow
          ? nothing
          : html`<span class="steps" aria-hidden="true"
              >${[0, 1, 2, 3, 4].map((v) => html`<i class=${score === v ? "is" : ""}>${v === 0 ? "–" : v}</i>`)}</span
            >`
      }
      <span class="criterion__need ${score === undefined ? "criterion__need--short" : ""}"
        >${score === undefined ? "no score yet" : score === 0 ? "not observed" : `scored ${score}`}</span
      >
    </div>
    ${
      open
        ? html`<fieldset class="anchors">
            <legend class="sr">${name}, 0 to 4</legend>
            ${ANCHORS.map(
              ([level, words], v) =>
                html`<label class="anchor ${v === 0 ? "anchor--zero" : ""}"
                  ><input type="radio" name="score-${id}" .checked=${score === v} @change=${() => choose(v)} /><b
                    >${v}${level ? html`<small>${level}</small>` : nothing}</b
                  ><span>${v > 0 && own ? inline(own[v - 1]) : words}</span></label
                >`,
            )}
          </fieldset>`
        : nothing
    }
  </section>`;
}

/** @param {App} app @param {"recommendation" | "confidence" | "level"} field @param {string} legend @param {boolean} [wide] */
function choice(app, field, legend, wide = false) {
  return html`<fieldset class="field ${wide ? "field--wide" : ""}" id="f-${field}" tabindex="-1">
    <legend>${legend}</legend>
    <div class="segment segment--field">
      ${CHOICES[field].map(
        ([value, words]) =>
          html`<label
            ><input
              type="radio"
              name=${field}
              .checked=${draft.card[field] === value}
              @change=${() => draft.change(app, { [field]: value })}
            />${words}</label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** @param {App} app @param {"strengths" | "fix"} field @param {string} label */
const words = (app, field, label) =>
  html`<label class="field"
    ><span class="label">${label}</span
    ><textarea
      class="input"
      rows="3"
      maxlength="16000"
      .value=${draft.card[field] ?? ""}
      @input=${(/** @type {Event} */ e) => draft.change(app, { [field]: /** @type {HTMLTextAreaElement} */ (e.target).value })}
      @blur=${() => draft.save(app)}
    ></textarea>
  </label>`;

/** The card itself; narrow beside the board. @param {App} app @param {boolean} [narrow] */
export function scorecard(app, narrow = false) {
  draft.load(app);
  if (app.ui.criterion === "") app.ui.criterion = CRITERIA.find(([id]) => !(id in draft.card.scores))?.[0] ?? "none";
  return html`<div class="criteria ${narrow ? "criteria--narrow" : ""}" id="criteria">
      ${CRITERIA.map(([id, name]) => criterion(app, id, name, narrow))}
    </div>
    <div class="verdict">
      <h2>Your recommendation</h2>
      ${choice(app, "recommendation", "Recommendation", true)} ${choice(app, "confidence", "How sure are you?")}
      ${choice(app, "level", "At which level would this pass?")}
      ${words(app, "strengths", "What was strong, with the moment")} ${words(app, "fix", "One thing to fix")}
    </div>`;
}

/** @param {App} app */
async function lock(app) {
  app.ui.confirm = "";
  if (await draft.save(app)) await app.act("scorecard.lock");
  app.schedule();
}

/** @param {App} app */
function lockbar(app) {
  const gaps = missing(draft.card);
  /** @param {string} id */
  const jump = (id) => {
    if (id.startsWith("c-")) app.ui.criterion = id.slice(2);
    app.schedule();
    requestAnimationFrame(() => {
      const place = document.getElementById(id);
      place?.scrollIntoView({ block: "center" });
      /** @type {HTMLElement | null | undefined} */ (place?.querySelector("input") ?? place)?.focus();
    });
  };
  const line = app.connection.open;
  const press = () => {
    if (gaps.length > 0) jump(gaps[0][1]);
    else if (line) {
      app.ui.confirm = "lock";
      app.schedule();
      requestAnimationFrame(() => document.getElementById("confirm-yes")?.focus());
    }
  };
  const count = gaps.length === 1 ? "One thing" : `${gaps.length} things`;
  return html`<footer class="lockbar" aria-label="Lock">
    ${
      gaps.length > 0
        ? html`<b>${count} before you can lock</b>
            <ul>
              ${gaps.slice(0, 3).map(([text, id]) => html`<li><button type="button" class="link" @click=${() => jump(id)}>${text}</button></li>`)}
            </ul>`
        : html`<b>${line ? "Complete." : "Lock needs the connection."}</b>`
    }
    ${
      app.ui.confirm === "lock"
        ? html`<span class="push" role="group" aria-label="Locked cards cannot be changed."
            >Locked cards cannot be changed.
            <button type="button" class="btn btn--primary" id="confirm-yes" @click=${() => lock(app)}>Lock</button>
            <button
              type="button"
              class="btn"
              @click=${() => {
                app.ui.confirm = "";
                app.schedule();
              }}
            >
              Not yet
            </button></span
          >`
        : html`<span class="push faint wide">Locked cards cannot be changed.</span
            ><button
              type="button"
              class="btn btn--primary"
              aria-disabled=${gaps.length > 0 || !line ? "true" : "false"}
              @click=${press}
            >
              Lock my scores
            </button>`
    }
  </footer>`;
}

/** Own card open, the other covered, and the question whether to look. @param {App} app */
function reveal(app) {
  const s = app.state;
  if (!s) return nothing;
  const mine = s.cards[app.you];
  const other = s.cards[app.partner];
  const name = app.partnerName;
  const both = Boolean(other?.locked_at) || !app.partner;
  const waited = mine.ready_at > 0 && app.now - mine.ready_at >= 120_000;
  const day = app.now - s.scoring_at >= 24 * 3600_000;
  let words = `You are locked. ${name} is still scoring (${other?.scored ?? 0} of 6).`;
  if (both)
    words = mine.ready_at
      ? `You are ready to look. Waiting for ${name}.`
      : other?.ready_at
        ? `Both are locked. ${name} is ready to look.`
        : "Both are locked.";
  return html`<div class="reveal">
    <div>
      <h3>
        ${app.partner ? (app.roleOf(app.partner) === "candidate" ? `${name}, of themselves` : name) : "Nobody else"}
      </h3>
      <div class="covered" aria-hidden="true"><i></i><i></i><i></i></div>
      <p class="small faint">
        ${other?.locked_at ? `Locked ${new Date(other.locked_at).toLocaleTimeString([], { timeStyle: "short" })}` : "Not locked yet"}
      </p>
    </div>
    <div>
      <h3>You</h3>
      <ul class="open">
        ${CRITERIA.map(([id, title]) => html`<li>${title}<b>${mine.card?.scores[id] === 0 ? "–" : mine.card?.scores[id]}</b></li>`)}
      </ul>
      <p class="small faint">Locked ${new Date(mine.locked_at).toLocaleTimeString([], { timeStyle: "short" })}</p>
    </div>
    <footer>
      <span role="status">${words}</span>
      ${
        both && !mine.ready_at
          ? html`<button type="button" class="btn btn--primary" @click=${() => app.act("reveal.ready")}>
              Show both
            </button>`
          : nothing
      }
      ${both && waited ? html`<button type="button" class="btn" @click=${() => app.act("reveal.show")}>Show without waiting</button>` : nothing}
      ${!both && day ? html`<button type="button" class="btn" @click=${() => app.act("reveal.show")}>Show without ${name}’s card</button>` : nothing}
    </footer>
  </div>`;
}

/** @param {App} app */
export function scoring(app) {
  const s = app.state;
  if (!s) return nothing;
  const candidate = s.seats.candidate ? app.nameOf(s.seats.candidate) : "the candidate";
  const locked = Boolean(s.cards[app.you]?.locked_at);
  app.preview.show(true);
  const rates = app.acts !== "observer";
  const title = !rates
    ? "They are scoring."
    : app.acts === "candidate"
      ? "Score yourself"
      : `Score ${candidate} on your own`;
  const raters = Object.entries(s.cards).filter(([id]) => id !== app.you);
  return html`<a class="skip" href="#criteria">Go to the criteria</a>
    <div class="room__head">${bar(app)} ${strips(app)}</div>
    <main class="scoring">
      <header class="scoring__head">
        <h1>${title}</h1>
        <p>
          ${
            s.mode === "solo"
              ? "Your own scores, against the same six criteria. Locking opens the review."
              : rates
                ? "Neither of you sees the other’s card until both are locked."
                : "The scores open for you too when both have looked."
          }
          It took ${format(app.clock?.session_used_ms ?? 0)} in all.
        </p>
      </header>
      <div>
        ${!rates ? nothing : locked ? (app.acts === "mentor" ? mentorWaits(app) : reveal(app)) : scorecard(app)}
        ${notTaken(app)}
      </div>
      <aside class="scoring__side" aria-label="The board">
        <section class="moment" aria-label="The board at the end">
          <header><b>The board at the end</b></header>
          ${app.preview.view()}
        </section>
        ${
          raters.length > 0
            ? html`<p class="small soft">
                ${raters.map(([id, c]) => html`${person(app, id)} ${c.locked_at ? "locked" : `${c.scored} of 6`}<br />`)}
              </p>`
            : nothing
        }
        <p class="small soft">
          <kbd>↑</kbd> <kbd>↓</kbd> criterion &nbsp; <kbd>0</kbd>–<kbd>4</kbd> score &nbsp; <kbd>L</kbd> lock
        </p>
        <details>
          <summary class="small">The board’s source</summary>
          <div class="board__write">${app.boardHost}</div>
        </details>
      </aside>
    </main>
    ${rates && !locked ? lockbar(app) : nothing}`;
}

/** @param {App} app */
const mentorWaits = (app) =>
  html`<div class="reveal">
    <footer>
      <span role="status"
        >You are locked. The scores open when ${app.partnerName} and the other have looked.
        ${app.state?.revealed ? html`<a href="/s/${app.id}/${app.role}/review#scores">Open the review</a>` : nothing}</span
      >
    </footer>
  </div>`;

/** Keys of the scoring screen. @param {App} app */
export function installScoringKeys(app) {
  addEventListener("keydown", (event) => {
    const target = event.target;
    const radio = target instanceof HTMLInputElement && target.type === "radio";
    if (
      app.state?.phase !== "scoring" ||
      event.ctrlKey ||
      event.altKey ||
      event.metaKey ||
      app.ui.confirm ||
      app.ui.menu ||
      app.ui.keys
    )
      return;
    if (target instanceof HTMLElement && !radio && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (app.state.cards[app.you]?.locked_at || app.acts === "observer" || !app.ui.singleKeys) return;
    const at = CRITERIA.findIndex(([id]) => id === app.ui.criterion);
    const digit = /^(?:Digit|Numpad)([0-4])$/.exec(event.code);
    if (digit && at >= 0) {
      draft.change(app, { scores: { ...draft.card.scores, [CRITERIA[at][0]]: Number(digit[1]) } });
    } else if (!radio && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const next = Math.min(CRITERIA.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
      app.ui.criterion = CRITERIA[next][0];
      app.schedule();
    } else if (event.key.toLowerCase() === "l") {
      /** @type {HTMLElement | null} */ (document.querySelector(".lockbar .btn--primary"))?.click();
    } else return;
    event.preventDefault();
  });
}
