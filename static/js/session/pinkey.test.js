import assert from "node:assert/strict";
import { test } from "node:test";
import { pinOf, pinOfKey } from "./pinkey.js";

/** @param {string} code @param {string} key @param {boolean} [shiftKey] */
const press = (code, key, shiftKey = false) => pinOfKey({ code, key, shiftKey });

test("digits pin for, with Shift against, on every layout", () => {
  assert.deepEqual(press("Digit1", "1"), { criterion: "communication", sign: "for" });
  assert.deepEqual(press("Digit3", "3"), { criterion: "trade-offs", sign: "for" });
  assert.deepEqual(press("Digit6", "&", true), { criterion: "implementation-details", sign: "against" });
  // French: the row gives letters without Shift and digits with it.
  assert.deepEqual(press("Digit2", "é"), { criterion: "structured-approach", sign: "for" });
  assert.deepEqual(press("Digit2", "2", true), { criterion: "structured-approach", sign: "against" });
});

test("0 is for later, and has no opposite", () => {
  assert.deepEqual(press("Digit0", "0"), { criterion: "", sign: "later" });
  assert.equal(press("Digit0", ")", true), undefined);
});

test("the keypad counts where it types digits", () => {
  assert.deepEqual(press("Numpad4", "4"), { criterion: "scalability", sign: "for" });
  assert.equal(press("Numpad4", "ArrowLeft"), undefined);
});

test("other keys pin nothing", () => {
  for (const [code, key] of [
    ["Digit7", "7"],
    ["Digit9", "9"],
    ["KeyA", "1"],
    ["", "1"],
    ["F1", "F1"],
  ])
    assert.equal(press(code, key), undefined);
  assert.equal(pinOf(7, false), undefined);
});
