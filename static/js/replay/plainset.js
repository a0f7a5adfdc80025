// Change sets on plain strings: as much of the algebra as a replay without an editor needs. Pure.

export const PlainText = { empty: "" };

export class PlainSet {
  #parts;

  /** @param {any[]} parts as in the JSON of a change set: how much stays, or [how much goes, ...the lines that come] */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {any[]} json */
  static fromJSON(json) {
    return new PlainSet(json);
  }

  /** @param {string} text */
  apply(text) {
    let out = "";
    let at = 0;
    for (const part of this.#parts) {
      if (typeof part === "number") {
        out += text.slice(at, at + part);
        at += part;
        continue;
      }
      const [deleted, ...lines] = part;
      at += deleted;
      out += lines.join("\n");
    }
    return out;
  }
}
