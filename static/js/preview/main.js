// The preview of a pack: pages load again when a file was changed, and faults stand above everything.

/** How often is asked, in milliseconds. */
const PACE = 1000;

/** @typedef {{ file: string, line: number, column: number, message: string, warning?: boolean }} Fault */

let generation = -1;

/** @param {Fault[]} faults */
function show(faults) {
  document.getElementById("pack-faults")?.remove();
  if (faults.length === 0) return;
  const list = document.createElement("ul");
  list.id = "pack-faults";
  list.className = "pack-faults";
  list.setAttribute("role", "alert");
  for (const f of faults) {
    const item = document.createElement("li");
    const place = document.createElement("code");
    place.textContent = `${f.file}:${f.line}:${f.column}`;
    item.append(place, ` ${f.message}`);
    list.append(item);
  }
  document.body.prepend(list);
}

async function ask() {
  try {
    const state = await (await fetch("/preview/state")).json();
    if (generation >= 0 && state.generation !== generation) location.reload();
    generation = state.generation;
    show(state.faults);
  } catch {
    // The preview has ended; what is shown stays.
  }
  setTimeout(ask, PACE);
}

void ask();
