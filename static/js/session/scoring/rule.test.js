import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CRITERIA } from "../criteria.js";
import { byRule } from "./rule.js";

test("the rule is the server's, for every card", () => {
  const cards = JSON.parse(readFileSync(new URL("../testdata/rule.json", import.meta.url), "utf8"));
  assert.ok(cards.length > 200);
  for (const { scores, recommendation, why } of cards) {
    const card = Object.fromEntries(CRITERIA.map(([id], i) => [id, scores[i]]));
    assert.deepEqual(byRule(card), [recommendation, why], scores.join(" "));
  }
});
