// How the replay looks: the board and the log, controls, the timeline, and what a score rests on.
import { html, nothing } from "/static/vendor/lit.js";
import { PHASE_TITLES } from "../session/clock.js";
import { inline } from "../session/inline.js";
import { criterionName } from "../session/criteria.js";
import { signGlyph } from "../session/pinitem.js";
import { phaseAt, timeWords } from "./moments.js";
import { LEAD } from "./pinned.js";

/** @typedef {import("./replay.js").Replay} Replay */

const SPEEDS = [1, 4, 16];

/** @param {Replay} replay @param {number} current the row of the log */
export function replayView(replay, current) {
  const words = timeWords(replay.state, replay.at);
  const phase = PHASE_TITLES[phaseAt(replay.stretches, replay.at)] ?? "";
  /** @param {"read" | "source"} view */
  const choose = (view) => {
    replay.view = view;
    replay.stage.show(view);
    replay.go(replay.at, false, replay.version);
  };
  return html`<div class="replay ${replay.around.narrow ? "replay--narrow" : ""}">
    ${replay.around.beside?.(replay) ?? nothing} ${evidence(replay)}
    <div class="replay__stage">
      <div class="replay__board">
        <div class="replay__view">
          <div class="segment" role="group" aria-label="The board as">
            ${
              /** @type {const} */ (["read", "source"]).map(
                (v) =>
                  html`<button
                    type="button"
                    aria-pressed=${replay.view === v ? "true" : "false"}
                    @click=${() => choose(v)}
                  >
                    ${v === "read" ? "Read" : "Source"}
                  </button>`,
              )
            }
          </div>
          ${
            replay.view === "source"
              ? html`<label class="small"
                  ><input
                    type="checkbox"
                    .checked=${replay.coloured}
                    @change=${() => {
                      replay.coloured = !replay.coloured;
                      replay.go(replay.at, false, replay.version);
                    }}
                  />
                  Colour by author</label
                >`
              : nothing
          }
          <span class="small faint push">version ${replay.version} of ${replay.stage.history.length}</span>
        </div>
        <article class="prose" tabindex="0" aria-label="The board at ${words}" ?hidden=${replay.view !== "read"}>
          ${replay.stage.rendered}
        </article>
        <div class="replay__source" ?hidden=${replay.view !== "source"}>${replay.stage.source}</div>
      </div>
      <ol class="replay__log" tabindex="0" aria-label="What happened">
        ${replay.moments.map(
          (m, i) =>
            html`<li aria-current=${i === current ? "true" : nothing} data-mark=${m.mark}>
              <button type="button" @click=${() => (m.pinned ? replay.open(m.pinned) : replay.go(m.at, true))}>
                <time>${timeWords(replay.state, m.at)}</time
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
          aria-label=${replay.playing ? "Pause" : "Play"}
          @click=${() => replay.play(!replay.playing)}
        >
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=${replay.playing ? "M5.5 3.5v9M10.5 3.5v9" : "M5 3.5v9l7-4.5z"} />
          </svg>
        </button>
        <span class="at">${words}</span><span class="faint wide">${phase}</span>
        <div class="segment" role="group" aria-label="Speed">
          ${SPEEDS.map(
            (s) =>
              html`<button
                type="button"
                aria-pressed=${replay.speed === s ? "true" : "false"}
                @click=${() => {
                  replay.speed = s;
                  replay.draw();
                }}
              >
                ${s}×
              </button>`,
          )}
        </div>
        <label class="wide"
          ><input
            type="checkbox"
            .checked=${replay.skip}
            @change=${() => {
              replay.skip = !replay.skip;
            }}
          />
          Skip silence</label
        >
        <span class="push wide"
          ><kbd>Space</kbd> play &nbsp; <kbd>[</kbd> <kbd>]</kbd> ${replay.pins.length > 0 ? "pin" : "event"} &nbsp;
          <kbd>,</kbd> <kbd>.</kbd> edit &nbsp; <kbd>←</kbd> <kbd>→</kbd> 5 s</span
        >
      </div>
      <div class="timeline">
        ${replay.picture}
        <input
          class="timeline__slider"
          type="range"
          min="0"
          max=${replay.range.to - replay.range.from}
          step="100"
          .value=${String(replay.at - replay.range.from)}
          aria-label="Position in the session"
          aria-valuetext="${words}, ${phase}"
          @input=${(/** @type {Event} */ e) => replay.go(replay.range.from + Number(/** @type {HTMLInputElement} */ (e.target).value))}
          @change=${() => replay.go(replay.at, true)}
        />
      </div>
    </div>
  </div>`;
}

/** What the score that was opened rests on. @param {Replay} replay */
function evidence(replay) {
  const { all, open } = replay.evidence;
  if (all.length === 0) return nothing;
  const { rater, pin } = all[0];
  const earlier = () => {
    if (!open) return;
    replay.go(open.pin.moment - LEAD);
    replay.play(true);
  };
  return html`<div class="replay__evidence" role="group" aria-label="What this score rests on">
    <b>${pin.criterion ? criterionName(pin.criterion) : "To sort"}, ${replay.nameOf(rater)}</b>
    ${all.map(
      (p) =>
        html`<button
          type="button"
          class="btn btn--small"
          aria-current=${p === open ? "true" : "false"}
          title=${p.pin.note}
          @click=${() => replay.open(p, all)}
        >
          ${signGlyph(p.pin.sign)} ${timeWords(replay.state, p.pin.moment)}
        </button>`,
    )}
    ${open ? html`<button type="button" class="btn btn--small" @click=${earlier}>Play from ${timeWords(replay.state, Math.max(replay.range.from, open.pin.moment - LEAD))}</button>` : nothing}
    ${open?.pin.note ? html`<p class="spoken spoken--small">${open.pin.note}</p>` : nothing}
  </div>`;
}
