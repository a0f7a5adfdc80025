// How far the interview is in its script: pure readings of the state and the kit.
import { format, sessionTime } from "../clock.js";

/**
 * @typedef {import("../app.js").App} App
 * @typedef {import("../types.js").Check} Check
 * @typedef {import("../types.js").Dive} Dive
 */

export const RUNGS = ["gentle", "pointed", "explicit"];

/** Whether this person may give of the script: the interviewer, not a mentor. @param {App} app */
export const gives = (app) => app.acts === "interviewer";

/** @param {App} app @param {number} at */
export const when = (app, at) => (app.state ? format(sessionTime(app.state, at)) : "");

/** The checklist of a phase with what is seen of it, open musts first. @param {App} app @param {string} phase */
export function checklist(app, phase) {
  const script = app.kit?.scripts?.find((s) => s.phase === phase);
  const seen = app.state?.seen ?? {};
  const items = (script?.items ?? []).map((item) => ({ item, seenAt: seen[`${phase}/${item.id}`] ?? 0 }));
  return {
    script,
    items,
    open: items.filter((i) => !i.seenAt).sort((a, b) => Number(b.item.must) - Number(a.item.must)),
  };
}

/** How many rungs of an item's ladder were given. @param {App} app @param {string} phase @param {string} item */
export const rungsGiven = (app, phase, item) =>
  Math.max(0, ...(app.state?.hints ?? []).filter((h) => h.phase === phase && h.item === item).map((h) => h.rung));

/** The item on top of Now. @param {App} app */
export function currentItem(app) {
  const phase = app.state?.phase ?? "";
  const { open, items } = checklist(app, phase);
  // What a question stands under does not move, though it be seen on the board meanwhile.
  const asked = app.ui.hint && items.find((i) => i.item.id === app.ui.hint?.item);
  if (asked) return asked.item;
  return open.length === 0 ? undefined : open[Math.min(app.ui.probe, open.length - 1)].item;
}

/** @param {App} app @param {string} phase @param {Check} item */
export function hintsSaid(app, phase, item) {
  const given = rungsGiven(app, phase, item.id);
  return given > 0 ? `hint ${given}` : item.must ? "open" : "nice to have";
}

/** Dives chosen, or the default ones. @param {App} app @returns {Dive[]} */
export function chosenDives(app) {
  const dives = app.kit?.dives ?? [];
  const chosen = app.state?.dives ?? [];
  return chosen.length > 0
    ? chosen.flatMap((id) => dives.filter((d) => d.id === id))
    : dives.filter((d) => d.default).slice(0, 2);
}

/** The next question of the chosen dives. @param {App} app @returns {{ dive: Dive, index: number } | undefined} */
export function nextProbe(app) {
  for (const dive of chosenDives(app)) {
    const index = dive.asks.findIndex((_, i) => !app.state?.probes.some((p) => p.dive === dive.id && p.index === i));
    if (index >= 0) return { dive, index };
  }
  return undefined;
}

/** Follow-up cards that were not dealt. @param {App} app */
export const cardsLeft = (app) => (app.kit?.cards ?? []).filter((c) => !app.state?.dealt.some((d) => d.id === c.id));

/** The card that Enter deals. @param {App} app */
export const currentCard = (app) => {
  const left = cardsLeft(app);
  return left.length === 0 ? undefined : left[Math.min(app.ui.probe, left.length - 1)];
};
