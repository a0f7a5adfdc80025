// The interviewer's script: what to say now, answers to tell, dives, follow-ups, the brief. Everything
// is one or two keystrokes; nothing here reaches the candidate before it is given.
import { html, nothing, unsafeHTML } from "/static/vendor/lit.js";
import { PHASE_TITLES, TIMED, format, nextPhase, sessionTime } from "./clock.js";
import { inline } from "./inline.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {import("./types.js").Check} Check
 * @typedef {import("./types.js").Clarification} Clarification
 * @typedef {import("./types.js").Dive} Dive
 * @typedef {import("./types.js").Levels} Levels
 */

const TABS = /** @type {const} */ ([
  ["now", "Now"],
  ["answers", "Answers"],
  ["dives", "Dives"],
  ["brief", "Brief"],
]);
const RUNGS = ["gentle", "pointed", "explicit"];

/** Whether this person may give of the script: the interviewer, not a mentor. @param {App} app */
const gives = (app) => app.acts === "interviewer";

/** @param {App} app @param {number} at */
const when = (app, at) => (app.state ? format(sessionTime(app.state, at)) : "");

/** The checklist of a phase with what is seen of it, open musts first. @param {App} app @param {string} phase */
export function checklist(app, phase) {
  const script = app.kit?.scripts?.find((s) => s.phase === phase);
  const seen = app.state?.seen ?? {};
  const items = (script?.items ?? []).map((item) => ({ item, seenAt: seen[`${phase}/${item.id}`] ?? 0 }));
  return {
    script,
    items,
    open: items.filter((i) => !i.seenAt).sort((a, b) => Number(b.item.must) - Number(a.item.must)),
  };
}

/** How many rungs of an item's ladder were given. @param {App} app @param {string} phase @param {string} item */
export const rungsGiven = (app, phase, item) =>
  Math.max(0, ...(app.state?.hints ?? []).filter((h) => h.phase === phase && h.item === item).map((h) => h.rung));

/** The item on top of Now. @param {App} app */
export function currentItem(app) {
  const phase = app.state?.phase ?? "";
  const { open, items } = checklist(app, phase);
  // What a question stands under does not move, though it be seen on the board meanwhile.
  const asked = app.ui.hint && items.find((i) => i.item.id === app.ui.hint?.item);
  if (asked) return asked.item;
  return open.length === 0 ? undefined : open[Math.min(app.ui.probe, open.length - 1)].item;
}

/** Dives chosen, or the default ones. @param {App} app @returns {Dive[]} */
export function chosenDives(app) {
  const dives = app.kit?.dives ?? [];
  const chosen = app.state?.dives ?? [];
  return chosen.length > 0
    ? chosen.flatMap((id) => dives.filter((d) => d.id === id))
    : dives.filter((d) => d.default).slice(0, 2);
}

/** The next question of the chosen dives. @param {App} app @returns {{ dive: Dive, index: number } | undefined} */
export function nextProbe(app) {
  for (const dive of chosenDives(app)) {
    const index = dive.asks.findIndex((_, i) => !app.state?.probes.some((p) => p.dive === dive.id && p.index === i));
    if (index >= 0) return { dive, index };
  }
  return undefined;
}

/** Follow-up cards that were not dealt. @param {App} app */
export const cardsLeft = (app) => (app.kit?.cards ?? []).filter((c) => !app.state?.dealt.some((d) => d.id === c.id));

/** The card that Enter deals. @param {App} app */
export const currentCard = (app) => {
  const left = cardsLeft(app);
  return left.length === 0 ? undefined : left[Math.min(app.ui.probe, left.length - 1)];
};

/** Answers that a query means, best first; told ones last. @param {App} app @param {string} query */
export function findAnswers(app, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  /** @param {Clarification} c */
  const score = (c) => {
    const question = c.question.toLowerCase();
    const rest = `${c.id} ${c.answer} ${c.words ?? ""}`.toLowerCase();
    let sum = 0;
    for (const word of words) sum += question.includes(word) ? 3 : rest.includes(word) ? 1 : -4;
    return sum - (app.state?.told.some((t) => t.id === c.id) ? 0.5 : 0);
  };
  return (app.kit?.clarifications ?? [])
    .map((c) => ({ c, points: score(c) }))
    .filter((f) => f.points > 0)
    .sort((a, b) => b.points - a.points)
    .map((f) => f.c);
}

/** @param {App} app @param {string} id */
export const tell = (app, id) => void app.act("clarification.tell", { id });

/** @param {App} app */
export function askProbe(app) {
  const next = nextProbe(app);
  if (next) void app.act("probe.ask", { dive: next.dive.id, index: next.index });
}

/** What had the focus before the question stood. @type {HTMLElement | null} */
let opener = null;

/** Opens the question whether to give the next hint. @param {App} app @param {Check | undefined} item @param {string} [phase] */
export function offerHint(app, item, phase) {
  const of = phase ?? app.state?.phase ?? "";
  if (!item || rungsGiven(app, of, item.id) >= RUNGS.length) return;
  app.ui.hint = { phase: of, item: item.id };
  opener = /** @type {HTMLElement | null} */ (document.activeElement);
  app.ui.confirm = "hint";
  app.ui.scriptTab = "now";
  app.ui.tab = innerWidth <= 560 ? "side" : app.ui.tab;
  app.schedule(true);
  document.getElementById("confirm-yes")?.focus();
}

/** @param {App} app */
function giveHint(app) {
  const hint = app.ui.hint;
  if (!hint) return;
  const rung = rungsGiven(app, hint.phase, hint.item) + 1;
  closeHint(app);
  void app.act("hint.give", { ...hint, rung });
}

/** @param {App} app */
export function closeHint(app) {
  app.ui.confirm = "";
  app.ui.hint = null;
  if (app.state?.hint_asked && gives(app)) void app.act("hint.decline");
  app.schedule();
  if (opener?.isConnected && opener !== document.body) opener.focus();
}

/** @param {App} app @param {string} phase @param {Check} item */
function ladder(app, phase, item) {
  const s = app.state;
  const given = rungsGiven(app, phase, item.id);
  const asking = app.ui.confirm === "hint" && app.ui.hint?.item === item.id && app.ui.hint.phase === phase;
  return html`<ol class="ladder">
    ${item.hints.map((text, i) => {
      const rung = i + 1;
      const entry = s?.hints.find((h) => h.phase === phase && h.item === item.id && h.rung === rung);
      const next = rung === given + 1;
      return html`<li class=${entry ? "given" : next ? "next" : ""} data-rung=${rung}>
        <div>
          <p class="spoken">${inline(text)}</p>
          ${entry ? html`<p class="label">Given at ${when(app, entry.at)}</p>` : nothing}
          ${
            next && asking
              ? html`<div class="confirm" role="group" aria-label="Give the ${RUNGS[i]} hint?">
                  <span>Show this to ${app.partnerName}? It counts as ${i === 2 ? "an" : "a"} ${RUNGS[i]} hint.</span>
                  <div>
                    <button
                      type="button"
                      class="btn btn--primary btn--small"
                      id="confirm-yes"
                      @click=${() => giveHint(app)}
                    >
                      Give <kbd>Enter</kbd></button
                    ><button type="button" class="btn btn--small" @click=${() => closeHint(app)}>
                      Not now <kbd>Esc</kbd>
                    </button>
                  </div>
                </div>`
              : next && gives(app)
                ? html`<button type="button" class="btn btn--small" @click=${() => offerHint(app, item, phase)}>
                    Give this hint <kbd>H</kbd>
                  </button>`
                : nothing
          }
        </div>
      </li>`;
    })}
  </ol>`;
}

/** @param {App} app */
function now(app) {
  const phase = app.state?.phase ?? "";
  const { script, open, items } = checklist(app, phase);
  const item = currentItem(app);
  const exam = app.state?.help === "exam";
  return html`${overtime(app)}
    <section aria-labelledby="h-goal">
      <h2 id="h-goal">${script?.title ?? PHASE_TITLES[phase]}</h2>
      <p class="script__goal">${inline(script?.goal ?? "")}</p>
    </section>
    ${phase === "clarification" ? opening(app) : nothing} ${phase === "deep-dive" ? diveNow(app) : nothing}
    ${phase === "follow-up" ? cardNow(app) : nothing}
    ${
      item
        ? html`<section class="probe" aria-labelledby="h-probe">
            <header>
              <p class="probe__why">${exam ? "On the checklist" : "Not seen on the board yet"}</p>
              <h3 id="h-probe">
                ${inline(item.text)} ${item.must ? nothing : html`<small class="faint">nice to have</small>`}
              </h3>
            </header>
            ${ladder(app, phase, item)}
          </section>`
        : items.length > 0
          ? html`<p class="small soft">
              Nothing is missing. Listen, or go deeper:
              <button type="button" class="link" @click=${() => setTab(app, "dives")}>Dives</button>
            </p>`
          : nothing
    }
    ${
      open.length > 1
        ? html`<section aria-labelledby="h-after">
            <h2 id="h-after">
              After that <span><kbd>J</kbd> next <kbd>K</kbd> back</span>
            </h2>
            <ul class="script__more">
              ${open
                .filter((o) => o.item !== item)
                .map(
                  ({ item: other }) =>
                    html`<li>
                      <button
                        type="button"
                        class="link link--quiet"
                        @click=${() =>
                          choose(
                            app,
                            open.findIndex((o) => o.item === other),
                          )}
                      >
                        ${inline(other.text)}</button
                      ><span class="label">${hintsSaid(app, phase, other)}</span>
                    </li>`,
                )}
            </ul>
          </section>`
        : nothing
    }
    ${phase === "clarification" ? silent(app) : nothing}`;
}

/** @param {App} app @param {string} phase @param {Check} item */
function hintsSaid(app, phase, item) {
  const given = rungsGiven(app, phase, item.id);
  return given > 0 ? `hint ${given}` : item.must ? "open" : "nice to have";
}

/** @param {App} app @param {number} index */
function choose(app, index) {
  app.ui.probe = index;
  app.schedule();
}

/** @param {App} app */
function overtime(app) {
  const left = app.left;
  if (left > -1000 || app.clock?.state !== "running") return nothing;
  const next = nextPhase(app.state?.phase ?? "");
  const shrinks =
    next === "scoring"
      ? ""
      : ` ${PHASE_TITLES[next]} shrinks to ${format(app.clock.next_budget_ms + Math.min(0, left - app.clock.left_ms))}.`;
  return html`<section class="probe probe--over">
    <p><b>Over by ${format(-left)}.</b>${shrinks}</p>
    ${
      app.leads
        ? html`<div class="probe__do">
            <button type="button" class="btn btn--small" @click=${() => app.ask("next")}>Move on <kbd>N</kbd></button>
          </div>`
        : nothing
    }
  </section>`;
}

/** @param {App} app */
function opening(app) {
  return html`<section aria-labelledby="h-opening">
    <h2 id="h-opening">Say this first</h2>
    <details .open=${(app.state?.told.length ?? 0) === 0}>
      <summary class="small">The opening</summary>
      <div class="spoken">${unsafeHTML(app.kit?.html.opening ?? "")}</div>
    </details>
  </section>`;
}

/** Musts that nobody has asked about, with what to do. @param {App} app */
function silent(app) {
  const open = (app.kit?.clarifications ?? []).filter((c) => c.must && !app.state?.told.some((t) => t.id === c.id));
  if (open.length === 0) return nothing;
  return html`<section aria-labelledby="h-silent">
    <h2 id="h-silent">Not asked yet <span>${open.length}</span></h2>
    <ul class="tell">
      ${open.map((c) => answer(app, c, false))}
    </ul>
  </section>`;
}

/** @param {App} app @param {Clarification} c @param {boolean} first whether Enter tells it */
function answer(app, c, first) {
  const told = app.state?.told.find((t) => t.id === c.id);
  return html`<li class=${told ? "told" : first ? "hit" : ""}>
    <p class="tell__q">${inline(c.question)} ${c.must ? html`<i>must</i>` : nothing}</p>
    <p class="spoken spoken--small">${inline(c.answer)}</p>
    ${!told && c.silent ? html`<p class="tell__silent">Not asked? ${inline(c.silent)}</p>` : nothing}
    <div>
      ${
        told
          ? html`<span class="tell__told">told <time>${when(app, told.at)}</time></span>`
          : gives(app)
            ? html`<button
                type="button"
                class="btn btn--small ${first ? "btn--primary" : ""}"
                @click=${() => tell(app, c.id)}
              >
                Tell ${first ? html`<kbd>Enter</kbd>` : nothing}<span class="sr">: ${c.question}</span>
              </button>`
            : nothing
      }
    </div>
  </li>`;
}

/** @param {App} app */
function answers(app) {
  const all = app.kit?.clarifications ?? [];
  const found = findAnswers(app, app.ui.find);
  /** @param {Clarification} c */
  const told = (c) => Boolean(app.state?.told.some((t) => t.id === c.id));
  const open = all.filter((c) => !told(c) && !found.includes(c)).sort((a, b) => Number(b.must) - Number(a.must));
  const done = all.filter((c) => told(c) && !found.includes(c));
  /** @param {string} title @param {string} note @param {Clarification[]} list @param {boolean} hit */
  const part = (title, note, list, hit) =>
    list.length === 0
      ? nothing
      : html`<section>
          <h2>${title} <span>${note}</span></h2>
          <ul class="tell">
            ${list.map((c, i) => answer(app, c, hit && i === 0 && !told(c)))}
          </ul>
        </section>`;
  return html`${app.ui.find && found.length === 0 ? html`<p class="small soft">No answer has “${app.ui.find}”. Answer in your own words, or: “Assume something sensible.”</p>` : nothing}
  ${part("Found", `${found.length} for “${app.ui.find}”`, found, true)}
  ${part("Not told", String(open.length), open, false)} ${part("Told", String(done.length), done, false)}`;
}

/** @param {App} app @param {Levels} levels @param {string} [table] */
const levelAnswers = (app, levels, table) =>
  html`<div class="dive__levels">
    ${
      /** @type {const} */ (["mid", "senior", "staff"]).map(
        (level) =>
          html`<details>
            <summary>What ${level} says</summary>
            <p>${inline(levels[level])}</p>
          </details>`,
      )
    }
    ${
      table
        ? html`<details>
            <summary>The choices compared</summary>
            <div class="prose prose--side">${unsafeHTML(table)}</div>
          </details>`
        : nothing
    }
  </div>`;

/** @param {App} app @param {Dive} dive @param {boolean} owns whether A asks its next question */
function dive(app, dive, owns) {
  const next = nextProbe(app);
  const may = gives(app) && app.state?.phase !== "clarification" && app.state?.phase !== "high-level";
  return html`<article class="dive">
    <header>
      <h3>${dive.title}</h3>
      <p class="label">${dive.minutes} min · chosen${dive.default ? " · default" : ""}</p>
    </header>
    <ol class="dive__asks">
      ${dive.asks.map((text, i) => {
        const asked = app.state?.probes.find((p) => p.dive === dive.id && p.index === i);
        const isNext = owns && next?.dive === dive && next.index === i;
        return html`<li class=${asked ? "asked" : ""}>
          <p class="spoken">${inline(text)}</p>
          ${
            asked
              ? html`<p class="label">Asked ${when(app, asked.at)}</p>`
              : may
                ? html`<button
                    type="button"
                    class="btn btn--small ${isNext ? "btn--primary" : ""}"
                    @click=${() => app.act("probe.ask", { dive: dive.id, index: i })}
                  >
                    Asked ${isNext ? html`<kbd>A</kbd>` : nothing}
                  </button>`
                : nothing
          }
        </li>`;
      })}
    </ol>
    ${levelAnswers(app, dive.levels, app.kit?.html[`dive/${dive.id}`])}
  </article>`;
}

/** @param {App} app */
function diveNow(app) {
  const next = nextProbe(app);
  const current = next?.dive ?? chosenDives(app)[0];
  if (!current) return nothing;
  return html`<section aria-labelledby="h-dive">
    <h2 id="h-dive">
      Topic <button type="button" class="link" @click=${() => setTab(app, "dives")}>Choose others</button>
    </h2>
    ${dive(app, current, true)}
  </section>`;
}

/** @param {App} app */
function dives(app) {
  const chosen = chosenDives(app);
  const budget = app.state ? (app.state.planned["deep-dive"] ?? 0) / 60_000 : 0;
  const sum = chosen.reduce((total, d) => total + d.minutes, 0);
  /** @param {Dive} d @param {boolean} on */
  const toggle = (d, on) =>
    void app.act("dive.choose", {
      dives: on ? [...chosen.map((c) => c.id), d.id] : chosen.filter((c) => c !== d).map((c) => c.id),
    });
  return html`<section>
      <h2>Deep dive, ${Math.round(budget)} minutes <span>${sum} chosen</span></h2>
      ${chosen.map((d) => dive(app, d, true))}
    </section>
    <section>
      <h2>All topics</h2>
      <ul class="dives">
        ${(app.kit?.dives ?? []).map(
          (d) =>
            html`<li class=${chosen.includes(d) ? "chosen" : ""}>
              <label
                ><input
                  type="checkbox"
                  .checked=${chosen.includes(d)}
                  ?disabled=${!gives(app)}
                  @change=${(/** @type {Event} */ e) => toggle(d, /** @type {HTMLInputElement} */ (e.target).checked)}
                /><span>${d.title}</span></label
              ><span class="num">${d.minutes} min</span>
            </li>`,
        )}
      </ul>
      ${sum > budget ? html`<p class="small soft">${sum} minutes are more than the ${Math.round(budget)} of this phase; the rest would take the follow-up’s minutes.</p>` : nothing}
    </section>
    ${app.state?.phase === "follow-up" || app.state?.phase === "deep-dive" ? cards(app) : nothing}`;
}

/** @param {App} app */
function cardNow(app) {
  const card = currentCard(app);
  const last = app.state?.dealt.at(-1);
  const dealt = last && app.kit?.cards?.find((c) => c.id === last.id);
  return html`${
    dealt && last
      ? html`<section aria-labelledby="h-dealt">
          <h2 id="h-dealt">On the table <span>dealt ${when(app, last.at)}</span></h2>
          <article class="dive">
            <header><h3>${dealt.title}</h3></header>
            <p class="spoken">${inline(dealt.ask)}</p>
            ${dealt.then ? html`<p class="small"><b>Then:</b> ${inline(dealt.then)}</p>` : nothing}
            ${levelAnswers(app, dealt.levels)}
          </article>
        </section>`
      : nothing
  }
  ${
    card
      ? html`<section aria-labelledby="h-next-card">
          <h2 id="h-next-card">
            Next card <span><kbd>J</kbd> another</span>
          </h2>
          <article class="dive">
            <header>
              <h3>${card.title}</h3>
              <p class="label">${card.kind} · ${card.minutes} min · ${card.level}</p>
            </header>
            <p class="spoken">${inline(card.ask)}</p>
            ${
              gives(app)
                ? html`<p>
                    <button
                      type="button"
                      class="btn btn--small btn--primary"
                      id="deal"
                      @click=${() => deal(app, card.id)}
                    >
                      Deal <kbd>Enter</kbd>
                    </button>
                  </p>`
                : nothing
            }
          </article>
        </section>`
      : nothing
  }
  ${cards(app)}`;
}

/** @param {App} app @param {string} id */
export function deal(app, id) {
  app.ui.probe = 0;
  void app.act("followup.deal", { id });
}

/** All cards by kind. @param {App} app */
function cards(app) {
  const left = cardsLeft(app);
  const kinds = [...new Set(left.map((c) => c.kind))];
  return html`<section aria-labelledby="h-cards">
    <h2 id="h-cards">Follow-up cards <span>${app.state?.dealt.length ?? 0} dealt</span></h2>
    ${kinds.map(
      (kind) =>
        html`<ul class="dives">
          ${left
            .filter((c) => c.kind === kind)
            .map(
              (c) =>
                html`<li>
                  <button
                    type="button"
                    class="link link--quiet"
                    @click=${() => {
                      choose(app, left.indexOf(c));
                      setTab(app, "now");
                    }}
                  >
                    ${c.title}</button
                  ><span class="num">${kind} · ${c.minutes} min</span>
                </li>`,
            )}
        </ul>`,
    )}
  </section>`;
}

/** @param {App} app */
export function brief(app) {
  const { kit } = app;
  if (!kit) return nothing;
  return html`<section>
      <h2>Say this first</h2>
      <div class="spoken">${unsafeHTML(kit.html.opening ?? "")}</div>
    </section>
    <section>
      <h2>What this problem shows</h2>
      <div class="brief prose--side">${unsafeHTML(kit.html.brief ?? "")}</div>
    </section>
    <section>
      <h2>Common mistakes</h2>
      <ul class="brief brief--list">
        ${(kit.mistakes ?? []).map((m) => html`<li>${inline(m.text)}</li>`)}
      </ul>
    </section>
    ${chapters("guide", kit.guide, kit.html)}
    ${
      kit.capacity
        ? html`<section>
            <h2>The numbers</h2>
            <details>
              <summary class="small">Worksheet</summary>
              <div class="prose--side">${unsafeHTML(kit.html.worksheet ?? "")}</div>
            </details>
            ${folded("capacity", kit.capacity, kit.html)}
          </section>`
        : nothing
    }
    ${
      kit.design
        ? html`<section>
            <h2>Reference design <span>spoils</span></h2>
            ${folded("design", kit.design, kit.html)}
          </section>`
        : nothing
    }`;
}

/** @param {string} name @param {{ title: string }[] | undefined} list @param {Record<string, string>} rendered */
const chapters = (name, list, rendered) =>
  (list ?? []).map(
    (c, i) =>
      html`<section>
        <h2>${c.title}</h2>
        <div class="prose--side">${unsafeHTML(rendered[`${name}/${i}`] ?? "")}</div>
      </section>`,
  );

/** @param {string} name @param {{ title: string }[]} list @param {Record<string, string>} rendered */
const folded = (name, list, rendered) =>
  list.map(
    (c, i) =>
      html`<details>
        <summary class="small">${c.title}</summary>
        <div class="prose--side">${unsafeHTML(rendered[`${name}/${i}`] ?? "")}</div>
      </details>`,
  );

/** @param {App} app @param {"now" | "answers" | "dives" | "brief"} tab */
export function setTab(app, tab) {
  const pane = document.querySelector("#script .side__scroll");
  if (pane) app.ui.scriptScroll[app.ui.scriptTab] = pane.scrollTop;
  app.ui.scriptTab = tab;
  app.schedule();
  app.afterRender(() => {
    const shown = document.querySelector("#script .side__scroll");
    if (shown) shown.scrollTop = app.ui.scriptScroll[tab] ?? 0;
  });
}

/** @param {App} app */
export function script(app) {
  const { ui } = app;
  const tab = ui.scriptTab;
  /** @param {KeyboardEvent} event */
  const arrows = (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const at = TABS.findIndex(([id]) => id === tab);
    setTab(app, TABS[(at + step + TABS.length) % TABS.length][0]);
    app.afterRender(() => document.getElementById(`tab-${ui.scriptTab}`)?.focus());
  };
  /** @param {KeyboardEvent} event */
  const find = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const first = findAnswers(app, ui.find).find((c) => !app.state?.told.some((t) => t.id === c.id));
    if (!first || !gives(app)) return;
    tell(app, first.id);
    ui.find = "";
    app.schedule();
  };
  if (!app.kit?.scripts) {
    return html`<aside class="side tabpane tabpane--side" id="script" tabindex="-1" aria-label="Script">
      <div class="side__scroll">
        <p class="small soft">${app.kitFault || "The script comes with the connection."}</p>
      </div>
    </aside>`;
  }
  return html`<aside class="side tabpane tabpane--side" id="script" tabindex="-1" aria-label="Script">
    <div class="side__scroll" tabindex="0" role="group" aria-label="Script, scrolls">
      <div class="segment segment--field" role="tablist" aria-label="Script" @keydown=${arrows}>
        ${TABS.map(
          ([id, words]) =>
            html`<button
              type="button"
              role="tab"
              id="tab-${id}"
              aria-controls="script-pane"
              aria-selected=${tab === id ? "true" : "false"}
              tabindex=${tab === id ? "0" : "-1"}
              @click=${() => setTab(app, id)}
            >
              ${words}
            </button>`,
        )}
      </div>
      <div id="script-pane" role="tabpanel" aria-labelledby="tab-${tab}" class="script__pane">
        ${
          tab === "answers"
            ? answers(app)
            : tab === "dives"
              ? dives(app)
              : tab === "brief"
                ? brief(app)
                : TIMED.includes(app.state?.phase ?? "")
                  ? now(app)
                  : brief(app)
        }
      </div>
    </div>
    <div class="side__foot">
      <label
        ><span class="sr">Find an answer to tell; Enter tells the first one found</span
        ><input
          class="input"
          id="find-answer"
          autocomplete="off"
          placeholder="Find an answer: length, abuse, latency…"
          .value=${ui.find}
          @input=${(/** @type {Event} */ e) => {
            ui.find = /** @type {HTMLInputElement} */ (e.target).value;
            if (ui.find !== "") ui.scriptTab = "answers";
            app.schedule();
          }}
          @keydown=${find}
      /></label>
    </div>
  </aside>`;
}

/** What the board shows of the checklist, at the right. @param {App} app */
export function coverage(app) {
  const s = app.state;
  const phase = s?.phase ?? "";
  if (!s || !app.kit?.scripts || !TIMED.includes(phase)) return nothing;
  if (s.help === "exam") {
    return html`<section>
      <h2>On the board</h2>
      <p class="small soft">This is an exam: nobody is told what the checklist has seen. The review says it.</p>
    </section>`;
  }
  const { items } = checklist(app, phase);
  const musts = items.filter((i) => i.item.must);
  const earlier = TIMED.slice(0, TIMED.indexOf(phase))
    .flatMap((p) => checklist(app, p).open.map((o) => ({ ...o, phase: p })))
    .filter((o) => o.item.must);
  return html`<section aria-labelledby="h-coverage">
    <h2 id="h-coverage">
      Seen on the board <span>${musts.filter((i) => i.seenAt).length} of ${musts.length} musts</span>
    </h2>
    <ul class="coverage">
      ${[...items]
        .sort(
          (a, b) => Number(Boolean(a.seenAt)) - Number(Boolean(b.seenAt)) || Number(b.item.must) - Number(a.item.must),
        )
        .map(
          ({ item, seenAt }) =>
            html`<li class=${seenAt ? "seen" : item.must ? "missing" : ""}>
              <span>${inline(item.text)}</span
              ><span class="where">${seenAt ? when(app, seenAt) : hintsSaid(app, phase, item)}</span>
            </li>`,
        )}
    </ul>
    ${
      earlier.length > 0
        ? html`<details>
            <summary class="small">${earlier.length} not seen from earlier phases</summary>
            <ul class="coverage">
              ${earlier.map((o) => html`<li class="missing"><span>${inline(o.item.text)}</span><span class="where">${PHASE_TITLES[o.phase]}</span></li>`)}
            </ul>
          </details>`
        : nothing
    }
    <p class="small faint">Found by key words: a nudge, never points.</p>
  </section>`;
}
