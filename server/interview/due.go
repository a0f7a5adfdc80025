package interview

import "fmt"

// Spans after which the clock acts by itself.
const (
	// NobodyPause is how long an interview without anybody goes on counting.
	NobodyPause = 30 * Minute
	// AbandonAfter is when a session that nobody comes back to is closed.
	AbandonAfter = 14 * Day
	// ServerPatience is the longest absence of the server that goes unremarked.
	ServerPatience = 2 * Minute
)

// due is something that the clock makes happen.
type due struct {
	at Time
	id string
	do func(*decision, CommandID)
}

// NextDue is when the clock will next make something happen, by what is known now; false if never.
func (s *State) NextDue() (Time, bool) {
	d, ok := s.nextDue()
	return d.at, ok
}

func (s *State) nextDue() (due, bool) {
	var first due
	found := false
	for _, d := range s.dues() {
		if !found || d.at < first.at {
			first, found = d, true
		}
	}
	return first, found
}

func (s *State) dues() []due {
	if s.Number == 0 || s.Closed != "" {
		return nil
	}
	var list []due
	if s.Phase.Timed() && s.Pace == Strict && s.OpenPause() == nil {
		list = append(list, s.phaseEnd())
	}
	for role, ask := range s.SeatAsks {
		list = append(list, due{
			ask.At + Time(SeatAnswer), fmt.Sprintf("seat-%s-%d", role, ask.At),
			func(d *decision, id CommandID) {
				d.emitAs(id, "", ForAll, SeatTaken{role, ask.Participant, d.Holder(role)})
			},
		})
	}
	if since, nobody := s.nobodySince(); nobody && s.Phase != Review {
		if s.Phase.Timed() && s.OpenPause() == nil {
			list = append(list, due{since + Time(NobodyPause), fmt.Sprintf("nobody-%d", since), func(d *decision, id CommandID) {
				d.emitAs(id, "", ForAll, ClockPaused{Reason: PausedNobody, AsOf: d.pauseFrom(since)})
			}})
		}
		list = append(list, due{since + Time(AbandonAfter), "abandoned", func(d *decision, id CommandID) {
			d.emitAs(id, "", ForAll, SessionClosed{"abandoned"})
		}})
	}
	return list
}

func (s *State) phaseEnd() due {
	at := s.deadline()
	return due{at, s.Phase.String() + "-end", func(d *decision, id CommandID) {
		d.emitAs(id, "", ForAll, PhaseStarted{Phase: d.Phase.Next(), Budget: d.budgetAfter(at), Due: at})
	}}
}

// nobodySince is the last departure, where nobody is connected.
func (s *State) nobodySince() (Time, bool) {
	var last Time
	for id, p := range s.Participants {
		if s.Present(id) {
			return 0, false
		}
		last = max(last, p.AwaySince)
	}
	return max(last, s.StartedAt), last != 0
}

func (RunDue) decide(d *decision) error {
	work := d.Clone()
	for range 8 {
		next, ok := work.nextDue()
		if !ok || next.at > d.now {
			break
		}
		step := &decision{State: work, now: d.now, command: d.command}
		next.do(step, CommandID("due/"+next.id))
		for _, e := range step.events {
			if err := work.Apply(e); err != nil {
				return err
			}
		}
		d.events = append(d.events, step.events...)
	}
	return nil
}

func (a ServerReturned) decide(d *decision) error {
	if !d.Phase.Timed() || d.OpenPause() != nil || Duration(a.To-a.From) <= ServerPatience {
		return nil
	}
	for _, p := range d.Pauses {
		if p.Reason == PausedServerAway && p.From >= a.From {
			return nil
		}
	}
	work := d.Clone()
	id := CommandID(fmt.Sprintf("due/server-away-%d", a.From))
	if d.Pace == Strict {
		if end := d.phaseEnd(); end.at <= a.From {
			end.do(d, CommandID("due/"+end.id))
			for _, e := range d.events {
				if err := work.Apply(e); err != nil {
					return err
				}
			}
		}
	}
	if work.Phase.Timed() {
		d.emitAs(id, "", ForAll, ClockPaused{Reason: PausedServerAway, AsOf: work.pauseFrom(max(a.From, work.PhaseStartedAt)), Until: a.To})
	}
	return nil
}
