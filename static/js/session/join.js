// Somebody has opened a link: a name, and in.
import { html, nothing, render } from "/static/vendor/lit.js";
import { mark } from "./parts.js";

/** @type {Record<string, string>} */
const WHAT = {
  candidate: "You design. The other asks.",
  interviewer: "You ask. The other designs.",
  mentor: "You watch and score. Both see that you are here, not what you note.",
  observer: "You watch as the candidate sees it.",
};

/** Takes the server's frame away once; what is there afterwards is the renderer's. @param {HTMLElement} root */
export function clear(root) {
  if (root.dataset.live !== undefined) return;
  root.replaceChildren();
  root.dataset.live = "";
}

/**
 * Shows the form and resolves when this browser is in.
 * @param {HTMLElement} root
 * @param {string} session
 * @param {string} role
 * @returns {Promise<void>}
 */
export async function join(root, session, role) {
  clear(root);
  if (/** @type {HTMLMetaElement} */ (document.querySelector('meta[name="mockroom-returns"]')).content === "true")
    return comeBack(root, session, role);
  const key = location.hash.slice(1);
  if (!/^[a-z0-9]{20,64}$/.test(key)) {
    render(
      closed("This link opens nothing.", "It may be incomplete. Ask the person who sent it for the whole link."),
      root,
    );
    return new Promise(() => {});
  }
  let name = "";
  let fault = "";
  let busy = false;
  try {
    name = (await (await fetch("/api/me")).json()).name ?? "";
  } catch {
    // The field stays empty.
  }
  return new Promise((resolve) => {
    const show = () => render(form(), root);
    /** @param {SubmitEvent} event */
    const submit = async (event) => {
      event.preventDefault();
      name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get("name") ?? "");
      busy = true;
      fault = "";
      show();
      try {
        const answer = await fetch(`/api/sessions/${session}/join`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ role, key, name }),
        });
        if (answer.ok) {
          // The key leaves the address bar and the history.
          history.replaceState(null, "", location.pathname);
          resolve();
          return;
        }
        const { error } = await answer.json();
        if (
          answer.status === 404 ||
          answer.status === 410 ||
          (answer.status === 403 && /replaced|opens nothing/.test(error.message))
        ) {
          render(
            closed(answer.status === 410 ? "This session is over." : "This link opens nothing.", error.message),
            root,
          );
          return;
        }
        fault = error.message;
      } catch {
        fault = "No connection. Your name is kept; try again.";
      }
      busy = false;
      show();
    };
    const form = () =>
      html`<nav class="nav" aria-label="Main"><a class="mark" href="/">${mark}mockroom</a></nav>
        <main class="join">
          <h1>You are asked in as ${role}.</h1>
          <p class="soft">${WHAT[role]} Four timed phases on one shared board.</p>
          <form @submit=${submit}>
            <div class="field">
              <label class="label" for="name">Your name in the room</label>
              <input
                class="input"
                id="name"
                name="name"
                .value=${name}
                autocomplete="nickname"
                maxlength="40"
                required
                aria-describedby="fault"
                aria-invalid=${fault ? "true" : "false"}
              />
            </div>
            <p class="field__error" id="fault" role="alert">${fault || nothing}</p>
            <button class="btn btn--primary" ?disabled=${busy}>Go in</button>
          </form>
          <p class="small faint">
            What is said on the board and in the chat is kept on this server until somebody in the session deletes it.
          </p>
        </main>`;
    show();
  });
}

/**
 * Somebody who takes part already, from another browser: one press and in.
 * @param {HTMLElement} root @param {string} session @param {string} role
 * @returns {Promise<void>}
 */
function comeBack(root, session, role) {
  let fault = "";
  return new Promise((resolve) => {
    const enter = async () => {
      try {
        const answer = await fetch(`/api/sessions/${session}/return`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ role }),
        });
        if (answer.ok) {
          resolve();
          return;
        }
        fault = (await answer.json()).error.message;
      } catch {
        fault = "No connection. Try again.";
      }
      show();
    };
    const show = () =>
      render(
        html`<nav class="nav" aria-label="Main"><a class="mark" href="/">${mark}mockroom</a></nav>
          <main class="join">
            <h1>You are the ${role} here.</h1>
            <p class="soft">You took part in another browser. This one can go on for you.</p>
            <p class="field__error" role="alert">${fault || nothing}</p>
            <button type="button" class="btn btn--primary" @click=${enter}>Go in</button>
          </main>`,
        root,
      );
    show();
  });
}

/** @param {string} heading @param {string} sentence */
export const closed = (heading, sentence) =>
  html`<nav class="nav" aria-label="Main"><a class="mark" href="/">${mark}mockroom</a></nav>
    <main class="error-page">
      <h1>${heading}</h1>
      <p>${sentence}</p>
      <p><a class="btn btn--primary" href="/">Go to the first page</a></p>
    </main>`;
