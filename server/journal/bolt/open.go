package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	// NoSync leaves out every sync: a power cut costs what was acknowledged. Only a test of the tests
	// sets it.
	NoSync bool
}

// DefaultPace was measured: committing as fast as the disk allows makes it stall for seconds.
const DefaultPace = 5 * time.Millisecond

// format is the layout of the file; a file with a higher one is from a newer release.
const format = 1

var (
	tailBucket = []byte("tail")
	metaBucket = []byte("meta")
	formatKey  = []byte("format")
)

// Journal is the engine. All methods may be called from any goroutine; Close ends it.
type Journal struct {
	path string
	pace time.Duration
	// fail lets tests break writes; nil in production.
	fail func() error
	// tried is when recovery was tried last, and patience the least time until it is tried again;
	// the committer's own.
	tried    time.Time
	patience time.Duration

	// swap is held for reading by every transaction, for writing while Compact changes the file.
	swap sync.RWMutex
	db   *bbolt.DB

	appends chan *pending
	closing chan struct{}
	ended   chan struct{}
	once    sync.Once

	mu      sync.Mutex
	streams map[journal.ID]*stream
	last    uint64 // the newest commit
	broken  error  // why commits are refused
	// grown is closed and made anew at each commit.
	grown chan struct{}
	// pins are the open views of long readers.
	pins map[*pinned]bool
}

// stream is where one stream's commits are.
type stream struct {
	next    uint64 // number of the next event
	commits []place
	erased  bool
	// grown is closed and made anew at each commit of the stream, if anybody follows.
	grown chan struct{}
}

// place is one commit: the number of its first event and its key in the tail.
type place struct{ first, key uint64 }

// Open opens the database, or makes it. It waits at most a second for another process to let go.
func Open(path string, o Options) (*Journal, error) {
	if o.Pace == 0 {
		o.Pace = DefaultPace
	}
	db, err := openFile(path)
	if err != nil {
		return nil, err
	}
	db.NoSync = o.NoSync
	j := &Journal{
		path: path, pace: o.Pace, db: db, patience: recoverEvery,
		appends: make(chan *pending, 4096), closing: make(chan struct{}), ended: make(chan struct{}),
		streams: map[journal.ID]*stream{}, grown: make(chan struct{}), pins: map[*pinned]bool{},
	}
	if err := j.load(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	go j.run()
	return j, nil
}

// openFile opens the bbolt file and says in words what is wrong with it.
func openFile(path string) (db *bbolt.DB, err error) {
	made := false
	if info, statErr := os.Stat(path); statErr == nil {
		if info.IsDir() {
			return nil, fmt.Errorf("the database %s is a directory; name a file", path)
		}
		if f, openErr := os.OpenFile(path, os.O_RDWR, 0); openErr != nil {
			return nil, fmt.Errorf("the database %s cannot be written; give this user write access to it: %w", path, openErr)
		} else {
			_ = f.Close()
		}
	} else if dir := filepath.Dir(path); errors.Is(statErr, os.ErrNotExist) {
		if _, dirErr := os.Stat(dir); dirErr != nil {
			return nil, fmt.Errorf("the folder %s of the database does not exist; make it first", dir)
		}
		made = true
	}
	defer func() {
		// bbolt follows page numbers of damaged files outside the map.
		if r := recover(); r != nil {
			db, err = nil, fmt.Errorf("%s is damaged or not a mockroom database; restore a backup or name another file", path)
		}
	}()
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout: time.Second, FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, InitialMmapSize: initialMmap,
	})
	switch {
	case errors.Is(err, boltErrors.ErrTimeout):
		return nil, fmt.Errorf("the database %s is %w; stop it, or name another file with -data", path, ErrInUse)
	case errors.Is(err, boltErrors.ErrInvalid), errors.Is(err, boltErrors.ErrVersionMismatch), errors.Is(err, boltErrors.ErrChecksum):
		return nil, fmt.Errorf("%s is damaged or not a mockroom database; restore a backup or name another file: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("the database %s cannot be opened: %w", path, err)
	}
	if err := checkFormat(db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if made {
		// What a new file holds is on the disk; this puts its name there too.
		if err := syncDir(filepath.Dir(path)); err != nil {
			return nil, errors.Join(fmt.Errorf("the folder of the database cannot be synced: %w", err), db.Close())
		}
	}
	return db, nil
}

// initialMmap is address space, not memory: while it lasts, no reader has to end for the file to grow.
const initialMmap = 1 << 30 << (^uint(0) >> 63) >> 1

func checkFormat(db *bbolt.DB, path string) error {
	return db.Update(func(tx *bbolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		if meta == nil {
			if k, _ := tx.Cursor().First(); k != nil {
				return fmt.Errorf("%s is another program's database; name another file with -data", path)
			}
			if _, err := tx.CreateBucket(tailBucket); err != nil {
				return err
			}
			created, err := tx.CreateBucket(metaBucket)
			if err != nil {
				return err
			}
			return created.Put(formatKey, binary.BigEndian.AppendUint64(nil, format))
		}
		value := meta.Get(formatKey)
		if len(value) != 8 || tx.Bucket(tailBucket) == nil {
			return fmt.Errorf("%s is damaged: it does not say its format; restore a backup", path)
		}
		if found := binary.BigEndian.Uint64(value); found > format {
			return fmt.Errorf("%s is from a newer release (format %d, this one knows %d); update mockroom", path, found, format)
		}
		return nil
	})
}

// load folds the tail into the streams' places.
func (j *Journal) load() error {
	err := j.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(tailBucket).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			key := binary.BigEndian.Uint64(k)
			r, err := readRecord(v)
			if err != nil {
				return fmt.Errorf("commit %d: %w", key, err)
			}
			j.note(key, r)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading %s: %w", j.path, err)
	}
	return nil
}

// note remembers a committed record. The caller holds mu, or is alone.
func (j *Journal) note(key uint64, r record) {
	s := j.streams[r.stream]
	if s == nil {
		s = &stream{next: 1}
		j.streams[r.stream] = s
	}
	if r.erased {
		s.erased, s.commits = true, nil
	} else {
		s.commits = append(s.commits, place{r.first, key})
		s.next = r.first + uint64(r.count)
	}
	j.last = max(j.last, key)
	if s.grown != nil {
		close(s.grown)
		s.grown = nil
	}
}

// Close stops commits, waits for the last one, and lets the file go.
func (j *Journal) Close() error {
	j.once.Do(func() { close(j.closing) })
	<-j.ended
	j.swap.Lock()
	defer j.swap.Unlock()
	j.unpin(true)
	return j.db.Close()
}

// Healthy commits nothing, durably: an empty transaction goes the whole way to the disk.
func (j *Journal) Healthy(ctx context.Context) error {
	p := &pending{done: make(chan error, 1), probe: true, ctx: ctx}
	return j.submit(ctx, p)
}
