// What the board shows of the checklist, beside it.
import { html, nothing } from "/static/vendor/lit.js";
import { PHASE_TITLES, TIMED } from "../clock.js";
import { inline } from "../inline.js";
import { checklist, hintsSaid, when } from "./progress.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Check} Check
 */

/** Items with when each was seen, open ones first. @param {App} app @param {string} phase @param {{ item: Check, seenAt: number }[]} items */
const list = (app, phase, items) =>
  html`<ul class="coverage">
    ${[...items]
      .sort((a, b) => Number(Boolean(a.seenAt)) - Number(Boolean(b.seenAt)))
      .map(
        ({ item, seenAt }) =>
          html`<li class=${seenAt ? "seen" : item.must ? "missing" : ""}>
            <span>${inline(item.text)}</span
            ><span class="where">${seenAt ? when(app, seenAt) : hintsSaid(app, phase, item)}</span>
          </li>`,
      )}
  </ul>`;

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
  const more = items.filter((i) => !i.item.must);
  const earlier = TIMED.slice(0, TIMED.indexOf(phase))
    .flatMap((p) => checklist(app, p).open.map((o) => ({ ...o, phase: p })))
    .filter((o) => o.item.must);
  return html`<section aria-labelledby="h-coverage">
    <h2 id="h-coverage">
      Seen on the board <span>${musts.filter((i) => i.seenAt).length} of ${musts.length} musts</span>
    </h2>
    ${list(app, phase, musts)}
    ${
      more.length > 0
        ? html`<details>
            <summary class="small">${more.length} nice to have, ${more.filter((i) => i.seenAt).length} seen</summary>
            ${list(app, phase, more)}
          </details>`
        : nothing
    }
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
