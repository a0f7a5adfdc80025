// Follow-up cards: the next one, the one on the table, all by kind.
import { html, nothing } from "/static/vendor/lit.js";
import { inline } from "../inline.js";
import { levelAnswers } from "./levels.js";
import { cardsLeft, currentCard, gives, when } from "./progress.js";
import { choose, setTab } from "./tabs.js";

/**
 * @typedef {import("../app.js").App} App
 */

/** @param {App} app */
export function cardNow(app) {
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
export function cards(app) {
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
                    class="link"
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
