package interview

import (
	"maps"
	"slices"

	"mockroom/server/board"
)

// RecentUpdates is how many accepted board updates a State remembers, for editors that are behind.
const RecentUpdates = 512

// State is the fold of a session's events. Its JSON form is the state of the wire protocol; fields
// without a JSON name stay on the server.
type State struct {
	Problem      ProblemRef                    `json:"problem"`
	Mode         Mode                          `json:"mode"`
	Help         Help                          `json:"help"`
	Pace         Pace                          `json:"pace"`
	Plan         Plan                          `json:"plan"`
	Creator      ParticipantID                 `json:"creator"`
	Phase        Phase                         `json:"phase"`
	StartedAt    Time                          `json:"started_at"`
	Participants map[ParticipantID]Participant `json:"participants"`
	Seats        map[Role]ParticipantID        `json:"seats"`
	// Peers are the pair, see seatPeer; Consents to whom each of them has opened the session, and when.
	Peers      map[Role]ParticipantID               `json:"peers"`
	Consents   map[Outsiders]map[ParticipantID]Time `json:"consents"`
	SeatAsks   map[Role]SeatAsk                     `json:"seat_asks"`
	Invites    []InviteUse                          `json:"invites"`
	Meeting    string                               `json:"meeting"`
	PauseAsked *Wish                                `json:"pause_asked"`
	Past       []PastPhase                          `json:"past"`
	Pauses     []Pause                              `json:"pauses"`
	Chat       []ChatLine                           `json:"chat"`
	Note       string                               `json:"note"`
	Cards      map[ParticipantID]Card               `json:"cards"`
	Revealed   *Reveal                              `json:"revealed"`
	// Pins are each rater's, in the order in which they were dropped.
	Pins      map[ParticipantID][]Pin `json:"pins"`
	ScoringAt Time                    `json:"scoring_at"`
	Closed    string                  `json:"closed"`

	// Told, Hints, Probes and Dealt are what the interviewer gave of the kit, in order. HintAsked is
	// the candidate's open wish for a hint.
	Told      []Told       `json:"told"`
	Hints     []GivenHint  `json:"hints"`
	HintAsked *Wish        `json:"hint_asked"`
	Probes    []AskedProbe `json:"probes"`
	Dealt     []DealtCard  `json:"dealt"`
	// Dives are the topics chosen for the deep dive, by id; for whoever has the kit.
	Dives []string `json:"dives"`
	// Seen is when each item of a checklist was first seen on the board, by "phase/item".
	Seen map[string]Time `json:"seen"`
	// Rating is what the candidate says of the interviewer.
	Rating *InterviewerRated `json:"rating"`
	// Swap is the last suggestion to change seats, Links the sessions of the same pair. Both are the
	// pair's, but for the session that this one is the return of.
	Swap  *Swap  `json:"swap"`
	Links []Link `json:"links"`
	// Golds are the cards that the mentors of a group agree on, or propose.
	Golds map[Outsiders]Gold `json:"golds"`
	// Shares are the links that share the session, oldest first; the pair sees them.
	Shares []Share `json:"shares"`

	// CreatedAt is the time of the first event.
	CreatedAt Time `json:"created_at"`
	// PhaseStartedAt, Budget and Planned are the running phase's start and minutes, and the plan
	// as extensions have changed it.
	PhaseStartedAt Time     `json:"phase_started_at"`
	Budget         Duration `json:"budget_ms"`
	Planned        Plan     `json:"planned"`

	// Board is the text, BoardVersion how many updates made it, Recent the last of them. LastEdit
	// is when and by whom it was changed last.
	Board board.Text `json:"-"`
	// draft stands in for Board while a Fold goes on.
	draft        *board.Draft
	BoardVersion uint64         `json:"-"`
	Recent       []board.Update `json:"-"`
	// Editors maps each editor's client name to the last k that was accepted of it.
	Editors map[string]uint64 `json:"-"`

	// KitReaders are the participants who have been given the kit.
	KitReaders map[ParticipantID]bool `json:"-"`
	// Notes are everybody's private notes; a view has its own in Note.
	Notes map[ParticipantID]string `json:"-"`
	// Clients maps each client to the highest n that has had its effect.
	Clients map[string]uint64 `json:"-"`
	// Number and At are those of the last event.
	Number uint64 `json:"-"`
	At     Time   `json:"-"`
	// Bytes is how much text the session's events hold, for its limit.
	Bytes int `json:"-"`
	// shown counts the events of each circle, so that a view's position needs no second fold.
	shown counts
	// openChat is how many lines of the chat also mentors read who have not locked a card.
	openChat int
}

// Told is a clarification with its answer.
type Told struct {
	At       Time   `json:"at"`
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// GivenHint is a rung of a ladder, 1 to 3. Phase and Item are left out for whoever is not to know
// what it was a hint for.
type GivenHint struct {
	At    Time   `json:"at"`
	Phase Phase  `json:"phase"`
	Item  string `json:"item"`
	Rung  int    `json:"rung"`
	Text  string `json:"text"`
}

// AskedProbe is a question of a dive.
type AskedProbe struct {
	At    Time   `json:"at"`
	Dive  string `json:"dive"`
	Title string `json:"title"`
	Index int    `json:"index"`
	Text  string `json:"text"`
}

// DealtCard is a follow-up that was put to the candidate.
type DealtCard struct {
	At   Time   `json:"at"`
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Participant is somebody's part in the session. Person and Tokens stay on the server.
type Participant struct {
	Role Role `json:"role"`
	// AwaySince is when nobody heard of them any more, 0 while they are here.
	AwaySince Time   `json:"away_since"`
	Ready     bool   `json:"ready"`
	Left      bool   `json:"left"`
	Revoked   bool   `json:"revoked"`
	Invite    string `json:"invite"`
	// Through is the consent of the pair under which they came in, "" for who was there before.
	Through Outsiders `json:"through"`
	Person  PersonID  `json:"-"`
	Tokens  []string  `json:"-"`
	// Absences counts the events away and back, for ids that two processes derive alike.
	Absences int `json:"-"`
}

// SeatAsk is somebody's open request for a seat.
type SeatAsk struct {
	Participant ParticipantID `json:"participant"`
	At          Time          `json:"at"`
}

// InviteUse is a link and when it was opened.
type InviteUse struct {
	ID       string `json:"id"`
	Role     Role   `json:"role"`
	OpenedAt []Time `json:"opened_at"`
	Revoked  bool   `json:"revoked"`
	KeyHash  string `json:"-"`
	// For is the participant whom the link brings back, see Invite.
	For ParticipantID `json:"-"`
}

// Wish is the candidate's open wish for a pause or a hint.
type Wish struct {
	By ParticipantID `json:"by"`
	At Time          `json:"at"`
}

// PastPhase is an ended phase: what it had and what it took, pauses excepted.
type PastPhase struct {
	Phase     Phase    `json:"phase"`
	StartedAt Time     `json:"started_at"`
	EndedAt   Time     `json:"ended_at"`
	Planned   Duration `json:"planned_ms"`
	Budget    Duration `json:"budget_ms"`
	Used      Duration `json:"used_ms"`
	Paused    Duration `json:"paused_ms"`
}

// Pause is a span in which the clock stood; To is 0 while it stands.
type Pause struct {
	Phase  Phase         `json:"phase"`
	From   Time          `json:"from"`
	To     Time          `json:"to"`
	By     ParticipantID `json:"by"`
	Reason PauseReason   `json:"reason"`
	Until  Time          `json:"until"`
}

// ChatLine is one line of the chat.
type ChatLine struct {
	At   Time          `json:"at"`
	By   ParticipantID `json:"by"`
	Text string        `json:"text"`
}

// Card is what is known of a rater's scorecard. In a view Content is nil where it may not be seen.
type Card struct {
	Scored   int        `json:"scored"`
	SavedAt  Time       `json:"saved_at"`
	LockedAt Time       `json:"locked_at"`
	ReadyAt  Time       `json:"ready_at"`
	NotBlind bool       `json:"not_blind"`
	Content  *Scorecard `json:"card"`
	// Earlier are the cards that a mentor locked in rounds before this one.
	Earlier []LockedCard `json:"earlier"`
}

// Reveal is when and how the scores were opened.
type Reveal struct {
	At         Time          `json:"at"`
	Without    ParticipantID `json:"without"`
	Unanswered bool          `json:"unanswered"`
}

// NewState is the state before the first event.
func NewState() *State {
	return &State{
		Participants: map[ParticipantID]Participant{},
		Seats:        map[Role]ParticipantID{},
		Peers:        map[Role]ParticipantID{},
		Consents:     map[Outsiders]map[ParticipantID]Time{},
		SeatAsks:     map[Role]SeatAsk{},
		Invites:      []InviteUse{},
		Past:         []PastPhase{},
		Pauses:       []Pause{},
		Chat:         []ChatLine{},
		Cards:        map[ParticipantID]Card{},
		Told:         []Told{},
		Hints:        []GivenHint{},
		Probes:       []AskedProbe{},
		Dealt:        []DealtCard{},
		Dives:        []string{},
		Seen:         map[string]Time{},
		Links:        []Link{},
		Shares:       []Share{},
		KitReaders:   map[ParticipantID]bool{},
		Pins:         map[ParticipantID][]Pin{},
		Editors:      map[string]uint64{},
		Notes:        map[ParticipantID]string{},
		Clients:      map[string]uint64{},
		Golds:        map[Outsiders]Gold{},
		shown:        newCounts(),
	}
}

// Clone is an independent State. Slices that only grow are shared up to their length; Apply never
// writes below it, and only one of the two may go on applying.
func (s *State) Clone() *State {
	c := *s
	c.Participants = maps.Clone(s.Participants)
	c.Seats = maps.Clone(s.Seats)
	c.Peers = maps.Clone(s.Peers)
	// What is in it is never changed in place.
	c.Consents = maps.Clone(s.Consents)
	c.SeatAsks = maps.Clone(s.SeatAsks)
	c.Invites = slices.Clone(s.Invites)
	c.Past = slices.Clone(s.Past)
	c.Pauses = slices.Clone(s.Pauses)
	c.Cards = maps.Clone(s.Cards)
	c.Seen = maps.Clone(s.Seen)
	c.Golds = maps.Clone(s.Golds)
	c.Pins = maps.Clone(s.Pins)
	c.KitReaders = maps.Clone(s.KitReaders)
	c.Editors = maps.Clone(s.Editors)
	c.Notes = maps.Clone(s.Notes)
	c.Clients = maps.Clone(s.Clients)
	c.shown = counts{s.shown.all, s.shown.kit, s.shown.late, s.shown.pair, maps.Clone(s.shown.gold), maps.Clone(s.shown.seats), maps.Clone(s.shown.own), maps.Clone(s.shown.sighted)}
	return &c
}

// Holder is who has the seat of a role, "" if it is free.
func (s *State) Holder(r Role) ParticipantID { return s.Seats[r] }

// Acts is the role in which a participant acts now: candidates and interviewers without the seat
// only watch; who was revoked, came in under a consent that was taken back, or is unknown, has no role.
func (s *State) Acts(id ParticipantID) Role {
	p, ok := s.Participants[id]
	if !ok || p.Revoked || s.closedTo(p) {
		return ""
	}
	if (p.Role == Candidate || p.Role == Interviewer) && s.Seats[p.Role] != id {
		return Observer
	}
	return p.Role
}

// Leads says whether a participant has the hand on the clock: the interviewer, or the candidate
// alone.
func (s *State) Leads(id ParticipantID) bool {
	switch s.Acts(id) {
	case Interviewer:
		return true
	case Candidate:
		return s.Mode == Solo
	}
	return false
}

// OnlyOf says whether a session is one person's alone: practised without a partner, or never joined
// by anybody else.
func (s *State) OnlyOf(person PersonID) bool {
	others := false
	for _, p := range s.Participants {
		others = others || p.Person != person
	}
	return !others || s.Mode == Solo && s.Participants[s.Creator].Person == person
}

// Present says whether somebody is believed to be connected.
func (s *State) Present(id ParticipantID) bool {
	p, ok := s.Participants[id]
	return ok && p.AwaySince == 0 && !p.Left && !p.Revoked
}

// OpenPause is the pause that stands now, or nil.
func (s *State) OpenPause() *Pause {
	if n := len(s.Pauses); n > 0 && s.Pauses[n-1].To == 0 {
		return &s.Pauses[n-1]
	}
	return nil
}

// AnyLocked says whether somebody has locked a card, which ends editing.
func (s *State) AnyLocked() bool {
	for _, c := range s.Cards {
		if c.locked() {
			return true
		}
	}
	return false
}
