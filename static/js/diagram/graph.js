// Reads diagrams line by line, so that a half-typed line elsewhere blocks nothing. It knows as much of
// Mermaid as the palette writes and people usually do; what it cannot read it says, and leaves as it is.

/**
 * @typedef {{ id: string, name: string, shape: string, line: number }} Box
 * @typedef {{ from: string, to: string, words: string, line: number }} Arrow
 * @typedef {"flowchart" | "sequence" | "other" | ""} Kind
 * @typedef {{ kind: Kind, boxes: Box[], arrows: Arrow[], groups: { id: string, name: string }[], unread: number[] }} Graph
 * @typedef {object} Diagram a fenced mermaid block of a text; offsets in UTF-16 units
 * @property {number} from start of the opening fence's line
 * @property {number} to end of the closing fence, or of the text
 * @property {number} line of the opening fence, from 1
 * @property {number} sourceFrom
 * @property {number} sourceTo end of the last source line's break, where the closing fence begins
 * @property {string} source
 * @property {boolean} closed
 * @property {Kind} kind
 */

/** What is drawn at most; more would freeze the tab while it is laid out. */
export const LIMITS = { lines: 300, arrows: 200, bytes: 16 * 1024 };

/** Lines outside and inside of fences. @param {string} text */
export function* fencedLines(text) {
  let fence = "";
  let from = 0;
  let number = 1;
  for (const line of text.split("\n")) {
    const mark = /^\s{0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    let role = fence === "" ? "text" : "inside";
    if (mark && fence === "" && !(mark[1][0] === "`" && mark[2].includes("`"))) {
      fence = mark[1];
      role = "open";
    } else if (mark && fence !== "" && mark[1].startsWith(fence) && mark[2].trim() === "") {
      fence = "";
      role = "close";
    }
    yield { line, from, number, role, info: role === "open" && mark ? mark[2].trim().split(/\s/)[0] : "" };
    from += line.length + 1;
    number++;
  }
}

/** Every mermaid block of a text. @param {string} text @returns {Diagram[]} */
export function findDiagrams(text) {
  /** @type {Diagram[]} */
  const found = [];
  /** @type {Diagram | undefined} */
  let open;
  for (const { line, from, number, role, info } of fencedLines(text)) {
    if (role === "open" && info === "mermaid") {
      const start = Math.min(from + line.length + 1, text.length);
      open = {
        from,
        to: text.length,
        line: number,
        sourceFrom: start,
        sourceTo: text.length,
        source: "",
        closed: false,
        kind: "",
      };
      found.push(open);
    } else if (role === "close" && open) {
      Object.assign(open, { sourceTo: from, to: from + line.length, closed: true });
      open = undefined;
    }
  }
  for (const d of found) {
    d.source = text.slice(d.sourceFrom, d.sourceTo);
    d.kind = kindOf(d.source);
  }
  return found;
}

/** @param {string} source @returns {Kind} */
export function kindOf(source) {
  const first = source.split("\n").find((line) => line.trim() !== "" && !line.trim().startsWith("%%"));
  if (first === undefined) return "";
  if (/^\s*(flowchart|graph)\b/.test(first)) return "flowchart";
  return /^\s*sequenceDiagram\b/.test(first) ? "sequence" : "other";
}

/** Shapes by their brackets, the longest first. @type {[string, string][]} */
const SHAPES = [
  ["([", "])"],
  ["[(", ")]"],
  ["[[", "]]"],
  ["((", "))"],
  ["{{", "}}"],
  ["[/", "/]"],
  ["[", "]"],
  ["(", ")"],
  ["{", "}"],
  [">", "]"],
];

/** A line may hold several statements; the ; of an entity like #quot; ends none. */
const STATEMENTS = /(?<!#\w{2,8});/;
const IGNORED = /^(%%|direction\b|classDef\b|class\b|style\b|linkStyle\b|click\b|end\b|accTitle|accDescr)/;
const LINK = /^\s*(?:<|x|o)?(-{2,}|-\.+-|={2,}|~{3,})(?:>|x|o)?/;
const WORDED = /^\s*(?:<)?(--|-\.|==)\s+(.+?)\s+(-{2,}|\.+-|={2,})>?/;

/** What a name says, without quotes, entities and breaks. @param {string} text */
function plain(text) {
  return text
    .trim()
    .replace(/^"(.*)"$/s, "$1")
    .replace(/<br\s*\/?>/gi, " ")
    .replace(/#quot;/g, '"')
    .replace(/\s+/g, " ")
    .trim();
}

/** Reads one box at the start of a text. @param {string} text @returns {{ id: string, name: string, shape: string, rest: string } | undefined} */
function readBox(text) {
  const id = /^\s*([\p{L}\p{N}_][\p{L}\p{N}_.]*)/u.exec(text);
  if (!id) return undefined;
  const rest = text.slice(id[0].length);
  for (const [open, close] of SHAPES) {
    if (!rest.startsWith(open)) continue;
    const quoted = rest.startsWith(`${open}"`) ? rest.indexOf('"', open.length + 1) : -1;
    const end = rest.indexOf(close, quoted > 0 ? quoted : open.length);
    if (end < 0) return undefined;
    const after = rest.slice(end + close.length).replace(/^:::[\w-]+/, "");
    return { id: id[1], name: plain(rest.slice(open.length, end)), shape: open, rest: after };
  }
  return { id: id[1], name: "", shape: "", rest: rest.replace(/^:::[\w-]+/, "") };
}

/** Reads "A & B". @param {string} text */
function readBoxes(text) {
  const boxes = [];
  let rest = text;
  for (;;) {
    const box = readBox(rest);
    if (!box) return undefined;
    boxes.push(box);
    const and = /^\s*&/.exec(box.rest);
    if (!and) return { boxes, rest: box.rest };
    rest = box.rest.slice(and[0].length);
  }
}

/** Reads an arrow with its words. @param {string} text @returns {{ words: string, rest: string } | undefined} */
function readLink(text) {
  const worded = WORDED.exec(text);
  if (worded) return { words: plain(worded[2]), rest: text.slice(worded[0].length) };
  const link = LINK.exec(text);
  if (!link) return undefined;
  let rest = text.slice(link[0].length);
  const label = /^\s*\|([^|]*)\|/.exec(rest);
  if (label) rest = rest.slice(label[0].length);
  return { words: label ? plain(label[1]) : "", rest };
}

/** @param {string} source @returns {Graph} */
export function readGraph(source) {
  const kind = kindOf(source);
  /** @type {Graph} */
  const graph = { kind, boxes: [], arrows: [], groups: [], unread: [] };
  if (kind !== "flowchart" && kind !== "sequence") return graph;
  const boxes = new Map();
  /** @param {string} id @param {string} name @param {string} shape @param {number} line */
  const meet = (id, name, shape, line) => {
    const known = boxes.get(id);
    if (!known) boxes.set(id, { id, name: name || id, shape, line });
    else if (name !== "") Object.assign(known, { name, shape });
  };
  const read = kind === "flowchart" ? readFlow : readSequence;
  let begun = false;
  source.split("\n").forEach((text, i) => {
    for (const part of kind === "flowchart" ? text.split(STATEMENTS) : [text]) {
      const line = part.trim();
      if (line === "") continue;
      if (!begun && /^(flowchart|graph|sequenceDiagram)\b/.test(line)) {
        begun = true;
        continue;
      }
      if (!read(graph, meet, line, i + 1)) graph.unread.push(i + 1);
    }
  });
  graph.boxes = [...boxes.values()];
  return graph;
}

/** @typedef {(id: string, name: string, shape: string, line: number) => void} Meet */

/** @param {Graph} graph @param {Meet} meet @param {string} text @param {number} line */
function readFlow(graph, meet, text, line) {
  const group = /^subgraph\s+([\p{L}\p{N}_-]+)?\s*(?:\[(.*)\]|(.*))$/u.exec(text);
  if (group) {
    graph.groups.push({ id: group[1] ?? group[3], name: plain(group[2] ?? `${group[1] ?? ""} ${group[3] ?? ""}`) });
    return true;
  }
  if (IGNORED.test(text)) return true;
  let left = readBoxes(text);
  if (!left) return false;
  /** @type {Arrow[]} */
  const arrows = [];
  const met = [...left.boxes];
  let rest = left.rest;
  while (rest.trim() !== "") {
    const link = readLink(rest);
    const right = link && readBoxes(link.rest);
    if (!link || !right) return false;
    for (const a of left.boxes)
      for (const b of right.boxes) arrows.push({ from: a.id, to: b.id, words: link.words, line });
    met.push(...right.boxes);
    left = right;
    rest = right.rest;
  }
  for (const box of met) meet(box.id, box.name, box.shape, line);
  graph.arrows.push(...arrows);
  return true;
}

const MESSAGE = /^(.+?)\s*(<<-->>|<<->>|-->>|->>|--x|-x|--\)|-\)|-->|->)\s*[+-]?\s*(.+?)\s*:\s*(.*)$/;

/** @param {Graph} graph @param {Meet} meet @param {string} text @param {number} line */
function readSequence(graph, meet, text, line) {
  const who = /^(?:create\s+)?(participant|actor)\s+(\S+)(?:\s+as\s+(.+))?$/.exec(text);
  if (who) {
    meet(who[2], plain(who[3] ?? who[2]), who[1], line);
    return true;
  }
  const message = MESSAGE.exec(text);
  if (message) {
    meet(message[1], "", "", line);
    meet(message[3], "", "", line);
    graph.arrows.push({ from: message[1], to: message[3], words: plain(message[4]), line });
    return true;
  }
  return /^(%%|note\b|loop\b|alt\b|else\b|opt\b|par\b|and\b|end\b|activate\b|deactivate\b|autonumber\b|rect\b|critical\b|break\b|box\b|title\b|destroy\b)/i.test(
    text,
  );
}

/** What a picture shows, in words. @param {string} source */
export function describeGraph(source) {
  const { kind, boxes, arrows } = readGraph(source);
  if (kind !== "flowchart" && kind !== "sequence") {
    const first = source.split("\n").find((line) => line.trim() !== "") ?? "";
    return `Diagram. ${first.trim()}`.trim();
  }
  const names = new Map(boxes.map((b) => [b.id, b.name]));
  const what = kind === "sequence" ? "Sequence of" : "Diagram with";
  const list = boxes.map((b) => b.name).join(", ");
  const said = arrows.map((a) => `${names.get(a.from)} to ${names.get(a.to)}${a.words ? `: ${a.words}` : ""}.`);
  const count = `${boxes.length} ${kind === "sequence" ? "participant" : "box"}${boxes.length === 1 ? "" : kind === "sequence" ? "s" : "es"}`;
  return `${what} ${count}: ${list}. ${said.join(" ")}`.trim();
}

/** @param {number} n */
const thousands = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

/** Why a source is not drawn, "" if it is. @param {string} source */
export function tooLarge(source) {
  const upTo = `Split it into smaller ones; up to ${LIMITS.lines} lines, ${LIMITS.arrows} arrows and 16 KiB are drawn.`;
  if (source.length > LIMITS.bytes)
    return `This diagram is too large to draw: ${thousands(Math.ceil(source.length / 1024))} KiB. ${upTo}`;
  const lines = source.split(/[\n;]/).filter((line) => line.trim() !== "").length;
  if (lines > LIMITS.lines) return `This diagram is too large to draw: ${thousands(lines)} lines. ${upTo}`;
  let arrows = 0;
  for (const line of source.split(/[\n;]/)) {
    const sides = line.split(/(?:-{2,}|-\.+-|={2,})[>xo]?/);
    for (let i = 1; i < sides.length; i++) arrows += sides[i - 1].split("&").length * sides[i].split("&").length;
    arrows += sides.length === 1 ? line.split("&").length - 1 : 0;
  }
  return arrows > LIMITS.arrows ? `This diagram is too large to draw: ${thousands(arrows)} arrows. ${upTo}` : "";
}
