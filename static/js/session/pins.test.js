import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Pins, tally, tallyWords, toSort } from "./pins.js";

/** @typedef {import("./types.js").Pin} Pin */

/** What the browser keeps, over the lives of a page. @type {Map<string, string>} */
let kept;
/** The server's pins, and the answers that are still to be given. */
let server = /** @type {Pin[]} */ ([]);
/** @type {{ command: string, data: any, answer: (refusal?: { code: string, message: string }) => Promise<void> }[]} */
let sent = [];

/** A life of a page. */
function page() {
  const pins = new Pins({
    key: "pins",
    send: (command, data) =>
      new Promise((resolve, reject) => {
        const answer = async (/** @type {object | undefined} */ refusal) => {
          if (refusal) reject(refusal);
          else resolve();
          await new Promise((then) => setImmediate(then));
        };
        sent.push({ command, data, answer });
      }),
    known: () => server,
    changed: () => {},
  });
  return pins;
}

/** @param {any} data @returns {Pin} */
const dropped = (data) => ({
  id: data.id,
  at: data.at,
  moment: data.at,
  version: data.version,
  criterion: data.criterion,
  sign: data.sign,
  note: "",
  in_replay: false,
});

beforeEach(() => {
  kept = new Map();
  server = [];
  sent = [];
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: {
      getItem: (/** @type {string} */ k) => kept.get(k) ?? null,
      setItem: (/** @type {string} */ k, /** @type {string} */ v) => kept.set(k, v),
      removeItem: (/** @type {string} */ k) => kept.delete(k),
    },
  });
});

const MOMENT = { criterion: "trade-offs", sign: /** @type {const} */ ("for"), at: 1000.4, version: 7 };

test("a pin is shown at once as waiting, and counts only when the server has it", async () => {
  const pins = page();
  const { id } = pins.drop(MOMENT);
  assert.match(id, /^[A-Za-z0-9_-]{8,40}$/);
  assert.deepEqual(sent[0].data, { id, criterion: "trade-offs", sign: "for", at: 1000, version: 7 });
  assert.deepEqual(
    pins.list.map((p) => [p.criterion, p.moment, p.waiting]),
    [["trade-offs", 1000, true]],
  );
  assert.equal(pins.dropping("trade-offs"), true);
  assert.equal(tallyWords(tally(server, "trade-offs")), "");

  server = [dropped(sent[0].data)];
  await sent[0].answer();
  assert.deepEqual(
    pins.list.map((p) => [p.id, p.waiting]),
    [[id, false]],
  );
  assert.equal(pins.dropping("trade-offs"), false);
  assert.equal(pins.unanswered, 0);
  assert.equal(tallyWords(tally(server, "trade-offs")), "+1");
});

test("a note, a link and a withdrawal lie over the server's pin until they are answered", async () => {
  server = [dropped({ id: "pin-one-0000", criterion: "", sign: "later", at: 5, version: 1 })];
  const pins = page();
  void pins.note("pin-one-0000", "why a counter?");
  void pins.link("pin-one-0000", "scalability", "against");
  assert.deepEqual(
    pins.list.map((p) => [p.note, p.criterion, p.sign, p.waiting]),
    [["why a counter?", "scalability", "against", true]],
  );
  void pins.withdraw("pin-one-0000");
  assert.equal(pins.list[0].leaving, true);
  assert.equal(pins.unanswered, 3);
  server = [];
  for (const s of sent) await s.answer();
  assert.deepEqual(pins.list, []);
  assert.equal(kept.size, 0);
});

test("a note that says what is there already asks for nothing", async () => {
  server = [{ ...dropped({ id: "pin-one-0000", criterion: "", sign: "later", at: 5, version: 1 }), note: "same" }];
  assert.equal(await page().note("pin-one-0000", "same"), true);
  assert.deepEqual(sent, []);
});

test("a refused pin stays with its sentence until it is asked for again or thrown away", async () => {
  const pins = page();
  const { id, done } = pins.drop(MOMENT);
  await sent[0].answer({ code: "too-large", message: "You have 500 pins; withdraw some first." });
  assert.equal(await done, false);
  assert.deepEqual(
    pins.list.map((p) => [p.waiting, p.refused]),
    [[false, "You have 500 pins; withdraw some first."]],
  );
  assert.equal(pins.unanswered, 0);
  pins.again(id);
  assert.deepEqual([sent.length, pins.list[0].waiting], [2, true]);
  await sent[1].answer({ code: "too-large", message: "You have 500 pins; withdraw some first." });
  pins.throwAway(id);
  assert.deepEqual(pins.list, []);
});

test("a moment that the server has not reached yet becomes its now, once", async () => {
  const pins = page();
  const { done } = pins.drop({ ...MOMENT, now: true });
  const refusal = { code: "invalid", message: "There is no such moment in this session." };
  await sent[0].answer(refusal);
  assert.deepEqual([sent[1].data.at, sent[1].data.id], [0, sent[0].data.id]);
  assert.deepEqual([pins.list[0].moment, pins.list[0].waiting], [1000, true]);
  await sent[1].answer(refusal);
  assert.equal(await done, false);
  assert.equal(sent.length, 2);
  assert.equal(pins.list[0].refused, refusal.message);
});

test("a moment of the past that does not exist is refused, and no other is taken for it", async () => {
  const pins = page();
  const { done } = pins.drop(MOMENT);
  await sent[0].answer({ code: "invalid", message: "There is no such moment in this session." });
  assert.equal(await done, false);
  assert.equal(sent.length, 1);
});

test("a note of a pin that goes again goes behind it", async () => {
  const pins = page();
  const { id } = pins.drop({ ...MOMENT, now: true });
  const noted = pins.note(id, "unprompted");
  await sent[0].answer({ code: "invalid", message: "There is no such moment in this session." });
  await sent[1].answer({ code: "not-found", message: "You have no pin." });
  assert.deepEqual(
    sent.map((s) => s.command),
    ["pin.drop", "pin.note", "pin.drop", "pin.note"],
  );
  await sent[2].answer();
  await sent[3].answer();
  assert.equal(await noted, true);
  assert.equal(kept.size, 0);
});

test("a refused withdrawal leaves the pin where it was", async () => {
  server = [dropped({ id: "pin-one-0000", criterion: "reliability", sign: "for", at: 5, version: 1 })];
  const pins = page();
  void pins.withdraw("pin-one-0000");
  await sent[0].answer({ code: "conflict", message: "Your card is locked, and its pins with it." });
  assert.deepEqual([pins.list[0].leaving, pins.list[0].refused], [false, "Your card is locked, and its pins with it."]);
});

test("what a closed page left unanswered is asked for by the next one, once", async () => {
  const first = page();
  const { id } = first.drop(MOMENT);
  void first.note(id, "unprompted");
  server = [dropped(sent[0].data)]; // it came, and its answer was lost
  sent = [];

  const second = page();
  second.resume();
  assert.deepEqual(
    sent.map((s) => [s.command, s.data.id ?? s.data.pin]),
    [
      ["pin.drop", id],
      ["pin.note", id],
    ],
  );
  await sent[0].answer({ code: "conflict", message: "You have a pin with this id already." });
  await sent[1].answer();
  assert.deepEqual(
    second.list.map((p) => [p.id, p.refused]),
    [[id, ""]],
  );
  assert.equal(kept.size, 0);
});

test("a withdrawal whose answer was lost is done", async () => {
  kept.set("pins", JSON.stringify([{ command: "pin.withdraw", pin: "gone", data: { pin: "gone" }, refused: "" }]));
  const pins = page();
  pins.resume();
  await sent[0].answer({ code: "not-found", message: "You have no pin." });
  assert.equal(kept.size, 0);
});

test("what the browser kept and nobody can read is no pin", () => {
  for (const text of ["", "{", "null", '{"a":1}', '[null,{"command":"toString"},7]']) {
    kept.set("pins", text);
    const pins = page();
    pins.resume();
    assert.deepEqual(pins.list, []);
  }
});

test("a browser that keeps nothing says so", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get: () => {
      throw new Error("denied");
    },
  });
  const pins = page();
  pins.resume();
  assert.equal(pins.kept, true);
  pins.drop(MOMENT);
  assert.equal(pins.kept, false);
});

test("tallies count each sign; what has no criterion or no direction is to sort", () => {
  const pin = (/** @type {string} */ criterion, /** @type {any} */ sign) => dropped({ criterion, sign });
  const all = [
    pin("reliability", "for"),
    pin("reliability", "for"),
    pin("reliability", "against"),
    pin("reliability", "later"),
    pin("", "for"),
    pin("", "later"),
  ];
  assert.equal(tallyWords(tally(all, "reliability")), "+2 −1");
  assert.equal(tallyWords(tally(all, "scalability")), "");
  assert.equal(tallyWords({ plus: 0, minus: 3 }), "−3");
  assert.equal(toSort(all), 3);
});
