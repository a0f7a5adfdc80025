// Private notes: saved as a whole, at most every two seconds.

const PACE = 2000;

export class Notes {
  text = "";
  #timer = 0;
  #dirty = false;

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
  }

  /** Takes what the server has, unless something newer was typed here. @param {string} text */
  load(text) {
    if (!this.#dirty) this.text = text;
  }

  /** @param {string} text */
  write(text) {
    this.text = text;
    this.#dirty = true;
    if (!this.#timer) this.#timer = setTimeout(() => void this.#save(), PACE);
  }

  /** Saves at once what was typed last, before the page is left. */
  async flush() {
    clearTimeout(this.#timer);
    if (this.#dirty) await this.#save();
  }

  async #save() {
    this.#timer = 0;
    const { text } = this;
    if ((await this.app.act("note.write", { text })) && text === this.text) this.#dirty = false;
  }
}
