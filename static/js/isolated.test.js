import assert from "node:assert/strict";
import test from "node:test";
import { isolated } from "./isolated.js";

test("names from right to left are set apart, others stay", () => {
  assert.equal(isolated("Ana"), "Ana");
  assert.equal(isolated("李"), "李");
  assert.equal(isolated("נועה"), "\u2068נועה\u2069");
  assert.equal(isolated("مریم B"), "\u2068مریم B\u2069");
});
