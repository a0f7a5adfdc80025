/**
 * Puts text into the clipboard by selecting it, which also works on plain-http origins.
 * @param {string} text
 */
export function copyText(text) {
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "sr";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done && navigator.clipboard) void navigator.clipboard.writeText(text);
}
