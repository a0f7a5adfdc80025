package interview

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"mockroom/server/board"
)

// Limits of a session.
const (
	MaxParticipants = 40
	MaxChat         = 2 << 10
	MaxEvents       = 200_000
	MaxBytes        = 64 << 20
)

// Decide turns a command into the events that it causes, numbered behind the state's last; none if
// it has already had its effect or changes nothing. It changes nothing itself: the caller commits
// the events and then applies them. The error is an *Error, for the one who asked.
func Decide(s *State, now Time, c Command) ([]Event, error) {
	if client, n, ok := c.ID.split(); ok && n <= s.Clients[client] {
		return nil, nil
	}
	d := &decision{State: s, now: max(now, s.At), command: c}
	if err := d.admit(); err != nil {
		return nil, err
	}
	if err := c.Do.decide(d); err != nil {
		var refusal *Error
		if errors.As(err, &refusal) {
			return nil, refusal
		}
		return nil, Errorf(Invalid, "%s", shorten(err.Error()))
	}
	return d.events, nil
}

// decision is one run of Decide: the state as it was, and the events so far.
type decision struct {
	*State
	now     Time
	command Command
	events  []Event
}

func (d *decision) by() ParticipantID { return d.command.By }

// admit refuses what is refused whatever the action is.
func (d *decision) admit() error {
	_, creates := d.command.Do.(Create)
	if !creates {
		_, creates = d.command.Do.(OpenReturn)
	}
	switch {
	case creates && d.Number > 0:
		return Errorf(Conflict, "This session exists already.")
	case creates:
		return nil
	case d.Number == 0:
		return Errorf(NotFound, "There is no such session.")
	case d.Closed != "" && !d.readsOn():
		return Errorf(Gone, "This session is over.")
	}
	if d.by() == "" {
		return nil
	}
	if err := d.Access(d.by()); err != nil {
		return err
	}
	_, leaves := d.command.Do.(Leave)
	if !leaves && (d.Number >= MaxEvents || d.Bytes >= MaxBytes) && !d.Phase.ends(d.command.Do) {
		return Errorf(TooLarge, "This session is full. The clock, scores and review still work.")
	}
	return nil
}

// readsOn says whether a command only lets somebody read a session that is over, or not any more.
func (d *decision) readsOn() bool {
	switch d.command.Do.(type) {
	case MergePersons, Return, WithdrawConsent, Remove:
		return true
	}
	return false
}

// ends says whether an action leads a session to its end; those are taken from a full session too.
func (p Phase) ends(a Action) bool {
	switch a.(type) {
	case NextPhase, EndInterview, PauseClock, ResumeClock, SaveScorecard, LockScorecard, ReadyToReveal, ShowScores, RateInterviewer,
		DropPin, NotePin, LinkPin, WithdrawPin, WithdrawConsent:
		return true
	}
	return false
}

// emit adds an event for the given circle.
func (d *decision) emit(audience Audience, f Fact) { d.emitAs(d.command.ID, d.by(), audience, f) }

func (d *decision) emitAs(id CommandID, by ParticipantID, audience Audience, f Fact) {
	d.events = append(d.events, Event{
		Number: d.Number + uint64(len(d.events)) + 1, At: d.now, By: by,
		Command: id, Audience: audience, Fact: f,
	})
}

// lead refuses whoever has no hand on the clock.
func (d *decision) lead() error {
	if !d.Leads(d.by()) {
		return Errorf(Forbidden, "Only the interviewer can do that.")
	}
	return nil
}

func (d *decision) timed() error {
	if !d.Phase.Timed() {
		return Errorf(Conflict, "The clock runs only from clarification to follow-up; this is %s.", strings.ToLower(d.Phase.Title()))
	}
	return nil
}

func checkText(text string, limit int) error {
	if !utf8.ValidString(text) {
		return Errorf(Invalid, "This text is not valid UTF-8.")
	}
	if len(text) > limit {
		return Errorf(TooLarge, "This text is over %d KiB; shorten it.", limit>>10)
	}
	if board.HasControls(text) {
		return Errorf(Invalid, "This text has control characters, which cannot be seen; take them out.")
	}
	return nil
}

func (a SayChat) decide(d *decision) error {
	if d.Acts(d.by()) == Observer {
		return Errorf(Forbidden, "Observers only watch.")
	}
	text := strings.TrimSpace(a.Text)
	if text == "" {
		return Errorf(Invalid, "The message is empty.")
	}
	if err := checkText(text, MaxChat); err != nil {
		return err
	}
	d.emit(d.talkAudience(), ChatSaid{text})
	return nil
}

// talkAudience is who reads a line: after the interview people talk of what they make of it, which a
// mentor who has yet to score is not to read.
func (d *decision) talkAudience() Audience {
	if d.Phase >= Scoring {
		return ForSighted
	}
	return ForAll
}

func (a WriteNote) decide(d *decision) error {
	if d.Acts(d.by()) == Observer {
		return Errorf(Forbidden, "Observers only watch.")
	}
	if err := checkText(a.Text, MaxText); err != nil {
		return err
	}
	if d.Notes[d.by()] != a.Text {
		d.emit(ForOwn, NoteWritten(a))
	}
	return nil
}

func (a SetMeeting) decide(d *decision) error {
	if !d.seated(d.by()) {
		return Errorf(Forbidden, "Only candidate and interviewer say where you talk.")
	}
	link := strings.TrimSpace(a.URL)
	if err := checkMeeting(link); err != nil {
		return err
	}
	if link != d.Meeting {
		d.emit(ForAll, MeetingSet{link})
	}
	return nil
}

// checkMeeting refuses what is no plain https link.
func checkMeeting(link string) error {
	if link == "" {
		return nil
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(link) > 500 || checkText(link, 500) != nil || strings.ContainsAny(link, "\t\n\r") {
		return Errorf(Invalid, "Give a link that starts with https://, at most 500 characters.")
	}
	return nil
}

func (a SetReady) decide(d *decision) error {
	if d.Phase != Lobby {
		return Errorf(Conflict, "The interview has already started.")
	}
	if !d.seated(d.by()) {
		return Errorf(Forbidden, "Only candidate and interviewer say that they are ready.")
	}
	if d.Participants[d.by()].Ready != a.Ready {
		d.emit(ForAll, ReadySet{d.by(), a.Ready})
	}
	return nil
}

func (Leave) decide(d *decision) error {
	if !d.Participants[d.by()].Left {
		d.emit(ForAll, ParticipantLeft{d.by()})
	}
	return nil
}
