package crash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"
)

// Kills is a run that kills a server again and again.
type Kills struct {
	Server Program
	// Dir is where the database and its copy lie; it must be there.
	Dir string
	// Times is how often it is killed, Sessions how many interviews are under way at once.
	Times, Sessions int
	Seed            uint64
	// Log is told how it goes, a line at a time.
	Log io.Writer
}

// Report is what a run found. Its JSON form is the last line that make crash prints.
type Report struct {
	Kills        int `json:"kills"`
	Acknowledged int `json:"acknowledged"`
	Lost         int `json:"lost"`
	Duplicated   int `json:"duplicated"`

	// Unopened counts sessions that did not open, Moved clocks that moved by more than MaxMove.
	Unopened int `json:"-"`
	Moved    int `json:"-"`
	// Findings are what did not hold, in words.
	Findings []string `json:"-"`
	Sessions int      `json:"-"`
	// Restart is how long the server took until it listened: the median and the longest.
	Restart [2]time.Duration `json:"-"`
	// Clock is the most that a clock moved over a kill.
	Clock time.Duration `json:"-"`
	Took  time.Duration `json:"-"`
}

// Sound says that everything held.
func (r Report) Sound() bool {
	return r.Lost+r.Duplicated+r.Unopened+r.Moved == 0 && len(r.Findings) == 0
}

// MaxMove is the most that a clock may move over a restart.
const MaxMove = 250 * time.Millisecond

// spell is the longest that the crowd works between two kills; early is the share of kills, one in so
// many, that come while the server starts.
const (
	spell = 700 * time.Millisecond
	early = 10
	// anewEvery is after how many kills everything is read from its first event on.
	anewEvery = 25
	// meetEvery is after how many kills the crowd may finish what is on its way, to compare its boards.
	meetEvery = 40
)

// killing is a run under way.
type killing struct {
	Kills
	rand     *rand.Rand
	crowd    *crowd
	data     string
	addr     string
	found    findings
	report   Report
	restarts []time.Duration
	samples  map[*account]view
}

// Run does it. The error is about the run itself; what the server did wrong is in the report.
func (k Kills) Run(ctx context.Context) (Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	crowd, err := newCrowd(k.Seed, k.Sessions, 16)
	if err != nil {
		return Report{}, err
	}
	r := &killing{
		Kills: k, rand: rand.New(rand.NewPCG(k.Seed, 0x6b696c6c)), crowd: crowd, addr: "127.0.0.1:0",
		data: filepath.Join(k.Dir, "crash.db"), samples: map[*account]view{},
	}
	started := time.Now()
	err = r.loop(ctx)
	r.report.Took = time.Since(started)
	r.report.Acknowledged, r.report.Sessions = crowd.ledger.size(), len(crowd.ledger.accounts)
	r.report.Lost, r.report.Duplicated = r.found.lost, r.found.duplicated
	r.report.Unopened, r.report.Moved, r.report.Findings = r.found.unopened, r.found.moved, r.found.words
	if len(r.restarts) > 0 {
		slices.Sort(r.restarts)
		r.report.Restart = [2]time.Duration{r.restarts[len(r.restarts)/2], r.restarts[len(r.restarts)-1]}
	}
	return r.report, err
}

func (r *killing) loop(ctx context.Context) error {
	server, err := r.start(ctx)
	if err != nil {
		return err
	}
	r.restarts = nil // this was the first start
	defer func() { server.Kill() }()
	for r.report.Kills < r.Times && !r.found.bad() {
		if r.report.Kills > 0 && r.rand.IntN(early) == 0 {
			// One that dies while it starts.
			server.Kill()
			r.report.Kills++
			if server, err = r.Server.Begin(ctx, r.addr, r.data); err != nil {
				return err
			}
			wait(ctx, time.Duration(r.rand.IntN(60))*time.Millisecond)
		} else if err := r.work(ctx, server); err != nil {
			return err
		}
		server.Kill()
		r.report.Kills++
		last := r.report.Kills >= r.Times
		if server, err = r.check(ctx, last || r.report.Kills%anewEvery == 0); err != nil {
			return err
		}
		if last || r.report.Kills%meetEvery == 0 {
			if err := r.meet(ctx, server); err != nil {
				return err
			}
		}
		r.crowd.turn()
		if r.report.Kills%20 == 0 {
			fmt.Fprintf(r.Log, "%d kills, %d acknowledged, %d sessions, %d lost, %d duplicated\n",
				r.report.Kills, r.crowd.ledger.size(), len(r.crowd.ledger.accounts), r.found.lost, r.found.duplicated)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

func (r *killing) start(ctx context.Context) (*Process, error) {
	server, err := r.Server.Start(ctx, r.addr, r.data)
	if err != nil {
		return nil, err
	}
	r.addr = server.Addr
	r.restarts = append(r.restarts, server.Ready)
	return server, nil
}

// work lets the crowd at the server and kills it at a random moment.
func (r *killing) work(ctx context.Context, server *Process) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.crowd.work(working, server.Addr)
	}()
	wait(ctx, 60*time.Millisecond+time.Duration(r.rand.Int64N(int64(spell))))
	clear(r.samples)
	for _, a := range r.crowd.live() {
		if v, err := look(ctx, server.Addr, a.session, a.keys[0]); err == nil {
			r.samples[a] = v
		}
	}
	wait(ctx, time.Duration(r.rand.Int64N(int64(20*time.Millisecond))))
	server.Kill()
	stop()
	<-done
	return r.crowd.faults()
}

// check reads the file, starts the server, and asks it for sessions.
func (r *killing) check(ctx context.Context, anew bool) (*Process, error) {
	pages, _ := r.crowd.ledger.copy()
	scratch := filepath.Join(r.Dir, "copy.db")
	if err := readFile(ctx, r.data, scratch, pages, anew, &r.found); err != nil {
		return nil, fmt.Errorf("reading the database: %w", err)
	}
	server, err := r.start(ctx)
	if err != nil {
		r.found.add(&r.found.unopened, "after kill %d: %v", r.report.Kills, err)
		return nil, errors.Join(err, ctx.Err())
	}
	for i, p := range pages {
		recent := i >= len(pages)-5
		if !anew && !recent && p.account.retired && r.rand.IntN(len(pages)) >= 5 {
			continue
		}
		if !anew && !recent && len(p.account.keys) == 1 && r.rand.IntN(len(pages)) >= 5 {
			continue
		}
		opens(ctx, server.Addr, p.account, &r.found)
	}
	for a, before := range r.samples {
		r.clockMoved(ctx, server.Addr, a, before)
	}
	clear(r.samples)
	return server, nil
}

// clockMoved compares a room's time with this program's own clock, over the kill.
func (r *killing) clockMoved(ctx context.Context, addr string, a *account, before view) {
	after, err := look(ctx, addr, a.session, a.keys[0])
	if err != nil {
		return // opens has said so
	}
	went := time.Duration(after.Now-before.Now) * time.Millisecond
	// The server read its clock somewhere between question and answer; a millisecond is rounding.
	least, most := after.asked.Sub(before.answered)-time.Millisecond, after.answered.Sub(before.asked)+time.Millisecond
	moved := max(least-went, went-most, 0)
	r.report.Clock = max(r.report.Clock, moved)
	if moved > MaxMove {
		r.found.add(&r.found.moved, "session %s: its clock moved by %s", a.session, moved)
	}
}

// meet lets everybody finish what is on their way, and compares all boards with the server's.
func (r *killing) meet(ctx context.Context, server *Process) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.crowd.settle(working, server.Addr)
	}()
	<-done
	if err := r.crowd.faults(); err != nil {
		return err
	}
	return r.crowd.compare(ctx, server.Addr, &r.found)
}
