import assert from "node:assert/strict";
import { test } from "node:test";
import { LIVE_PUSH, LIVE_UPDATES, MAX_UPDATES, firstPush, insertedText, numbered, orphanPush } from "./pushqueue.js";
import { ChangeSet } from "@codemirror/state";

const compose = (a, b) => ChangeSet.fromJSON(a).compose(ChangeSet.fromJSON(b)).toJSON();
const typed = (n, from = 0) =>
  Array.from({ length: n }, (_, i) => ({
    client: "c",
    k: from + i + 1,
    changes: i + from ? [i + from, [0, "x"]] : [[0, "x"]],
  }));

test("updates are numbered behind what is confirmed", () => {
  const list = numbered("c", 4, [
    { changes: { toJSON: () => [[0, "a"]] } },
    { changes: { toJSON: () => [1, [0, "b"]] } },
  ]);
  assert.deepEqual(
    list.map((u) => u.k),
    [5, 6],
  );
});

test("a push holds at most 200 updates and fits into a frame", () => {
  assert.equal(firstPush(typed(500)).length, MAX_UPDATES);
  const large = Array.from({ length: 9 }, (_, i) => ({ client: "c", k: i + 1, changes: [[0, "y".repeat(40_000)]] }));
  assert.ok(JSON.stringify(firstPush(large)).length < 256 * 1024);
  assert.equal(firstPush(large.slice(0, 1)).length, 1);
});

test("an hour of offline typing goes in one push, and what may have been sent keeps its number", () => {
  const { fits, rest } = orphanPush({ client: "c", updates: typed(5000), sent: 3 }, compose);
  assert.equal(rest.length, 0);
  assert.deepEqual(
    fits.slice(0, 3).map((u) => u.k),
    [1, 2, 3],
  );
  assert.ok(fits.length <= MAX_UPDATES);
  assert.deepEqual(
    fits.map((u) => u.k),
    fits.map((_, i) => i + 1),
  );
  const all = fits.map((u) => ChangeSet.fromJSON(u.changes)).reduce((a, b) => a.compose(b));
  assert.equal(all.newLength, 5000);
  assert.equal(insertedText(fits), "x".repeat(5000));
});

test("a tab closed with a full push in the air leaves nothing behind, however much was typed after it", () => {
  const sent = firstPush(typed(5000), LIVE_UPDATES, LIVE_PUSH).length;
  const { fits, rest } = orphanPush({ client: "c", updates: typed(5000), sent }, compose);
  assert.equal(rest.length, 0);
  assert.ok(fits.length <= MAX_UPDATES);
});
