package interview

import "fmt"

// Duration is a span of room time in milliseconds.
type Duration int64

// Spans that the rules are written in.
const (
	Second Duration = 1000
	Minute          = 60 * Second
	Hour            = 60 * Minute
	Day             = 24 * Hour
)

// CommandID is "client/n": n counts up by one in each life of a client. Ids of what the clock
// causes start with "due/".
type CommandID string

// Mode is how a session is held.
type Mode string

const (
	// Peer is an interview between two people.
	Peer Mode = "peer"
	// Solo is timed practice alone: the candidate also has the interviewer's hand on the clock.
	Solo Mode = "solo"
)

// Help is how much the program nudges the candidate.
type Help string

// Levels of help.
const (
	Guided Help = "guided"
	Normal Help = "normal"
	Exam   Help = "exam"
)

// Pace says what happens when a phase has used its minutes.
type Pace string

const (
	// Soft runs into overtime; the interviewer moves on.
	Soft Pace = "soft"
	// Strict moves on by itself.
	Strict Pace = "strict"
)

// Role is what a participant does in a session.
type Role string

// Roles. A mentor watches and scores, an observer watches as the candidate sees it.
const (
	Candidate   Role = "candidate"
	Interviewer Role = "interviewer"
	Mentor      Role = "mentor"
	Observer    Role = "observer"
)

// Roles lists all roles in the order in which they are shown.
func Roles() []Role { return []Role{Candidate, Interviewer, Mentor, Observer} }

// ParseRole reads a role's name.
func ParseRole(s string) (Role, error) {
	for _, r := range Roles() {
		if string(r) == s {
			return r, nil
		}
	}
	return "", Errorf(Invalid, "%q is no role; use candidate, interviewer, mentor or observer", s)
}

// PauseReason says why the clock stands.
type PauseReason string

// Reasons for a pause.
const (
	// PausedByHand is somebody's decision.
	PausedByHand PauseReason = "hand"
	// PausedNobody is 30 minutes without anybody connected.
	PausedNobody PauseReason = "nobody"
	// PausedServerAway is the server's own absence of more than two minutes.
	PausedServerAway PauseReason = "server-away"
)

// Code classifies an Error; each maps to one HTTP status in server/web.
type Code string

// Codes of errors.
const (
	Invalid     Code = "invalid"
	Forbidden   Code = "forbidden"
	NotFound    Code = "not-found"
	Conflict    Code = "conflict"
	TooLarge    Code = "too-large"
	Unavailable Code = "unavailable"
	Gone        Code = "gone"
	// TooMany is for what would be right, but not so often.
	TooMany Code = "too-many"
)

// Error is a refusal that a person reads: Message says what was wrong and what to do.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Errorf makes an Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{code, fmt.Sprintf(format, args...)}
}
