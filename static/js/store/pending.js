// Board edits that the server has not confirmed, kept in IndexedDB: one record for each life of an
// editor, rewritten whole in one transaction. A tab that lives guards its record; what a closed tab
// left behind is an orphan, to be pushed under its own client name.

/** @typedef {{ client: string, k: number, changes: unknown }} Update */
/** `sent` is how many of the updates, from the first, may have left the browser.
 * @typedef {{ client: string, room: string, version: number, updates: Update[], sent: number }} PendingRecord */

const DATABASE = "mockroom";
const STORE = "pending";
const ANSWER_WITHIN = 300;

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "client" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

/** The records of one room: a session in one role. */
export class Pending {
  /** @type {IDBDatabase | undefined} */
  #database;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {Set<string>} */
  #mine = new Set();
  /** False where this browser keeps nothing, as private windows may. */
  usable = false;

  /** @param {string} room */
  constructor(room) {
    this.room = room;
  }

  async open() {
    try {
      this.#database = await openDatabase();
      this.usable = true;
    } catch {
      this.usable = false;
    }
    if ("BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel("mockroom.pending");
      this.#channel.onmessage = (event) => {
        const { ask } = event.data ?? {};
        if (typeof ask === "string" && this.#mine.has(ask)) this.#channel?.postMessage({ alive: ask });
      };
    }
    return this;
  }

  /** @param {string} client The life of an editor in this tab. */
  guard(client) {
    this.#mine.add(client);
  }

  /** @param {string} client */
  release(client) {
    this.#mine.delete(client);
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} work
   * @returns {Promise<T | undefined>}
   */
  #run(mode, work) {
    const database = this.#database;
    if (!database) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  /**
   * Keeps what an editor has not had confirmed; nothing unconfirmed takes the record away.
   * @param {Omit<PendingRecord, "room">} record
   * @returns {Promise<boolean>} whether it is kept
   */
  async put(record) {
    try {
      if (record.updates.length === 0) await this.#run("readwrite", (store) => store.delete(record.client));
      else await this.#run("readwrite", (store) => store.put({ ...record, room: this.room }));
      return this.usable;
    } catch {
      this.usable = false;
      return false;
    }
  }

  /** @param {string} client */
  remove(client) {
    return this.put({ client, version: 0, updates: [], sent: 0 });
  }

  /**
   * What closed tabs left behind in this room.
   * @returns {Promise<PendingRecord[]>}
   */
  async orphans() {
    try {
      /** @type {PendingRecord[]} */
      const all = (await this.#run("readonly", (store) => store.getAll())) ?? [];
      const candidates = all.filter((r) => r.room === this.room && !this.#mine.has(r.client));
      const alive = await this.#alive(candidates.map((r) => r.client));
      return candidates.filter((r) => !alive.has(r.client));
    } catch {
      return [];
    }
  }

  /**
   * Asks other tabs which of these lives are theirs.
   * @param {string[]} clients
   * @returns {Promise<Set<string>>}
   */
  #alive(clients) {
    const alive = new Set();
    if (clients.length === 0 || !("BroadcastChannel" in globalThis)) return Promise.resolve(alive);
    const channel = new BroadcastChannel("mockroom.pending");
    channel.onmessage = (event) => {
      if (typeof event.data?.alive === "string") alive.add(event.data.alive);
    };
    for (const ask of clients) channel.postMessage({ ask });
    return new Promise((resolve) =>
      setTimeout(() => {
        channel.close();
        resolve(alive);
      }, ANSWER_WITHIN),
    );
  }
}
