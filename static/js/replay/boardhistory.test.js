import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, Text } from "@codemirror/state";
import { BoardHistory } from "./boardhistory.js";
import { PlainSet, PlainText } from "./plainset.js";

/** A reproducible row of numbers below one. @param {number} seed */
function drawn(seed) {
  let n = seed;
  return () => (n = (n * 48271) % 0x7fffffff) / 0x7fffffff;
}

/** @param {number} count */
function session(count) {
  const draw = drawn(count);
  let text = Text.empty;
  const edits = [];
  const texts = [text];
  for (let n = 0; n < count; n++) {
    const from = Math.floor(draw() * (text.length + 1));
    const to = Math.min(text.length, from + (draw() < 0.3 ? Math.floor(draw() * 6) : 0));
    const insert = draw() < 0.1 ? "line\nbreak 😀" : "x";
    const set = ChangeSet.of({ from, to, insert }, text.length);
    edits.push({ at: 1000 + n * 10, by: draw() < 0.5 ? "p-ana" : "p-ben", changes: set.toJSON() });
    text = set.apply(text);
    texts.push(text);
  }
  return { edits, texts };
}

test("any version is the fold of the edits before it, in whatever order they are asked for", () => {
  const { edits, texts } = session(1234);
  const history = new BoardHistory(edits, { ChangeSet, Text });
  const draw = drawn(7);
  for (let i = 0; i < 200; i++) {
    const version = Math.floor(draw() * (edits.length + 1));
    assert.ok(history.text(version).eq(texts[version]), `version ${version}`);
  }
  assert.ok(history.text(edits.length).eq(texts[edits.length]));
});

test("plain strings come to the same text as the editor's algebra", () => {
  const { edits, texts } = session(1234);
  const history = new BoardHistory(edits, { ChangeSet: PlainSet, Text: PlainText });
  for (const version of [1234, 0, 1, 99, 100, 101, 777]) assert.equal(history.text(version), texts[version].toString());
});

test("what is new says where and by whom, also where something only went", () => {
  const edits = [
    { at: 1, by: "ana", changes: [[0, "one", "two"]] },
    { at: 2, by: "ben", changes: [4, [0, "NEW "], 3] },
    { at: 3, by: "ana", changes: [6, [1], 4] },
    { at: 4, by: "ben", changes: [[2], 8] },
    { at: 5, by: "ana", changes: [8, [0, "!"]] },
  ];
  const history = new BoardHistory(edits, { ChangeSet, Text });
  assert.equal(history.text(5).toString(), "e\nNE two!");
  assert.deepEqual(history.fresh(0, 1), [{ from: 0, to: 7, by: "ana" }]);
  assert.deepEqual(history.fresh(1, 5), [
    { from: 0, to: 0, by: "ben" },
    { from: 2, to: 4, by: "ben" },
    { from: 4, to: 4, by: "ana" },
    { from: 4, to: 5, by: "ben" },
    { from: 8, to: 9, by: "ana" },
  ]);
  assert.deepEqual(history.fresh(5, 5), []);
});

test("what is new between any two versions is what their changes touched", () => {
  const { edits } = session(300);
  const history = new BoardHistory(edits, { ChangeSet, Text });
  for (const [from, to] of [
    [0, 300],
    [17, 18],
    [99, 201],
  ]) {
    const touched = new Set();
    for (const span of history.fresh(from, to)) for (let i = span.from; i < span.to; i++) touched.add(i);
    /** @type {number[]} */
    const wanted = [];
    history
      .changes(from, to)
      ?.iterChangedRanges(
        (/** @type {any} */ _a, /** @type {any} */ _b, /** @type {number} */ f, /** @type {number} */ t) => {
          for (let i = f; i < t; i++) wanted.push(i);
        },
        true,
      );
    assert.deepEqual(
      [...touched].sort((a, b) => a - b),
      wanted,
    );
  }
});

test("a moment has the version of all edits made by then", () => {
  const { edits } = session(20);
  const history = new BoardHistory(edits, { ChangeSet, Text });
  assert.equal(history.versionAt(0), 0);
  assert.equal(history.versionAt(1000), 1);
  assert.equal(history.versionAt(1009), 1);
  assert.equal(history.versionAt(1190), 20);
  assert.equal(history.versionAt(1e9), 20);
});

test("the changes between two versions lead from one to the other", () => {
  const { edits, texts } = session(300);
  const history = new BoardHistory(edits, { ChangeSet, Text });
  for (const [from, to] of [
    [0, 300],
    [17, 18],
    [99, 201],
  ])
    assert.ok(history.changes(from, to)?.apply(texts[from]).eq(texts[to]));
  assert.equal(history.changes(5, 5), undefined);
});

test("every character has the author who wrote it", () => {
  const { edits, texts } = session(400);
  const history = new BoardHistory(edits, { ChangeSet, Text });
  /** @type {string[]} */
  let by = [];
  for (const [n, edit] of edits.entries()) {
    const next = /** @type {string[]} */ ([]);
    ChangeSet.fromJSON(edit.changes).iterChanges((fromA, toA, fromB, toB) => {
      next.push(...by.slice(0, fromA), ...Array(toB - fromB).fill(edit.by), ...by.slice(toA));
    });
    by = next.length > 0 || by.length === 0 ? next : by;
    const spans = history.authors(n + 1);
    assert.equal(spans.at(-1)?.to ?? 0, texts[n + 1].length);
    assert.deepEqual(
      spans.flatMap((s) => Array(s.to - s.from).fill(s.by)),
      by,
    );
  }
});
