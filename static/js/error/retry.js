// The page of a server that has no room: it asks again by itself, and says when.
export {};

const again = /** @type {HTMLAnchorElement} */ (document.getElementById("retry"));
const said = /** @type {HTMLElement} */ (document.getElementById("retry-in"));
const due = performance.now() + 1000 * Number(again.dataset.seconds);

function tick() {
  const left = Math.ceil((due - performance.now()) / 1000);
  if (left > 0) said.textContent = `by itself in ${left} s`;
  else location.reload();
}

again.addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
tick();
setInterval(tick, 1000);
