// When changes are drawn: at the next frame, or a little later where none comes.

/** How long changes wait for a frame before they are shown without one. */
const LATE = 250;

export class Frames {
  #render;
  #scheduled = false;
  #frame = 0;
  #late = 0;
  /** What waits for the next frame to be there. @type {(() => void)[]} */
  #rendered = [];

  /** @param {() => void} render */
  constructor(render) {
    this.#render = render;
  }

  /** Runs something when the next frame is there. @param {() => void} then */
  after(then) {
    this.#rendered.push(then);
    this.schedule();
  }

  /**
   * Shows changes at the next frame; or now, so that the next key already meets the field that a key
   * has opened.
   * @param {boolean} [now]
   */
  schedule(now = false) {
    const run = () => {
      cancelAnimationFrame(this.#frame);
      clearTimeout(this.#late);
      this.#scheduled = false;
      this.#render();
      for (const then of this.#rendered.splice(0)) then();
    };
    if (now) return run();
    if (this.#scheduled) return;
    this.#scheduled = true;
    // A window that is covered, or has just woken, may be given no frame for long; it is shown all the same.
    this.#late = setTimeout(run, document.hidden ? 50 : LATE);
    if (!document.hidden) this.#frame = requestAnimationFrame(run);
  }
}
