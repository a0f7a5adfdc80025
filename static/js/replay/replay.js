// The session again: the board at any moment beside what was said and given, on one timeline.
import { html, nothing, render } from "/static/vendor/lit.js";
import { call } from "../session/api.js";
import { PHASE_TITLES } from "../session/clock.js";
import { inline } from "../session/inline.js";
import { activityOf, afterIdle, editsOf, momentsOf, phaseAt, rangeOf, stretchesOf, timeWords } from "./moments.js";
import { Stage } from "./stage.js";
import { timeline } from "./timeline.js";

/** For how long before a moment what was written counts as new. */
const FRESH = 30_000;
const PARTS = 120;
const SPEEDS = [1, 4, 16];

export class Replay {
  #root;
  #at = 0;
  #timer = 0;
  #last = 0;
  /** The log's rows follow; a reader who scrolls it is left alone until something is pressed. */
  #current = -1;
  playing = false;
  speed = 4;
  skip = true;
  coloured = false;
  view = /** @type {"read" | "source"} */ ("read");

  /** @param {HTMLElement} root @param {any} answer of the server @param {{ id: string, role: string, nonce: string }} session @param {any} kit */
  constructor(root, answer, session, kit) {
    this.#root = root;
    this.state = /** @type {import("../session/types.js").SessionState} */ (answer.state);
    this.people = /** @type {Record<string, string>} */ (answer.people);
    const items = answer.items;
    this.range = rangeOf(this.state, items);
    this.stretches = stretchesOf(this.state);
    this.edits = editsOf(items);
    const texts = new Map();
    for (const script of kit?.scripts ?? [])
      for (const item of script.items) texts.set(`${script.phase}/${item.id}`, item.text);
    this.moments = momentsOf(
      items,
      (id) => this.nameOf(id),
      (phase, item) => texts.get(`${phase}/${item}`) ?? item,
    ).filter((m) => m.at >= this.range.from);
    this.times = [...this.edits.map((e) => e.at), ...this.moments.map((m) => m.at)].sort((a, b) => a - b);
    const writers = [...new Set(this.edits.map((e) => e.by))].filter((id) => id !== "");
    this.activity = writers.map((id) => ({
      role: this.roleOf(id),
      name: this.nameOf(id),
      counts: activityOf(this.edits, id, this.range, PARTS),
    }));
    this.pauses = this.state.pauses.map((p) => ({ from: p.from, to: p.to || this.range.to }));
    this.stage = new Stage(session, this.edits, {
      nonce: session.nonce,
      time: () => timeWords(this.state, this.#at),
      roleOf: (id) => this.roleOf(id),
    });
    this.picture = timeline(this.range, this.stretches, this.activity, this.moments, this.pauses);
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {string} id */
  nameOf(id) {
    return this.people[id] ?? "somebody";
  }

  /** @param {string} id */
  roleOf(id) {
    return this.state.participants[id]?.role ?? "observer";
  }

  get at() {
    return this.#at;
  }

  /** How much of the session has passed, in seconds. */
  get seconds() {
    return Math.round((this.#at - this.range.from) / 1000);
  }

  /** Goes to a moment. @param {number} at room time @param {boolean} [link] whether the address names it from now on */
  go(at, link = false) {
    this.#at = Math.min(this.range.to, Math.max(this.range.from, at));
    const { history } = this.stage;
    const version = history.versionAt(this.#at);
    this.stage.go(version, history.versionAt(this.#at - FRESH), this.coloured);
    if (link) window.history.replaceState(null, "", `#t=${this.seconds}`);
    this.draw();
  }

  /** @param {boolean} playing */
  play(playing) {
    this.playing = playing;
    clearInterval(this.#timer);
    if (playing) {
      if (this.#at >= this.range.to) this.go(this.range.from);
      this.#last = performance.now();
      this.#timer = setInterval(() => this.#tick(), 100);
    } else window.history.replaceState(null, "", `#t=${this.seconds}`);
    this.draw();
  }

  #tick() {
    const now = performance.now();
    let at = this.#at + (now - this.#last) * this.speed;
    this.#last = now;
    if (this.skip) at = afterIdle(this.times, at);
    this.go(at);
    if (at >= this.range.to) this.play(false);
  }

  /** The next or the previous of some moments. @param {number[]} times @param {number} step */
  #jump(times, step) {
    const next = step > 0 ? times.find((t) => t > this.#at + 500) : times.findLast((t) => t < this.#at - 500);
    this.go(next ?? (step > 0 ? this.range.to : this.range.from), true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const range = target instanceof HTMLInputElement && target.type === "range";
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!range && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/.test(target.tagName)))
      return;
    if (!range && event.key.startsWith("Arrow") && target.closest("[tabindex='0']") && !this.#root.contains(target))
      return;
    const { history } = this.stage;
    const version = history.versionAt(this.#at);
    /** @type {Record<string, () => void>} */
    const keys = {
      " ": () => this.play(!this.playing),
      ArrowLeft: () => this.go(this.#at - 5000, true),
      ArrowRight: () => this.go(this.#at + 5000, true),
      "[": () =>
        this.#jump(
          this.moments.map((m) => m.at),
          -1,
        ),
      "]": () =>
        this.#jump(
          this.moments.map((m) => m.at),
          1,
        ),
      "{": () =>
        this.#jump(
          this.stretches.map((s) => s.from),
          -1,
        ),
      "}": () =>
        this.#jump(
          this.stretches.map((s) => s.from),
          1,
        ),
      ",": () => version > 0 && this.go(history.edit(version - 1).at - 1, true),
      ".": () => version < history.length && this.go(history.edit(version).at, true),
    };
    if (!keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
  }

  draw() {
    const current = this.moments.findLastIndex((m) => m.at <= this.#at);
    render(this.#template(current), this.#root);
    if (current === this.#current) return;
    this.#current = current;
    const log = /** @type {HTMLElement} */ (this.#root.querySelector(".replay__log"));
    const row = /** @type {HTMLElement | null} */ (log.querySelector("[aria-current]"));
    if (row) log.scrollTop = row.offsetTop - log.clientHeight / 2;
  }

  /** @param {number} current */
  #template(current) {
    const words = timeWords(this.state, this.#at);
    const phase = PHASE_TITLES[phaseAt(this.stretches, this.#at)] ?? "";
    /** @param {"read" | "source"} view */
    const choose = (view) => {
      this.view = view;
      this.stage.show(view);
      this.go(this.#at);
    };
    return html`<div class="replay">
      <div class="replay__stage">
        <div class="replay__board">
          <div class="replay__view">
            <div class="segment" role="group" aria-label="The board as">
              ${
                /** @type {const} */ (["read", "source"]).map(
                  (v) =>
                    html`<button
                      type="button"
                      aria-pressed=${this.view === v ? "true" : "false"}
                      @click=${() => choose(v)}
                    >
                      ${v === "read" ? "Read" : "Source"}
                    </button>`,
                )
              }
            </div>
            ${
              this.view === "source"
                ? html`<label class="small"
                    ><input
                      type="checkbox"
                      .checked=${this.coloured}
                      @change=${() => {
                        this.coloured = !this.coloured;
                        this.go(this.#at);
                      }}
                    />
                    Colour by author</label
                  >`
                : nothing
            }
            <span class="small faint push"
              >version ${this.stage.history.versionAt(this.#at)} of ${this.stage.history.length}</span
            >
          </div>
          <article class="prose" tabindex="0" aria-label="The board at ${words}" ?hidden=${this.view !== "read"}>
            ${this.stage.rendered}
          </article>
          <div class="replay__source" ?hidden=${this.view !== "source"}>${this.stage.source}</div>
        </div>
        <ol class="replay__log" tabindex="0" aria-label="What happened">
          ${this.moments.map(
            (m, i) =>
              html`<li aria-current=${i === current ? "true" : nothing} data-mark=${m.mark}>
                <button type="button" @click=${() => this.go(m.at, true)}>
                  <time>${timeWords(this.state, m.at)}</time
                  ><span
                    ><b>${inline(m.lead)}</b
                    >${m.text ? html` <span class="spoken spoken--small">${inline(m.text)}</span>` : nothing}</span
                  >
                </button>
              </li>`,
          )}
        </ol>
      </div>
      <div class="replay__bar">
        <div class="replay__controls">
          <button
            type="button"
            class="btn btn--icon"
            aria-label=${this.playing ? "Pause" : "Play"}
            @click=${() => this.play(!this.playing)}
          >
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
              <path d=${this.playing ? "M5.5 3.5v9M10.5 3.5v9" : "M5 3.5v9l7-4.5z"} />
            </svg>
          </button>
          <span class="at">${words}</span><span class="faint wide">${phase}</span>
          <div class="segment" role="group" aria-label="Speed">
            ${SPEEDS.map(
              (s) =>
                html`<button
                  type="button"
                  aria-pressed=${this.speed === s ? "true" : "false"}
                  @click=${() => {
                    this.speed = s;
                    this.draw();
                  }}
                >
                  ${s}×
                </button>`,
            )}
          </div>
          <label class="wide"
            ><input
              type="checkbox"
              .checked=${this.skip}
              @change=${() => {
                this.skip = !this.skip;
              }}
            />
            Skip silence</label
          >
          <span class="push wide"
            ><kbd>Space</kbd> play &nbsp; <kbd>[</kbd> <kbd>]</kbd> event &nbsp; <kbd>,</kbd> <kbd>.</kbd> edit &nbsp;
            <kbd>←</kbd> <kbd>→</kbd> 5 s</span
          >
        </div>
        <div class="timeline">
          ${this.picture}
          <input
            class="timeline__slider"
            type="range"
            min="0"
            max=${this.range.to - this.range.from}
            step="100"
            .value=${String(this.#at - this.range.from)}
            aria-label="Position in the session"
            aria-valuetext="${words}, ${phase}"
            @input=${(/** @type {Event} */ e) => this.go(this.range.from + Number(/** @type {HTMLInputElement} */ (e.target).value))}
            @change=${() => this.go(this.#at, true)}
          />
        </div>
      </div>
    </div>`;
  }
}

/** The moment that an address names, in seconds; undefined if none. */
const linked = () => {
  const t = /^#t=(\d+)$/.exec(location.hash);
  return t ? Number(t[1]) : undefined;
};

/**
 * Loads the replay into its place on the page.
 * @param {HTMLElement} root @param {{ id: string, role: string, nonce: string }} session
 */
export async function startReplay(root, session) {
  const [answer, kit] = await Promise.all([
    call(session, "GET", "/replay"),
    call(session, "GET", "/problem").catch(() => ({})),
  ]);
  root.replaceChildren();
  const replay = new Replay(root, answer, session, kit);
  const at = linked();
  replay.go(at === undefined ? replay.range.to : replay.range.from + at * 1000);
  if (at !== undefined) root.scrollIntoView({ block: "start" });
  addEventListener("hashchange", () => {
    const t = linked();
    if (t !== undefined) replay.go(replay.range.from + t * 1000);
  });
  return replay;
}
