// Pictures on a page that the server has rendered whole.
import { onTheme, redraw, show } from "./pictures.js";

const around = { now: () => "" };

/** Shows every diagram under an element. @param {ParentNode} root */
export function drawAll(root) {
  /** @type {HTMLElement[]} */
  const figures = [...root.querySelectorAll(/** @type {any} */ ("figure.diagram"))];
  for (const figure of figures) show(figure, 1, around);
  if (figures.length > 0) onTheme(() => figures.forEach((figure) => redraw(figure, around)));
}
