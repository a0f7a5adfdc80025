package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	bbolt "go.etcd.io/bbolt"
)

// noSpace are the errors by which a system refuses a write before it has begun.
var noSpace = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// nothingStored says that a transaction failed before it touched anything that counts: there was no
// space to write its pages, and nothing had been synced. The file is as it was, and may be written
// to again. After any other failure, of a sync above all, the system may take for written what is not
// on the disk: then only a new file is trusted.
func nothingStored(err error) bool {
	if !slices.ContainsFunc(noSpace, func(e error) bool { return errors.Is(err, e) }) {
		return false
	}
	var refused *fs.PathError
	return errors.As(err, &refused) && refused.Op == "write" || resizing(err)
}

// resizing says that the file could not grow. bbolt makes words of that error.
func resizing(err error) bool { return strings.Contains(err.Error(), "file resize error: ") }

// named gives the system's error back that bbolt has made words of.
func named(err error) error {
	if err == nil || !resizing(err) {
		return err
	}
	for _, e := range noSpace {
		if strings.HasSuffix(err.Error(), e.Error()) {
			return fmt.Errorf("%w: %w", err, e)
		}
	}
	return err
}

// waits is how long a failure lasts at least: a new file costs a copy of everything, a new try nothing.
func (j *Journal) waits(broken error) time.Duration {
	if nothingStored(broken) {
		return j.patience / 5
	}
	return j.patience
}

// spare is what a commit takes besides what it brings: pages of the tree that are written anew.
const spare = 64 << 10

// reserve proves that there is space for so much, at the very place where the file grows: behind its
// last page, where nothing that is written means anything. An empty commit would fit into any disk.
func (j *Journal) reserve(bytes int) error {
	j.swap.RLock()
	defer j.swap.RUnlock()
	var end int64
	if err := j.db.View(func(tx *bbolt.Tx) error {
		end = tx.Size()
		return nil
	}); err != nil {
		return err
	}
	f, err := os.OpenFile(j.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(make([]byte, bytes+spare), end)
	return errors.Join(err, f.Close())
}
