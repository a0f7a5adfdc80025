package room

import (
	"time"

	"mockroom/server/interview"
)

// Clock is where rooms have their time from. All methods may be called from any goroutine.
type Clock interface {
	// Wall is the time of day. It is read off the host once and goes on with Boot from there, so that
	// setting the host's clock does not move it.
	Wall() interview.Time
	// BootID names the time for which the host is up, "" where that is not known; Boot counts within it.
	BootID() string
	// Continue makes Wall go on from what another process on this host took it for: at, when Boot was
	// boot. It is called before anybody else has the clock.
	Continue(at interview.Time, boot interview.Duration)
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
	// wall is what the time was when Boot was boot.
	wall interview.Time
	boot interview.Duration
	leaps
}

// NewSystemClock makes the clock of this process.
func NewSystemClock() *SystemClock {
	c := &SystemClock{started: time.Now()}
	c.Continue(interview.Time(c.started.UnixMilli()), c.Boot())
	return c
}

// Wall is the time of day.
func (c *SystemClock) Wall() interview.Time { return c.wall + interview.Time(c.Boot()-c.boot) }

// BootID names the time for which the host is up.
func (c *SystemClock) BootID() string { return bootID() }

// Continue makes Wall go on from at, when Boot was boot.
func (c *SystemClock) Continue(at interview.Time, boot interview.Duration) { c.wall, c.boot = at, boot }

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
