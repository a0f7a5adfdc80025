// The history's page: a personal key that was made just now can be copied as a link.
import { copyText } from "../clipboard.js";

const words = document.getElementById("key-words")?.textContent ?? "";
const button = document.getElementById("copy-key");

if (button && words) {
  button.hidden = false;
  button.addEventListener("click", () => {
    copyText(`${location.origin}/practice/move#${words}`);
    button.textContent = "Copied";
    /** @type {HTMLElement} */ (document.getElementById("say-polite")).textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy the link"), 2000);
  });
}
