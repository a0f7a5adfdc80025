package crash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"mockroom/server/crash/disk"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
	"mockroom/server/operator"
)

// Cuts is a run in which the power goes again and again: a server works on a recorded disk, and from
// the record it is made what the disk may hold after each cut.
type Cuts struct {
	Server Program
	Dir    string
	// Times is how often the power goes, Images how many disks are looked at for each.
	Times, Images, Sessions int
	Seed                    uint64
	// Trace records system calls even where a file system can be mounted.
	Trace bool
	Log   io.Writer
}

// CutReport is what a run found.
type CutReport struct {
	// Recorder says how the disk was recorded.
	Recorder string
	Report
	// Images is how many disks were looked at, by what became of that which was not synced; Unsynced
	// is how many moments had something of that kind.
	Images   map[disk.Fate]int
	Unsynced int
	// Changes is how many writes, syncs and the like were recorded.
	Changes int
}

// ErrCannotRecord says that this machine has neither a way to mount nor strace.
var ErrCannotRecord = errors.New("a disk cannot be recorded here")

// mark is a moment at which the power goes, and what was acknowledged before.
type mark struct {
	at    time.Time
	pages []page
	total int
}

// Run does it. The error is about the run itself.
func (c Cuts) Run(ctx context.Context) (CutReport, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	started := time.Now()
	crowd, err := newCrowd(c.Seed, c.Sessions, 1000)
	if err != nil {
		return CutReport{}, err
	}
	recorder, err := c.recorder()
	if err != nil {
		return CutReport{}, err
	}
	r := CutReport{Recorder: recorder.name(), Images: map[disk.Fate]int{}}
	fmt.Fprintf(c.Log, "power loss, the disk recorded through %s\n", r.Recorder)
	chance := rand.New(rand.NewPCG(c.Seed, 0x706f776572))
	marks, err := c.work(ctx, crowd, recorder, chance)
	changes, recordErr := recorder.end()
	if err := errors.Join(err, recordErr, crowd.faults()); err != nil {
		return r, err
	}
	r.Changes, r.Sessions = len(changes), len(crowd.ledger.accounts)
	var found findings
	d := disk.NewDisk(changes)
	for _, m := range choose(marks, changes, c.Times, chance) {
		d.Until(m.at)
		if r.Kills++; d.Unsynced() {
			r.Unsynced++
		}
		r.Acknowledged = m.total
		for range c.Images {
			files, fate := d.Image(chance)
			r.Images[fate]++
			if err := c.look(ctx, files, m.pages, &found); err != nil {
				return r, err
			}
		}
		if found.bad() {
			break
		}
	}
	r.Lost, r.Duplicated, r.Unopened, r.Findings = found.lost, found.duplicated, found.unopened, found.words
	r.Took = time.Since(started)
	return r, ctx.Err()
}

// marksEach is how many moments are noted for each at which the power goes.
const marksEach = 16

// choose takes some of the moments, in order: mostly those at which something was written and not yet
// synced. For every second one the power holds on until one of the changes that come next.
func choose(marks []mark, changes []disk.Change, times int, chance *rand.Rand) (chosen []mark) {
	d := disk.NewDisk(changes)
	var busy, idle []mark
	for i, m := range marks {
		if i%2 == 0 {
			m.at = d.After(m.at, 1+chance.IntN(6))
		}
		if len(busy)+len(idle) > 0 && m.at.Before(marks[i-1].at) {
			continue
		}
		marks[i].at = m.at
		if d.Until(m.at); d.Unsynced() {
			busy = append(busy, m)
		} else {
			idle = append(idle, m)
		}
	}
	for _, some := range [][]mark{busy, idle} {
		chance.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	}
	busy = busy[:min(len(busy), times*3/4)]
	chosen = append(busy, idle[:min(len(idle), times-len(busy))]...)
	slices.SortFunc(chosen, func(a, b mark) int { return a.at.Compare(b.at) })
	return chosen
}

// work lets the crowd at the server and notes the moments.
func (c Cuts) work(ctx context.Context, crowd *crowd, recorder recorder, chance *rand.Rand) (marks []mark, err error) {
	server, err := recorder.program(c.Server).Start(ctx, "127.0.0.1:0", recorder.data())
	if err != nil {
		return nil, err
	}
	defer server.Kill()
	working, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		crowd.work(working, server.Addr)
	}()
	defer func() { stop(); <-done }()
	compacted := make(chan error, 1)
	for i := range c.Times * marksEach {
		if i == c.Times*marksEach/2 {
			// From here on a new file takes the old one's place.
			go func() { compacted <- compact(working, recorder.data()) }()
		}
		wait(ctx, time.Duration(500+chance.IntN(4000))*time.Microsecond)
		// What is acknowledged comes first, so that all of it is older than the moment.
		pages, total := crowd.ledger.copy()
		marks = append(marks, mark{time.Now(), pages, total})
		if err := crowd.faults(); err != nil {
			return marks, err
		}
	}
	return marks, errors.Join(<-compacted, ctx.Err())
}

func compact(ctx context.Context, data string) error {
	var answer any
	if err := operator.NewClient(data).Ask(ctx, "POST", "/compact", nil, &answer); err != nil {
		return fmt.Errorf("compacting: %w", err)
	}
	return nil
}

// look writes a disk's files down and checks them.
func (c Cuts) look(ctx context.Context, files map[string][]byte, pages []page, f *findings) error {
	folder := filepath.Join(c.Dir, "image")
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			return err
		}
	}
	data := filepath.Join(folder, dataName)
	if _, ok := files[dataName]; !ok {
		if len(pages) > 0 {
			f.add(&f.lost, "%d sessions were opened, and there is no database", len(pages))
		}
		return nil
	}
	sound := true
	report, err := bolt.Verify(ctx, data, bolt.Check{
		Found: func(found bolt.Finding) {
			sound = false
			f.add(&f.unopened, "verify: %s", found)
		},
		Fold: fold,
	})
	if err != nil {
		f.add(&f.unopened, "verify: %v", err)
	}
	if err != nil || !sound {
		return nil // bbolt ends the process over some damaged files
	}
	if report.Streams < len(pages) {
		f.add(&f.lost, "verify counts %d streams, %d sessions were opened", report.Streams, len(pages))
	}
	readImage(ctx, data, pages, f)
	return nil
}

const dataName = "crash.db"

// fold folds sessions while a file is verified.
func fold(id journal.ID) func(journal.Event) error {
	if len(id) < 8 || id[:8] != "session:" {
		return nil
	}
	return interview.NewState().Apply
}

// readImage opens what was left and holds it against what was acknowledged.
func readImage(ctx context.Context, data string, pages []page, f *findings) {
	j, err := bolt.Open(data, bolt.Options{})
	if err != nil {
		f.add(&f.unopened, "the database does not open: %v", err)
		return
	}
	defer j.Close()
	for _, p := range pages {
		a := newAudit()
		if err := a.readOn(ctx, j, p.account.session); err != nil {
			f.add(&f.unopened, "session %s cannot be folded: %v", p.account.session, err)
			continue
		}
		// Every image is looked at from the first claim on.
		(page{&account{session: p.account.session, audit: a}, p.claims, p.shown}).holds(f)
	}
}
