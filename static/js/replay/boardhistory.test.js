import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, Text } from "@codemirror/state";
import { BoardHistory } from "./boardhistory.js";

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
