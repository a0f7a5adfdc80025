// The session to scale: phases, what was too long, who was busy when, what was given.
import { html, svg } from "/static/vendor/lit.js";
import { PHASE_TITLES } from "../session/clock.js";

/**
 * @typedef {import("./moments.js").Stretch} Stretch
 * @typedef {{ role: string, name: string, counts: number[] }} Activity
 */

const STRIP = 14;

/** A pin's shape: for a disc, against a square, to sort a diamond. @type {Record<import("../session/types.js").Sign, unknown>} */
const SHAPES = {
  for: svg`<circle class="pp pp--for" r="4"/>`,
  against: svg`<rect class="pp pp--against" x="-3.5" y="-3.5" width="7" height="7"/>`,
  later: svg`<path class="pp pp--later" d="M0-5 5 0 0 5-5 0z"/>`,
};

/** @param {number} at @param {{ from: number, to: number }} range */
const percent = (at, range) => `${((100 * (at - range.from)) / (range.to - range.from)).toFixed(3)}%`;

/**
 * @param {{ from: number, to: number }} range @param {Stretch[]} stretches @param {Activity[]} activity
 * @param {import("./moments.js").Moment[]} moments @param {{ from: number, to: number }[]} pauses
 * @param {import("./pinned.js").Pinned[]} pins
 */
export function timeline(range, stretches, activity, moments, pauses, pins) {
  const top = pins.length > 0 ? 24 : 14;
  const height = top + activity.length * STRIP + 16;
  const bottom = top + activity.length * STRIP;
  const most = Math.max(1, ...activity.flatMap((a) => a.counts));
  return html`<svg
      class="timeline__picture"
      height=${height}
      role="img"
      aria-label="Phases, edits, pins and hints over the session"
    >
      ${stretches.map(
        (
          s,
        ) => svg`<rect class="seg" x=${percent(s.from, range)} y=${top} width=${percent(range.from + s.to - s.from, range)} height=${bottom - top}/>
          <line class="segline" x1=${percent(s.from, range)} x2=${percent(s.from, range)} y1=${top} y2=${bottom}/>
          ${s.over < s.to ? svg`<rect class="lateseg" x=${percent(s.over, range)} y=${bottom} width=${percent(range.from + s.to - s.over, range)} height="3"/>` : ""}`,
      )}
      ${pauses.map((p) => svg`<rect class="stood" x=${percent(p.from, range)} y=${top} width=${percent(range.from + p.to - p.from, range)} height=${bottom - top}/>`)}
      ${activity.flatMap((a, row) =>
        a.counts.map((count, i) => {
          if (count === 0) return "";
          const tall = Math.max(1.5, (STRIP - 2) * Math.sqrt(count / most));
          return svg`<rect class="edits edits--${a.role}" x="${((100 * i) / a.counts.length).toFixed(3)}%" y=${top + (row + 1) * STRIP - tall} width="${(80 / a.counts.length).toFixed(3)}%" height=${tall}/>`;
        }),
      )}
      ${moments
        .filter((m) => m.mark === "hint" || m.mark === "given")
        .map((m) =>
          m.mark === "hint"
            ? svg`<svg x=${percent(m.at, range)} y=${bottom + 4} overflow="visible"><path class="hh" d="M0 0 4 8H-4z"/></svg>`
            : svg`<svg x=${percent(m.at, range)} y=${top - 12} overflow="visible"><rect class="gg" x="-3" width="6" height="6"/></svg>`,
        )}
      ${pins.map(({ pin }) => svg`<svg x=${percent(pin.moment, range)} y="6" overflow="visible">${SHAPES[pin.sign]}</svg>`)}
    </svg>
    <ol class="timeline__names">
      ${stretches.map((s) => html`<li>${PHASE_TITLES[s.phase]}</li>`)}
    </ol>
    <p class="timeline__key">
      ${activity.map((a) => html`<span class="timeline__of--${a.role}">edits of ${a.name}</span>`)}
      ${pins.length > 0 ? html`<span class="timeline__of--for">pin for</span><span class="timeline__of--against">against</span>` : ""}
      <span class="timeline__of--given">told or asked</span><span class="timeline__of--hint">hint</span>
    </p>`;
}
