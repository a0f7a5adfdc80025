import assert from "node:assert/strict";
import { test } from "node:test";
import { Measure, face, format, left, mood, nudge } from "./clock.js";

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

test("a stalled round trip does not move a clock that is known", () => {
  const measure = new Measure();
  const offset = () => measure.now - performance.now();
  measure.take({ sent: 1000, received: 1010, now: 51_005 });
  const known = offset();
  measure.take({ sent: 40_000, received: 42_000, now: 90_000 + 1900 });
  assert.ok(Math.abs(offset() - known) < 1, "the stall came after half a minute");
  measure.take({ sent: 60_000, received: 60_040, now: 110_025 });
  assert.ok(Math.abs(offset() - 50_005) < 1, "a fair one is taken");
});

test("what was sent before the browser slept tells nothing", () => {
  const measure = new Measure();
  const real = Date.now;
  try {
    Date.now = () => real() + 1_800_000;
    assert.ok(measure.drifted());
    const woke = performance.now();
    measure.take({ sent: woke - 1_800_000, received: woke, now: 5_000_000 });
    assert.equal(measure.known, false);
    measure.take({ sent: woke + 1, received: woke + 11, now: woke + 70_006 });
    assert.ok(Math.abs(measure.now - performance.now() - 70_000) < 1);
  } finally {
    Date.now = real;
  }
});
