package room

import (
	"sync/atomic"

	"mockroom/server/interview"
)

// Counters are what a process has done since it started. Each is one atomic number, so that counting
// costs a keystroke nothing; nothing in them tells of a session or a person.
type Counters struct {
	// Connections is how many websockets are open.
	Connections atomic.Int64
	// Events were committed, Refused are commands that had no effect.
	Events, Refused atomic.Uint64
	// TooSlow are connections closed because they did not read, TooMany requests refused by a limit.
	TooSlow, TooMany atomic.Uint64
	// Unsaved are batches that the journal did not take.
	Unsaved atomic.Uint64
}

// decided counts a batch that was committed, or had nothing to commit.
func (c *Counters) decided(events []interview.Event, outcomes []error) {
	c.Events.Add(uint64(len(events)))
	for _, err := range outcomes {
		if err != nil {
			c.Refused.Add(1)
		}
	}
}

// Closed counts why a connection ended.
func (c *Counters) Closed(code int) {
	if code == CloseTooSlow {
		c.TooSlow.Add(1)
	}
}

// Counters are this process's.
func (g *Registry) Counters() *Counters { return &g.counters }

// Queued is how many requests wait for rooms, in all and in the fullest.
func (g *Registry) Queued() (all, most int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, r := range g.rooms {
		n := len(r.inbox)
		all += n
		most = max(most, n)
	}
	return all, most
}
