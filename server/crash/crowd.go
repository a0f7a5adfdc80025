package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/load/peer"
)

// crowd is everybody at the server: some interviews under way, each for a while, and somebody who opens
// new ones all the time.
type crowd struct {
	ledger *ledger
	kit    *problems.Kit
	// wanted is how many interviews are under way at once, spells after how many connections one ends.
	wanted, spells int
	// resting keeps everybody from doing anything new.
	resting atomic.Bool

	mu     sync.Mutex
	rand   *rand.Rand
	stages []*stage
	// refusals counts what was refused, by command and code.
	refusals map[string]int
}

// stage is one interview under way.
type stage struct {
	account *account
	people  []*person
	started atomic.Bool
	ending  atomic.Bool
	spells  int
}

func newCrowd(seed uint64, wanted, spells int) (*crowd, error) {
	catalogue, err := problems.Core()
	if err != nil {
		return nil, err
	}
	problem, ok := catalogue.Find("tinyurl")
	if !ok {
		return nil, errors.New("the problem tinyurl is not in the catalogue")
	}
	return &crowd{
		ledger: &ledger{}, kit: &problem.Kit, wanted: wanted, spells: spells,
		rand: rand.New(rand.NewPCG(seed, 0x63726f7764)), refusals: map[string]int{},
	}, nil
}

// work lets everybody work at a server until ctx ends, or their lines do.
func (c *crowd) work(ctx context.Context, addr string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var everybody sync.WaitGroup
	c.mu.Lock()
	stages := c.stages
	c.mu.Unlock()
	for _, s := range stages {
		s.work(ctx, addr, &everybody)
	}
	api := peer.NewAPI(addr)
	for ctx.Err() == nil {
		if s, err := c.open(api); err != nil {
			break // the server is gone
		} else if s != nil {
			s.work(ctx, addr, &everybody)
		}
		c.mu.Lock()
		wait := time.Duration(30+c.rand.IntN(250)) * time.Millisecond
		c.mu.Unlock()
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
	everybody.Wait()
}

// work connects everybody of an interview; they come one after the other, as people do.
func (s *stage) work(ctx context.Context, addr string, everybody *sync.WaitGroup) {
	for _, p := range s.people {
		everybody.Go(func() { p.live(ctx, addr) })
	}
}

// open opens a session. Where an interview is wanted, the others are let in and it becomes one.
func (c *crowd) open(api *peer.API) (*stage, error) {
	opened, err := api.Open(`{"problem":"tinyurl","plan":{"clarification":60,"high-level":60,"deep-dive":60,"follow-up":60},"name":"Ben","role":"interviewer"}`)
	if err != nil {
		return nil, err
	}
	s := &stage{account: c.ledger.open(opened.ID, opened.Key)}
	c.mu.Lock()
	full := len(c.stages) >= c.wanted
	c.mu.Unlock()
	if full {
		return nil, nil
	}
	s.people = append(s.people, c.person(s, interview.Interviewer, opened.Key))
	for _, role := range []interview.Role{interview.Candidate, interview.Mentor} {
		_, key, err := api.Join(opened.ID, string(role), opened.Invites[string(role)], "Ana")
		if err != nil {
			return nil, err
		}
		c.ledger.joined(s.account, key)
		s.people = append(s.people, c.person(s, role, key))
	}
	c.mu.Lock()
	c.stages = append(c.stages, s)
	c.mu.Unlock()
	return s, nil
}

func (c *crowd) person(s *stage, role interview.Role, key string) *person {
	c.mu.Lock()
	seed := c.rand.Uint64()
	c.mu.Unlock()
	return &person{crowd: c, stage: s, role: role, key: key, rand: rand.New(rand.NewPCG(seed, 1)), hand: peer.NewHand(seed)}
}

// refused counts a refusal.
func (c *crowd) refused(command, code, words string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refusals[command+" "+code+": "+words]++
}

// turn lets interviews grow older between two connections: the oldest come to their end, and those that
// have are left alone.
func (c *crowd) turn() {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.stages[:0:0]
	for _, s := range c.stages {
		s.spells++
		if s.spells > c.spells/2+c.rand.IntN(c.spells) {
			s.ending.Store(true)
		}
		if s.over() || s.spells > 4*c.spells {
			s.account.retired = true
			continue
		}
		kept = append(kept, s)
	}
	c.stages = kept
}

// over says that everybody has closed their part, and nothing is on its way.
func (s *stage) over() bool {
	for _, p := range s.people {
		if !p.quiet() || p.role != interview.Mentor && p.step < closed {
			return false
		}
	}
	return true
}

// faults are what the server did to anybody that no server may.
func (c *crowd) faults() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all error
	for _, s := range c.stages {
		for _, p := range s.people {
			p.mu.Lock()
			if p.fault != nil {
				all = errors.Join(all, fmt.Errorf("%s, %s: %w", s.account.session, p.role, p.fault))
			}
			p.mu.Unlock()
		}
	}
	return all
}
