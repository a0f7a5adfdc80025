// The palette: what, name, from which box. Every step is a field over a list; nothing is written before
// the last Enter, and the lines to be written stand at the foot.
import { html, nothing } from "/static/vendor/lit.js";
import { announce } from "../session/announce.js";
import { ENTRIES, findEntries } from "./entries.js";
import { boxChoices, participantChoices, plan } from "./insert.js";

/**
 * @typedef {import("../session/app.js").App} App
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {{ id: string, title: string, sign: string, hint: string }} Option
 */

export class Palette {
  open = false;
  /** @type {Entry | undefined} */
  entry;
  step = 0;
  text = "";
  active = 0;
  /** @type {Record<string, string>} */
  answers = {};
  /** @type {HTMLElement | null} */
  #opener = null;

  /** Whether the last step was taken by a key. */
  #byKey = false;

  /** @param {App} app */
  constructor(app) {
    this.app = app;
  }

  /** Opens, at an entry of the toolbar at once with its first question. @param {Entry} [entry] */
  show(entry) {
    if (this.app.board.readOnly) return;
    this.#opener = /** @type {HTMLElement | null} */ (document.activeElement);
    this.open = true;
    this.entry = undefined;
    this.answers = {};
    this.#begin(entry);
  }

  close() {
    this.open = false;
    this.entry = undefined;
    this.app.schedule();
    if (this.#opener?.isConnected) this.#opener.focus();
  }

  /** @param {Entry | undefined} entry */
  #begin(entry) {
    this.entry = entry;
    this.step = 0;
    if (entry && entry.steps.length === 0) return this.#write();
    this.#ask();
  }

  /** The step that is asked now. */
  get asked() {
    return this.entry?.steps[this.step];
  }

  #ask() {
    this.text = this.asked ? (this.answers[this.asked.ask] ?? this.asked.filled ?? "") : "";
    if (this.asked && this.listed) this.text = "";
    this.active = 0;
    this.app.schedule(true);
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById("insert-field"));
    field?.focus();
    field?.select();
  }

  /** Whether the answer comes from the list. */
  get listed() {
    const ask = this.asked?.ask;
    return !this.entry || ask === "from" || ask === "around" || (ask === "to" && this.entry.kind === "arrow");
  }

  /** What the list offers. @returns {Option[]} */
  get options() {
    const { app, entry, asked } = this;
    if (!entry) return findEntries(this.text).map((e) => ({ id: e.id, title: e.title, sign: e.sign, hint: "" }));
    if (!asked) return [];
    const wanted = this.text.trim().toLowerCase();
    if (this.listed) {
      const boxes = boxChoices(app.board.text, app.board.caret)
        .filter((b) => asked.ask !== "to" || b.id !== this.answers.from)
        .filter((b) => b.name.toLowerCase().includes(wanted));
      const list = boxes.map((b, i) => ({
        id: b.id,
        title: b.name,
        sign: "",
        hint: i === 0 && wanted === "" ? "at the caret or first" : "",
      }));
      return asked.none && wanted === "" ? [...list, { id: "", title: asked.none, sign: "", hint: "" }] : list;
    }
    if (entry.kind === "message" && asked.ask !== "words") {
      return participantChoices(app.board.text, app.board.caret)
        .filter((p) => p.name !== this.text)
        .map((p) => ({ id: p.name, title: p.name, sign: "", hint: "" }));
    }
    return [];
  }

  /** Takes the step's answer and goes on, or writes. */
  take() {
    const chosen = this.options[this.active];
    if (!this.entry) {
      const entry = ENTRIES.find((e) => e.id === chosen?.id);
      if (entry) this.#begin(entry);
      return;
    }
    const { asked } = this;
    if (!asked) return;
    if (this.listed) {
      if (!chosen) return;
      this.answers[asked.ask] = chosen.id;
    } else {
      this.answers[asked.ask] = this.text;
    }
    this.step++;
    if (this.step < this.entry.steps.length) this.#ask();
    else this.#write();
  }

  #write() {
    const { app, entry } = this;
    if (!entry) return;
    const planned = this.planned;
    if (!planned) return;
    this.open = false;
    this.entry = undefined;
    app.board.write(planned.changes, planned.caret);
    announce("polite", `${entry.title} written.`);
    // Not before the key that wrote it is up again, or its line break would be typed into the board.
    if (this.#byKey) addEventListener("keyup", () => app.board.focus(), { once: true });
    else app.afterRender(() => app.board.focus());
  }

  /** What would be written with the answers so far. */
  get planned() {
    const { app, entry } = this;
    if (!entry) return undefined;
    const answers = { ...this.answers };
    const asked = this.asked;
    if (asked && this.listed) answers[asked.ask] = this.options[this.active]?.id ?? "";
    else if (asked) answers[asked.ask] = this.text;
    for (const step of entry.steps) {
      if (step.ask in answers) continue;
      const first =
        step.ask === "from" || step.ask === "around" ? (boxChoices(app.board.text, app.board.caret)[0]?.id ?? "") : "…";
      answers[step.ask] = step.filled ?? first;
    }
    return plan(app.board.text, app.board.caret, entry, answers);
  }

  /** One step back; at the first out. */
  back() {
    if (!this.entry) return this.close();
    if (this.step === 0) {
      this.#begin(undefined);
      return;
    }
    this.step--;
    this.#ask();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const count = this.options.length;
    this.#byKey = true;
    if (event.key === "Enter") this.take();
    else if (event.key === "Escape") this.back();
    else if (event.key === "ArrowDown" && count > 0) this.active = (this.active + 1) % count;
    else if (event.key === "ArrowUp" && count > 0) this.active = (this.active + count - 1) % count;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.app.schedule();
    this.app.afterRender(() =>
      document.querySelector('.insert__list [aria-selected="true"]')?.scrollIntoView({ block: "nearest" }),
    );
  }

  view() {
    if (!this.open) return nothing;
    const { entry, asked, options } = this;
    const label = asked?.label ?? "What do you want to insert?";
    const missing = entry && this.listed && options.length === 0;
    return html`<section
      class="insert"
      role="dialog"
      aria-label="Insert"
      @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e)}
    >
      <header>
        <h2>Insert</h2>
        ${
          entry
            ? html`<span class="insert__done">
                <button type="button" aria-label="Back to the list" @click=${() => this.#begin(undefined)}>
                  ${entry.title}
                </button>
                ${entry.steps.slice(0, this.step).map((s, i) => html`<button type="button" aria-label="Back to: ${s.label}" @click=${() => ((this.step = i), this.#ask())}>${this.answers[s.ask] || "none"}</button>`)}
              </span>`
            : nothing
        }
        <button type="button" class="btn btn--quiet btn--small" @click=${() => this.close()}>Close</button>
      </header>
      <label class="insert__ask" for="insert-field">${label}</label>
      <input
        class="input"
        id="insert-field"
        autocomplete="off"
        maxlength="120"
        role="combobox"
        aria-expanded="true"
        aria-controls="insert-list"
        aria-activedescendant=${options.length > 0 && (this.listed || this.active > 0) ? `insert-${this.active}` : nothing}
        placeholder=${this.listed ? "Type to find" : ""}
        .value=${this.text}
        @input=${(/** @type {Event} */ e) => {
          this.text = /** @type {HTMLInputElement} */ (e.target).value;
          this.active = 0;
          this.app.schedule();
        }}
      />
      <ul class="insert__list" id="insert-list" role="listbox" aria-label=${label}>
        ${options.map(
          (o, i) =>
            html`<li
              id="insert-${i}"
              role="option"
              aria-selected=${i === this.active && this.listed ? "true" : "false"}
              @click=${() => {
                this.active = i;
                this.#byKey = false;
                if (!this.listed) this.text = o.id;
                this.take();
              }}
            >
              <code>${o.sign}</code><span>${o.title}</span><small>${o.hint}</small>
            </li>`,
        )}
      </ul>
      ${
        missing
          ? html`<p class="insert__none small" role="status">
              ${this.text ? `Nothing is called “${this.text}”.` : "There is no box on the board yet. Draw one first."}
            </p>`
          : nothing
      }
      ${!entry && options.length === 0 ? html`<p class="insert__none small" role="status">Nothing is called “${this.text}”.</p>` : nothing}
      ${entry && this.planned ? html`<p class="insert__writes small"><span class="label">Writes</span><code>${this.planned.writes.trim()}</code></p>` : nothing}
      <footer>
        <span><kbd>Enter</kbd> ${entry && this.step === entry.steps.length - 1 ? "write" : "next"}</span
        ><span><kbd>↑</kbd> <kbd>↓</kbd> choose</span><span><kbd>Esc</kbd> back</span>
        <button
          type="button"
          class="btn btn--primary btn--small insert__take"
          @click=${() => ((this.#byKey = false), this.take())}
        >
          ${entry && this.step === entry.steps.length - 1 ? "Write" : "Next"}
        </button>
      </footer>
    </section>`;
  }
}
