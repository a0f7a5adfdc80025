// A problem's page: the form works as on the first page, and diagrams of an opened kit are drawn.
import "../home/start.js";
import { drawAll } from "../diagram/page.js";

for (const part of document.querySelectorAll("details.kit")) {
  part.addEventListener("toggle", () => drawAll(part), { once: true });
}
