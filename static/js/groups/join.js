// A link brings the key of a group in its fragment: it goes out of the address, and lets one join.
const form = /** @type {HTMLFormElement} */ (document.getElementById("join-group"));
const fault = /** @type {HTMLElement} */ (document.getElementById("fault"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const key = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

if (key) button.disabled = false;
else fault.textContent = "This link is not whole. Ask the person who sent it for a new one.";

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const as = String(new FormData(form).get("as") ?? "");
  button.disabled = true;
  try {
    const answer = await fetch(`/api/groups/${form.dataset.group}/join`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key, as }),
    });
    if (answer.ok) return location.replace(`/groups/${form.dataset.group}`);
    fault.textContent = (await answer.json()).error.message;
  } catch {
    fault.textContent = "No connection. Try again.";
  }
  button.disabled = false;
});
export {};
