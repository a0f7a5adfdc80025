// How long a client waits before it comes back, so that many who lost the line in one instant don't
// return in one instant.

/** Seconds before each attempt, in the middle; the last one goes on. */
const STEPS = [1, 2, 4, 8, 15];
/** After 1001 everybody was told at once: the first attempts are spread over this span, in seconds. */
const RESTART = { from: 0.3, to: 2 };
/** Whom a full server sent away begins at a later step. */
const LATER = new Set([1013]);
const LATER_STEP = 2;

export class Backoff {
  #random;
  #step = 0;

  /** @param {() => number} [random] */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** The line stands: the next loss begins at the first step. */
  reset() {
    this.#step = 0;
  }

  /** Milliseconds until the next attempt, after a close code. @param {number} code */
  next(code) {
    if (code === 1001) return 1000 * (RESTART.from + (RESTART.to - RESTART.from) * this.#random());
    if (LATER.has(code)) this.#step = Math.max(this.#step, LATER_STEP);
    const middle = STEPS[Math.min(this.#step++, STEPS.length - 1)];
    return 1000 * middle * (0.5 + this.#random());
  }
}
