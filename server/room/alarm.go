package room

import "mockroom/server/interview"

// alarm is the one timer of a room. It is set anew only when the moment that it waits for changes:
// most turns of a room are keystrokes, which change nothing about the clock.
type alarm struct {
	clock Clock
	fires <-chan struct{}
	stops func()
	at    interview.Time
	// zero is room time at the clock's own start: it moves when another process is ahead.
	zero interview.Time
}

// set has the alarm go off at a moment of room time, 0 for never; now is room time now.
func (a *alarm) set(at, now interview.Time) {
	zero := now - interview.Time(a.clock.Boot())
	if a.fires != nil && at == a.at && zero == a.zero || at == 0 && a.fires == nil {
		return
	}
	a.stop()
	a.at, a.zero = at, zero
	if at != 0 {
		a.fires, a.stops = a.clock.Timer(interview.Duration(max(at-now, 0)))
	}
}

// stop takes the alarm back.
func (a *alarm) stop() {
	if a.stops != nil {
		a.stops()
	}
	a.fires, a.stops = nil, nil
}
