import assert from "node:assert/strict";
import { test } from "node:test";
import { PlainSet } from "./plainset.js";
import { blocksOf, linesOf } from "./plainstage.js";

test("a plain change set keeps, takes away and writes", () => {
  assert.equal(PlainSet.fromJSON([2, [1, "X", "Y"], 2]).apply("ab-cd"), "abX\nYcd");
  assert.equal(PlainSet.fromJSON([[0, "first", "", "last"]]).apply(""), "first\n\nlast");
  assert.equal(PlainSet.fromJSON([1, [2], 1]).apply("a😀b"), "ab");
});

test("lines say who wrote what of them and who changed them", () => {
  const text = "ana\nben\n\nboth";
  const authors = [
    { from: 0, to: 4, by: "candidate" },
    { from: 4, to: 11, by: "interviewer" },
    { from: 11, to: 13, by: "candidate" },
  ];
  const fresh = [
    { from: 8, to: 8, by: "interviewer" },
    { from: 10, to: 12, by: "candidate" },
  ];
  assert.deepEqual(linesOf(text, fresh, authors), [
    { pieces: [["ana", "candidate"]], fresh: "" },
    { pieces: [["ben", "interviewer"]], fresh: "" },
    { pieces: [], fresh: "interviewer" },
    {
      pieces: [
        ["bo", "interviewer"],
        ["th", "candidate"],
      ],
      fresh: "candidate",
    },
  ]);
  assert.deepEqual(linesOf("", [], []), [{ pieces: [], fresh: "" }]);
});

test("renderings are put together from their changes, and what stays keeps its key", () => {
  const list = blocksOf([
    [1, 0, 0, ["<h2>A</h2>", "<p>b</p>"]],
    [5, 1, 1, ["<p>bc</p>"]],
    [9, 0, 0, ["<h1>T</h1>"]],
    [12, 1, 2, []],
  ]);
  assert.deepEqual(
    list.map((r) => [r.version, ...r.blocks.map((b) => b.html)]),
    [
      [1, "<h2>A</h2>", "<p>b</p>"],
      [5, "<h2>A</h2>", "<p>bc</p>"],
      [9, "<h1>T</h1>", "<h2>A</h2>", "<p>bc</p>"],
      [12, "<h1>T</h1>"],
    ],
  );
  assert.equal(list[0].blocks[0].key, list[2].blocks[1].key);
  const keys = list[2].blocks.map((b) => b.key);
  assert.equal(new Set(keys).size, keys.length);
});
