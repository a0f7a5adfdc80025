// The scorecard: six criteria against their anchors, a recommendation, what was strong, one thing to fix.
import { html, nothing } from "/static/vendor/lit.js";
import { CRITERIA } from "../criteria.js";
import { inline } from "../inline.js";
import { tally, tallyWords } from "../pins.js";
import { Draft } from "./draft.js";
import { evidence, takesPins, unsorted } from "./evidence.js";
import { helpWith } from "./help.js";
import { lack, pinsOf } from "./rest.js";
import { byRule } from "./rule.js";

/** @typedef {import("../app.js").App} App */

/** What each score means, whatever the problem. @type {[string, string][]} */
const ANCHORS = [
  ["", "Not observed. There was no occasion to see it."],
  ["below the bar", "Had to be led; what was said would not hold."],
  ["mid", "Sound when asked, and mostly by the book."],
  ["senior", "Unasked, with figures, and says what the choice costs."],
  ["staff", "Sees what nobody asked for, and when the opposite becomes right."],
];

const CHOICES = {
  recommendation: [
    ["strong-no-hire", "Strong No Hire"],
    ["no-hire", "No Hire"],
    ["hire", "Hire"],
    ["strong-hire", "Strong Hire"],
  ],
  confidence: [
    ["low", "Low"],
    ["medium", "Medium"],
    ["high", "High"],
  ],
  level: [
    ["none", "None"],
    ["mid", "Mid"],
    ["senior", "Senior"],
    ["staff", "Staff"],
  ],
};

/** The card as it is being filled in on this page. */
export const draft = new Draft();

/** @param {App} app @param {string} id @param {string} name @param {boolean} narrow */
function criterion(app, id, name, narrow) {
  const score = draft.card.scores[id];
  const open = app.ui.criterion === id;
  const toggle = () => {
    app.ui.criterion = open ? "none" : id;
    app.schedule();
    requestAnimationFrame(() => document.querySelector(`#c-${id} button`)?.scrollIntoView({ block: "nearest" }));
  };
  /** @param {number} value */
  const choose = (value) => draft.change(app, { scores: { ...draft.card.scores, [id]: value } });
  const own = app.kit?.anchors?.[id];
  const pins = pinsOf(app.pins.saved, id);
  const lacking = lack(score, pins.length);
  const take = takesPins(app, id);
  const help = helpWith(id, app.state?.hints ?? [], app.kit?.scripts ?? []);
  return html`<section class="criterion" id="c-${id}" ?data-open=${open} @dragover=${take.over} @drop=${take.drop}>
    <div class="criterion__row">
      <h3>
        <button type="button" class="criterion__name" aria-expanded=${open ? "true" : "false"} @click=${toggle}>
          ${name}
        </button>
        ${help ? html`<small class=${help.explicit ? "helped" : ""}>hints: ${help.words}</small>` : nothing}
      </h3>
      ${
        open || narrow
          ? nothing
          : html`<span class="steps" aria-hidden="true"
              >${[0, 1, 2, 3, 4].map((v) => html`<i class=${score === v ? "is" : ""}>${v === 0 ? "–" : v}</i>`)}</span
            >`
      }
      <span class="criterion__tally num">${tallyWords(tally(pins, id))}</span>
      <span class="criterion__need ${lacking ? "criterion__need--short" : ""}"
        >${lacking || (score === 0 ? "not observed" : pins.length === 1 ? "1 pin" : `${pins.length} pins`)}</span
      >
    </div>
    ${
      open
        ? html`<fieldset class="anchors">
              <legend class="sr">${name}, 0 to 4</legend>
              ${ANCHORS.map(
                ([level, words], v) =>
                  html`<label class="anchor ${v === 0 ? "anchor--zero" : ""}"
                    ><input type="radio" name="score-${id}" .checked=${score === v} @change=${() => choose(v)} /><b
                      >${v}${level ? html`<small>${level}</small>` : nothing}</b
                    ><span>${v > 0 && own ? inline(own[v - 1]) : words}</span></label
                  >`,
              )}
            </fieldset>
            ${evidence(app, id)}`
        : nothing
    }
  </section>`;
}

/** @param {App} app @param {"recommendation" | "confidence" | "level"} field @param {string} legend @param {boolean} [wide] */
function choice(app, field, legend, wide = false) {
  return html`<fieldset class="field ${wide ? "field--wide" : ""}" id="f-${field}" tabindex="-1">
    <legend>${legend}</legend>
    <div class="segment segment--field">
      ${CHOICES[field].map(
        ([value, words]) =>
          html`<label
            ><input
              type="radio"
              name=${field}
              .checked=${draft.card[field] === value}
              @change=${() => draft.change(app, { [field]: value })}
            />${words}</label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** @param {App} app @param {"strengths" | "fix"} field @param {string} label */
const words = (app, field, label) =>
  html`<label class="field"
    ><span class="label">${label}</span
    ><textarea
      class="input"
      rows="3"
      maxlength="16000"
      .value=${draft.card[field] ?? ""}
      @input=${(/** @type {Event} */ e) => draft.change(app, { [field]: /** @type {HTMLTextAreaElement} */ (e.target).value })}
      @blur=${() => draft.save(app)}
    ></textarea>
  </label>`;

/** What the rule says, once somebody has an opinion of their own: it stands beside that, and is not averaged with it. */
function rule() {
  if (!draft.card.recommendation || CRITERIA.some(([id]) => !(id in draft.card.scores))) return nothing;
  const [recommendation, why] = byRule(draft.card.scores);
  const words = CHOICES.recommendation.find(([value]) => value === recommendation)?.[1] ?? "None";
  return html`<p class="small soft field--wide" role="status">By the rule: <b>${words}</b>, ${why}.</p>`;
}

/** The card itself; narrow beside the board. @param {App} app @param {boolean} [narrow] */
export function scorecard(app, narrow = false) {
  draft.load(app);
  if (app.ui.criterion === "") app.ui.criterion = CRITERIA.find(([id]) => !(id in draft.card.scores))?.[0] ?? "none";
  return html`${unsorted(app)}
    <div class="criteria ${narrow ? "criteria--narrow" : ""}" id="criteria">
      ${CRITERIA.map(([id, name]) => criterion(app, id, name, narrow))}
    </div>
    <div class="verdict">
      <h2>Your recommendation</h2>
      ${choice(app, "recommendation", "Recommendation", true)} ${rule()}
      ${choice(app, "confidence", "How sure are you?")} ${choice(app, "level", "At which level would this pass?")}
      ${words(app, "strengths", "What was strong, with the moment")} ${words(app, "fix", "One thing to fix")}
    </div>`;
}
