package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"mockroom/server/board"
	"mockroom/server/load/peer"
)

// caller is one of the two at a floor: each edit is one message, whatever came of the one before.
type caller struct {
	run    *run
	other  *caller
	socket *peer.Socket
	frame  []byte
	rand   *rand.Rand
	length int

	// The lock of the pair guards what follows: when each message was due, how many of them came
	// back acknowledged, and how many reached the other.
	mu             *sync.Mutex
	due            []time.Time
	acked, reached int
}

// RunFloor drives a floor at HOST:PORT as Run drives the product; of the plan it takes the rooms, the
// rate and the times.
func RunFloor(ctx context.Context, addr string, plan Plan, watch Watch) (Result, error) {
	if watch == nil {
		watch = func(bool) {}
	}
	r := &run{ctx: ctx, plan: plan, addr: addr}
	var callers []*caller
	defer func() {
		for _, c := range callers {
			c.socket.Close()
		}
		r.readers.Wait()
	}()
	for i := range plan.Rooms {
		mu := &sync.Mutex{}
		var pair [2]*caller
		for side := range pair {
			socket, err := peer.Dial(addr, fmt.Sprintf("/room/%d", i), "")
			if err != nil {
				return Result{}, fmt.Errorf("dialling the floor: %w", err)
			}
			pair[side] = &caller{run: r, socket: socket, mu: mu, length: plan.Board, rand: rand.New(rand.NewPCG(plan.Seed, uint64(2*i+side)))}
			callers = append(callers, pair[side])
		}
		pair[0].other, pair[1].other = pair[1], pair[0]
		for _, c := range pair {
			r.readers.Go(c.read)
		}
	}
	var hands []hand
	for side := range 2 {
		for i := side; i < len(callers); i += 2 {
			hands = append(hands, callers[i])
		}
	}
	start := time.Now().Add(50 * time.Millisecond)
	r.from = start.Add(plan.Warm)
	r.to = r.from.Add(plan.For)
	r.readers.Go(func() {
		if sleep(ctx, time.Until(r.from)) {
			watch(true)
		}
	})
	pace(ctx, hands, plan.Rate, start, r.to, &r.late)
	sleep(ctx, time.Until(r.to))
	watch(false)
	result := Result{Rooms: plan.Rooms, Offered: plan.Offered(), Edits: float64(r.inTime.Load()) / plan.For.Seconds()}
	result.Missing = settleFloor(ctx, callers)
	result.Acknowledged, result.Partner, result.Late = r.acknowledged.Summary(), r.partner.Summary(), r.late.Summary()
	return result, ctx.Err()
}

// settleFloor waits for what is owed and counts what did not come.
func settleFloor(ctx context.Context, callers []*caller) uint64 {
	for until := time.Now().Add(10 * time.Second); ; {
		missing := uint64(0)
		for _, c := range callers {
			c.mu.Lock()
			missing += uint64(2*len(c.due) - c.acked - c.reached)
			c.mu.Unlock()
		}
		if missing == 0 || time.Now().After(until) || !sleep(ctx, 20*time.Millisecond) {
			return missing
		}
	}
}

func (c *caller) edit(due time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.due = append(c.due, due)
	at := c.rand.IntN(c.length + 1)
	update := board.Update{Client: "load-1-1000-1", K: uint64(len(c.due)), Changes: board.Replace(c.length, at, at, "x")}
	if cap(c.frame) == 0 {
		c.frame = make([]byte, peer.HeadRoom, 384)
	}
	c.frame = peer.AppendPush(c.frame[:peer.HeadRoom], uint64(len(c.due)), update.Client, uint64(len(c.due)), []board.Update{update})
	_ = c.socket.Send(c.frame)
}

// read takes acknowledgements, which are in the order of sending, and the other's messages, which
// are in the other's.
func (c *caller) read() {
	for {
		raw, err := c.socket.Next()
		if err != nil {
			return
		}
		c.mu.Lock()
		if strings.HasPrefix(string(raw[:min(len(raw), 14)]), `{"type":"done"`) {
			c.run.measure(&c.run.acknowledged, c.due[c.acked])
			c.acked++
		} else {
			c.run.measure(&c.run.partner, c.other.due[c.other.reached])
			c.other.reached++
		}
		c.mu.Unlock()
	}
}
