// Answers to clarifications: found by a word, told by one key.
import { html, nothing } from "/static/vendor/lit.js";
import { inline } from "../inline.js";
import { gives, when } from "./progress.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Clarification} Clarification
 */

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

/** Musts that nobody has asked about, with what to do. @param {App} app */
export function silent(app) {
  const open = (app.kit?.clarifications ?? []).filter((c) => c.must && !app.state?.told.some((t) => t.id === c.id));
  if (open.length === 0) return nothing;
  return html`<section aria-labelledby="h-silent">
    <h2 id="h-silent">Not asked yet <span>${open.length}</span></h2>
    <ul class="tell">
      ${open.map((c) => answer(app, c, false))}
    </ul>
  </section>`;
}

/** @param {App} app */
export function answers(app) {
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
