// A link that was just made: shown once, with a button that copies it.
import { copyText } from "./clipboard.js";

/** Shows a link at the end of its place, and goes to its button. @param {HTMLElement} place @param {string} url */
export function showMadeLink(place, url) {
  const line = document.createElement("p");
  line.className = "waiting__link";
  const code = document.createElement("code");
  code.textContent = url;
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "btn btn--small";
  copy.textContent = "Copy";
  copy.addEventListener("click", () => {
    copyText(url);
    copy.textContent = "Copied";
  });
  line.append(code, copy);
  place.append(line);
  copy.focus();
}
