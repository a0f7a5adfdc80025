// The review: the focus goes to the scores when they have just been opened, and deleting asks first.

/** @param {string} name */
const meta = (name) => /** @type {HTMLMetaElement} */ (document.querySelector(`meta[name="${name}"]`)).content;

if (location.hash === "#scores") {
  document.getElementById("scores")?.focus();
  const gap = document.querySelector(".review__gap")?.textContent ?? "";
  const say = document.getElementById("say-assertive");
  if (say) say.textContent = `Scores are open. ${gap}`;
}

const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("delete"));
button?.addEventListener("click", async () => {
  if (button.dataset.asked === undefined) {
    button.dataset.asked = "";
    button.textContent = "Delete it for everybody, for good";
    return;
  }
  const answer = await fetch(`/api/sessions/${meta("mockroom-session")}?role=${meta("mockroom-role")}`, {
    method: "DELETE",
  });
  if (answer.ok) location.assign("/");
  else button.textContent = (await answer.json()).error.message;
});
