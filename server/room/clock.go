package room

import (
	"time"

	"mockroom/server/interview"
)

// Clock is where rooms have their time from. All methods may be called from any goroutine.
type Clock interface {
	// Wall is the wall clock.
	Wall() interview.Time
	// Boot is time since some fixed moment that also counts while the host sleeps, and that no
	// setting of the wall clock moves.
	Boot() interview.Duration
	// Timer sends once, after d, and may be stopped.
	Timer(d interview.Duration) (fires <-chan struct{}, stop func())
	// OnLeap calls f whenever the clock made a leap that running timers do not know of.
	OnLeap(f func()) (cancel func())
}

// SystemClock is the host's clock. Its Watch must run for leaps to be noticed.
type SystemClock struct {
	started time.Time
	leaps
}

// NewSystemClock makes the clock of this process.
func NewSystemClock() *SystemClock {
	return &SystemClock{started: time.Now()}
}

// Wall is the wall clock.
func (c *SystemClock) Wall() interview.Time { return interview.Time(time.Now().UnixMilli()) }

// Boot is the time since the host started, sleep included where the system tells it.
func (c *SystemClock) Boot() interview.Duration {
	if d, ok := sinceBoot(); ok {
		return interview.Duration(d / time.Millisecond)
	}
	return interview.Duration(time.Since(c.started) / time.Millisecond)
}

// Timer sends once, after d.
func (c *SystemClock) Timer(d interview.Duration) (<-chan struct{}, func()) {
	fires := make(chan struct{}, 1)
	t := time.AfterFunc(time.Duration(d)*time.Millisecond, func() { fires <- struct{}{} })
	return fires, func() { t.Stop() }
}

// Watch notices leaps until done is closed: a host that slept, so that the boot clock is ahead of
// the clock that timers run on.
func (c *SystemClock) Watch(done <-chan struct{}) {
	const every, leap = 2 * time.Second, 500 * time.Millisecond
	boot, mono := c.Boot(), time.Now()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		nowBoot, nowMono := c.Boot(), time.Now()
		ahead := time.Duration(nowBoot-boot)*time.Millisecond - nowMono.Sub(mono)
		boot, mono = nowBoot, nowMono
		if ahead > leap {
			c.tell()
		}
	}
}
