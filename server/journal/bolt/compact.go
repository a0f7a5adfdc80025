package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// compactStep bounds one transaction of a compaction, in bytes.
const compactStep = 1 << 20

// Backup writes a compacted copy of the journal to a new file and syncs it. The server goes on
// meanwhile; what is committed after the call began may or may not be in the copy.
func (j *Journal) Backup(ctx context.Context, to string) error {
	j.swap.RLock()
	defer j.swap.RUnlock()
	return j.copyTo(ctx, to)
}

func (j *Journal) copyTo(ctx context.Context, to string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("%s exists already; name a new file", to)
	}
	copied, err := bbolt.Open(to, 0o600, &bbolt.Options{NoSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return fmt.Errorf("making %s: %w", to, err)
	}
	if err := bbolt.Compact(copied, j.db, compactStep); err != nil {
		_ = copied.Close()
		return fmt.Errorf("copying the database: %w", err)
	}
	if err := copied.Sync(); err != nil {
		_ = copied.Close()
		return fmt.Errorf("syncing %s: %w", to, err)
	}
	return copied.Close()
}

// compacting is the end of the name of a compaction's file.
const compacting = ".compact"

// Tidy removes what a compaction left that was cut off with its process: half a copy of the journal,
// which nobody would erase from.
func (j *Journal) Tidy() error {
	if err := os.Remove(j.path + compacting); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("removing half a compaction: %w", err)
	}
	return nil
}

// Compact writes the journal into a new file, which then takes the old one's place: erased bytes
// are gone, and a file whose last write failed is whole again. Commits and reads wait meanwhile.
func (j *Journal) Compact(ctx context.Context) error {
	j.swap.Lock()
	defer j.swap.Unlock()
	if err := j.Tidy(); err != nil {
		return err
	}
	fresh := j.path + compacting
	if err := j.copyTo(ctx, fresh); err != nil {
		// Half a copy would keep a full disk full.
		return errors.Join(err, j.Tidy())
	}
	j.unpin(false)
	if err := j.db.Close(); err != nil {
		return fmt.Errorf("compacting: %w", err)
	}
	renameErr := os.Rename(fresh, j.path)
	if renameErr == nil {
		renameErr = syncDir(filepath.Dir(j.path))
	}
	db, err := openFile(j.path)
	if err != nil {
		return fmt.Errorf("compacting: %w", err)
	}
	j.db = db
	if renameErr != nil {
		return fmt.Errorf("compacting: %w", renameErr)
	}
	return j.reload()
}

// reload reads the streams anew, and takes commits again.
func (j *Journal) reload() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	before := j.streams
	j.streams, j.last, j.broken = map[journal.ID]*stream{}, 0, nil
	if err := j.load(); err != nil {
		return err
	}
	for _, s := range before {
		if s.grown == nil {
			continue
		}
		close(s.grown)
		s.grown = nil
	}
	close(j.grown)
	j.grown = make(chan struct{})
	return nil
}

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
