// What the person sees: which pane, which view, which question stands, which pin is open.
import { stored } from "./stored.js";

/** How a room looks when it is entered. */
export const entered = () => ({
  tab: "board",
  view: /** @type {"write" | "split" | "read"} */ (innerWidth < 800 ? "write" : "split"),
  menu: false,
  keys: false,
  chatSheet: false,
  chatSeen: 0,
  /** @type {"" | "next" | "start" | "end" | "lock" | "delete" | "leave" | "hint"} */
  confirm: "",
  card: { phase: "", until: 0 },
  notice: "",
  noticeUntil: 0,
  criterion: "",
  scoringOpen: false,
  copied: "",
  promptOpen: true,
  singleKeys: stored("mockroom.keys") !== "off",
  scriptTab: /** @type {"now" | "answers" | "dives" | "brief"} */ ("now"),
  scriptScroll: /** @type {Record<string, number>} */ ({}),
  find: "",
  /** Which of the open items, or cards, is on top of the script. */
  probe: 0,
  hint: /** @type {{ phase: string, item: string } | null} */ (null),
  /** The pin just dropped, at hand until then, of performance.now(). */
  pinned: { id: "", until: 0 },
  /** The pin that is open for its note, "" for none. */
  pin: "",
  /** Which key of the pin bar Tab comes to. */
  pinKey: 0,
});
