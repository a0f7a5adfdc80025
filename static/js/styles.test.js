// Every class that a style names is produced by some page, script or server text; every file of
// styles is imported. A style without a use is deleted with the thing it was for.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const STATIC = new URL("..", import.meta.url).pathname;
const SERVER = join(STATIC, "../server");
const STYLES = join(STATIC, "css");

/** Whose ending is a value (a role, a level) or chosen by a library: what stands in front of it. */
const BUILT = [
  "person--",
  "level--",
  "dot--",
  "shape--",
  "edits--",
  "timeline__of--",
  "cm-remote-caret--",
  "cm-remote-name--",
  "cm-fresh--",
  "cm-author--",
];

/** What CodeMirror names, and what we build for it. */
const CODEMIRROR = [
  // ours, from the mode of a line in marks.js
  "cm-unsaved",
  "cm-sent",
  "cm-refused",
  "cm-editor",
  "cm-focused",
  "cm-scroller",
  "cm-content",
  "cm-cursor",
  "cm-gutters",
  "cm-activeLine",
  "cm-selectionLayer",
  "cm-selectionBackground",
  "cm-placeholder",
];

/** @param {string} css */
const bare = (css) => css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/"[^"]*"/g, '""');

/** The classes that the selectors of a file name. @param {string} css @returns {Set<string>} */
export function classes(css) {
  const found = new Set();
  for (const [, selector] of bare(css).matchAll(/([^{};]+)\{/g)) {
    if (selector.trim().startsWith("@")) continue;
    for (const [, name] of selector.matchAll(/\.([a-zA-Z_][\w-]*)/g)) found.add(name);
  }
  return found;
}

/** @param {string} folder @param {RegExp} kind @returns {string[]} */
const files = (folder, kind) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => kind.test(name) && !/\.test\.js$|_test\.go$|testdata/.test(name))
    .map((name) => join(folder, name));

/**
 * The words that may be a class: what stands in a class attribute and, in scripts, in a string of
 * small words; in Go, in a string of one word. Comments name classes too, and must not count.
 * @returns {Set<string>}
 */
function produced() {
  /** @type {Set<string>} */
  const words = new Set();
  /** @param {string} text */
  const add = (text) => text.split(/[^\w-]+/).forEach((word) => words.add(word));
  for (const file of [...files(join(STATIC, "js"), /\.js$/), ...files(SERVER, /\.(go|html)$/)]) {
    const text = readFileSync(file, "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
    for (const [, value] of text.matchAll(/class="([^"\n]*)/g)) add(value);
    if (file.endsWith(".html")) continue;
    const string = file.endsWith(".go") ? /^[\w-]+$/ : /^[a-z0-9_ -]+$/;
    for (const piece of text.split(/["`\n}]|\$\{/)) if (string.test(piece)) add(piece);
  }
  return words;
}

test("the classes of a style are read from its selectors alone", () => {
  const css =
    '/* .no */ .a.b > .c--d:not(.e)::before { content: ".no"; margin: 0.5rem } @media (x) { .f { top: .5em } }';
  assert.deepEqual([...classes(css)].sort(), ["a", "b", "c--d", "e", "f"]);
});

test("every class that a style names is produced somewhere", () => {
  const words = produced();
  const built = (/** @type {string} */ name) => BUILT.some((prefix) => name.startsWith(prefix));
  const unused = files(STYLES, /\.css$/).flatMap((file) =>
    [...classes(readFileSync(file, "utf8"))]
      .filter((name) => !words.has(name) && !built(name) && !CODEMIRROR.includes(name))
      .map((name) => `${file.slice(STATIC.length)} .${name}`),
  );
  assert.deepEqual(unused, []);
});

test("the lists of exceptions name only what is styled", () => {
  const styled = new Set(files(STYLES, /\.css$/).flatMap((file) => [...classes(readFileSync(file, "utf8"))]));
  for (const prefix of BUILT)
    assert.ok(
      [...styled].some((name) => name.startsWith(prefix)),
      prefix,
    );
  for (const name of CODEMIRROR) assert.ok(styled.has(name), name);
});

test("app.css imports every file of styles once", () => {
  const imports = [...readFileSync(join(STYLES, "app.css"), "utf8").matchAll(/@import "([^"]+)"/g)].map((m) => m[1]);
  const there = files(STYLES, /\.css$/).map((file) => file.slice(STYLES.length + 1));
  assert.deepEqual(imports.toSorted(), there.filter((name) => name !== "app.css").toSorted());
});
