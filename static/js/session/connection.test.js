import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Connection } from "./connection.js";

/** The browser's end of a websocket, in the hands of a test. */
class Socket {
  /** @type {Socket[]} */
  static all = [];
  /** @type {any[]} */
  sent = [];
  closed = false;
  /** @param {URL} url */
  constructor(url) {
    this.url = url;
    Socket.all.push(this);
  }
  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.closed = true;
  }
  /** @param {object} frame */
  brings(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  /** Opens it and lets it be welcomed. */
  welcome(last = 0) {
    this.onopen?.();
    this.brings({ type: "welcome", last });
    return this;
  }
  /** @param {string} type */
  frames(type) {
    return this.sent.filter((f) => f.type === type);
  }
}

let now = 0;
let page = new EventTarget();

/** Lets time pass in small steps. @param {number} ms */
function pass(ms) {
  for (let left = ms; left > 0; left -= 100) {
    now += Math.min(left, 100);
    mock.timers.tick(Math.min(left, 100));
  }
}

/** Time goes on, and no timer runs: the page is frozen, or the machine sleeps. @param {number} ms */
const freeze = (ms) => (now += ms);

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  now = 1000;
  Socket.all = [];
  page = new EventTarget();
  const world = {
    WebSocket: Socket,
    location: { href: "http://mock.test/s/x/candidate" },
    document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
    performance: { now: () => now },
    addEventListener: (type, f) => page.addEventListener(type, f),
  };
  for (const [name, value] of Object.entries(world)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
});

const line = () => {
  const c = new Connection(
    "x",
    "candidate",
    () => 7,
    () => 0.5,
  );
  c.connect();
  return c;
};
const newest = () => Socket.all[Socket.all.length - 1];

test("a line that leaves pings unanswered is given up, and what was sent goes again, under the same numbers", () => {
  const c = line();
  newest().welcome();
  void c.send("chat.say", { text: "a" });
  void c.send("chat.say", { text: "b" });
  pass(7000);
  assert.equal(Socket.all.length, 1);
  assert.equal(c.open, true);
  pass(5000);
  assert.equal(Socket.all.length, 2, "a second attempt");
  assert.equal(Socket.all[0].closed, true);
  newest().welcome();
  assert.deepEqual(
    newest()
      .frames("do")
      .map((f) => [f.n, f.data.text]),
    [
      [1, "a"],
      [2, "b"],
    ],
  );
});

test("anything heard keeps a line, even if it is no pong", () => {
  const c = line();
  newest().welcome();
  for (let i = 0; i < 20; i++) {
    pass(1900);
    newest().brings({ type: "presence", people: [] });
  }
  assert.equal(c.open, true);
  assert.equal(Socket.all.length, 1);
});

test("an attempt without a welcome is given up after ten seconds", () => {
  line();
  pass(9000);
  assert.equal(Socket.all.length, 1);
  pass(5000);
  assert.equal(Socket.all.length, 2);
  newest().onopen();
  pass(15_000);
  assert.ok(Socket.all.length > 2, "open, but never welcomed");
});

test("a socket that is closing when the network comes back holds nothing up", () => {
  const c = line();
  newest().welcome();
  void c.send("chat.say", { text: "a" });
  page.dispatchEvent(new Event("offline"));
  assert.equal(c.open, false);
  void c.send("chat.say", { text: "b" });
  page.dispatchEvent(new Event("online"));
  assert.equal(Socket.all.length, 2);
  newest().welcome();
  assert.deepEqual(
    newest()
      .frames("do")
      .map((f) => f.n),
    [1, 2],
  );
});

test("every socket of a page has a higher attempt and the same client name", () => {
  line();
  for (let i = 0; i < 3; i++) {
    newest().welcome();
    newest().onclose({ code: 1006 });
    pass(2000);
  }
  newest().onopen();
  const hellos = Socket.all.flatMap((s) => s.frames("hello"));
  assert.deepEqual(
    hellos.map((h) => h.attempt),
    [1, 2, 3, 4],
  );
  assert.equal(new Set(hellos.map((h) => h.client)).size, 1);
});

test("a page that stood still asks first: an answer keeps the line, silence ends it within seconds", () => {
  for (const answers of [true, false]) {
    Socket.all = [];
    const c = line();
    newest().welcome();
    pass(1000);
    newest().brings({ type: "pong", id: 1, now: 1, saving: true });
    freeze(30 * 60_000);
    for (let i = 0; i < 8; i++) {
      pass(1000);
      if (answers) newest().brings({ type: "pong", id: 2 + i, now: 1, saving: true });
      if (i === 0) c.measure();
    }
    assert.equal(Socket.all.length, answers ? 1 : 2);
    assert.equal(c.open, answers);
    c.closed = 1;
  }
});

test("data that is made when it leaves is made anew for each line, and null settles the command", async () => {
  const c = line();
  newest().welcome();
  let version = 7;
  const done = c.send("board.edit", () => (version < 9 ? { version } : null));
  assert.equal(newest().frames("do")[0].data.version, 7);
  version = 8;
  newest().onclose({ code: 1006 });
  pass(2000);
  newest().welcome();
  assert.equal(newest().frames("do")[0].data.version, 8);
  version = 9;
  newest().onclose({ code: 1006 });
  pass(3000);
  newest().welcome();
  assert.equal(newest().frames("do").length, 0);
  await done;
});

test("what had its effect before the line was lost is settled by the welcome", async () => {
  const c = line();
  newest().welcome();
  const done = c.send("chat.say", { text: "a" });
  newest().onclose({ code: 1006 });
  pass(2000);
  newest().welcome(1);
  await done;
  assert.equal(newest().frames("do").length, 0);
});

test("after a restart the first attempt is spread, and final codes end it", () => {
  const c = line();
  newest().welcome();
  newest().onclose({ code: 1001 });
  assert.ok(c.retryAt - now >= 300 && c.retryAt - now <= 2000);
  pass(2100);
  newest().welcome();
  newest().onclose({ code: 4410 });
  pass(60_000);
  assert.equal(Socket.all.length, 2);
});

const cannotSave = { code: "unavailable", message: "The server cannot save right now." };
/** @param {number} from */
const sentFrom = (from) =>
  newest()
    .frames("do")
    .slice(from)
    .map((f) => [f.n, f.data.text]);

test("what the server cannot save waits here and goes again in its order", async () => {
  const c = line();
  newest().welcome();
  const done = ["a", "b"].map((text) => c.send("chat.say", { text }));
  newest().brings({ type: "refused", n: 1, error: cannotSave });
  newest().brings({ type: "refused", n: 2, error: cannotSave });
  assert.equal(c.saving, false);
  done.push(c.send("chat.say", { text: "c" }));
  await assert.rejects(c.send("phase.next", {}), "what cannot wait is refused");
  assert.equal(newest().frames("do").length, 2, "nothing overtakes");
  pass(1000);
  assert.deepEqual(sentFrom(2), [
    [1, "a"],
    [2, "b"],
    [3, "c"],
  ]);
  for (const n of [1, 2, 3]) newest().brings({ type: "done", n });
  await Promise.all(done);
});

test("what was overtaken while the server could not save gets a new number", async () => {
  const c = line();
  newest().welcome();
  const a = c.send("chat.say", { text: "a" });
  const b = c.send("chat.say", { text: "b" });
  newest().brings({ type: "refused", n: 1, error: cannotSave });
  newest().brings({ type: "done", n: 2 });
  await b;
  pass(1000);
  assert.deepEqual(sentFrom(2), [[3, "a"]], "number 1 would count as done already");
  newest().brings({ type: "done", n: 3 });
  await a;
});

test("a welcome does not settle what was refused before", async () => {
  const c = line();
  newest().welcome();
  const a = c.send("chat.say", { text: "a" });
  void c.send("chat.say", { text: "b" });
  newest().brings({ type: "refused", n: 1, error: cannotSave });
  newest().onclose({ code: 1006 });
  pass(30_000);
  newest().welcome(2);
  assert.deepEqual(sentFrom(0), [[3, "a"]]);
  newest().brings({ type: "done", n: 3 });
  await a;
});

test("a refused command that was saved all the same is done", async () => {
  const c = line();
  newest().welcome();
  const a = c.send("chat.say", { text: "a" });
  newest().brings({ type: "refused", n: 1, error: cannotSave });
  newest().onclose({ code: 1006 });
  pass(30_000);
  newest().welcome(1);
  await a;
  assert.deepEqual(sentFrom(0), []);
});
