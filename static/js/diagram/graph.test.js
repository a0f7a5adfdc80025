import assert from "node:assert/strict";
import { test } from "node:test";
import { describeGraph, findDiagrams, readGraph, tooLarge } from "./graph.js";

test("finds closed and unclosed blocks", () => {
  const text = "# a\n\n```mermaid\nflowchart LR\n  A --> B\n```\n\n```calc\na = 1\n```\n~~~mermaid\nsequenceDiagram\n";
  const [one, two, ...rest] = findDiagrams(text);
  assert.deepEqual(rest, []);
  assert.equal(one.source, "flowchart LR\n  A --> B\n");
  assert.equal(one.line, 3);
  assert.equal(text.slice(one.from, one.to), "```mermaid\nflowchart LR\n  A --> B\n```");
  assert.equal(two.kind, "sequence");
  assert.equal(two.closed, false);
});

for (const [line, boxes, arrows] of /** @type {[string, string[], string[]][]} */ ([
  ["A --> B", ["A=A", "B=B"], ["A>B:"]],
  ["A[Load balancer<br/>TLS] -->|GET /code| K[(Cache)]", ["A=Load balancer TLS", "K=Cache"], ["A>K:GET /code"]],
  ['A["a [b] (c)"] --> B', ["A=a [b] (c)", "B=B"], ["A>B:"]],
  ["A -- reads --> B -.-> C", ["A=A", "B=B", "C=C"], ["A>B:reads", "B>C:"]],
  ["A & B --> C & D", ["A=A", "B=B", "C=C", "D=D"], ["A>C:", "A>D:", "B>C:", "B>D:"]],
  ["A ==> B((x)) --- C{{y}}", ["A=A", "B=x", "C=y"], ["A>B:", "B>C:"]],
  ["A -. async .-> B[[Queue]]", ["A=A", "B=Queue"], ["A>B:async"]],
  ["Ä1[Größe 🚀] --> B", ["Ä1=Größe 🚀", "B=B"], ["Ä1>B:"]],
])) {
  test(`reads ${line}`, () => {
    const graph = readGraph(`flowchart LR\n${line}\n`);
    assert.deepEqual(
      graph.boxes.map((b) => `${b.id}=${b.name}`),
      boxes,
    );
    assert.deepEqual(
      graph.arrows.map((a) => `${a.from}>${a.to}:${a.words}`),
      arrows,
    );
    assert.deepEqual(graph.unread, []);
  });
}

test("a half-typed line is said and left alone", () => {
  const graph = readGraph("flowchart LR\n A --> B[Store\n C[Cache] --> D\n D -->\n subgraph Zone\n end\n");
  assert.deepEqual(graph.unread, [2, 4]);
  assert.deepEqual(
    graph.boxes.map((b) => b.id),
    ["C", "D"],
  );
});

test("sequence diagrams", () => {
  const graph = readGraph("sequenceDiagram\n participant U as User\n U->>S: POST /links\n S-->>U: 201\n");
  assert.deepEqual(
    graph.arrows.map((a) => `${a.from}>${a.to}:${a.words}`),
    ["U>S:POST /links", "S>U:201"],
  );
  assert.equal(graph.boxes[0].name, "User");
});

test("a picture in words", () => {
  assert.equal(
    describeGraph("flowchart LR\n A[Browser] -->|GET| B[Service]\n"),
    "Diagram with 2 boxes: Browser, Service. Browser to Service: GET.",
  );
  assert.equal(describeGraph("pie\n x : 1"), "Diagram. pie");
});

test("what would freeze a tab is not drawn", () => {
  const boxes = Array.from({ length: 2000 }, (_, i) => `n${i}[Box ${i}]`);
  assert.match(tooLarge(`flowchart LR\n${boxes.join("\n")}`), /too large/);
  assert.match(tooLarge(`flowchart LR\n${boxes.join(";").slice(0, 16000)}`), /too large/);
  assert.match(tooLarge("x".repeat(64 * 1024)), /64 KiB/);
  const wide = Array.from({ length: 20 }, (_, i) => `a${i}`).join(" & ");
  assert.match(tooLarge(`flowchart LR\n${wide} --> ${wide.replaceAll("a", "b")}`), /400 arrows/);
  assert.equal(tooLarge("flowchart LR\n A --> B"), "");
});

test("any text can be read", () => {
  const signs = ["A", "-->", "[", "]", "(", '"', "|", "&", "\n", " ", ";", "```", "subgraph", "end", "{", "🚀"];
  let seed = 7;
  for (let i = 0; i < 3000; i++) {
    let text = "flowchart LR\n";
    for (let n = 0; n < 25; n++) text += signs[(seed = (seed * 1103515245 + 12345) % 2147483648) % signs.length];
    readGraph(text);
    findDiagrams(text);
    tooLarge(text);
  }
});
