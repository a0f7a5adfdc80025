package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"mockroom/server/journal"
)

func TestWhatIsAsItWasAfterAFailure(t *testing.T) {
	at := func(op string, e error) error {
		return fmt.Errorf("it failed: %w", &fs.PathError{Op: op, Path: "x", Err: e})
	}
	for _, c := range []struct {
		name   string
		err    error
		stored bool
		is     error
	}{
		{"no space to write", at("write", syscall.ENOSPC), false, syscall.ENOSPC},
		{"no quota", at("write", syscall.EDQUOT), false, syscall.EDQUOT},
		{"a limit", at("write", syscall.EFBIG), false, syscall.EFBIG},
		{"no growing", errors.New("file resize error: truncate x: " + syscall.EFBIG.Error()), false, syscall.EFBIG},
		{"a sync without space", syscall.ENOSPC, true, syscall.ENOSPC},
		{"a sync of a file", at("sync", syscall.ENOSPC), true, syscall.ENOSPC},
		{"bad sectors", at("write", syscall.EIO), true, syscall.EIO},
		{"a bad sync", syscall.EIO, true, syscall.EIO},
		{"read-only", at("write", syscall.EROFS), true, syscall.EROFS},
	} {
		err := named(c.err)
		if nothingStored(err) == c.stored || !errors.Is(err, c.is) {
			t.Errorf("%s: %v, stored %v", c.name, err, !nothingStored(err))
		}
	}
}

// TestNoSpaceNeedsNoNewFile lets a commit find no space, and then finds it again in the same file.
func TestNoSpaceNeedsNoNewFile(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "test.db"))
	ctx := t.Context()
	if err := j.Append(ctx, "session:a", 1, chat(1, "good")); err != nil {
		t.Fatal(err)
	}
	full := &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	j.patience, j.tried = time.Hour, time.Now()
	j.fail = func(bool) error { return full }
	// Nothing is stored for certain, so that the sender need not read on.
	if err := j.Append(ctx, "session:a", 2, chat(2, "lost")); !errors.Is(err, journal.ErrUnavailable) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the write that found no space: %v", err)
	}
	j.fail = nil
	if err := j.Healthy(ctx); !errors.Is(err, journal.ErrUnavailable) {
		t.Fatalf("healthy, before it was tried again: %v", err)
	}
	before := j.db
	j.patience = 0
	if err := j.Append(ctx, "session:a", 2, chat(2, "after")); err != nil {
		t.Fatalf("with space: %v", err)
	}
	if j.db != before {
		t.Error("a new file was made")
	}
}
