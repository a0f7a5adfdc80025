package room

import (
	"sync"

	"mockroom/server/interview"
)

// SteppedClock stands still until it is stepped. Tests and demonstrations run whole interviews on
// it in seconds.
type SteppedClock struct {
	mu     sync.Mutex
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

// SetWall sets the wall clock alone, as an operator or a wrong time server would.
func (c *SteppedClock) SetWall(at interview.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wall = at
}

// Wall is the wall clock.
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
