// The shapes of the wire protocol (server/PROTOCOL.md) and of the room's one state object.

/**
 * @typedef {"candidate" | "interviewer" | "mentor" | "observer"} Role
 * @typedef {"lobby" | "clarification" | "high-level" | "deep-dive" | "follow-up" | "scoring" | "review"} Phase
 * @typedef {{ code: string, message: string }} Refusal
 * @typedef {{ role: Role, invite: string, through: string, away_since: number, ready: boolean, left: boolean, revoked: boolean }} Participant
 * @typedef {{ scores: Record<string, number>, recommendation?: string, confidence?: string, level?: string, strengths?: string, fix?: string }} Scorecard
 * @typedef {"for" | "against" | "later"} Sign
 * @typedef {{ id: string, at: number, moment: number, version: number, criterion: string, sign: Sign, note: string, in_replay: boolean }} Pin
 * @typedef {{ scored: number, saved_at: number, locked_at: number, ready_at: number, not_blind: boolean, card: Scorecard | null, earlier: LockedCard[] | null }} Card
 * @typedef {{ locked_at: number, not_blind: boolean, card: Scorecard | null, pins: Pin[] | null }} LockedCard
 * @typedef {{ phase: Phase, started_at: number, ended_at: number, planned_ms: number, budget_ms: number, used_ms: number, paused_ms: number }} PastPhase
 * @typedef {{ id: string, role: Role, opened_at: number[], revoked: boolean }} Invite
 * @typedef {{ phase: Phase, from: number, to: number, by: string, reason: string, until: number }} Pause
 *
 * @typedef {object} SessionState
 * @property {{ slug: string, title: string, short: string }} problem
 * @property {"peer" | "solo"} mode
 * @property {string} help
 * @property {"soft" | "strict"} pace
 * @property {Record<string, number>} plan
 * @property {Record<string, number>} planned
 * @property {string} creator
 * @property {Phase} phase
 * @property {number} started_at
 * @property {number} created_at
 * @property {number} phase_started_at
 * @property {number} budget_ms
 * @property {Record<string, Participant>} participants
 * @property {Partial<Record<Role, string>>} seats
 * @property {Partial<Record<Role, string>>} peers
 * @property {Record<string, Record<string, number>>} consents by to whom, then by whom
 * @property {Partial<Record<Role, { participant: string, at: number }>>} seat_asks
 * @property {Invite[]} invites
 * @property {string} meeting
 * @property {{ by: string, at: number } | null} pause_asked
 * @property {PastPhase[]} past
 * @property {Pause[]} pauses
 * @property {{ at: number, by: string, text: string }[]} chat
 * @property {string} note
 * @property {Record<string, Card>} cards
 * @property {{ at: number, without: string, unanswered: boolean } | null} revealed
 * @property {Record<string, Pin[]>} pins
 * @property {number} scoring_at
 * @property {string} closed
 * @property {{ at: number, id: string, question: string, answer: string }[]} told
 * @property {{ at: number, phase: string, item: string, rung: number, text: string }[]} hints
 * @property {{ by: string, at: number } | null} hint_asked
 * @property {{ at: number, dive: string, title: string, index: number, text: string }[]} probes
 * @property {{ at: number, id: string, text: string }[]} dealt
 * @property {string[]} dives
 * @property {Record<string, number>} seen
 * @property {{ prepared: number, listened: number, fair: number, again: boolean, words: string } | null} rating
 * @property {{ id: string, by: string, at: number, until: number, without: string, revoked_at: number }[]} shares
 * @property {{ by: string, at: number, problem: { slug: string, title: string, short: string }, declined_at: number, declined_by: string } | null} swap
 * @property {Record<string, { by: string, at: number, scores: Record<string, { score: number, reason: string, moment: number }>, agreed: Record<string, number> }>} golds by group
 * @property {{ at: number, by: string, session: string, return: boolean, problem: { slug: string, title: string, short: string }, date: number, candidate: string, interviewer: string }[]} links
 *
 * @typedef {object} Clock
 * @property {Phase} phase
 * @property {"idle" | "running" | "paused"} state
 * @property {number} deadline
 * @property {number} left_ms
 * @property {number} budget_ms
 * @property {number} planned_ms
 * @property {number} used_ms
 * @property {number} reserve_ms
 * @property {number} session_used_ms
 * @property {number} session_total_ms
 * @property {number} runs_from
 * @property {number} paused_since
 * @property {string} paused_by
 * @property {string} paused_reason
 * @property {[number, number]} server_away
 * @property {number} next_budget_ms
 * @property {number} now
 *
 * @typedef {{ mid: string, senior: string, staff: string }} Levels
 * @typedef {{ id: string, must: boolean, text: string, hints: [string, string, string], criteria?: string[] }} Check
 * @typedef {{ phase: string, title: string, goal: string, items: Check[] }} Script
 * @typedef {{ id: string, kind: string, must: boolean, question: string, answer: string, silent?: string, words?: string }} Clarification
 * @typedef {{ id: string, title: string, default: boolean, minutes: number, asks: string[], ask_criteria?: string[][], levels: Levels }} Dive
 * @typedef {{ id: string, title: string, kind: string, minutes: number, level: string, ask: string, then?: string, criteria?: string[], levels: Levels }} FollowupCard
 *
 * @typedef {object} Kit what of the problem this role may read now; html holds rendered parts by name
 * @property {Clarification[]} [clarifications]
 * @property {Script[]} [scripts]
 * @property {Dive[]} [dives]
 * @property {FollowupCard[]} [cards]
 * @property {{ id: string, text: string }[]} [mistakes]
 * @property {{ title: string }[]} [guide]
 * @property {{ title: string }[]} [capacity]
 * @property {{ title: string }[]} [design]
 * @property {Record<string, [string, string, string, string]>} [anchors]
 * @property {Record<string, string>} html
 *
 * @typedef {{ position: number, at: number, by: string, kind: string, data: any }} Item
 * @typedef {{ html: string, text: string, level: string }} Prompt
 * @typedef {{ participant: string, connected: boolean, cursor: { version: number, anchor: number, head: number } | null }} Presence
 */

export {};
