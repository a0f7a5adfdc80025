import assert from "node:assert/strict";
import { test } from "node:test";
import { findDiagrams, readGraph } from "../diagram/graph.js";
import { ENTRIES, findEntries } from "./entries.js";
import { boxChoices, plan } from "./insert.js";

/** @param {string} text @param {import("./insert.js").Plan} planned */
const apply = (text, planned) =>
  planned.changes.reduceRight((t, c) => t.slice(0, c.from) + c.insert + t.slice(c.to), text);

/** @param {string} id */
const entry = (id) => /** @type {import("./entries.js").Entry} */ (ENTRIES.find((e) => e.id === id));

test("finds entries by title and keyword, best first", () => {
  assert.equal(findEntries("cac")[0].id, "cache");
  assert.equal(findEntries("redis")[0].id, "cache");
  assert.equal(findEntries("s3")[0].id, "object-store");
  assert.deepEqual(findEntries("geo"), []);
  assert.equal(findEntries("").length, ENTRIES.length);
});

test("on an empty board a block is made", () => {
  const out = apply("", plan("", 0, entry("client"), { name: "Browser", from: "" }));
  assert.equal(out, "```mermaid\nflowchart LR\n  Browser([Browser])\n```");
});

const BOARD = "# Picture\n\n```mermaid\nflowchart LR\n  A[Browser] --> B[Service]\n  C[half\n```\n\nafter\n";

test("a component goes to the end of the diagram, whatever is half-typed in it", () => {
  const caret = BOARD.indexOf("after");
  const out = apply(BOARD, plan(BOARD, caret, entry("cache"), { name: "Hot links (10 GB)", from: "B" }));
  assert.match(out, /  C\[half\n  B --> Hotlinks10GB\[\("Hot links \(10 GB\)"\)\]\n```/);
  assert.ok(out.endsWith("\n\nafter\n"));
});

test("the box at the caret is offered first", () => {
  const caret = BOARD.indexOf("Service");
  assert.deepEqual(
    boxChoices(BOARD, caret).map((b) => b.name),
    ["Service", "Browser"],
  );
  assert.deepEqual(
    boxChoices(BOARD, 0).map((b) => b.name),
    ["Browser", "Service"],
  );
});

test("an unclosed block is closed", () => {
  const text = "```mermaid\nflowchart LR\n  A --> B";
  assert.equal(
    apply(text, plan(text, 5, entry("queue"), { name: "Queue", from: "B" })),
    `${text}\n  B --> Queue[[Queue]]\n\`\`\`\n`,
  );
});

test("ids are fresh and never Mermaid's own words", () => {
  const text = "```mermaid\nflowchart LR\n  Cache[(Cache)]\n```";
  assert.match(apply(text, plan(text, 5, entry("cache"), { name: "Cache", from: "" })), /Cache2\[\(Cache\)\]/);
  assert.match(apply(text, plan(text, 5, entry("service"), { name: "end", from: "" })), /end1\["end"\]/);
});

test("arrows, groups and messages", () => {
  assert.match(
    apply(BOARD, plan(BOARD, 0, entry("arrow"), { from: "B", to: "A", words: "302 | x" })),
    /B -->\|"302 \/ x"\| A/,
  );
  assert.match(
    apply(BOARD, plan(BOARD, 0, entry("group"), { name: "Zone 1", around: "B" })),
    /subgraph Zone1\[Zone 1\]\n    B\n  end/,
  );
  const out = apply(
    BOARD,
    plan(BOARD, BOARD.length, entry("message"), { name: "Client", to: "Service", words: "GET /x" }),
  );
  assert.match(out, /```mermaid\nsequenceDiagram\n  Client->>Service: GET \/x\n```/);
});

test("a table is written behind the block that the caret stands in", () => {
  const out = apply(BOARD, plan(BOARD, BOARD.indexOf("half"), entry("trade-off"), {}));
  assert.match(out, /```\n\n\| Option \| Gain[^\n]*\n(\|[^\n]*\n){3}\nafter/);
});

test("one entry after the other leaves whole blocks", () => {
  let text = "";
  let caret = 0;
  for (const id of ["table", "trade-off", "endpoint", "endpoint", "check-list", "worksheet", "client"]) {
    const planned = plan(text, caret, entry(id), { name: "Client", from: "" });
    text = apply(text, planned);
    caret = planned.caret;
  }
  const blocks = [
    "| | | |\n| --- | --- | --- |\n| | | |",
    "| Option | Gain | Price | Right when |\n| --- | --- | --- | --- |\n| Option A | | | |\n| Option B | | | |",
    "- `GET /path` → 200, what comes back\n- `GET /path` → 200, what comes back\n- [ ] to do",
    "```calc\nreads = 100 M / day\nreads_peak = reads * 5\n```",
    "```mermaid\nflowchart LR\n  Client([Client])\n```",
  ];
  assert.equal(text.trim(), blocks.join("\n\n"));
});

test("nothing else on the board changes, and what is drawn is connected", () => {
  const boards = [
    "",
    "# Größe 🚀\n\ntext",
    BOARD,
    "text\n```mermaid\nflowchart LR\n  A --> B",
    "```calc\na = 1\n```\n",
    "a\n\n\n",
  ];
  for (const text of boards) {
    for (const one of ENTRIES) {
      for (const caret of [0, Math.floor(text.length / 2), text.length]) {
        const from = boxChoices(text, caret)[0]?.id ?? "";
        const planned = plan(text, caret, one, {
          name: 'N "1" [x]',
          from,
          to: from || "Service",
          words: "w",
          around: from,
        });
        const out = apply(text, planned);
        assert.equal(planned.changes.length, 1);
        const [{ from: at, to, insert }] = planned.changes;
        assert.equal(at, to);
        assert.equal(out.slice(0, at) + out.slice(at + insert.length), text);
        assert.ok(planned.caret >= 0 && planned.caret <= out.length);
        if (one.kind !== "box" || from === "") continue;
        const graph = readGraph(
          findDiagrams(out)
            .map((d) => d.source)
            .find((s) => s.includes("N #quot;1#quot; [x]")) ?? "",
        );
        const box = graph.boxes.find((b) => b.name === 'N "1" [x]');
        assert.ok(
          box && graph.arrows.some((a) => a.from === from && a.to === box.id),
          `${one.id} on ${JSON.stringify(text)}`,
        );
      }
    }
  }
});
