// Following somebody on the board: the block that they edit stays in sight and is marked.

/** @typedef {import("./app.js").App} App */

export class Following {
  /** The participant who is followed, "" for nobody. */
  who = "";

  /** @param {App} app */
  constructor(app) {
    this.app = app;
  }

  /** Who watches follows the candidate from the beginning, or from the candidate's arrival on. @param {string} candidate */
  begin(candidate) {
    if (this.app.acts !== "candidate") this.who = candidate;
  }

  /** Keeps the block that the followed person edits in sight. */
  follow() {
    const { app } = this;
    if (app.acts === "candidate" || !this.who) return;
    const cursor = app.presence.find((p) => p.participant === this.who && p.connected)?.cursor;
    if (!cursor) return;
    const line = app.board.lineOf(cursor.head);
    queueMicrotask(() => app.preview.followBlock(line, app.roleOf(this.who)));
  }

  /** Follows the candidate, or for those who watch the next person; or nobody. */
  next() {
    const s = this.app.state;
    if (!s) return;
    const candidate = s.seats.candidate ?? "";
    const others = this.app.acts === "interviewer" ? [candidate] : [candidate, s.seats.interviewer ?? ""];
    const list = [...others.filter((id) => id !== "" && id !== this.app.you), ""];
    this.who = list[(list.indexOf(this.who) + 1) % list.length];
    if (!this.who) this.app.preview.mark(0, "");
    this.follow();
    this.app.schedule();
  }

  /** The reader scrolls by hand: nobody is followed any more. */
  stop() {
    if (!this.who || this.app.acts === "candidate") return;
    this.who = "";
    this.app.preview.mark(0, "");
    this.app.schedule();
  }
}
