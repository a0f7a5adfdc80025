// What the file carries packed: gzip in base64 in a script element that runs nothing.

/** @param {string} id of the element @returns {Promise<string>} "" where the file has none */
export async function unpacked(id) {
  const packed = document.getElementById(id)?.textContent?.trim() ?? "";
  if (packed === "") return "";
  const binary = atob(packed);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
