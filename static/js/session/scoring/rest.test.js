import assert from "node:assert/strict";
import { test } from "node:test";
import { lack, pinsOf } from "./rest.js";

/** @param {string} id @param {string} criterion @param {import("../types.js").Sign} sign @param {number} moment */
const pin = (id, criterion, sign, moment) => ({
  id,
  at: moment,
  moment,
  version: 0,
  criterion,
  sign,
  note: "",
  in_replay: false,
});

test("a score but 0 needs a pin, the outermost two", () => {
  for (const [score, pins, words] of /** @type {[number | undefined, number, string][]} */ ([
    [undefined, 3, "no score yet"],
    [0, 0, ""],
    [1, 0, "needs two pins"],
    [1, 1, "needs one more pin"],
    [2, 0, "needs a pin"],
    [3, 1, ""],
    [4, 1, "needs one more pin"],
    [4, 2, ""],
  ]))
    assert.equal(lack(score, pins), words);
});

test("pins of a criterion stand in time", () => {
  const pins = [
    pin("b", "reliability", "against", 9),
    pin("a", "reliability", "for", 5),
    pin("c", "", "later", 1),
    pin("d", "reliability", "for", 7),
  ];
  assert.deepEqual(
    pinsOf(pins, "reliability").map((p) => p.id),
    ["a", "d", "b"],
  );
});
