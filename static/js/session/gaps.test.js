import assert from "node:assert/strict";
import { test } from "node:test";
import { CRITERIA } from "./criteria.js";
import { bare, evidence, gapWords, listed } from "./gaps.js";
import { PLACES, RINGS, shape } from "./hexagon.js";

/** @param {Record<string, number>} counts @param {import("./types.js").Sign} [sign] */
const pins = (counts, sign = "for") =>
  Object.entries(counts).flatMap(([criterion, n]) =>
    Array.from({ length: n }, () => /** @type {any} */ ({ criterion, sign })),
  );
const each = (/** @type {number} */ n) => Object.fromEntries(CRITERIA.map(([id]) => [id, n]));

test("pins count for and against alike; those to sort count nowhere", () => {
  const all = [
    ...pins({ reliability: 2 }),
    ...pins({ reliability: 1 }, "against"),
    ...pins({ scalability: 3 }, "later"),
    ...pins({ "": 2 }),
  ];
  assert.deepEqual(evidence(all), [0, 0, 0, 0, 3, 0]);
  assert.equal(bare(all).includes("reliability"), false);
  assert.equal(bare(all).includes("scalability"), true);
});

test("the gap in words", () => {
  assert.deepEqual(gapWords([]), ["No pin yet.", ""]);
  assert.deepEqual(gapWords(pins({ ...each(2), reliability: 0, communication: 1, "implementation-details": 1 })), [
    "No pin for Reliability.",
    "One each for Communication and Implementation details.",
  ]);
  assert.deepEqual(
    gapWords(pins({ ...each(0), communication: 2 }))[0],
    "No pin for Structured approach, Trade-offs, Scalability, Reliability or Implementation details.",
  );
  assert.deepEqual(gapWords(pins({ ...each(2), scalability: 1 })), [
    "Each criterion has a pin.",
    "One for Scalability.",
  ]);
  assert.deepEqual(gapWords(pins({ ...each(1), scalability: 0 })), [
    "No pin for Scalability.",
    "One each for 5 others.",
  ]);
  assert.deepEqual(gapWords(pins(each(1))), ["Each criterion has a pin.", "One each."]);
  assert.deepEqual(gapWords(pins(each(3))), ["Each criterion has a pin.", ""]);
  assert.equal(listed(["A", "B", "C"]), "A, B and C");
});

test("the hexagon has a corner a criterion, the first on top, and never leaves its outer ring", () => {
  assert.deepEqual(
    PLACES.map((p) => p.join(",")),
    ["62.0,2.0", "112.2,31.0", "112.2,89.0", "62.0,118.0", "11.8,89.0", "11.8,31.0"],
  );
  assert.equal(shape([3, 3, 3, 3, 3, 3]), RINGS[2]);
  assert.equal(shape([9, 9, 9, 9, 9, 9]), RINGS[2]);
  assert.equal(shape([1, 2, 2, 3, 0, 1]), "62.0,45.3 87.4,45.3 87.4,74.7 62.0,104.0 61.2,60.5 49.3,52.7");
});
