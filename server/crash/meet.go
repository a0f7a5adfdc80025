package crash

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// patience is how long anything that has to come may take.
const patience = 30 * time.Second

// live are the sessions that people are working in.
func (c *crowd) live() (accounts []*account) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.stages {
		accounts = append(accounts, s.account)
	}
	return accounts
}

// settle connects everybody once more, to do nothing new: what is on its way is answered.
func (c *crowd) settle(ctx context.Context, addr string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c.resting.Store(true)
	defer c.resting.Store(false)
	var everybody sync.WaitGroup
	c.mu.Lock()
	stages := c.stages
	c.mu.Unlock()
	for _, s := range stages {
		for _, p := range s.people {
			p.here = false
		}
		s.work(ctx, addr, &everybody)
	}
	for !settled(stages) && ctx.Err() == nil {
		wait(ctx, 2*time.Millisecond)
	}
	cancel()
	everybody.Wait()
}

// settled says that everybody has an editor, nothing on its way, and all of a session the same board.
func settled(stages []*stage) bool {
	for _, s := range stages {
		var version uint64
		for _, p := range s.people {
			p.mu.Lock()
			quiet := p.here && len(p.queue) == 0 && p.editor != nil && len(p.editor.Unconfirmed()) == 0
			if p.editor != nil {
				version = max(version, p.editor.Version())
			}
			p.mu.Unlock()
			if !quiet && !p.closed {
				return false
			}
		}
		for _, p := range s.people {
			p.mu.Lock()
			behind := p.editor == nil || p.editor.Version() < version
			p.mu.Unlock()
			if behind && !p.closed {
				return false
			}
		}
	}
	return true
}

// compare holds every editor's text against the server's board, after settle.
func (c *crowd) compare(ctx context.Context, addr string, f *findings) error {
	var all error
	c.mu.Lock()
	stages := c.stages
	c.mu.Unlock()
	for _, s := range stages {
		v, err := look(ctx, addr, s.account.session, s.account.keys[0])
		if err != nil {
			return fmt.Errorf("reading a board: %w", err)
		}
		for _, p := range s.people {
			if p.closed || p.editor == nil {
				continue
			}
			if p.editor.Doc().String() != v.Board.Text {
				f.add(&f.lost, "session %s: the %s has a board of %d bytes, the server one of %d that differs",
					s.account.session, p.role, p.editor.Doc().Bytes(), len(v.Board.Text))
			}
			if len(p.editor.Unconfirmed()) > 0 {
				all = errors.Join(all, fmt.Errorf("session %s: the %s could not send everything within %s", s.account.session, p.role, patience))
			}
		}
	}
	return all
}
