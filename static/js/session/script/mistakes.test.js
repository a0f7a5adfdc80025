import assert from "node:assert/strict";
import { test } from "node:test";
import { mistakeMade, pinOfMistake } from "./mistakes.js";

const TEXT = 'Answers `301` **blindly**. It cannot be stopped. Ask: "What does the browser do?"';

test("a mistake is what was done, without the question and without marks", () => {
  assert.equal(mistakeMade(TEXT), "Answers 301 blindly. It cannot be stopped.");
  assert.equal(mistakeMade("Sixteen shards."), "Sixteen shards.");
});

test("its pin is the last one whose note begins with it, whatever was added", () => {
  const pin = (/** @type {string} */ id, /** @type {string} */ note) => /** @type {any} */ ({ id, note });
  const words = mistakeMade(TEXT);
  const pins = [pin("a", words), pin("b", `${words} Twice.`), pin("c", "Answers 301."), pin("d", "")];
  assert.equal(pinOfMistake(pins, TEXT)?.id, "b");
  assert.equal(pinOfMistake([pin("c", "Answers 301.")], TEXT), undefined);
});
