package interview

import "mockroom/server/board"

// ProblemRef pins the problem of a session: which one, and by hash exactly which wording.
type ProblemRef struct {
	Pack  string `json:"pack"`
	Slug  string `json:"slug"`
	Title string `json:"title"`
	// Short is the name that people use, "TinyURL".
	Short    string `json:"short"`
	Level    string `json:"level,omitempty"`
	Version  string `json:"version"`
	Language string `json:"language"`
	// Hash is the lower-case hex SHA-256 over the problem's files.
	Hash string `json:"hash,omitempty"`
}

// Invite is one link: whoever brings its key takes part in its role. KeyHash never leaves the server.
type Invite struct {
	ID   string `json:"id"`
	Role Role   `json:"role"`
	// For is the participant that the link makes one of, where a session was imported; "" for a new one.
	For     ParticipantID `json:"for,omitempty"`
	KeyHash string        `json:"key_hash,omitempty"`
}

// SessionCreated is the first event of a session. Everybody may see it, without key hashes.
type SessionCreated struct {
	Problem ProblemRef `json:"problem"`
	Mode    Mode       `json:"mode"`
	Help    Help       `json:"help"`
	Pace    Pace       `json:"pace"`
	Plan    Plan       `json:"plan"`
	// Creator is the participant who opened the room; the joining event follows in the same batch.
	Creator ParticipantID `json:"creator"`
	Invites []Invite      `json:"invites"`
}

// SessionClosed ends a session for good; its review stays readable. Reason: "abandoned".
type SessionClosed struct {
	Reason string `json:"reason"`
}

// MeetingSet says where the people talk: an https link, or empty for none. Candidate and
// interviewer may set it.
type MeetingSet struct {
	URL string `json:"url"`
}

// InviteMade is a new link. The creator may make any, the interviewer mentor's and observer's.
type InviteMade struct {
	Invite Invite `json:"invite"`
}

// InviteRevoked closes a link and what it opened: whoever came by it has no access any more.
type InviteRevoked struct {
	ID string `json:"id"`
}

// ParticipantJoined lets somebody in, or the same person again with another browser key. Person,
// TokenHash and Invite stay on the server. Through is set where they came in after the interview, under
// a consent of the pair.
type ParticipantJoined struct {
	Participant ParticipantID `json:"participant"`
	Role        Role          `json:"role"`
	Person      PersonID      `json:"person,omitempty"`
	Invite      string        `json:"invite,omitempty"`
	TokenHash   string        `json:"token_hash,omitempty"`
	Through     Outsiders     `json:"through,omitempty"`
}

// ParticipantMerged says that the history of a participant's person has become part of another
// person's, who is the participant from now on. It stays on the server.
type ParticipantMerged struct {
	Participant ParticipantID `json:"participant"`
	Person      PersonID      `json:"person"`
}

// ParticipantLeft says that somebody went on purpose. They may come back by their link.
type ParticipantLeft struct {
	Participant ParticipantID `json:"participant"`
}

// ParticipantRemoved closes the session for a mentor who came in through a group and is none of its
// mentors any more. A card that they locked stays.
type ParticipantRemoved struct {
	Participant ParticipantID `json:"participant"`
}

// ParticipantAway says that nobody has heard of a participant's browser since Since; written 15 s
// later, by whichever process notices first.
type ParticipantAway struct {
	Participant ParticipantID `json:"participant"`
	Since       Time          `json:"since"`
}

// ParticipantBack ends an absence.
type ParticipantBack struct {
	Participant ParticipantID `json:"participant"`
}

// SeatTaken gives the seat of a role to a participant. From, if any, loses it and may watch.
type SeatTaken struct {
	Role        Role          `json:"role"`
	Participant ParticipantID `json:"participant"`
	From        ParticipantID `json:"from,omitempty"`
}

// SeatAsked asks a seat's holder to give it up; who does not answer in 30 s has.
type SeatAsked struct {
	Role        Role          `json:"role"`
	Participant ParticipantID `json:"participant"`
}

// SeatKept is the holder's no.
type SeatKept struct {
	Role        Role          `json:"role"`
	Participant ParticipantID `json:"participant"`
}

// ReadySet is said in the lobby, by candidate and interviewer, and taken back by being away.
type ReadySet struct {
	Participant ParticipantID `json:"participant"`
	Ready       bool          `json:"ready"`
}

// PhaseStarted ends the phase before and starts the next. Budget is what the new phase has, after
// debt. Due is set where the clock did it: the moment that counts, however late it was written.
type PhaseStarted struct {
	Phase  Phase    `json:"phase"`
	Budget Duration `json:"budget_ms"`
	Due    Time     `json:"due,omitempty"`
}

// ClockPaused stops the clock as of AsOf (0: as of the event). Until is the end of the server's own
// absence, where that is the reason.
type ClockPaused struct {
	Reason PauseReason `json:"reason"`
	AsOf   Time        `json:"as_of,omitempty"`
	Until  Time        `json:"until,omitempty"`
}

// ClockResumed lets the clock run again from From, three seconds after the decision.
type ClockResumed struct {
	From Time `json:"from"`
}

// ClockExtended lengthens the running phase by By: FromReserve of it out of the reserve, FromLast
// off the last phase, FromSession by making the session longer.
type ClockExtended struct {
	By          Duration `json:"by_ms"`
	FromReserve Duration `json:"from_reserve_ms"`
	FromLast    Duration `json:"from_last_ms"`
	FromSession Duration `json:"from_session_ms"`
}

// PauseAsked is the candidate's request, PauseDeclined the interviewer's no.
type (
	PauseAsked    struct{}
	PauseDeclined struct{}
)

// BoardEdited is one or more accepted updates of one editor, rebased onto the head of the board.
type BoardEdited struct {
	Updates []board.Update `json:"updates"`
	// Late marks edits that arrived after the last timed phase.
	Late bool `json:"late,omitempty"`
}

// ChatSaid is a line for everybody.
type ChatSaid struct {
	Text string `json:"text"`
}

// NoteWritten is the whole text of a participant's private notes. Nobody else ever sees it.
type NoteWritten struct {
	Text string `json:"text"`
}

// ScorecardSaved is the whole draft of a rater's card. Others in a seat see of it only how many of
// the six criteria have a score (Scored); Card is nil for them.
type ScorecardSaved struct {
	Card   *Scorecard `json:"card,omitempty"`
	Scored int        `json:"scored"`
}

// ScorecardLocked makes the card final. Opened holds, in a participant's view alone, the cards that
// this lock lets them see.
type ScorecardLocked struct {
	// NotBlind marks a card locked when its rater could see others'.
	NotBlind bool                        `json:"not_blind,omitempty"`
	Opened   map[ParticipantID]Scorecard `json:"opened,omitempty"`
	// Pins are the opened cards' pins, Earlier their raters' rounds before, in a participant's view alone.
	Pins    map[ParticipantID][]Pin        `json:"pins,omitempty"`
	Earlier map[ParticipantID][]LockedCard `json:"earlier,omitempty"`
}

// RevealReady says that a seat holder has locked and is ready to look.
type RevealReady struct{}

// ScoresRevealed opens the locked cards. Without names a seat holder whose card was not waited for;
// Unanswered says that the other had locked and did not press within two minutes. Opened, Pins and
// Earlier hold, in a participant's view alone, the cards they may now see, what those rest on, and
// rounds before.
type ScoresRevealed struct {
	Without    ParticipantID               `json:"without,omitempty"`
	Unanswered bool                        `json:"unanswered,omitempty"`
	Opened     map[ParticipantID]Scorecard `json:"opened,omitempty"`
	Pins       map[ParticipantID][]Pin     `json:"pins,omitempty"`

	Earlier map[ParticipantID][]LockedCard `json:"earlier,omitempty"`
}

func (SessionCreated) Kind() Kind     { return "session.created" }
func (SessionClosed) Kind() Kind      { return "session.closed" }
func (MeetingSet) Kind() Kind         { return "meeting.set" }
func (InviteMade) Kind() Kind         { return "invite.made" }
func (InviteRevoked) Kind() Kind      { return "invite.revoked" }
func (ParticipantJoined) Kind() Kind  { return "participant.joined" }
func (ParticipantMerged) Kind() Kind  { return "participant.merged" }
func (ParticipantLeft) Kind() Kind    { return "participant.left" }
func (ParticipantRemoved) Kind() Kind { return "participant.removed" }
func (ParticipantAway) Kind() Kind    { return "participant.away" }
func (ParticipantBack) Kind() Kind    { return "participant.back" }
func (SeatTaken) Kind() Kind          { return "seat.taken" }
func (SeatAsked) Kind() Kind          { return "seat.asked" }
func (SeatKept) Kind() Kind           { return "seat.kept" }
func (ReadySet) Kind() Kind           { return "ready.set" }
func (PhaseStarted) Kind() Kind       { return "phase.started" }
func (ClockPaused) Kind() Kind        { return "clock.paused" }
func (ClockResumed) Kind() Kind       { return "clock.resumed" }
func (ClockExtended) Kind() Kind      { return "clock.extended" }
func (PauseAsked) Kind() Kind         { return "pause.asked" }
func (PauseDeclined) Kind() Kind      { return "pause.declined" }
func (BoardEdited) Kind() Kind        { return "board.edited" }
func (ChatSaid) Kind() Kind           { return "chat.said" }
func (NoteWritten) Kind() Kind        { return "note.written" }
func (ScorecardSaved) Kind() Kind     { return "scorecard.saved" }
func (ScorecardLocked) Kind() Kind    { return "scorecard.locked" }
func (RevealReady) Kind() Kind        { return "reveal.ready" }
func (ScoresRevealed) Kind() Kind     { return "scores.revealed" }
