// The replay on a session's page: loaded from the server, and at the moment that the address names.
import { call } from "../session/api.js";
import { codeStage } from "./codestage.js";
import { Replay, followAddress } from "./replay.js";

/**
 * Loads the replay into its place on the page.
 * @param {HTMLElement} root @param {{ id: string, role: string, nonce: string, under?: string }} session
 * @param {import("./replay.js").Around} [around]
 */
export async function startReplay(root, session, around) {
  const [answer, kit] = await Promise.all([
    call(session, "GET", "/replay"),
    call(session, "GET", "/problem").catch(() => ({})),
  ]);
  root.replaceChildren();
  const replay = new Replay(root, answer, kit, (edits, beside) => codeStage(session, edits, beside), around);
  followAddress(replay, root);
  return replay;
}
