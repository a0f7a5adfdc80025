package load

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"mockroom/server/load/peer"
)

// Result is what one run found. Spans are in milliseconds.
type Result struct {
	Rooms   int     `json:"rooms"`
	Offered float64 `json:"offered"`
	// Edits is how many edits a second were acknowledged while it was measured.
	Edits        float64 `json:"edits"`
	Acknowledged Summary `json:"acknowledged"`
	Partner      Summary `json:"partner"`
	// Late is how late the generator itself was, before anything was sent.
	Late Summary `json:"late"`
	// Missing edits were never acknowledged, or never reached the partner.
	Missing    uint64 `json:"missing"`
	Refused    uint64 `json:"refused"`
	Dropped    uint64 `json:"dropped"`
	Reconnects uint64 `json:"reconnects"`
	Previews   uint64 `json:"previews"`
	// Checked is how many rooms were compared; Faults is what did not hold.
	Checked int      `json:"checked"`
	Faults  []string `json:"faults,omitempty"`
	Notes   []string `json:"notes,omitempty"`
}

// Sound says that nothing was lost, refused or out of order.
func (r Result) Sound() bool { return len(r.Faults) == 0 && r.Missing == 0 && r.Refused == 0 }

// run is one run under way.
type run struct {
	ctx  context.Context
	plan Plan
	addr string
	api  *peer.API

	readers sync.WaitGroup
	// from and to are when what is due is measured.
	from, to              time.Time
	acknowledged, partner Latencies
	inTime                atomic.Uint64
	late                  Latencies
	refused, dropped      atomic.Uint64
	reconnects, previews  atomic.Uint64

	mu    sync.Mutex
	notes []string
}

// note keeps the first few oddities for the report.
func (r *run) note(format string, values ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.notes) < 5 {
		r.notes = append(r.notes, fmt.Sprintf(format, values...))
	}
}

// measure counts a span that ends now, if what it began with was due while it is measured.
func (r *run) measure(into *Latencies, due time.Time) {
	if due.Before(r.from) || !due.Before(r.to) {
		return
	}
	now := time.Now()
	into.Add(now.Sub(due))
	if into == &r.acknowledged && now.Before(r.to) {
		r.inTime.Add(1)
	}
}

// Watch is called when the measured span begins and when it ends.
type Watch func(begins bool)

// Run simulates a plan against the server at HOST:PORT and checks what it kept. watch may be nil. The
// error is about the run itself; what the server did wrong is in the Result.
func Run(ctx context.Context, addr string, plan Plan, watch Watch) (Result, error) {
	if watch == nil {
		watch = func(bool) {}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &run{ctx: ctx, plan: plan, addr: addr, api: peer.NewAPI(addr)}
	rooms, err := r.openAll()
	defer func() {
		for _, v := range rooms {
			v.leave()
		}
		r.readers.Wait()
	}()
	if err != nil {
		return Result{}, err
	}
	r.drive(rooms, watch)
	result := Result{Rooms: len(rooms), Offered: plan.Offered()}
	r.finish(rooms, &result)
	return result, ctx.Err()
}

// openAll opens the rooms, several at a time.
func (r *run) openAll() ([]*interview, error) {
	rooms := make([]*interview, r.plan.Rooms)
	var next atomic.Int64
	var work sync.WaitGroup
	var failed atomic.Pointer[error]
	for range min(48, r.plan.Rooms) {
		work.Go(func() {
			for failed.Load() == nil && r.ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(rooms) {
					return
				}
				v, err := r.open(i)
				if err == nil {
					rooms[i] = v
					err = v.start()
				}
				if err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	work.Wait()
	opened := rooms[:0]
	for _, v := range rooms {
		if v != nil {
			opened = append(opened, v)
		}
	}
	if err := failed.Load(); err != nil {
		return opened, fmt.Errorf("opening the rooms: %w", *err)
	}
	return opened, r.ctx.Err()
}

// drive types, talks and reconnects until the plan's time is over.
func (r *run) drive(rooms []*interview, watch Watch) {
	var hands []hand
	for side := range 2 {
		for _, v := range rooms {
			hands = append(hands, v.typists[side])
		}
	}
	start := time.Now().Add(50 * time.Millisecond)
	r.from = start.Add(r.plan.Warm)
	r.to = r.from.Add(r.plan.For)
	ctx, cancel := context.WithDeadline(r.ctx, r.to)
	defer cancel()
	var beside sync.WaitGroup
	beside.Go(func() {
		if sleep(ctx, time.Until(r.from)) {
			watch(true)
		}
	})
	beside.Go(func() { r.heartbeats(ctx, rooms) })
	beside.Go(func() { r.every(ctx, rooms, r.plan.ChatEvery, func(v *interview, _ int) { v.say() }) })
	beside.Go(func() { r.every(ctx, rooms, r.plan.KitEvery, (*interview).act) })
	beside.Go(func() { r.every(ctx, rooms, r.plan.ReconnectEvery, (*interview).reconnect) })
	if r.plan.Previews > 0 {
		for i, v := range rooms {
			for side, t := range v.typists {
				if (2*i+side)%r.plan.Previews == 0 {
					beside.Go(func() { r.showPreview(ctx, t) })
				}
			}
		}
	}
	pace(ctx, hands, r.plan.Rate, start, r.to, &r.late)
	sleep(r.ctx, time.Until(r.to))
	watch(false)
	cancel()
	beside.Wait()
}

// every calls f for each room once in a span, the rooms one after the other, until ctx ends; number
// counts the calls for one room.
func (r *run) every(ctx context.Context, rooms []*interview, span time.Duration, f func(v *interview, number int)) {
	if span <= 0 || len(rooms) == 0 {
		return
	}
	start := time.Now()
	for i := 0; ; i++ {
		due := start.Add(span * time.Duration(i) / time.Duration(len(rooms)))
		if wait := time.Until(due); wait > 0 && !sleep(ctx, wait) || ctx.Err() != nil {
			return
		}
		f(rooms[i%len(rooms)], i/len(rooms))
	}
}

// heartbeats has every client ping every two seconds.
func (r *run) heartbeats(ctx context.Context, rooms []*interview) {
	r.every(ctx, rooms, 2*time.Second, func(v *interview, _ int) { v.ping() })
}

func (v *interview) ping() {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, t := range v.typists {
		if t.socket != nil {
			t.pings++
			_ = t.socket.Send(peer.AppendPing(make([]byte, peer.HeadRoom, 64), t.pings))
		}
	}
}

// previewPace is how often a window asks for the preview at most, as the page does.
const previewPace = 300 * time.Millisecond

// showPreview is a window that shows the preview: it asks again while the board changes.
func (r *run) showPreview(ctx context.Context, t *typist) {
	window, err := peer.NewWindow(r.addr, t.room.id, t.role, t.key)
	if err != nil {
		r.note("the preview: %v", err)
		return
	}
	defer window.Close()
	for sleep(ctx, previewPace) {
		if err := window.Refresh(); err != nil {
			r.note("the preview: %v", err)
			return
		}
		r.previews.Add(1)
	}
}

// finish waits for what is owed, and compares.
func (r *run) finish(rooms []*interview, result *Result) {
	until := time.Now().Add(20 * time.Second)
	for _, v := range rooms {
		if err := v.settle(max(time.Until(until), 10*time.Millisecond)); err != nil {
			v.mu.Lock()
			v.fail("%v", err)
			v.mu.Unlock()
		}
	}
	offered := uint64(0)
	for _, v := range rooms {
		v.mu.Lock()
		for _, t := range v.typists {
			for _, due := range t.due {
				if !due.Before(r.from) && due.Before(r.to) {
					offered++
				}
			}
		}
		v.mu.Unlock()
	}
	result.Edits = float64(r.inTime.Load()) / r.plan.For.Seconds()
	result.Acknowledged, result.Partner, result.Late = r.acknowledged.Summary(), r.partner.Summary(), r.late.Summary()
	result.Missing = 2*offered - min(result.Acknowledged.Count, offered) - min(result.Partner.Count, offered)
	r.check(rooms, result)
	result.Refused, result.Dropped = r.refused.Load(), r.dropped.Load()
	result.Reconnects, result.Previews = r.reconnects.Load(), r.previews.Load()
	r.mu.Lock()
	result.Notes = r.notes
	r.mu.Unlock()
}
