import assert from "node:assert/strict";
import { test } from "node:test";
import { Backoff } from "./backoff.js";

/** Numbers that come again in every run. @param {number} seed */
function sequence(seed) {
  let x = seed;
  return () => (x = (x * 16807) % 2147483647) / 2147483647;
}

test("the steps are 1, 2, 4, 8, 15 s, and every wait lies within half and one and a half of them", () => {
  for (const [random, factor] of /** @type {[() => number, number][]} */ ([
    [() => 0, 0.5],
    [() => 0.5, 1],
    [() => 0.999999, 1.5],
  ])) {
    const b = new Backoff(random);
    for (const step of [1, 2, 4, 8, 15, 15]) assert.equal(Math.round(b.next(1006)), Math.round(step * 1000 * factor));
    b.reset();
    assert.equal(Math.round(b.next(1006)), Math.round(1000 * factor));
  }
});

test("a restart's thousand clients come back over more than a second and a half, never together", () => {
  const random = sequence(42);
  const clients = Array.from({ length: 1000 }, () => new Backoff(random));
  const at = clients.map((b) => b.next(1001)).sort((a, b) => a - b);
  assert.ok(at[0] >= 300 && at[999] <= 2000);
  // In no tenth of a second come more than a tenth of them.
  for (let from = 300; from < 2000; from += 50) {
    const together = at.filter((t) => t >= from && t < from + 100).length;
    assert.ok(together < 100, `${together} within 100 ms from ${from}`);
  }
  // Whoever comes too early tries again soon: within 3.5 s at the latest, though the first came too early.
  for (const b of clients) assert.ok(b.next(1006) <= 1500);
});

test("whom a full server sent away waits longer", () => {
  const b = new Backoff(() => 0.5);
  assert.equal(b.next(1013), 4000);
  assert.equal(b.next(1006), 8000);
});
