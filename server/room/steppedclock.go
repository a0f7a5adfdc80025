package room

import (
	"sync"

	"mockroom/server/interview"
)

// SteppedClock stands still until it is stepped. Tests and demonstrations run whole interviews on
// it in seconds.
type SteppedClock struct {
	mu     sync.Mutex
	bootID string
	wall   interview.Time
	boot   interview.Duration
	next   int
	timers map[int]*steppedTimer
	leaps
}

type steppedTimer struct {
	at    interview.Duration
	fires chan struct{}
}

// NewSteppedClock makes a clock that stands at a moment.
func NewSteppedClock(at interview.Time) *SteppedClock {
	return &SteppedClock{wall: at, timers: map[int]*steppedTimer{}}
}

// Step moves the clock on, fires what is due and tells everybody of the leap.
func (c *SteppedClock) Step(d interview.Duration) {
	c.mu.Lock()
	c.wall += interview.Time(d)
	c.boot += d
	for id, t := range c.timers {
		if t.at <= c.boot {
			t.fires <- struct{}{}
			delete(c.timers, id)
		}
	}
	c.mu.Unlock()
	c.tell()
}

// Restarted is the clock of a later process on the same host, which has been up for the time that
// bootID names, after a while; the host's own clock was set forward, or back, by a step in between.
func (c *SteppedClock) Restarted(bootID string, after, step interview.Duration) *SteppedClock {
	c.mu.Lock()
	defer c.mu.Unlock()
	later := NewSteppedClock(c.wall + interview.Time(after+step))
	later.bootID, later.boot = bootID, c.boot+after
	return later
}

// OnHost names the time for which the clock's host is up.
func (c *SteppedClock) OnHost(bootID string) *SteppedClock {
	c.bootID = bootID
	return c
}

// BootID names the time for which the host is up, "" unless OnHost has said so.
func (c *SteppedClock) BootID() string { return c.bootID }

// Continue makes Wall go on from at, when Boot was boot.
func (c *SteppedClock) Continue(at interview.Time, boot interview.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wall = at + interview.Time(c.boot-boot)
}

// Wall is the time of day.
func (c *SteppedClock) Wall() interview.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wall
}

// Boot is the time that was stepped.
func (c *SteppedClock) Boot() interview.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.boot
}

// Timer sends once the clock has been stepped by d.
func (c *SteppedClock) Timer(d interview.Duration) (<-chan struct{}, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &steppedTimer{c.boot + d, make(chan struct{}, 1)}
	if d <= 0 {
		t.fires <- struct{}{}
		return t.fires, func() {}
	}
	c.next++
	id := c.next
	c.timers[id] = t
	return t.fires, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.timers, id)
	}
}
