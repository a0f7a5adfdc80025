// Bundles third parties into vendor/, so that Go alone runs the product. The versions are those of
// package-lock.json, and the same versions give the same bytes: `npm ci && npm run vendor`.
import { build } from "esbuild";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const bundled = new Set();

for (const name of ["codemirror", "lit"]) {
  const { metafile } = await build({
    entryPoints: [join(here, `${name}.entry.js`)],
    outfile: join(here, `${name}.js`),
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2022",
    legalComments: "none",
    metafile: true,
    absWorkingDir: join(here, ".."),
  });
  for (const input of Object.keys(metafile.inputs)) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) bundled.add(found[1]);
  }
}

// The script of the HTML file that people keep is our own modules and what they use, in one.
await build({
  entryPoints: [join(here, "../js/offline/main.js")],
  outfile: join(here, "offline.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  legalComments: "none",
  absWorkingDir: join(here, ".."),
  plugins: [
    {
      name: "from this folder",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\/static\// }, ({ path }) => ({ path: join(here, "../..", path) })),
    },
  ],
});

// Mermaid comes bundled by its makers; modules do not load in a frame without origin.
await copyFile(join(here, "../node_modules/mermaid/dist/mermaid.min.js"), join(here, "mermaid.js"));
const waiting = ["mermaid"];
while (waiting.length > 0) {
  const name = /** @type {string} */ (waiting.pop());
  bundled.add(name);
  const { dependencies = {} } = JSON.parse(await readFile(join(here, "../node_modules", name, "package.json"), "utf8"));
  waiting.push(...Object.keys(dependencies).filter((d) => !d.startsWith("@types/") && !bundled.has(d)));
}

let licences = "Licences of what is bundled in this folder.\n";
for (const name of [...bundled].sort()) {
  const dir = join(here, "../node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(dir, "package.json"), "utf8"));
  const file = (await readdir(dir)).find((f) => /^licen[cs]e/i.test(f));
  const text = file ? await readFile(join(dir, file), "utf8") : license;
  licences += `\n${"=".repeat(72)}\n${name} ${version}, ${license}\n\n${text.trim()}\n`;
}
await writeFile(join(here, "LICENSES.txt"), licences);
