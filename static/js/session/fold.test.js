import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fold } from "./fold.js";

// Views as the server projects and folds them; the Go test TestBrowsersFoldAlike keeps them true.
const views = JSON.parse(readFileSync(new URL("./testdata/views.json", import.meta.url), "utf8"));

test("the browser's fold comes to the same state as the server's", () => {
  const kinds = new Set();
  for (const { start, items, end } of views) {
    let state = start;
    for (const item of items) {
      state = fold(state, item);
      kinds.add(item.kind);
    }
    assert.deepEqual(state, end);
  }
  assert.ok(kinds.size > 15, `only ${kinds.size} kinds`);
});
