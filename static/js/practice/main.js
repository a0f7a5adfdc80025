// The history's page: a personal key that was made just now can be copied as a link.
const words = document.getElementById("key-words")?.textContent ?? "";
const button = document.getElementById("copy-key");

if (button && words) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const area = document.createElement("textarea");
    area.value = `${location.origin}/practice/move#${words}`;
    area.className = "sr";
    document.body.append(area);
    area.select();
    // Works on plain-http origins too, where there is no clipboard to write to.
    document.execCommand("copy");
    area.remove();
    button.textContent = "Copied";
    /** @type {HTMLElement} */ (document.getElementById("say-polite")).textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy the link"), 2000);
  });
}
