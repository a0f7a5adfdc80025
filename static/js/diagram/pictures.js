// Puts pictures where the server left the sources of diagrams. The last good picture of a place stays
// while its source is half-typed, and after a second of rest a sentence says what is wrong.
import { describeGraph, tooLarge } from "./graph.js";
import { theRenderer } from "./renderer.js";

const REST = 1000;

/**
 * @typedef {object} Place what a figure shows
 * @property {string} source
 * @property {number} line of the block in the board
 * @property {string} good the source of the picture that is shown, "" for none
 * @property {string} url of the picture
 * @property {string} drawnAt in words
 * @property {number} timer
 */

/** @type {WeakMap<Element, Place>} */
const places = new WeakMap();

/** @typedef {{ now: () => string, go?: (line: number) => void }} Surroundings now: the time in words; go: to a line of the board */

/** The source that the server left in a figure. @param {Element} figure */
const sourceOf = (figure) => figure.querySelector(".diagram__source")?.textContent ?? "";

/** @param {Place} place */
function forget(place) {
  clearTimeout(place.timer);
  if (place.url) URL.revokeObjectURL(place.url);
}

/**
 * Shows the picture of a figure.
 * @param {HTMLElement} figure
 * @param {number} line where its block begins in the board
 * @param {Surroundings} around
 * @param {Element} [before] the figure that stood here, whose picture stays while this one's source is none
 */
export function show(figure, line, around, before) {
  const source = places.get(figure)?.source ?? sourceOf(figure);
  const earlier = before ? places.get(before) : places.get(figure);
  /** @type {Place} */
  const place = {
    source,
    line,
    good: earlier?.good ?? "",
    url: earlier?.url ?? "",
    drawnAt: earlier?.drawnAt ?? "",
    timer: 0,
  };
  if (earlier) clearTimeout(earlier.timer);
  if (before) places.delete(before);
  places.set(figure, place);
  showSource(figure, false);
  if (place.url) image(figure, place, around);
  void draw(figure, place, around);
}

/** A figure is gone for good. @param {Element} figure */
export function drop(figure) {
  const place = places.get(figure);
  if (place) forget(place);
  places.delete(figure);
}

/** Only the place in the board has changed. @param {Element} figure @param {number} line */
export function move(figure, line) {
  const place = places.get(figure);
  if (place) place.line = line;
}

/** Draws again, in the theme of now. @param {HTMLElement} figure @param {Surroundings} around */
export function redraw(figure, around) {
  const place = places.get(figure);
  if (place) void draw(figure, place, around);
}

/** @param {HTMLElement} figure @param {Place} place @param {Surroundings} around */
async function draw(figure, place, around) {
  const large = tooLarge(place.source);
  if (large) return say(figure, large);
  const { svg, fault } = await theRenderer().draw(place.source);
  if (places.get(figure) !== place) return;
  if (!svg) {
    place.timer = setTimeout(() => complain(figure, place, fault ?? { line: 0 }, around), REST);
    return;
  }
  if (place.url) URL.revokeObjectURL(place.url);
  place.url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  place.good = place.source;
  place.drawnAt = around.now();
  image(figure, place, around);
  say(figure, "");
}

/** The source stands where there is no picture at all. @param {HTMLElement} figure @param {boolean} shown */
function showSource(figure, shown) {
  const source = /** @type {HTMLElement | null} */ (figure.querySelector(".diagram__source"));
  if (source) source.hidden = !shown;
}

/** @param {HTMLElement} figure @param {Place} place @param {Surroundings} around */
function image(figure, place, around) {
  const img = figure.querySelector("img") ?? document.createElement("img");
  img.src = place.url;
  img.alt = describeGraph(place.good);
  // What the source smuggled into the picture can leave it unreadable.
  img.onerror = () => {
    img.remove();
    place.good = place.url = "";
    complain(figure, place, { line: 0 }, around);
  };
  if (!img.isConnected) figure.prepend(img);
}

/** @param {HTMLElement} figure @param {Place} place @param {{ line: number, slow?: boolean }} fault @param {Surroundings} around */
function complain(figure, place, fault, around) {
  if (fault.slow) return say(figure, "This diagram takes too long to draw. Split it into smaller ones.");
  if (!around.go) {
    showSource(figure, true);
    return say(figure, "This is not a diagram that can be drawn.");
  }
  const line = place.line + Math.max(0, fault.line - 1);
  const last = place.url ? ` The picture is the last good one${place.drawnAt ? `, from ${place.drawnAt}` : ""}.` : "";
  say(figure, `Line ${line} is not a diagram yet.${last}`, {
    words: `Go to line ${line}`,
    act: () => around.go?.(line),
  });
}

/** @param {HTMLElement} figure @param {string} words @param {{ words: string, act: () => void }} [button] */
function say(figure, words, button) {
  let caption = figure.querySelector("figcaption");
  if (words === "") {
    caption?.remove();
    return;
  }
  if (!caption) {
    caption = document.createElement("figcaption");
    figure.append(caption);
  }
  caption.textContent = words;
  if (!button) return;
  const press = document.createElement("button");
  press.type = "button";
  press.className = "link";
  press.textContent = button.words;
  press.addEventListener("click", button.act);
  caption.append(" ", press);
}

/** Calls back when the colours change: another theme by hand or by the system. @param {() => void} changed */
export function onTheme(changed) {
  const then = () => {
    theRenderer().retheme();
    changed();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", then);
  new MutationObserver(then).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
