package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"mockroom/server/journal"
)

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

// Backup writes a compacted copy of the journal as of now to a new file, and syncs it and its name.
// The server goes on meanwhile. The file is there whole, or not at all.
func (j *Journal) Backup(ctx context.Context, to string) error {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("%s exists already; name a new file", to)
	}
	half := to + ".half"
	if err := os.Remove(half); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("making a backup: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	view, err := j.pin(cancel)
	if err != nil {
		return err
	}
	defer view.release()
	_, err = copyPages(ctx, view.pages(nil), half)
	if err == nil {
		err = os.Rename(half, to)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("making a backup: %w", err), removeIfThere(half))
	}
	return syncDir(filepath.Dir(to))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// Compact writes the journal into a new file, which then takes the old one's place: erased bytes
// are gone, and a file whose last write failed is whole again. Commits wait meanwhile; reads wait
// for the change of the file only.
func (j *Journal) Compact(ctx context.Context) error {
	return j.submit(ctx, &pending{ctx: ctx, done: make(chan error, 1), alone: func() error { return j.compact(ctx) }})
}

// compact runs in the committer's goroutine.
func (j *Journal) compact(ctx context.Context) error {
	if !j.shut {
		if err := j.rewrite(ctx); err != nil {
			// Half a copy would keep a full disk full.
			return errors.Join(fmt.Errorf("compacting: %w", err), j.Tidy())
		}
	}
	found, err := j.change()
	if err != nil {
		return fmt.Errorf("compacting: %w", err)
	}
	if err := j.load(found); err != nil {
		return fmt.Errorf("compacting: %w", err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.broken = nil
	j.wakeAll()
	return nil
}

// rewrite makes the new file.
func (j *Journal) rewrite(ctx context.Context) error {
	if err := j.Tidy(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	view, err := j.pin(cancel)
	if err != nil {
		return err
	}
	defer view.release()
	faults, err := copyPages(ctx, view.pages(nil), j.path+compacting)
	for _, l := range faults {
		j.log.Error("part of the database cannot be read", "bucket", l.bucket, "page", l.page, "fault", l.words)
	}
	if err == nil && len(faults) > 0 {
		// At the next start the damaged file is kept beside the new one; here it would be gone.
		err = fmt.Errorf("%w: page %d cannot be read", journal.ErrCorrupt, faults[0].page)
	}
	return err
}

// change puts the new file in the old one's place and opens it.
func (j *Journal) change() (*survey, error) {
	j.swap.Lock()
	defer j.swap.Unlock()
	if !j.shut {
		j.unpin(false)
		j.shut = true
		if err := j.db.Close(); err != nil {
			return nil, err
		}
		if err := os.Rename(j.path+compacting, j.path); err != nil {
			return nil, errors.Join(err, j.reopen(nil))
		}
	}
	if err := syncDir(filepath.Dir(j.path)); err != nil {
		return nil, err
	}
	var found *survey
	err := j.reopen(&found)
	return found, err
}

// reopen opens the file that is there. The caller holds swap.
func (j *Journal) reopen(found **survey) error {
	db, s, err := openFile(j.path, j.log)
	if err != nil {
		return err
	}
	db.NoSync = j.noSync
	j.db, j.shut = db, false
	if found != nil {
		*found = s
	}
	return nil
}

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil {
		return fmt.Errorf("%w: the folder cannot be synced: %w", journal.ErrUnavailable, err)
	}
	return nil
}
