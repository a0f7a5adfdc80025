import assert from "node:assert/strict";
import { test } from "node:test";
import { evidenceAt, evidenceHash, pinAt, pinHash, pinnedOf } from "./pinned.js";

/** @param {string} id @param {number} moment @param {string} criterion @returns {import("../session/types.js").Pin} */
const pin = (id, moment, criterion) => ({
  id,
  at: moment + 1,
  moment,
  version: 1,
  criterion,
  sign: "for",
  note: "",
  in_replay: false,
});

const pins = pinnedOf({
  "p-ben": [pin("late", 900, "trade-offs"), pin("client/7", 100, "reliability")],
  "p-ana": [pin("late", 500, "reliability")],
});

test("pins stand in the order of their moments", () => {
  assert.deepEqual(
    pins.map((p) => [p.rater, p.pin.id]),
    [
      ["p-ben", "client/7"],
      ["p-ana", "late"],
      ["p-ben", "late"],
    ],
  );
});

test("an address names one rater's pin, whatever its id", () => {
  for (const p of pins) assert.equal(pinAt(pinHash(p.rater, p.pin.id), pins), p);
  assert.equal(pinAt(pinHash("p-ana", "client/7"), pins), undefined);
});

test("an address names what a score rests on", () => {
  assert.deepEqual(evidenceAt(evidenceHash("p-ben", "reliability"), pins), [pins[0]]);
  assert.equal(evidenceAt("#why-p-ben-scalability", pins), undefined);
  assert.equal(evidenceAt("#t=12", pins), undefined);
});
