package bolt

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	bbolt "go.etcd.io/bbolt"
	boltErrors "go.etcd.io/bbolt/errors"

	"mockroom/server/journal"
)

// Options tune the engine; the zero value is what production uses.
type Options struct {
	// Pace is the least time between the starts of two transactions; 0 means DefaultPace.
	Pace time.Duration
	// Sealing says when streams leave the tail.
	Sealing Sealing
	// Patience is how long a file that could not be written is left alone at least before a new one is
	// tried; 0 means five seconds.
	Patience time.Duration
	// NoSync leaves out every sync: a power cut costs what was acknowledged. Only a test of the tests
	// sets it.
	NoSync bool
	// Log is told of damage that was found and what was done about it; nil is silent.
	Log *slog.Logger
}

// DefaultPace was measured: committing as fast as the disk allows makes it stall for seconds.
const DefaultPace = 5 * time.Millisecond

// Journal is the engine. All methods may be called from any goroutine; Close ends it.
type Journal struct {
	path    string
	pace    time.Duration
	sealing Sealing
	noSync  bool
	log     *slog.Logger
	// fail lets tests break a commit before it is written, or after that, as a failed sync does; nil in
	// production.
	fail func(written bool) error
	// tried is when recovery was tried last, and patience the least time until it is tried again;
	// the committer's own.
	tried    time.Time
	patience time.Duration
	// needed is how much did not fit when a commit found no space; the committer's own.
	needed int

	// swap is held for reading by every transaction, for writing while the file is changed for another.
	swap sync.RWMutex
	db   *bbolt.DB
	// shut says that db could not be opened again; the committer's own.
	shut bool

	appends chan *pending
	closing chan struct{}
	ended   chan struct{}
	once    sync.Once
	work    sync.WaitGroup

	mu sync.Mutex
	// streams are those that have commits in the tail; all others are found in the directory.
	streams map[journal.ID]*stream
	census  census // as of the newest acknowledged commit
	recent  recent
	broken  error // why commits are refused
	// grown is closed and made anew at each commit.
	grown chan struct{}
	// watched are the streams that somebody follows.
	watched map[journal.ID]*watch
	// pins are the open views of long readers.
	pins map[*pinned]bool
}

// stream is what lies of one stream in the tail.
type stream struct {
	// sealed is the number of the first event behind its chunks, next that of the next event.
	sealed, next uint64
	commits      []place
	// trash are commits that are in a chunk already, and to be taken out of the tail.
	trash  []uint64
	erased bool
	// marker is the commit that erased it, while that lies in the tail alone.
	marker uint64
	// damaged says why it cannot be read behind next, and not be written.
	damaged string
	// bytes is the size of commits; since is when the first of them came, touched the last.
	bytes          int
	since, touched time.Time
}

// place is one commit in the tail: the number of its first event, the number behind its last, its key.
type place struct{ first, next, key uint64 }

// Open opens the database, or makes it. It waits at most a second for another process to let go.
func Open(path string, o Options) (*Journal, error) {
	if o.Pace == 0 {
		o.Pace = DefaultPace
	}
	if o.Patience == 0 {
		o.Patience = recoverEvery
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	db, found, err := openFile(path, o.Log)
	if err != nil {
		return nil, err
	}
	db.NoSync = o.NoSync
	j := &Journal{
		path: path, pace: o.Pace, sealing: o.Sealing.orDefault(), noSync: o.NoSync, log: o.Log, db: db, patience: o.Patience,
		appends: make(chan *pending, 4096), closing: make(chan struct{}), ended: make(chan struct{}),
		grown: make(chan struct{}), watched: map[journal.ID]*watch{}, pins: map[*pinned]bool{},
	}
	if err := j.load(found); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	go j.run()
	if !o.Sealing.Off {
		j.work.Go(j.seal)
	}
	return j, nil
}

// openFile surveys the file, saves what can be saved of a damaged one, opens it, and says in words
// what is wrong with it.
func openFile(path string, log *slog.Logger) (db *bbolt.DB, found *survey, err error) {
	found = newSurvey()
	exists, err := checkPath(path)
	if err != nil {
		return nil, nil, err
	}
	if exists {
		if found, err = surveyFile(path); err != nil {
			return nil, nil, err
		}
		for _, l := range found.heads {
			log.Warn("the database is damaged", "page", l.page, "fault", l.words)
		}
		if len(found.broken) > 0 {
			if found, err = salvage(path, found, log); err != nil {
				return nil, nil, err
			}
		}
	}
	defer func() {
		if r := recover(); r != nil {
			db, err = nil, fmt.Errorf("%s is damaged or not a mockroom database; restore a backup or name another file", path)
		}
	}()
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: lockWait, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, InitialMmapSize: initialMmap,
	})
	switch {
	case errors.Is(err, boltErrors.ErrTimeout):
		return nil, nil, inUse(path)
	case errors.Is(err, boltErrors.ErrInvalid), errors.Is(err, boltErrors.ErrVersionMismatch), errors.Is(err, boltErrors.ErrChecksum):
		return nil, nil, fmt.Errorf("%s is damaged or not a mockroom database; restore a backup or name another file: %w", path, err)
	case err != nil:
		return nil, nil, fmt.Errorf("the database %s cannot be opened: %w", path, err)
	}
	if err := checkFormat(db, path, found); err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if !exists {
		// What a new file holds is on the disk; this puts its name there too.
		if err := syncDir(filepath.Dir(path)); err != nil {
			return nil, nil, errors.Join(err, db.Close())
		}
	}
	return db, found, nil
}

func inUse(path string) error {
	return fmt.Errorf("the database %s is %w; stop it, or name another file with -data", path, ErrInUse)
}

// checkPath says whether there is a file, and refuses what can be none.
func checkPath(path string) (exists bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		dir := filepath.Dir(path)
		if _, err := os.Stat(dir); err != nil {
			return false, fmt.Errorf("the folder %s of the database does not exist; make it first", dir)
		}
		return false, nil
	case err != nil:
		return false, fmt.Errorf("the database %s cannot be opened: %w", path, err)
	case info.IsDir():
		return false, fmt.Errorf("the database %s is a directory; name a file", path)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false, fmt.Errorf("the database %s cannot be written; give this user write access to it: %w", path, err)
	}
	return info.Size() > 0, f.Close()
}

// initialMmap is address space, not memory: while it lasts, no reader has to end for the file to grow.
// It is 16 GiB where addresses have 64 bits.
const initialMmap = 1 << 29 << (5 * (^uint(0) >> 63))

// load takes over what a survey found.
func (j *Journal) load(found *survey) error {
	err := j.view(func(tx *bbolt.Tx) error {
		found.judge(tx)
		counted := found.counted
		if c, err := readCensus(tx.Bucket(metaBucket).Get(censusKey)); err == nil {
			// Numbers are never used again, also where what had them is lost.
			counted.last, counted.seal = max(counted.last, c.last), max(counted.seal, c.seal)
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		j.census = counted
		j.streams = found.streams
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading %s: %w", j.path, err)
	}
	for id, s := range found.streams {
		if s.damaged != "" {
			j.log.Error("a stream is damaged", "kind", kindOf(id), "event", s.next, "fault", s.damaged)
		}
	}
	return nil
}

// note remembers a committed record.
func note(streams map[journal.ID]*stream, key uint64, r record) {
	s, now := streams[r.stream], time.Now()
	if s == nil {
		s = &stream{sealed: r.first, next: r.first, since: now}
		streams[r.stream] = s
	}
	s.touched = now
	if r.erased {
		s.erased, s.marker, s.commits, s.trash, s.bytes = true, key, nil, nil, 0
		return
	}
	if len(s.commits) == 0 {
		s.since = now
	}
	s.next = r.first + uint64(r.count)
	s.commits = append(s.commits, place{r.first, s.next, key})
	s.bytes += len(r.body)
}

// view runs a short reading transaction. A page that cannot be read is an error of this reader, not
// the end of the process.
func (j *Journal) view(read func(*bbolt.Tx) error) (err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: a page cannot be read: %v", journal.ErrDamaged, r)
		}
	}()
	if err := j.db.View(read); errors.Is(err, boltErrors.ErrDatabaseNotOpen) {
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	} else {
		return err
	}
}

// Close stops commits, waits for the last one, and lets the file go.
func (j *Journal) Close() error {
	j.once.Do(func() { close(j.closing) })
	<-j.ended
	j.work.Wait()
	j.swap.Lock()
	defer j.swap.Unlock()
	j.unpin(true)
	if j.brokenNow() != nil || j.shut {
		return j.db.Close()
	}
	// An empty commit: now each of the two first pages leads to the last state, and either may be damaged.
	return errors.Join(j.db.Update(func(*bbolt.Tx) error { return nil }), j.db.Close())
}

// Healthy commits nothing, durably: an empty transaction goes the whole way to the disk.
func (j *Journal) Healthy(ctx context.Context) error {
	p := &pending{done: make(chan error, 1), probe: true, ctx: ctx}
	return j.submit(ctx, p)
}
