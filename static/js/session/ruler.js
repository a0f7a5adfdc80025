// Time to scale: phases, a tick a minute, what was used, the needle. Positions are SVG attributes.
import { html, nothing, svg } from "/static/vendor/lit.js";
import { PHASE_TITLES, TIMED, format, left } from "./clock.js";

/** @param {number} part @param {number} whole */
const percent = (part, whole) => `${whole > 0 ? Math.min(100, Math.max(0, (100 * part) / whole)).toFixed(3) : 0}%`;

const MINUTE = 60_000;

/**
 * @param {import("./types.js").SessionState} state
 * @param {import("./types.js").Clock} clock
 * @param {number} now
 */
export function ruler(state, clock, now) {
  const plan = TIMED.map((p) => state.planned[p]);
  const total = plan.reduce((a, b) => a + b, 0);
  const starts = plan.map((_, i) => plan.slice(0, i).reduce((a, b) => a + b, 0));
  const words = [];
  const bars = [];
  for (const [i, phase] of TIMED.entries()) {
    const past = state.past.find((p) => p.phase === phase);
    if (past) {
      bars.push(bar("ruler__used", starts[i], Math.min(past.used_ms, plan[i]), total));
      words.push(`${PHASE_TITLES[phase]} done in ${format(past.used_ms)} of ${plan[i] / MINUTE} minutes`);
    } else if (state.phase === phase) {
      const used = Math.max(0, clock.budget_ms - left(clock, now));
      bars.push(bar("ruler__now-fill", starts[i], plan[i], total));
      bars.push(bar("ruler__used", starts[i], Math.min(used, plan[i]), total));
      if (used > clock.budget_ms) {
        const over = Math.min(used - clock.budget_ms, total - starts[i] - plan[i]);
        bars.push(
          svg`<rect class="ruler__over" x=${percent(starts[i] + plan[i], total)} y="12" width=${percent(over, total)} height="6"/>`,
        );
      }
      const at = percent(starts[i] + used, total);
      bars.push(svg`<line class="ruler__needle" x1=${at} x2=${at} y1="-4" y2="22"/>`);
      words.push(`${PHASE_TITLES[phase]}: ${format(used)} of ${Math.round(clock.budget_ms / MINUTE)} minutes used`);
    } else {
      words.push(`${PHASE_TITLES[phase]} ${plan[i] / MINUTE} minutes`);
    }
  }
  const over = clock.state === "running" && left(clock, now) < 0;
  return html`<div class="ruler ${over ? "ruler--over" : ""}">
    <svg height="18" role="img" aria-label="${words.join(". ")}.">
      <rect class="ruler__bed" x="0%" y="0" width="100%" height="18" />
      ${bars} ${ticks(total)}
      ${[...starts, total].map((at) => {
        const x = percent(at, total);
        return svg`<line class="ruler__edge" x1=${x} x2=${x} y1="0" y2="18"/>`;
      })}
    </svg>
    <ol class="ruler__names" data-plan=${total === 45 * MINUTE ? "45" : total === 60 * MINUTE ? "60" : "own"}>
      ${TIMED.map(
        (phase, i) =>
          html`<li aria-current=${state.phase === phase ? "step" : nothing}>
            ${PHASE_TITLES[phase]} <span class="num">${Math.round(plan[i] / MINUTE)}</span>
          </li>`,
      )}
    </ol>
  </div>`;
}

/** @param {string} name @param {number} from @param {number} width @param {number} total */
function bar(name, from, width, total) {
  return svg`<rect class=${name} x=${percent(from, total)} y="0" width=${percent(width, total)} height="18"/>`;
}

/** @param {number} total */
function ticks(total) {
  const lines = [];
  for (let at = MINUTE; at < total; at += MINUTE) {
    const major = (at / MINUTE) % 5 === 0;
    const x = percent(at, total);
    lines.push(svg`<line class=${major ? "ruler__major" : "ruler__tick"} x1=${x} x2=${x} y1="0" y2=${major ? 9 : 5}/>`);
  }
  return lines;
}
