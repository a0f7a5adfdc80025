import assert from "node:assert/strict";
import { test } from "node:test";
import { face, format, left, mood, nudge } from "./clock.js";

const clock = (change = {}) => ({
  phase: "high-level",
  state: "running",
  now: 0,
  deadline: 960_000,
  left_ms: 960_000,
  budget_ms: 960_000,
  planned_ms: 960_000,
  used_ms: 0,
  reserve_ms: 0,
  session_used_ms: 0,
  session_total_ms: 2_700_000,
  runs_from: 0,
  paused_since: 0,
  paused_by: "",
  paused_reason: "",
  server_away: [0, 0],
  next_budget_ms: 0,
  ...change,
});

test("time is rounded up and written as people read it", () => {
  for (const [ms, words] of [
    [378_000, "6:18"],
    [377_001, "6:18"],
    [1, "0:01"],
    [0, "0:00"],
    [3_730_000, "1:02:10"],
  ]) {
    assert.equal(format(ms), words);
  }
  assert.equal(face(-67_000), "+1:07");
  assert.equal(face(-500), "0:00");
});

test("what is left is computed, never counted, and stands while paused", () => {
  assert.equal(left(clock(), 100_000), 860_000);
  assert.equal(left(clock({ state: "paused", left_ms: 5000 }), 999_999), 5000);
  assert.equal(left(clock({ runs_from: 13_000, deadline: 73_000 }), 10_000), 60_000);
});

test("nudges come at 5 minutes, 1 minute and 0, for 8 seconds", () => {
  assert.equal(nudge(clock(), 659_000), undefined);
  assert.equal(nudge(clock(), 661_000), 300_000);
  assert.equal(nudge(clock(), 669_000), undefined);
  assert.equal(nudge(clock(), 901_000), 60_000);
  assert.equal(nudge(clock(), 961_000), 0);
  assert.equal(nudge(clock({ budget_ms: 120_000, deadline: 120_000 }), 0), undefined);
});

test("the face is amber over time and never red", () => {
  assert.equal(mood(clock(), 0), "run");
  assert.equal(mood(clock(), 905_000), "last");
  assert.equal(mood(clock(), 962_000), "over");
  assert.equal(mood(clock({ runs_from: 5000 }), 3000), "paused");
});
