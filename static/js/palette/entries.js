// What the palette offers, and what it asks for each.

/**
 * @typedef {object} Step
 * @property {"name" | "words" | "from" | "to" | "around"} ask
 * @property {string} label
 * @property {string} [filled] what stands there already
 * @property {string} [none] the last entry of a list of boxes, where none is an answer
 *
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} title
 * @property {string} sign what its lines look like, for the list
 * @property {string[]} keywords
 * @property {"box" | "arrow" | "message" | "group" | "block"} kind
 * @property {[string, string]} [shape] the brackets of a box
 * @property {string[]} [lines] what a block writes
 * @property {Step[]} steps
 */

/** @param {string} name @returns {Step[]} */
const component = (name) => [
  { ask: "name", label: "What is it called?", filled: name },
  { ask: "from", label: "From which box?", none: "No arrow, only the box" },
];

/** @param {string} id @param {string} title @param {[string, string]} shape @param {string[]} keywords @param {string} [name] @returns {Entry} */
const box = (id, title, shape, keywords, name = title) => ({
  id,
  title,
  sign: `${shape[0]} ${shape[1]}`,
  keywords,
  kind: "box",
  shape,
  steps: component(name),
});

/** @type {[string, string]} */ const PLAIN = ["[", "]"];
/** @type {[string, string]} */ const CYLINDER = ["[(", ")]"];
/** @type {[string, string]} */ const ROUND = ["([", "])"];
/** @type {[string, string]} */ const LANES = ["[[", "]]"];
/** @type {[string, string]} */ const OUTSIDE = ["{{", "}}"];

/** The seven of the toolbar first. @type {Entry[]} */
export const ENTRIES = [
  box("client", "Client", ROUND, ["browser", "app", "mobile", "user"]),
  box("service", "Service", PLAIN, ["server", "api", "app"]),
  box("sql-store", "SQL store", CYLINDER, ["database", "db", "postgres", "mysql", "relational", "store"]),
  box("cache", "Cache", CYLINDER, ["redis", "memcached", "lru"]),
  box("queue", "Queue", LANES, ["kafka", "log", "stream", "broker", "topic"]),
  box("worker", "Worker", PLAIN, ["consumer", "job", "batch"]),
  {
    id: "arrow",
    title: "Arrow",
    sign: "-->",
    keywords: ["line", "link", "edge", "connect", "words"],
    kind: "arrow",
    steps: [
      { ask: "from", label: "From which box?" },
      { ask: "to", label: "To which box?" },
      { ask: "words", label: "Which words? (may be empty)", filled: "" },
    ],
  },
  box("load-balancer", "Load balancer", PLAIN, ["lb", "proxy", "gateway", "ingress"]),
  box("nosql-store", "NoSQL store", CYLINDER, [
    "database",
    "db",
    "key value",
    "dynamo",
    "cassandra",
    "document",
    "store",
  ]),
  box("object-store", "Object store", CYLINDER, ["s3", "blob", "bucket", "files", "store"]),
  box("cdn", "CDN", OUTSIDE, ["edge", "content delivery"]),
  box("search", "Search", CYLINDER, ["index", "elastic", "lucene"], "Search index"),
  box("external", "External", OUTSIDE, ["third party", "payment", "maps", "system"], "External system"),
  {
    id: "group",
    title: "Group",
    sign: "subgraph",
    keywords: ["zone", "region", "subgraph", "frame", "data centre"],
    kind: "group",
    steps: [
      { ask: "name", label: "What is it called?", filled: "Zone 1" },
      { ask: "around", label: "Around which box?", none: "An empty group" },
    ],
  },
  {
    id: "message",
    title: "Sequence message",
    sign: "->>",
    keywords: ["sequence", "call", "request", "time"],
    kind: "message",
    steps: [
      { ask: "name", label: "Who sends?", filled: "Client" },
      { ask: "to", label: "Who receives?", filled: "Service" },
      { ask: "words", label: "What?", filled: "GET /path" },
    ],
  },
  {
    id: "worksheet",
    title: "Estimate",
    sign: "calc",
    keywords: ["worksheet", "numbers", "capacity", "calculate", "calc"],
    kind: "block",
    lines: ["```calc", "reads = 100 M / day", "reads_peak = reads * 5", "```"],
    steps: [],
  },
  {
    id: "table",
    title: "Table",
    sign: "| |",
    keywords: ["columns", "rows", "schema", "model"],
    kind: "block",
    lines: ["| | | |", "| --- | --- | --- |", "| | | |"],
    steps: [],
  },
  {
    id: "trade-off",
    title: "Trade-off",
    sign: "| |",
    keywords: ["options", "compare", "choice", "pros", "cons", "price"],
    kind: "block",
    lines: [
      "| Option | Gain | Price | Right when |",
      "| --- | --- | --- | --- |",
      "| Option A | | | |",
      "| Option B | | | |",
    ],
    steps: [],
  },
  {
    id: "endpoint",
    title: "API endpoint",
    sign: "GET /",
    keywords: ["api", "rest", "route", "call", "http"],
    kind: "block",
    lines: ["- `GET /path` → 200, what comes back"],
    steps: [],
  },
  {
    id: "check-list",
    title: "Check list",
    sign: "- [ ]",
    keywords: ["tasks", "to do", "todo"],
    kind: "block",
    lines: ["- [ ] to do"],
    steps: [],
  },
];

/** The entries of the toolbar. */
export const TOOLBAR = ENTRIES.slice(0, 7);

/** @param {string} text */
const folded = (text) => text.trim().toLowerCase();

/** Entries that a query means, best first: the title begins so, a word of it, a keyword. @param {string} query */
export function findEntries(query) {
  const wanted = folded(query);
  if (wanted === "") return ENTRIES;
  /** @param {Entry} entry */
  const rank = (entry) => {
    const title = folded(entry.title);
    if (title.startsWith(wanted)) return 0;
    if (title.includes(wanted)) return 1;
    return entry.keywords.some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return ENTRIES.map((entry, i) => ({ entry, rank: rank(entry), i }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .map((found) => found.entry);
}
