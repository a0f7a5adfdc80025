// A link brings a personal key in its fragment: it goes into the field, and out of the address.
const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("key"));
const key = location.hash.slice(1);

if (/^[a-z-]{20,80}$/.test(key)) {
  field.value = key;
  history.replaceState(null, "", location.pathname);
}
