import assert from "node:assert/strict";
import { test } from "node:test";
import { activityOf, afterIdle, editsOf, momentsOf, rangeOf, stretchesOf } from "./moments.js";

const edit = (/** @type {number} */ at, /** @type {string} */ by, count = 1) => ({
  at,
  by,
  kind: "board.edited",
  data: { updates: Array.from({ length: count }, (_, k) => ({ client: "e", k, changes: [[0, "x"]] })) },
});

test("the log says what happened in the order of time", () => {
  const items = [
    { at: 100, by: "", kind: "phase.started", data: { phase: "clarification", budget_ms: 1 } },
    {
      at: 200,
      by: "p-ben",
      kind: "clarification.answered",
      data: { id: "writes", question: "How many?", answer: "100 M." },
    },
    {
      at: 300,
      by: "p-ben",
      kind: "hint.given",
      data: { phase: "high-level", item: "api", rung: 2, text: "Which calls?" },
    },
    { at: 320, by: "p-ben", kind: "hint.given", data: { phase: "lobby", item: "", rung: 3, text: "Two calls." } },
    { at: 340, by: "p-ana", kind: "chat.said", data: { text: "A minute." } },
    { at: 350, by: "p-ben", kind: "note.written", data: { text: "private" } },
    { at: 360, by: "", kind: "checklist.seen", data: { items: ["high-level/api"] } },
    edit(380, "p-ana", 14),
    { at: 900, by: "", kind: "phase.started", data: { phase: "high-level", budget_ms: 1, due: 390 } },
  ];
  const list = momentsOf(
    items,
    (id) => ({ "p-ana": "Ana", "p-ben": "Ben" })[id] ?? "somebody",
    (_, item) => `item ${item}`,
  );
  assert.deepEqual(
    list.map((m) => [m.at, m.mark, m.lead, m.text]),
    [
      [100, "phase", "Clarification began", ""],
      [200, "given", "How many?", "100 M."],
      [300, "hint", "Hint, pointed: item api", "Which calls?"],
      [320, "hint", "Hint, explicit", "Two calls."],
      [340, "chat", "Ana", "A minute."],
      [360, "board", "On the board", "item api"],
      [380, "board", "14 edits of Ana arrived together", "Typed without a line, and merged."],
      [390, "phase", "High-level began", ""],
    ],
  );
});

test("edits are counted for each person and part of the time", () => {
  const edits = editsOf([edit(0, "p-ana", 2), edit(50, "p-ben"), edit(100, "p-ana"), edit(99, "p-ana")]);
  assert.equal(edits.length, 5);
  assert.deepEqual(activityOf(edits, "p-ana", { from: 0, to: 100 }, 4), [2, 0, 0, 2]);
  assert.deepEqual(activityOf(edits, "p-ben", { from: 0, to: 100 }, 4), [0, 0, 1, 0]);
});

test("long silence is skipped, short silence is not", () => {
  assert.equal(afterIdle([0, 10_000, 100_000], 10_000), 99_000);
  assert.equal(afterIdle([0, 10_000, 100_000], 85_000), 85_000);
  assert.equal(afterIdle([0], 5), 5);
});

test("the time shown ends with the last phase, or with what was written later", () => {
  const state = /** @type {any} */ ({
    started_at: 1000,
    scoring_at: 9000,
    past: [{ phase: "clarification", started_at: 1000, ended_at: 9000, used_ms: 8000, budget_ms: 6000 }],
  });
  assert.deepEqual(rangeOf(state, [edit(2000, "p-ana")]), { from: 1000, to: 9000 });
  assert.deepEqual(rangeOf(state, [edit(12_000, "p-ana")]), { from: 1000, to: 12_000 });
  assert.deepEqual(stretchesOf(state), [{ phase: "clarification", from: 1000, to: 9000, over: 7000 }]);
});
