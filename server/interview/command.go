package interview

import (
	"encoding/json"
	"fmt"
	"strings"

	"mockroom/problems"
	"mockroom/server/board"
)

// Command is somebody's wish. ID is the client's own ("client/n"); By is who asks, already
// authenticated.
type Command struct {
	ID CommandID
	By ParticipantID
	Do Action
	// Kit is the interviewer's kit of the session's problem, for the commands that give of it; nil
	// where its files cannot be read.
	Kit *problems.Kit
}

// Action is what is wished for. Those that come over the wire have a name there; see ParseAction.
type Action interface{ decide(*decision) error }

// Actions of people. PROTOCOL.md says who may do what when.
type (
	// SetReady says ready in the lobby, or takes it back.
	SetReady struct {
		Ready bool `json:"ready"`
	}
	// StartInterview starts the clock; Anyway also without the candidate's ready.
	StartInterview struct {
		Anyway bool `json:"anyway"`
	}
	// NextPhase moves on from the phase named, so that two presses move once.
	NextPhase struct {
		From Phase `json:"from"`
	}
	// EndInterview goes to scoring at once.
	EndInterview struct{}
	// PauseClock, ResumeClock and ExtendClock work the clock.
	PauseClock  struct{}
	ResumeClock struct{}
	ExtendClock struct{}
	// AskPause is the candidate's wish, DeclinePause the interviewer's no.
	AskPause     struct{}
	DeclinePause struct{}
	// EditBoard pushes updates of one editor, based on a version of the board.
	EditBoard struct {
		Client  string         `json:"client"`
		Version uint64         `json:"version"`
		Updates []board.Update `json:"updates"`
		// Over are the accepted updates since Version, given by the room where the state no longer
		// remembers them.
		Over []board.Update `json:"-"`
	}
	// SayChat says a line to everybody.
	SayChat struct {
		Text string `json:"text"`
	}
	// WriteNote saves the whole of one's private notes.
	WriteNote struct {
		Text string `json:"text"`
	}
	// SetMeeting says where the people talk.
	SetMeeting struct {
		URL string `json:"url"`
	}
	// AskSeat asks for a seat that another holds, KeepSeat is the holder's no.
	AskSeat  struct{}
	KeepSeat struct{}
	// SaveScorecard saves the whole draft of one's card, LockScorecard makes it final.
	SaveScorecard struct {
		Card Scorecard `json:"card"`
	}
	LockScorecard struct{}
	// ReadyToReveal says one is ready to look; ShowScores opens without waiting.
	ReadyToReveal struct{}
	ShowScores    struct{}
	// TellAnswer gives the answer to a clarification.
	TellAnswer struct {
		ID string `json:"id"`
	}
	// AskHint is the candidate's wish, DeclineHint the interviewer's no, GiveHint the next rung of an
	// item's ladder.
	AskHint     struct{}
	DeclineHint struct{}
	GiveHint    struct {
		Phase Phase  `json:"phase"`
		Item  string `json:"item"`
		// Rung is the one that the interviewer saw offered, so that two presses give one.
		Rung int `json:"rung"`
	}
	// ChooseDives says which topics the deep dive takes, AskProbe that a question of one was asked.
	ChooseDives struct {
		Dives []string `json:"dives"`
	}
	AskProbe struct {
		Dive  string `json:"dive"`
		Index int    `json:"index"`
	}
	// DealCard puts a follow-up to the candidate.
	DealCard struct {
		ID string `json:"id"`
	}
	// RateInterviewer is the candidate's word on the interviewer, after the reveal.
	RateInterviewer struct {
		InterviewerRated
	}
	// Leave says goodbye; the link brings one back.
	Leave struct{}
)

// Actions of the server on somebody's behalf; they don't come over the websocket.
type (
	// Create is the first command of a session.
	Create struct {
		Session SessionCreated
		Joined  ParticipantJoined
	}
	// Join lets a person in by an invite, or again with a new key.
	Join struct {
		Participant ParticipantID
		Role        Role
		Person      PersonID
		Invite      string
		TokenHash   string
	}
	// Return lets a person back in under a role that they have here, with a new key.
	Return struct {
		Role      Role
		Person    PersonID
		TokenHash string
	}
	// Enter lets a mentor of a group in, for whom the pair opened the session; the room has looked
	// whether they are one. Remove closes it for a person who is none any more, for "" to all.
	Enter struct {
		Participant ParticipantID
		Person      PersonID
		Through     Outsiders
		TokenHash   string
	}
	Remove struct {
		Person  PersonID
		Through Outsiders
	}
	// MergePersons makes one person's part in the session another's.
	MergePersons struct{ From, Into PersonID }
	// MakeInvite adds a link, RevokeInvite closes one and what it opened.
	MakeInvite   struct{ Invite Invite }
	RevokeInvite struct{ ID string }
	// MarkAway says that a participant has not been heard of since Since, MarkBack that they are
	// here again.
	MarkAway struct {
		Participant ParticipantID
		Since       Time
	}
	MarkBack struct{ Participant ParticipantID }
	// MarkSeen says which items of the checklists, as "phase/item", are on the board.
	MarkSeen struct{ Items []string }
	// ReadContent notes that a participant was given the kit of that hash.
	ReadContent struct {
		Participant ParticipantID
		Hash        string
	}
	// RunDue does what the clock has made due.
	RunDue struct{}
	// ServerReturned says that no server was alive between From and To.
	ServerReturned struct{ From, To Time }
)

var actions = map[string]func(json.RawMessage) (Action, error){
	"ready.set":          parse[SetReady],
	"interview.start":    parse[StartInterview],
	"phase.next":         parse[NextPhase],
	"interview.end":      parse[EndInterview],
	"clock.pause":        parse[PauseClock],
	"clock.resume":       parse[ResumeClock],
	"clock.extend":       parse[ExtendClock],
	"pause.ask":          parse[AskPause],
	"pause.decline":      parse[DeclinePause],
	"board.edit":         parse[EditBoard],
	"chat.say":           parse[SayChat],
	"note.write":         parse[WriteNote],
	"meeting.set":        parse[SetMeeting],
	"seat.ask":           parse[AskSeat],
	"seat.keep":          parse[KeepSeat],
	"scorecard.save":     parse[SaveScorecard],
	"scorecard.lock":     parse[LockScorecard],
	"scorecard.again":    parse[ScoreAgain],
	"reveal.ready":       parse[ReadyToReveal],
	"reveal.show":        parse[ShowScores],
	"participant.leave":  parse[Leave],
	"clarification.tell": parse[TellAnswer],
	"hint.ask":           parse[AskHint],
	"hint.decline":       parse[DeclineHint],
	"hint.give":          parse[GiveHint],
	"dive.choose":        parse[ChooseDives],
	"probe.ask":          parse[AskProbe],
	"followup.deal":      parse[DealCard],
	"interviewer.rate":   parse[RateInterviewer],
	"pin.drop":           parse[DropPin],
	"pin.note":           parse[NotePin],
	"pin.link":           parse[LinkPin],
	"pin.withdraw":       parse[WithdrawPin],
	"consent.give":       parse[GiveConsent],
	"consent.withdraw":   parse[WithdrawConsent],
}

func parse[A Action](data json.RawMessage) (Action, error) {
	var a A
	if len(data) == 0 {
		return a, nil
	}
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, err
	}
	return a, nil
}

// ParseAction reads a command's data as it comes over the wire.
func ParseAction(name string, data json.RawMessage) (Action, error) {
	read, ok := actions[name]
	if !ok {
		return nil, Errorf(Invalid, "There is no command %q.", shorten(name))
	}
	a, err := read(data)
	if err != nil {
		return nil, Errorf(Invalid, "The data of %s cannot be read: %s.", name, shorten(err.Error()))
	}
	return a, nil
}

// CommandNames lists the commands that come over the wire, in no order.
func CommandNames() []string {
	names := make([]string, 0, len(actions))
	for n := range actions {
		names = append(names, n)
	}
	return names
}

func shorten(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}

// NewCommandID makes the id of a client's n-th command; it refuses names that are none.
func NewCommandID(client string, n uint64) (CommandID, error) {
	if err := CheckClient(client); err != nil {
		return "", err
	}
	if n == 0 {
		return "", Errorf(Invalid, "Commands count from 1.")
	}
	return CommandID(fmt.Sprintf("%s/%d", client, n)), nil
}

// CheckClient refuses client names that are not 8 to 40 characters of A–Z a–z 0–9 _ -.
func CheckClient(client string) error {
	bad := len(client) < 8 || len(client) > 40
	for _, r := range client {
		bad = bad || !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
	}
	if bad {
		return Errorf(Invalid, "A client's name has 8 to 40 characters of A–Z, a–z, 0–9, _ and -.")
	}
	return nil
}
