// Records what CodeMirror itself makes of random edits, for recorded_test.go. Run in static/ after
// `npm ci`: node ../server/board/testdata/record.mjs > ../server/board/testdata/codemirror.json
import { createRequire } from "node:module";
const { ChangeSet, Text } = await import(createRequire(process.cwd() + "/x.js").resolve("@codemirror/state"));
const { rebaseUpdates } = await import(createRequire(process.cwd() + "/x.js").resolve("@codemirror/collab"));

let seed = 42;
const random = (n) => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % n;
};
const LETTERS = ["a", "b", "\n", "é", "日", "😀", "xyz", "q\nr"];
const text = (n) => Array.from({ length: random(n) }, () => LETTERS[random(LETTERS.length)]).join("");

/** Places where a document may be cut without splitting a pair. */
const places = (s) => [...s].reduce((list, c) => [...list, list[list.length - 1] + c.length], [0]);

function change(doc) {
  const cuts = places(doc);
  const specs = [];
  for (let i = random(3); i < cuts.length; i += 1 + random(4)) {
    const j = Math.min(cuts.length - 1, i + random(4));
    specs.push({ from: cuts[i], to: cuts[j], insert: random(3) === 0 ? "" : text(3) });
    i = j;
  }
  return ChangeSet.of(specs, doc.length, "\n");
}

const apply = (c, doc) => c.apply(Text.of(doc.split("\n"))).toString();
const pairs = [];
for (let i = 0; i < 900; i++) {
  const doc = text(10);
  const [a, b] = [change(doc), change(doc)];
  const next = change(apply(a, doc));
  pairs.push({
    doc, a: a.toJSON(), b: b.toJSON(), next: next.toJSON(), applied: apply(a, doc), mapped: a.map(b).toJSON(),
    mappedBefore: a.map(b, true).toJSON(), composed: a.compose(next).toJSON(),
  });
}
const rebases = [];
for (let i = 0; i < 300; i++) {
  const doc = text(10);
  const chain = (clients) => {
    let at = doc;
    return Array.from({ length: 1 + random(4) }, (_, k) => {
      const changes = change(at);
      at = apply(changes, at);
      return { clientID: clients[random(clients.length)], k: k + 1, changes };
    });
  };
  const [updates, over] = [chain(["me"]), chain(["you", "her"])];
  const json = (list) => list.map((u) => ({ client: u.clientID, k: u.k ?? 0, changes: u.changes.toJSON() }));
  rebases.push({ doc, updates: json(updates), over: json(over), rebased: json(over.reduce((u, o) => rebaseUpdates(u, [o]), updates)) });
}
console.log(JSON.stringify({ pairs, rebases }));
