// What a choice of the palette writes on the board, and where. Pure: text and caret in, changes out.
import { fencedLines, findDiagrams, readGraph } from "../diagram/graph.js";

/**
 * @typedef {import("./entries.js").Entry} Entry
 * @typedef {import("../diagram/graph.js").Diagram} Diagram
 * @typedef {{ from: number, to: number, insert: string }} Change
 * @typedef {{ changes: Change[], caret: number, writes: string }} Plan caret: where it stands afterwards
 * @typedef {Record<string, string>} Answers by what was asked; "" for none
 */

/** The diagram at the caret, else the last one above it, else the last of the board. @param {string} text @param {number} caret @param {"flowchart" | "sequence"} kind */
export function diagramAt(text, caret, kind) {
  const all = findDiagrams(text).filter((d) => d.kind === kind || (d.kind === "" && kind === "flowchart"));
  return all.find((d) => d.from <= caret && caret <= d.to) ?? all.filter((d) => d.from <= caret).at(-1) ?? all.at(-1);
}

/**
 * The boxes to choose from: first the one on the caret's line, then in order of the picture.
 * @param {string} text @param {number} caret
 * @returns {{ id: string, name: string }[]}
 */
export function boxChoices(text, caret) {
  const diagram = diagramAt(text, caret, "flowchart");
  if (!diagram) return [];
  const { boxes, arrows } = readGraph(diagram.source);
  const line = text.slice(diagram.sourceFrom, Math.max(diagram.sourceFrom, caret)).split("\n").length;
  const inside = caret >= diagram.sourceFrom && caret <= diagram.to;
  // On a line with an arrow the caret's box is where the arrow ends.
  const here = inside
    ? (arrows.findLast((a) => a.line === line)?.to ?? boxes.findLast((b) => b.line === line)?.id)
    : undefined;
  const list = boxes.map(({ id, name }) => ({ id, name }));
  return [...list.filter((b) => b.id === here), ...list.filter((b) => b.id !== here)];
}

/** @param {string} text @param {number} caret */
export function participantChoices(text, caret) {
  const diagram = diagramAt(text, caret, "sequence");
  return diagram ? readGraph(diagram.source).boxes.map(({ id, name }) => ({ id, name })) : [];
}

/** An id out of a name that no box has. @param {string} name @param {string[]} taken */
function freshId(name, taken) {
  const base = name.replace(/[^\p{L}\p{N}]/gu, "").replace(/^\p{N}+/u, "") || "Box";
  // Words of Mermaid's own cannot be ids.
  const start = /^(end|graph|flowchart|subgraph|style|class|click|default|direction|o|x)$/i.test(base)
    ? `${base}1`
    : base;
  let id = start;
  for (let n = 2; taken.includes(id); n++) id = `${start}${n}`;
  return id;
}

/** @param {string} name */
const quoted = (name) =>
  /^[\p{L}\p{N}_ -]+$/u.test(name) && !/\bend\b/i.test(name) ? name : `"${name.replaceAll('"', "#quot;")}"`;

/** @param {string} text */
const oneLine = (text) => text.replace(/[\r\n]+/g, " ").trim();

/** Writes lines at the end of a diagram, which may lack its closing fence. @param {string} text @param {Diagram} diagram @param {string[]} lines @returns {Plan} */
function intoDiagram(text, diagram, lines) {
  const at = diagram.sourceTo;
  const before = at > 0 && text[at - 1] !== "\n" ? "\n" : "";
  const head = diagram.kind === "" ? ["flowchart LR"] : [];
  const written = [...head, ...lines].map((line) => `${line}\n`).join("");
  const insert = before + written + (diagram.closed ? "" : "```\n");
  const caret = at + before.length + written.length - 1;
  return { changes: [{ from: at, to: at, insert }], caret, writes: lines.join("\n") };
}

const LIST_ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;

/**
 * Where the block ends in which the caret stands: a fence, a table, a paragraph; a list only as far as
 * the caret's item, so that another item can follow it.
 * @param {string} text @param {number} caret
 */
function blockEnd(text, caret) {
  let at = text.length;
  let inside = false;
  let closed = true;
  let reached = "";
  for (const { line, from, role } of fencedLines(text)) {
    const goesOn = role === "text" && line.trim() !== "" && !/^#{1,6} /.test(line) && !LIST_ITEM.test(line);
    if (reached !== "" && !goesOn) break;
    if (role === "open") inside = true;
    closed = role === "text" || role === "close";
    const end = from + line.length;
    if (end >= caret && (!inside || role === "close")) {
      at = end;
      if (!goesOn) {
        reached = line;
        break;
      }
      reached ||= line;
    }
    if (role === "close") inside = false;
  }
  return { at, closed, list: LIST_ITEM.test(reached) };
}

/** Writes a block of its own behind the one that the caret stands in. @param {string} text @param {number} caret @param {string[]} lines @returns {Plan} */
function behindCaret(text, caret, lines) {
  const { at, closed, list } = blockEnd(text, caret);
  const apart = !(list && LIST_ITEM.test(lines[0]));
  const fence = at === text.length && !closed ? "\n```" : "";
  const above = text.slice(0, at).trimEnd() === "" && fence === "" ? "" : apart ? "\n\n" : "\n";
  const below = apart && text.slice(at).replace(/^\n/, "").length > 0 && !/^\n\s*\n/.test(text.slice(at)) ? "\n" : "";
  const empty = apart && /(^|\n)$/.test(text.slice(0, at)) && above !== "" && fence === "";
  const insert = fence + (empty ? (/\n\n$/.test(text.slice(0, at)) ? "" : "\n") : above) + lines.join("\n") + below;
  const caretLine = Math.max(
    0,
    lines.findIndex((line) => !/^[`|~]/.test(line) || /^\| (?!-)/.test(line)),
  );
  const start = at + insert.length - below.length - lines.join("\n").length;
  const caretAt = start + lines.slice(0, caretLine + 1).join("\n").length;
  return { changes: [{ from: at, to: at, insert }], caret: caretAt, writes: lines.join("\n") };
}

/** @param {string} text @param {number} caret @param {"flowchart" | "sequence"} kind @param {string[]} lines */
function draw(text, caret, kind, lines) {
  const diagram = diagramAt(text, caret, kind);
  if (diagram) return intoDiagram(text, diagram, lines);
  const head = kind === "flowchart" ? "flowchart LR" : "sequenceDiagram";
  const plan = behindCaret(text, caret, ["```mermaid", head, ...lines, "```"]);
  const end = plan.changes[0].from + plan.changes[0].insert.lastIndexOf("\n```");
  return { ...plan, caret: end, writes: lines.join("\n") };
}

/**
 * What an entry writes with these answers; nothing is written before.
 * @param {string} text @param {number} caret @param {Entry} entry @param {Answers} answers
 * @returns {Plan}
 */
export function plan(text, caret, entry, answers) {
  const graph = readGraph(diagramAt(text, caret, "flowchart")?.source ?? "");
  const taken = [...graph.boxes.map((b) => b.id), ...graph.groups.map((g) => g.id)];
  const name = oneLine(answers.name ?? "") || entry.title;
  switch (entry.kind) {
    case "box": {
      const [open, close] = entry.shape ?? ["[", "]"];
      const box = `${freshId(name, taken)}${open}${quoted(name)}${close}`;
      return draw(text, caret, "flowchart", [`  ${answers.from ? `${answers.from} --> ` : ""}${box}`]);
    }
    case "arrow": {
      const words = oneLine(answers.words ?? "").replaceAll("|", "/");
      const label = words === "" ? "" : `|${quoted(words)}|`;
      return draw(text, caret, "flowchart", [`  ${answers.from} -->${label} ${answers.to}`]);
    }
    case "group": {
      const inner = answers.around ? [`    ${answers.around}`] : [];
      const id = freshId(name, taken);
      return draw(text, caret, "flowchart", [`  subgraph ${id}[${quoted(name)}]`, ...inner, "  end"]);
    }
    case "message": {
      const known = participantChoices(text, caret);
      /** @param {string} who */
      const id = (who) =>
        known.find((p) => p.name === who)?.id ??
        (oneLine(who)
          .replace(/[^\p{L}\p{N} ]/gu, " ")
          .trim() ||
          "Client");
      const words = oneLine(answers.words ?? "").replaceAll(";", ",") || "request";
      return draw(text, caret, "sequence", [`  ${id(answers.name ?? "")}->>${id(answers.to ?? "")}: ${words}`]);
    }
    default:
      return behindCaret(text, caret, entry.lines ?? []);
  }
}
