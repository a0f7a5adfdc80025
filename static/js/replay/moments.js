// What a session's items say, in the order of time: the rows of the log, the phases on the timeline,
// how busy everybody was, and where nothing happened. Pure.
import { PHASE_TITLES, format, sessionTime } from "../session/clock.js";
import { FIGURES } from "./pinned.js";

/**
 * @typedef {{ at: number, by: string, kind: string, data: any }} Item
 * @typedef {"phase" | "hint" | "given" | "chat" | "board" | "clock" | "people" | "scores" | "pin"} Mark
 * @typedef {{ at: number, mark: Mark, lead: string, text: string, pinned?: import("./pinned.js").Pinned }} Moment lead:
 *   what it is; text: what was said; pinned: whose board it opens
 * @typedef {{ phase: string, from: number, to: number, over: number }} Stretch over: from when on it was too long
 */

const RUNGS = ["", "gentle", "pointed", "explicit"];
/** From how many edits in one piece on they were typed without a line. */
const TOGETHER = 8;

/** The edits of the board, one for each accepted update. @param {Item[]} items */
export const editsOf = (items) =>
  items
    .filter((i) => i.kind === "board.edited")
    .flatMap((i) =>
      i.data.updates.map((/** @type {{ changes: any }} */ u) => ({ at: i.at, by: i.by, changes: u.changes })),
    );

/**
 * The rows of the log.
 * @param {Item[]} items @param {(participant: string) => string} nameOf @param {(phase: string, item: string) => string} itemText
 * @returns {Moment[]}
 */
export function momentsOf(items, nameOf, itemText) {
  /** @type {Moment[]} */
  const list = [];
  for (const { at, by, kind, data } of items) {
    /** @param {Mark} mark @param {string} lead @param {string} [text] */
    const add = (mark, lead, text = "") =>
      list.push({ at: kind === "phase.started" ? data.due || at : at, mark, lead, text });
    switch (kind) {
      case "phase.started":
        add("phase", `${PHASE_TITLES[data.phase]} began`);
        break;
      case "clock.paused":
        add("clock", data.reason === "hand" ? `${nameOf(by)} paused` : "The clock stood");
        break;
      case "clock.resumed":
        add("clock", "The clock went on");
        break;
      case "clock.extended":
        add("clock", `${Math.round(data.by_ms / 60_000)} more minutes`);
        break;
      case "clarification.answered":
        add("given", data.question, data.answer);
        break;
      case "hint.asked":
        add("hint", `${nameOf(by)} asked for a hint`);
        break;
      case "hint.given": {
        const about = data.item ? itemText(data.phase, data.item) : "";
        add("hint", `Hint, ${RUNGS[data.rung]}${about ? `: ${about}` : ""}`, data.text);
        break;
      }
      case "probe.asked":
        add("given", data.title, data.text);
        break;
      case "followup.dealt":
        add("given", "Follow-up", data.text);
        break;
      case "chat.said":
        add("chat", nameOf(by), data.text);
        break;
      case "checklist.seen":
        for (const id of data.items) {
          const [phase, item] = id.split("/");
          add("board", "On the board", itemText(phase, item));
        }
        break;
      case "board.edited":
        if (data.updates.length >= TOGETHER)
          add(
            "board",
            `${data.updates.length} edits of ${nameOf(by)} arrived together`,
            "Typed without a line, and merged.",
          );
        if (data.late) add("board", `An edit of ${nameOf(by)} arrived after the end`);
        break;
      case "participant.away":
        add("people", `${nameOf(data.participant)} was away`);
        break;
      case "participant.back":
        add("people", `${nameOf(data.participant)} was back`);
        break;
      case "seat.taken":
        if (data.from) add("people", `${nameOf(data.participant)} took the seat of the ${data.role}`);
        break;
      case "scorecard.locked":
        add("scores", `${nameOf(by)} locked a scorecard`);
        break;
      case "scores.revealed":
        add("scores", "The scores were opened");
        break;
    }
  }
  return list.sort((a, b) => a.at - b.at);
}

/**
 * The rows of pins.
 * @param {import("./pinned.js").Pinned[]} pins @param {(participant: string) => string} nameOf @param {(criterion: string) => string} titleOf
 * @returns {Moment[]}
 */
export const pinRows = (pins, nameOf, titleOf) =>
  pins.map((pinned) => {
    const { rater, pin } = pinned;
    const what = pin.criterion ? titleOf(pin.criterion) : "to sort";
    return {
      at: pin.moment,
      mark: "pin",
      lead: `${FIGURES[pin.sign]} ${what}, pinned by ${nameOf(rater)}${pin.in_replay ? " in the replay" : ""}`,
      text: pin.note,
      pinned,
    };
  });

/** The timed phases as they were. @param {import("../session/types.js").SessionState} state @returns {Stretch[]} */
export const stretchesOf = (state) =>
  state.past.map((p) => ({
    phase: p.phase,
    from: p.started_at,
    to: p.ended_at,
    over: p.used_ms > p.budget_ms ? Math.max(p.started_at, p.ended_at - (p.used_ms - p.budget_ms)) : p.ended_at,
  }));

/** From when to when the session is shown. @param {import("../session/types.js").SessionState} state @param {Item[]} items */
export function rangeOf(state, items) {
  const from = state.started_at || items[0]?.at || 0;
  const ended = state.scoring_at || state.past.at(-1)?.ended_at || 0;
  const edited = items.findLast((i) => i.kind === "board.edited")?.at ?? 0;
  return { from, to: Math.max(from + 1000, ended, edited) };
}

/**
 * How many edits somebody made in each of so many equal parts of the time.
 * @param {{ at: number, by: string }[]} edits @param {string} by @param {{ from: number, to: number }} range @param {number} parts
 */
export function activityOf(edits, by, range, parts) {
  const counts = Array(parts).fill(0);
  for (const edit of edits) {
    if (edit.by !== by || edit.at < range.from) continue;
    counts[Math.min(parts - 1, Math.floor(((edit.at - range.from) / (range.to - range.from)) * parts))]++;
  }
  return counts;
}

/**
 * Where the replay goes on when nothing happens for long: the moment before the next thing.
 * @param {number[]} times in order, of all that is shown @param {number} at @param {number} [idle]
 */
export function afterIdle(times, at, idle = 20_000) {
  const next = times.find((t) => t > at);
  return next !== undefined && next - at > idle ? next - 1000 : at;
}

/** A moment as the session counted it, in words. @param {import("../session/types.js").SessionState} state @param {number} at */
export const timeWords = (state, at) => format(sessionTime(state, at));

/** The phase at a moment. @param {Stretch[]} stretches @param {number} at */
export const phaseAt = (stretches, at) => stretches.findLast((s) => s.from <= at)?.phase ?? "";
