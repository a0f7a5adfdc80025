// The timed phases: bar, problem, board, chat, and for the interviewer the hand on the clock.
import { html, nothing, unsafeHTML } from "/static/vendor/lit.js";
import { PHASE_SENTENCES, PHASE_TITLES, format, nextPhase } from "./clock.js";
import { bar } from "./bar.js";
import { evidenceSection, pinsSection } from "./evidence.js";
import { icon, notTaken, person } from "./parts.js";
import { pinbar } from "./pinbar.js";
import { mayPin } from "./pinning.js";
import { TOOLBAR } from "../palette/entries.js";
import { outline } from "../palette/outline.js";
import { coverage } from "./script/coverage.js";
import { nextQuestion } from "./script/nextquestion.js";
import { script } from "./script/script.js";
import { checked, told } from "./told.js";
import { scorecard } from "./scoring/card.js";
import { strips } from "./strips.js";

/** @typedef {import("./app.js").App} App */

/** @param {App} app */
function problem(app) {
  if (!app.prompt) return nothing;
  return html`<section aria-labelledby="h-prompt">
    <h2 id="h-prompt">Problem</h2>
    <details
      class="spoken"
      .open=${app.ui.promptOpen}
      @toggle=${(/** @type {Event} */ e) => (app.ui.promptOpen = /** @type {HTMLDetailsElement} */ (e.target).open)}
    >
      <summary>${app.ui.promptOpen ? "The whole problem" : firstSentence(app.prompt.text)}</summary>
      ${unsafeHTML(app.prompt.html)}
    </details>
  </section>`;
}

/** @param {string} text */
const firstSentence = (text) => /^[^.!?]*[.!?]/.exec(text.trim())?.[0] ?? text.slice(0, 80);

/** @param {App} app */
function chat(app) {
  const s = app.state;
  if (!s) return nothing;
  const may = app.acts !== "observer";
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (
      /** @type {HTMLFormElement} */ (event.target).elements.namedItem("text")
    );
    const text = field.value.trim();
    if (text === "") return;
    field.value = "";
    void app.act("chat.say", { text });
  };
  return html`<div class="side__foot chat">
    <ol class="chat__log" tabindex="0" aria-label="Chat">
      ${s.chat.map(
        (line) =>
          html`<li>
            <b>${app.nameOf(line.by)}</b
            ><time class="when"
              >${s.started_at && line.at > s.started_at ? format(line.at - s.started_at) : "lobby"}</time
            ><span>${line.text}</span>
          </li>`,
      )}
    </ol>
    ${
      may
        ? html`<form @submit=${submit}>
            <label class="chat__row"
              ><span class="sr">Message to everybody in the room</span
              ><input
                class="input"
                id="chat-field"
                name="text"
                placeholder="Message"
                maxlength="600"
                autocomplete="off"
            /></label>
          </form>`
        : nothing
    }
  </div>`;
}

let followedLine = 0;

/** The preview goes along with the caret's section, when the caret moves. @param {App} app */
function followSection(app) {
  const line = app.board.line;
  if (line === followedLine) return;
  followedLine = line;
  queueMicrotask(() => app.preview.followSection(line));
}

/** The palette's toolbar. @param {App} app */
const toolbar = (app) =>
  html`<div class="palette" role="toolbar" aria-label="Add to the diagram">
    <span class="sep"></span>
    ${TOOLBAR.map(
      (entry) =>
        html`<button type="button" class="btn btn--quiet btn--small" @click=${() => app.palette.show(entry)}>
          ${entry.id === "sql-store" ? "Store" : entry.title}
        </button>`,
    )}
  </div>`;

/** Whom the board follows. @param {App} app */
function following(app) {
  const s = app.state;
  const candidate = s?.seats.candidate ?? "";
  if (!s || !candidate || candidate === app.you) return nothing;
  const who = app.following.who;
  return html`<button
    type="button"
    class="btn btn--small push"
    aria-pressed=${who ? "true" : "false"}
    @click=${() => app.following.next()}
  >
    ${who ? `Following ${app.nameOf(who)}` : `Follow ${app.nameOf(candidate)} again`} <kbd>F</kbd>
  </button>`;
}

/** Where on the board somebody is, in words. @param {App} app @param {string} id */
function whereabouts(app, id) {
  const cursor = app.presence.find((p) => p.participant === id)?.cursor;
  const heading = cursor && app.board.headingAbove(app.board.lineOf(cursor.head));
  return `${app.nameOf(id)} is ${heading ? `in ${heading}` : "here"}`;
}

/** @param {App} app */
function board(app) {
  const { ui } = app;
  const views = /** @type {const} */ (["write", "split", "read"]);
  const writing = ui.view !== "read";
  const reading = ui.view !== "write";
  app.preview.show(reading || ui.tab === "read");
  if (reading && writing && !app.following.who) followSection(app);
  const candidate = app.state?.seats.candidate;
  const watching = app.acts !== "candidate" && candidate && app.isHere(candidate);
  const writable = !app.board.readOnly && writing;
  return html`<section class="board tabpane tabpane--board" id="board" aria-label="Board" tabindex="-1" data-room-focus>
    <div class="board__tools">
      <div class="segment board__view" role="group" aria-label="View">
        ${views.map(
          (v) =>
            html`<button
              type="button"
              aria-pressed=${ui.view === v ? "true" : "false"}
              @click=${() => {
                ui.view = v;
                app.schedule();
              }}
            >
              ${v === "write" ? (app.acts === "candidate" ? "Write" : "Source") : v === "split" ? "Split" : "Read"}
            </button>`,
        )}
      </div>
      ${watching ? html`<span class="small soft board__who">${person(app, candidate, whereabouts(app, candidate))}</span>` : nothing}
      ${app.board.readOnly ? html`<span class="small faint board__who">You read along.</span>` : nothing}
      ${writable && app.acts === "candidate" ? toolbar(app) : nothing}
      ${app.acts === "candidate" ? nothing : following(app)}
      ${
        writable
          ? html`<button
              type="button"
              class="btn btn--small ${app.acts === "candidate" ? "push" : ""}"
              id="insert-button"
              aria-expanded=${app.palette.open ? "true" : "false"}
              @click=${() => app.palette.show()}
            >
              ${icon("M8 3.5v9M3.5 8h9")}<span class="wide">Insert</span> <kbd>Ctrl K</kbd
              ><span class="sr">Insert</span>
            </button>`
          : nothing
      }
    </div>
    <div class="board__panes ${writing && reading ? "" : "board__panes--one"}">
      <div class="board__write" ?hidden=${!writing}>${app.boardHost}${outline(app)}</div>
      ${reading ? app.preview.view() : nothing}
    </div>
    ${app.palette.view()} ${notTaken(app)}
    ${performance.now() < ui.card.until && !app.palette.open && ui.card.phase in PHASE_SENTENCES ? phaseCard(app) : nothing}
    <div class="board__foot">
      ${app.acts === "interviewer" && !app.board.readOnly ? html`<span>Select text to point at it.</span>` : html`<span>Line ${app.board.line}</span>`}
      ${writing ? html`<span class="wide"><kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the editor</span>` : nothing}
      ${app.saving.state === "offline" && app.status.unacked > 0 ? html`<span>An amber bar marks lines kept in this browser.</span>` : nothing}
      <span class="push wide-foot">${PHASE_SENTENCES[app.state?.phase ?? ""] ?? ""}</span>
    </div>
  </section>`;
}

/** @param {App} app */
function phaseCard(app) {
  const { phase } = app.ui.card;
  return html`<div class="phase-card">
    <span class="num">${app.clock?.state === "idle" ? "" : format(app.clock?.budget_ms ?? 0)}</span>
    <h2>${PHASE_TITLES[phase]}</h2>
    <p>${PHASE_SENTENCES[phase]}</p>
    <button
      type="button"
      class="btn btn--quiet btn--small"
      @click=${() => {
        app.ui.card.until = 0;
        app.schedule();
      }}
    >
      Close
    </button>
  </div>`;
}

/** @param {App} app */
function phaseKeys(app) {
  const { clock } = app;
  if (!app.leads || !clock || clock.state === "idle") return nothing;
  const paused = clock.state === "paused";
  const next = nextPhase(clock.phase);
  return html`<div class="phase-do">
    <button
      type="button"
      class="btn btn--quiet btn--small"
      @click=${() => app.act(paused ? "clock.resume" : "clock.pause")}
    >
      ${icon(paused ? "M5 3.5v9l7-4.5z" : "M5.5 3.5v9M10.5 3.5v9")}${paused ? "Go on" : "Pause"} <kbd>P</kbd>
    </button>
    <button
      type="button"
      class="btn btn--quiet btn--small"
      title="2 more minutes"
      @click=${() => app.act("clock.extend")}
    >
      +2 min <kbd>E</kbd>
    </button>
    <button
      type="button"
      class="btn btn--small"
      @click=${() => {
        app.ui.confirm = "next";
        app.schedule();
      }}
    >
      ${PHASE_TITLES[next]} ${icon("M3 8h10M9 4l4 4-4 4")}<kbd>N</kbd>
    </button>
  </div>`;
}

/** @param {App} app */
function notes(app) {
  return html`<div class="notes side__foot">
    <label class="label" for="notes"><span>Notes, only yours</span><kbd>M</kbd></label>
    <textarea
      id="notes"
      rows="3"
      .value=${app.notes.text}
      maxlength="16000"
      @input=${(/** @type {Event} */ e) => app.notes.write(/** @type {HTMLTextAreaElement} */ (e.target).value)}
    ></textarea>
  </div>`;
}

/**
 * @param {App} app
 * @param {[string, string][]} tabs
 */
function tabBar(app, tabs) {
  const unread = (app.state?.chat.length ?? 0) > app.ui.chatSeen;
  /** @param {Event} event @param {string} tab */
  const choose = (event, tab) => {
    event.preventDefault();
    app.ui.tab = tab === "read" ? "board" : tab;
    if (tab === "read") app.ui.view = "read";
    else if (tab === "board" && app.ui.view !== "write") app.ui.view = "write";
    if (tab === "chat" || tab === "side") app.ui.chatSeen = app.state?.chat.length ?? 0;
    app.schedule();
  };
  const current =
    app.ui.tab === "board" && app.ui.view === "read" && tabs.some(([t]) => t === "read") ? "read" : app.ui.tab;
  return html`<nav aria-label="Parts of the room">
    <div class="room__tabs">
      ${tabs.map(
        ([tab, words]) =>
          html`<a
            href="#${tab}"
            aria-current=${current === tab ? "true" : "false"}
            @click=${(/** @type {Event} */ e) => choose(e, tab)}
            >${tab === "chat" && unread ? html`<span class="dot">${words}<span class="sr">, new</span></span>` : words}</a
          >`,
      )}
    </div>
  </nav>`;
}

/** @param {App} app */
function candidateRoom(app) {
  const lead = app.leads;
  return html`<div class="room room--candidate ${lead ? "room--solo-simple" : ""}" data-tab=${app.ui.tab}>
    <div class="room__head">${bar(app)} ${strips(app)}</div>
    <main class="room__body">
      <aside class="side tabpane tabpane--side" aria-label="Problem and chat">
        <div class="side__scroll" tabindex="0" role="group" aria-label="Problem and answers, scrolls">
          ${problem(app)} ${app.state?.mode === "solo" ? nothing : told(app)}
          ${mayPin(app) ? html`${pinsSection(app)}${evidenceSection(app)}` : nothing} ${checked(app)}
        </div>
        ${app.state?.mode === "solo" ? notes(app) : chat(app)}
      </aside>
      ${board(app)}
    </main>
    <div class="room__foot">
      ${lead ? pinbar(app, phaseKeys(app)) : nothing}
      ${tabBar(app, [
        ["side", "Problem"],
        ["board", "Board"],
        ["read", "Read"],
        ...(app.state?.mode === "solo" ? [] : [/** @type {[string, string]} */ (["chat", "Chat"])]),
      ])}
    </div>
  </div>`;
}

/** @param {App} app */
function interviewerRoom(app) {
  const mentor = app.acts === "mentor";
  const mine = mayPin(app) ? html`${evidenceSection(app)}${nextQuestion(app)}${pinsSection(app)}` : nothing;
  return html`<div class="room room--interviewer" data-tab=${app.ui.tab}>
    <div class="room__head">${bar(app)} ${strips(app)}</div>
    <main class="room__body">
      ${script(app)} ${board(app)}
      <aside
        class="side side--right tabpane tabpane--evidence"
        aria-label=${mentor ? "Evidence and scores" : "Evidence"}
      >
        ${
          mentor
            ? html`<div class="side__scroll" tabindex="0" role="group" aria-label="Your scorecard, scrolls">
                ${coverage(app)} ${mine}
                <section>
                  <h2>Your scorecard</h2>
                  <p class="small soft">
                    Score now or later; lock it after the follow-up. Nobody sees it before you lock.
                  </p>
                  ${
                    app.ui.scoringOpen
                      ? scorecard(app, true)
                      : html`<button
                          type="button"
                          class="btn btn--small"
                          @click=${() => {
                            app.ui.scoringOpen = true;
                            app.schedule();
                          }}
                        >
                          Score
                        </button>`
                  }
                </section>
              </div>`
            : html`<div class="side__scroll" tabindex="0" role="group" aria-label="In the room, scrolls">
                ${coverage(app)} ${mine} ${problem(app)}
                <section>
                  <h2>In the room</h2>
                  <ul class="here here--small">
                    ${app.presence.map(
                      (p) =>
                        html`<li>
                          ${person(app, p.participant)}<span class="push">${p.connected ? "here" : "away"}</span>
                        </li>`,
                    )}
                  </ul>
                </section>
                <section aria-label="Chat">
                  <h2>Chat</h2>
                  ${chat(app)}
                </section>
              </div>`
        }
        ${notes(app)}
      </aside>
    </main>
    <div class="room__foot">
      ${pinbar(app, phaseKeys(app))}
      ${tabBar(app, [
        ["side", "Script"],
        ["board", "Board"],
        ["evidence", "Evidence"],
      ])}
    </div>
  </div>`;
}

/** @param {App} app */
export function room(app) {
  const skip = html`<a class="skip" href="#board">Go to the board</a>`;
  return app.acts === "interviewer" || app.acts === "mentor"
    ? html`${skip}${interviewerRoom(app)}`
    : html`${skip}${candidateRoom(app)}`;
}
