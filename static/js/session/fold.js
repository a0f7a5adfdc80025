// The state of a session as a fold of its items: the same as the server's, for what a participant
// may see. Every case mirrors server/interview/apply.go.

/** @typedef {import("./types.js").SessionState} SessionState */
/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Card} Card */

const TIMED = ["clarification", "high-level", "deep-dive", "follow-up"];

/** @returns {Card} */
const emptyCard = () => ({
  scored: 0,
  saved_at: 0,
  locked_at: 0,
  ready_at: 0,
  not_blind: false,
  card: null,
  earlier: null,
});

/**
 * @param {SessionState} state
 * @param {string} id
 * @param {(p: import("./types.js").Participant) => Partial<import("./types.js").Participant>} change
 */
function changed(state, id, change) {
  const p = state.participants[id];
  return p ? { participants: { ...state.participants, [id]: { ...p, ...change(p) } } } : {};
}

/** @param {SessionState} state @param {string} by @param {Partial<Card>} change */
function carded(state, by, change) {
  return { cards: { ...state.cards, [by]: { ...(state.cards[by] ?? emptyCard()), ...change } } };
}

/** @param {SessionState} state @param {any} data */
function open(state, { opened, earlier }) {
  const cards = { ...state.cards };
  for (const [id, list] of Object.entries(earlier ?? {})) cards[id] = { ...(cards[id] ?? emptyCard()), earlier: list };
  for (const [id, card] of Object.entries(opened ?? {})) {
    cards[id] = { ...(cards[id] ?? emptyCard()), card, scored: Object.keys(card.scores ?? {}).length };
  }
  return { cards };
}

/** @param {SessionState} state @param {string} by @param {string} id @param {(p: import("./types.js").Pin) => Partial<import("./types.js").Pin>} change */
function pinned(state, by, id, change) {
  const list = (state.pins[by] ?? []).map((p) => (p.id === id ? { ...p, ...change(p) } : p));
  return list.length > 0 ? { pins: { ...state.pins, [by]: list } } : {};
}

/** @param {SessionState} state @param {string} by @param {string} id */
function withdrawn(state, by, id) {
  const { [by]: own, ...others } = state.pins;
  const left = (own ?? []).filter((p) => p.id !== id);
  return { pins: left.length > 0 ? { ...state.pins, [by]: left } : others };
}

/** @param {SessionState} state @param {number} now */
function paused(state, now) {
  let sum = 0;
  for (const p of state.pauses) {
    if (p.phase === state.phase) sum += Math.max(0, Math.min(p.to || now, now) - p.from);
  }
  return sum;
}

/** @param {SessionState} state @param {Item} item */
function startPhase(state, item) {
  const at = item.data.due || item.at;
  /** @type {Partial<SessionState>} */
  const next = {
    phase: item.data.phase,
    phase_started_at: at,
    budget_ms: item.data.budget_ms,
    pause_asked: null,
    hint_asked: null,
  };
  if (TIMED.includes(state.phase)) {
    const pauses = [...state.pauses];
    const last = pauses[pauses.length - 1];
    if (last?.phase === state.phase && (last.to === 0 || last.to > at)) {
      pauses[pauses.length - 1] = { ...last, to: Math.max(at, last.from) };
    }
    const stood = paused({ ...state, pauses }, at);
    next.pauses = pauses;
    next.past = [
      ...state.past,
      {
        phase: state.phase,
        started_at: state.phase_started_at,
        ended_at: at,
        planned_ms: state.planned[state.phase],
        budget_ms: state.budget_ms,
        used_ms: Math.max(0, at - state.phase_started_at - stood),
        paused_ms: stood,
      },
    ];
  } else if (state.phase === "lobby") {
    next.started_at = at;
    next.peers = { ...state.seats };
  }
  if (item.data.phase === "scoring") next.scoring_at = at;
  return next;
}

/** @param {SessionState} state @param {string} id */
function revoke(state, id) {
  const participants = { ...state.participants };
  const seats = { ...state.seats };
  for (const [pid, p] of Object.entries(participants)) {
    if (p.invite !== id) continue;
    participants[pid] = { ...p, revoked: true, ready: false };
    for (const role of /** @type {import("./types.js").Role[]} */ (Object.keys(seats))) {
      if (seats[role] === pid) delete seats[role];
    }
  }
  return { participants, seats, invites: state.invites.map((i) => (i.id === id ? { ...i, revoked: true } : i)) };
}

/** @param {SessionState} state @param {Item} item */
function joined(state, { at, data }) {
  const p = state.participants[data.participant] ?? {
    role: data.role,
    invite: "",
    through: "",
    away_since: at,
    ready: false,
    left: false,
    revoked: false,
  };
  return {
    participants: {
      ...state.participants,
      [data.participant]: {
        ...p,
        left: false,
        invite: data.invite ?? "",
        ...(data.through ? { through: data.through, revoked: false } : {}),
      },
    },
    invites: state.invites.map((i) => (i.id === data.invite ? { ...i, opened_at: [...i.opened_at, at] } : i)),
  };
}

/** @type {Record<string, (state: SessionState, item: Item) => Partial<SessionState>>} */
const cases = {
  "session.closed": (_, { data }) => ({ closed: data.reason }),
  "meeting.set": (_, { data }) => ({ meeting: data.url }),
  "invite.made": (s, { data }) => ({
    invites: [...s.invites, { id: data.invite.id, role: data.invite.role, opened_at: [], revoked: false }],
  }),
  "invite.revoked": (s, { data }) => revoke(s, data.id),
  "participant.joined": joined,
  "participant.left": (s, { at, data }) =>
    changed(s, data.participant, () => ({ left: true, ready: false, away_since: at })),
  "participant.removed": (s, { data }) => changed(s, data.participant, () => ({ revoked: true, ready: false })),
  "participant.away": (s, { data }) => changed(s, data.participant, () => ({ away_since: data.since, ready: false })),
  "participant.back": (s, { data }) => changed(s, data.participant, () => ({ away_since: 0, left: false })),
  "seat.taken": (s, { data }) => {
    const role = /** @type {import("./types.js").Role} */ (data.role);
    const { [role]: _, ...seat_asks } = s.seat_asks;
    const paired = TIMED.includes(s.phase) || (s.phase !== "lobby" && !s.peers[role]);
    return {
      ...(paired ? { peers: { ...s.peers, [role]: data.participant } } : {}),
      seats: { ...s.seats, [data.role]: data.participant },
      seat_asks,
      ...(data.from ? changed(s, data.from, () => ({ ready: false })) : {}),
    };
  },
  "seat.asked": (s, { at, data }) => ({
    seat_asks: { ...s.seat_asks, [data.role]: { participant: data.participant, at } },
  }),
  "seat.kept": (s, { data }) => {
    const { [/** @type {import("./types.js").Role} */ (data.role)]: _, ...seat_asks } = s.seat_asks;
    return { seat_asks };
  },
  "ready.set": (s, { data }) => changed(s, data.participant, () => ({ ready: data.ready })),
  "phase.started": startPhase,
  "clock.paused": (s, { at, by, data }) => ({
    pauses: [
      ...s.pauses,
      { phase: s.phase, from: data.as_of || at, to: 0, by, reason: data.reason, until: data.until ?? 0 },
    ],
    pause_asked: null,
  }),
  "clock.resumed": (s, { data }) => ({
    pauses: s.pauses.map((p, i) => (i === s.pauses.length - 1 ? { ...p, to: data.from } : p)),
  }),
  "clock.extended": (s, { data }) => {
    const planned = { ...s.planned };
    planned["follow-up"] -= data.from_last_ms;
    if (s.phase in planned) planned[s.phase] += data.from_last_ms + data.from_session_ms;
    return { budget_ms: s.budget_ms + data.by_ms, planned };
  },
  "pause.asked": (_, { at, by }) => ({ pause_asked: { by, at } }),
  "pause.declined": () => ({ pause_asked: null }),
  "chat.said": (s, { at, by, data }) => ({ chat: [...s.chat, { at, by, text: data.text }] }),
  "clarification.answered": (s, { at, data }) => ({ told: [...s.told, { at, ...data }] }),
  "hint.asked": (_, { at, by }) => ({ hint_asked: { by, at } }),
  "hint.declined": () => ({ hint_asked: null }),
  "hint.given": (s, { at, data }) => ({
    hints: [...s.hints, { at, phase: data.phase ?? "lobby", item: data.item ?? "", rung: data.rung, text: data.text }],
    hint_asked: null,
  }),
  "dive.chosen": (_, { data }) => ({ dives: data.dives }),
  "probe.asked": (s, { at, data }) => ({ probes: [...s.probes, { at, ...data }] }),
  "followup.dealt": (s, { at, data }) => ({ dealt: [...s.dealt, { at, ...data }] }),
  "checklist.seen": (s, { at, data }) => ({
    seen: { ...s.seen, ...Object.fromEntries(data.items.map((/** @type {string} */ item) => [item, at])) },
  }),
  "interviewer.rated": (_, { data }) => ({ rating: data }),
  "consent.given": (s, { at, by, data }) => ({
    consents: { ...s.consents, [data.to]: { ...s.consents[data.to], [by]: at } },
  }),
  "consent.withdrawn": (s, { by, data }) => {
    const { [by]: _, ...given } = s.consents[data.to] ?? {};
    const { [data.to]: __, ...consents } = s.consents;
    return { consents: Object.keys(given).length > 0 ? { ...consents, [data.to]: given } : consents };
  },
  "gold.proposed": (s, { at, by, data }) => ({
    golds: { ...s.golds, [data.group]: { by, at, scores: data.scores, agreed: { [by]: at } } },
  }),
  "gold.agreed": (s, { at, by, data }) => {
    const gold = s.golds[data.group];
    return gold ? { golds: { ...s.golds, [data.group]: { ...gold, agreed: { ...gold.agreed, [by]: at } } } } : {};
  },
  "gold.withdrawn": (s, { by, data }) => {
    const { [data.group]: gold, ...others } = s.golds;
    const { [by]: _, ...agreed } = gold?.agreed ?? {};
    return { golds: Object.keys(agreed).length > 0 ? { ...others, [data.group]: { ...gold, agreed } } : others };
  },
  "share.made": (s, { at, by, data }) => ({
    shares: [...s.shares, { id: data.id, by, at, until: data.until, without: data.without, revoked_at: 0 }],
  }),
  "share.revoked": (s, { at, data }) => ({
    shares: s.shares.map((share) => (share.id === data.id ? { ...share, revoked_at: at } : share)),
  }),
  "swap.suggested": (_, { at, by, data }) => ({
    swap: { by, at, problem: data.problem, declined_at: 0, declined_by: "" },
  }),
  "swap.declined": (s, { at, by }) => (s.swap ? { swap: { ...s.swap, declined_at: at, declined_by: by } } : {}),
  "session.linked": (s, { at, by, data }) => ({
    links: [
      ...s.links,
      {
        at,
        by,
        session: data.session,
        return: Boolean(data.return),
        problem: data.problem,
        date: data.date ?? 0,
        candidate: data.candidate ?? "",
        interviewer: data.interviewer ?? "",
      },
    ],
    ...(data.return ? { swap: null } : {}),
  }),
  "note.written": (_, { data }) => ({ note: data.text }),
  "pin.dropped": (s, { at, by, data }) => ({
    pins: {
      ...s.pins,
      [by]: [
        ...(s.pins[by] ?? []),
        {
          id: data.pin,
          at,
          moment: data.moment,
          version: data.version,
          criterion: data.criterion ?? "",
          sign: data.sign,
          note: "",
          in_replay: Boolean(data.in_replay),
        },
      ],
    },
  }),
  "pin.noted": (s, { by, data }) => pinned(s, by, data.pin, () => ({ note: data.text })),
  "pin.linked": (s, { by, data }) =>
    pinned(s, by, data.pin, (p) => ({ criterion: data.criterion ?? "", sign: data.sign || p.sign })),
  "pin.withdrawn": (s, { by, data }) => withdrawn(s, by, data.pin),
  "scorecard.saved": (s, { at, by, data }) =>
    carded(s, by, { card: data.card ?? null, scored: data.scored, saved_at: at }),
  "scorecard.locked": (s, { at, by, data }) => {
    const locked = carded(s, by, { locked_at: at, not_blind: Boolean(data.not_blind) });
    return { ...open({ ...s, ...locked }, data), pins: { ...s.pins, ...data.pins } };
  },
  "scorecard.begun": (s, { by }) => {
    const { locked_at, not_blind, card, earlier } = s.cards[by] ?? emptyCard();
    const { [by]: pins, ...others } = s.pins;
    const locked = { locked_at, not_blind, card, pins: pins ?? null };
    return { ...carded(s, by, { ...emptyCard(), earlier: [...(earlier ?? []), locked] }), pins: others };
  },
  "reveal.ready": (s, { at, by }) => carded(s, by, { ready_at: at }),
  "scores.revealed": (s, { at, data }) => ({
    revealed: { at, without: data.without ?? "", unanswered: Boolean(data.unanswered) },
    ...open(s, data),
    pins: { ...s.pins, ...data.pins },
  }),
};

/**
 * The state after one more item; kinds that it does not know change nothing.
 * @param {SessionState} state
 * @param {Item} item
 * @returns {SessionState}
 */
export function fold(state, item) {
  const change = cases[item.kind];
  return change ? { ...state, ...change(state, item) } : state;
}
