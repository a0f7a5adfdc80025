// Draws diagrams in one hidden frame without origin or network; what comes back is shown as an image,
// in which nothing runs and nothing loads.

/** How long one picture may take before the frame is thrown away, in milliseconds. */
const PATIENCE = 8000;
/** How many pictures are remembered, so that what was drawn once is there at once. */
const KEPT = 60;

/** @typedef {{ svg?: string, fault?: { line: number, slow?: boolean } }} Drawn */
/** @typedef {{ id: number, source: string, resolve: (drawn: Drawn) => void }} Job */

const TOKENS = {
  ground: "--sunken",
  surface: "--surface",
  line: "--line-strong",
  ink: "--ink",
  soft: "--ink-3",
  accent: "--accent",
};

/** The colours of the theme that is shown now, as plain values. */
export function themeColours() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  /** @type {Record<string, string>} */
  const colours = {};
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  for (const [name, token] of Object.entries(TOKENS)) {
    probe.style.color = `var(${token})`;
    if (!context) continue;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    colours[name] = `#${[r, g, b].map((v) => v.toString(16).padStart(2, "0")).join("")}`;
  }
  probe.remove();
  return colours;
}

/** Gives a new frame its document. @type {(frame: HTMLIFrameElement) => void} */
let fill = (frame) => {
  frame.src = "/diagram/frame";
};

/** Where the frame's document does not come from the server. @param {typeof fill} how */
export const fillFrame = (how) => {
  fill = how;
};

class Renderer {
  /** @type {HTMLIFrameElement | undefined} */
  #frame;
  #ready = false;
  /** @type {Job[]} */
  #jobs = [];
  /** @type {Job | undefined} */
  #now;
  #timer = 0;
  #next = 1;
  /** @type {Map<string, Drawn>} */
  #kept = new Map();
  #theme = "";
  /** @type {Record<string, string>} */
  #colours = {};

  constructor() {
    addEventListener("message", (event) => this.#receive(event));
  }

  /** Reads the theme anew; pictures drawn before are of another one. */
  retheme() {
    this.#colours = themeColours();
    this.#theme = JSON.stringify(this.#colours);
  }

  /** @param {string} source @returns {Promise<Drawn>} */
  draw(source) {
    if (this.#theme === "") this.retheme();
    const kept = this.#kept.get(this.#theme + source);
    if (kept) return Promise.resolve(kept);
    return new Promise((resolve) => {
      const key = this.#theme + source;
      this.#jobs.push({
        id: this.#next++,
        source,
        resolve: (drawn) => {
          if (this.#kept.size >= KEPT) this.#kept.delete(/** @type {string} */ (this.#kept.keys().next().value));
          if (!drawn.fault?.slow) this.#kept.set(key, drawn);
          resolve(drawn);
        },
      });
      this.#work();
    });
  }

  #open() {
    this.#frame = document.createElement("iframe");
    this.#frame.setAttribute("sandbox", "allow-scripts");
    this.#frame.className = "diagram-frame";
    this.#frame.setAttribute("aria-hidden", "true");
    this.#frame.tabIndex = -1;
    this.#frame.title = "Diagrams are drawn here";
    fill(this.#frame);
    document.body.append(this.#frame);
  }

  #work() {
    if (!this.#frame) this.#open();
    if (this.#now || !this.#ready) return;
    this.#now = this.#jobs.shift();
    if (!this.#now) return;
    const { id, source } = this.#now;
    this.#frame?.contentWindow?.postMessage({ id, source, theme: this.#colours }, "*");
    this.#timer = setTimeout(() => this.#giveUp(), PATIENCE);
  }

  /** The picture takes too long: the frame is thrown away with it. */
  #giveUp() {
    const job = this.#now;
    this.#frame?.remove();
    this.#frame = undefined;
    this.#ready = false;
    this.#now = undefined;
    job?.resolve({ fault: { line: 0, slow: true } });
    if (this.#jobs.length > 0) this.#work();
  }

  /** @param {MessageEvent} event */
  #receive(event) {
    if (!this.#frame || event.source !== this.#frame.contentWindow) return;
    const { ready, id, svg, fault } = event.data ?? {};
    if (ready) this.#ready = true;
    else if (this.#now && this.#now.id === id) {
      clearTimeout(this.#timer);
      const job = this.#now;
      this.#now = undefined;
      job.resolve(typeof svg === "string" ? { svg } : { fault: { line: Number(fault?.line) || 0 } });
    }
    this.#work();
  }
}

/** @type {Renderer | undefined} */
let renderer;
export const theRenderer = () => (renderer ??= new Renderer());
