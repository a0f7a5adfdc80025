// The form that opens a room: the plan's ruler follows the choices, and the links of the room are
// kept in this browser.

const MINUTE_TICK = 1;
const SVG = "http://www.w3.org/2000/svg";
const PHASES = ["clarification", "high-level", "deep-dive", "follow-up"];

const form = /** @type {HTMLFormElement} */ (document.getElementById("start"));
const own = /** @type {HTMLElement} */ (document.getElementById("own-plan"));
/** @type {Record<string, Record<string, number[]>>} */
const plans = JSON.parse(document.getElementById("plans")?.textContent ?? "{}");

/** @param {string} name */
const value = (name) => String(new FormData(form).get(name) ?? "");

/** @returns {number[]} */
function plan() {
  if (value("minutes") === "own") return PHASES.map((p) => Math.min(60, Math.max(1, Number(value(`plan-${p}`)) || 1)));
  return plans[value("problem")]?.[value("minutes")] ?? [7, 16, 15, 7];
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, v] of Object.entries(attributes)) element.setAttribute(key, String(v));
  return element;
}

function drawRuler() {
  const minutes = plan();
  const total = minutes.reduce((a, b) => a + b, 0);
  const svg = document.querySelector("#plan-ruler svg");
  const names = document.querySelector("#plan-ruler ol");
  if (!svg || !names) return;
  /** @param {number} at */
  const percent = (at) => `${((100 * at) / total).toFixed(3)}%`;
  const lines = [draw("rect", { class: "ruler__bed", x: "0%", y: 0, width: "100%", height: 18 })];
  for (let m = MINUTE_TICK; m < total; m += MINUTE_TICK) {
    const major = m % 5 === 0;
    lines.push(
      draw("line", {
        class: major ? "ruler__major" : "ruler__tick",
        x1: percent(m),
        x2: percent(m),
        y1: 0,
        y2: major ? 9 : 5,
      }),
    );
  }
  let start = 0;
  for (const m of [...minutes, 0]) {
    lines.push(draw("line", { class: "ruler__edge", x1: percent(start), x2: percent(start), y1: 0, y2: 18 }));
    start += m;
  }
  svg.replaceChildren(...lines);
  svg.setAttribute("aria-label", `${PHASES.map((p, i) => `${p} ${minutes[i]}`).join(", ")} minutes`);
  const preset = value("minutes");
  /** @type {HTMLElement} */ (names).dataset.plan =
    preset === "own" || !["7,16,15,7", "10,20,20,10"].includes(minutes.join()) ? "own" : preset;
  for (const [i, figure] of names.querySelectorAll(".num").entries()) figure.textContent = String(minutes[i]);
}

function follow() {
  own.hidden = value("minutes") !== "own";
  drawRuler();
}

form.addEventListener("input", follow);
for (const radio of form.querySelectorAll('input[name="role"]')) {
  // Alone, phases move on by themselves unless one says otherwise.
  radio.addEventListener("change", () => {
    const pace = value("role") === "alone" ? "strict" : "soft";
    /** @type {HTMLInputElement} */ (form.querySelector(`input[name="pace"][value="${pace}"]`)).checked = true;
  });
}
follow();

const again = /** @type {HTMLElement} */ (document.getElementById("f-again"));
/** @type {ReturnType<typeof setInterval> | undefined} */
let waiting;

/** Sends the form anew after some time, and says when. @param {number} seconds */
function tryAgainIn(seconds) {
  const due = performance.now() + 1000 * seconds;
  const tick = () => {
    const left = Math.ceil((due - performance.now()) / 1000);
    again.hidden = false;
    again.textContent = `Your form is kept. Trying again in ${left} s.`;
    if (left <= 0) form.requestSubmit();
  };
  clearInterval(waiting);
  waiting = setInterval(tick, 1000);
  tick();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearInterval(waiting);
  again.hidden = true;
  const fault = /** @type {HTMLElement} */ (document.getElementById("f-error"));
  const name = /** @type {HTMLInputElement} */ (document.getElementById("f-name"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button.btn--primary"));
  fault.textContent = "";
  name.removeAttribute("aria-invalid");
  button.disabled = true;
  const alone = value("role") === "alone";
  /** @type {Record<string, unknown>} */
  const request = {
    problem: value("problem"),
    mode: alone ? "solo" : "peer",
    role: alone ? "candidate" : value("role"),
    pace: value("pace"),
    help: value("help"),
    name: value("name"),
  };
  const key = /** @type {HTMLInputElement | null} */ (document.getElementById("f-key"));
  if (key) request.create_key = key.value;
  if (value("minutes") === "own") request.plan = Object.fromEntries(PHASES.map((p) => [p, Number(value(`plan-${p}`))]));
  else request.minutes = Number(value("minutes"));
  try {
    const answer = await fetch("/api/sessions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
    const opened = await answer.json();
    if (answer.ok) {
      sessionStorage.setItem("mockroom.opened", JSON.stringify({ id: opened.id, invites: opened.invites }));
      location.assign(`/s/${opened.id}/${opened.role}`);
      return;
    }
    fault.textContent = opened.error.message;
    if (answer.status === 503) tryAgainIn(Number(answer.headers.get("Retry-After")) || 15);
    if (key && /key/.test(opened.error.message)) key.focus();
    else if (/name/i.test(opened.error.message)) {
      name.setAttribute("aria-invalid", "true");
      name.focus();
    }
  } catch {
    fault.textContent = "No connection. Your entries are kept.";
  }
  button.disabled = false;
});
