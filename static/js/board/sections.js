// The sections of a Markdown text: where one ends, and what stands above it.

/** @typedef {import("@codemirror/state").Text} Text */

/** Where the last line of the section ends that a place stands in, empty ones at its end left out. @param {Text} doc @param {number} at */
export function sectionEnd(doc, at) {
  let last = doc.lineAt(at);
  for (let n = last.number + 1; n <= doc.lines && !/^#{1,6} /.test(doc.line(n).text); n++) {
    if (doc.line(n).text.trim() !== "") last = doc.line(n);
  }
  return last.to;
}

/** The heading under which a line stands, "" above the first. @param {Text} doc @param {number} line from 1 */
export function headingAbove(doc, line) {
  for (let n = Math.min(line, doc.lines); n >= 1; n--) {
    const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(doc.line(n).text);
    if (heading) return heading[1];
  }
  return "";
}
