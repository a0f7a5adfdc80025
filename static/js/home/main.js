// The first page: the form, and the list of problems that filters.
import "./start.js";

const filter = document.getElementById("filter");
const rows = /** @type {HTMLTableRowElement[]} */ ([...document.querySelectorAll("#problems tbody tr")]);
const find = /** @type {HTMLInputElement} */ (document.getElementById("f-find"));
const none = /** @type {HTMLElement} */ (document.getElementById("no-match"));
let level = "";

function applyFilter() {
  const words = find.value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits =
      (level === "" || row.dataset.level === level) && (row.dataset.words ?? "").toLowerCase().includes(words);
    row.hidden = !fits;
    if (fits) shown++;
  }
  none.hidden = shown > 0;
  const said = none.querySelector("span");
  if (said) said.textContent = find.value.trim() === "" ? "" : ` ‘${find.value.trim()}’`;
}

if (filter) {
  filter.hidden = false;
  find.addEventListener("input", applyFilter);
  for (const button of filter.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      level = button.dataset.level ?? "";
      for (const b of filter.querySelectorAll("button")) b.setAttribute("aria-pressed", String(b === button));
      applyFilter();
    });
  }
  document.getElementById("show-all")?.addEventListener("click", () => {
    find.value = "";
    /** @type {HTMLButtonElement} */ (filter.querySelector("button")).click();
  });
}

addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "/") {
    event.preventDefault();
    find.focus();
  } else if (event.key.toLowerCase() === "n") {
    event.preventDefault();
    document.getElementById("f-problem")?.focus();
  }
});
