// The script of the file that people keep: the replay, and pictures of the diagrams, without a server.
import { drawAll } from "../diagram/page.js";
import { fillFrame } from "../diagram/renderer.js";
import { plainStage } from "../replay/plainstage.js";
import { Replay, followAddress } from "../replay/replay.js";
import { unpacked } from "./packed.js";

fillFrame(async (frame) => {
  const { nonce } = /** @type {HTMLElement} */ (document.querySelector("style"));
  frame.srcdoc = (await unpacked("diagram-frame")).replaceAll('nonce="NONCE"', `nonce="${nonce}"`);
});

const print = document.getElementById("print");
if (print) print.hidden = false;
print?.addEventListener("click", () => window.print());

const root = document.getElementById("replay-stage");
if (root) {
  try {
    const { replay, scripts, renderings } = JSON.parse(await unpacked("replay-data"));
    root.replaceChildren();
    followAddress(
      new Replay(root, replay, { scripts }, (edits, around) => plainStage(edits, renderings, around)),
      root,
    );
  } catch {
    root.textContent =
      "The replay cannot be shown: this file was altered, or the browser is too old. The report is whole.";
  }
}
drawAll(document);
