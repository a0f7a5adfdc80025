import assert from "node:assert/strict";
import { test } from "node:test";
import { helpWith } from "./help.js";

test("hints count for the criteria of their items", () => {
  const item = { must: true, text: "", hints: /** @type {[string, string, string]} */ (["", "", ""]) };
  const scripts = [
    {
      phase: "high-level",
      title: "",
      goal: "",
      items: [
        { ...item, id: "api", criteria: ["implementation-details"] },
        { ...item, id: "cache", criteria: ["scalability"] },
      ],
    },
  ];
  /** @param {string} of @param {number} rung */
  const hint = (of, rung) => ({ at: 1, phase: "high-level", item: of, rung, text: "" });
  const hints = [hint("api", 1), hint("cache", 1), hint("cache", 2), hint("cache", 3), hint("", 3)];
  assert.deepEqual(helpWith("scalability", hints, scripts), {
    words: "1 gentle, 1 pointed, 1 explicit",
    explicit: true,
  });
  assert.deepEqual(helpWith("implementation-details", hints, scripts), { words: "1 gentle", explicit: false });
  assert.equal(helpWith("reliability", hints, scripts), undefined);
  assert.equal(helpWith("scalability", hints, []), undefined);
});
