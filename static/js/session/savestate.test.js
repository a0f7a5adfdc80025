import assert from "node:assert/strict";
import { test } from "node:test";
import { saveState } from "./savestate.js";

test("the slot says one true thing", () => {
  const calm = {
    unacked: 0,
    pins: 0,
    since: 0,
    kept: true,
    open: true,
    heardAt: 9000,
    lostAt: 0,
    retryAt: 0,
    diskFull: false,
    refused: false,
    merged: 0,
    offline: false,
    measured: true,
  };
  for (const [change, words] of [
    [{}, "Saved"],
    [{ unacked: 1, since: 9700 }, "Saved"],
    [{ unacked: 1, since: 9500 }, "Saving…"],
    [{ heardAt: 4000 }, "Checking…"],
    [{ open: false, lostAt: 9500, retryAt: 12_100 }, "Reconnecting in 3 s"],
    [{ open: false, lostAt: -1000, unacked: 14 }, "Offline. 14 edits kept here"],
    [{ open: false, lostAt: -1000, pins: 1 }, "Offline. 1 pin kept here"],
    [{ open: false, lostAt: -1000, unacked: 1, pins: 2 }, "Offline. 1 edit and 2 pins kept here"],
    [{ pins: 1, since: 9500 }, "Saving…"],
    [{ kept: false, pins: 1 }, "Offline. Keep this tab open"],
    [{ merged: 14 }, "Back. 14 edits merged"],
    [{ diskFull: true }, "Not saved. Kept here"],
    [{ refused: true }, "Not taken"],
    [{ kept: false, unacked: 1 }, "Offline. Keep this tab open"],
  ]) {
    assert.equal(saveState({ ...calm, ...change }, 10_000).words, words);
  }
});
