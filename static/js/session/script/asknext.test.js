import assert from "node:assert/strict";
import { test } from "node:test";
import { askNext } from "./asknext.js";

const levels = { mid: "", senior: "", staff: "" };
/** @param {string} id @param {string[][]} ask_criteria */
const dive = (id, ask_criteria) => ({
  id,
  title: id.toUpperCase(),
  default: true,
  minutes: ask_criteria.length * 3,
  asks: ask_criteria.map((_, i) => `${id} ${i}`),
  ask_criteria,
  levels,
});
/** @param {string} id @param {number} minutes @param {string[]} criteria */
const card = (id, minutes, criteria) => ({
  id,
  title: id,
  kind: "failure",
  minutes,
  level: "mid",
  ask: `${id}?`,
  criteria,
  levels,
});

const course = {
  phase: "deep-dive",
  missing: ["communication", "scalability", "reliability"],
  dives: [
    dive("store", [["scalability"], ["trade-offs"], ["reliability"]]),
    dive("cache", [["reliability", "scalability"], ["implementation-details"]]),
    dive("spare", [["scalability", "reliability", "communication"]]),
  ],
  chosen: 2,
  probes: [],
  cards: [card("loss", 3, ["reliability"]), card("growth", 4, ["scalability", "reliability"])],
  left: 600_000,
};

test("the probe that covers most of what is missing, of all topics in the dive", () => {
  const advice = askNext(course);
  assert.deepEqual(advice?.question?.text, "spare 0");
  assert.deepEqual(advice?.question?.covers, ["communication", "scalability", "reliability"]);
  assert.deepEqual([advice?.listen, advice?.later, advice?.tight], [[], false, false]);
});

test("of equals the one that the script has first; asked ones are gone", () => {
  const missing = ["reliability"];
  assert.equal(askNext({ ...course, missing })?.question?.text, "store 2");
  const probes = [{ dive: "store", index: 2 }];
  assert.equal(askNext({ ...course, missing, probes })?.question?.text, "cache 0");
});

test("before the dive it is an outlook on the chosen topics, whatever this phase has left", () => {
  const advice = askNext({ ...course, phase: "clarification", left: 0 });
  assert.deepEqual([advice?.question?.text, advice?.later, advice?.tight], ["cache 0", true, false]);
  assert.deepEqual(advice?.listen, ["communication"]);
});

test("in the follow-up cards come first, and one that fits the minutes left", () => {
  const phase = "follow-up";
  assert.equal(askNext({ ...course, phase })?.question?.text, "growth?");
  assert.equal(askNext({ ...course, phase, left: 200_000 })?.question?.text, "cache 0");
  assert.equal(askNext({ ...course, phase, chosen: 0, left: 200_000 })?.question?.text, "loss?");
});

test("where nothing fits it says so", () => {
  const advice = askNext({ ...course, phase: "follow-up", left: -10_000 });
  assert.deepEqual([advice?.question?.text, advice?.tight], ["growth?", true]);
});

test("what no question asks about is listened for", () => {
  const advice = askNext({ ...course, missing: ["communication"], chosen: 2, dives: course.dives.slice(0, 2) });
  assert.deepEqual([advice?.question, advice?.listen, advice?.tight], [undefined, ["communication"], false]);
});

test("nothing missing, nothing to ask; a kit that says nothing of criteria advises nothing", () => {
  assert.equal(askNext({ ...course, missing: [] }), undefined);
  const old = course.dives.map(({ ask_criteria, ...rest }) => /** @type {any} */ (rest));
  assert.equal(askNext({ ...course, dives: old })?.question, undefined);
});
